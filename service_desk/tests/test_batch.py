from psycopg2 import OperationalError

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestBatch(TransactionCase):
    """What is done with many records at once, and one of them is in the way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.env["res.partner"].create([{"name": f"P{number}"} for number in range(16)])
        cls.odd = cls.people[11]

    def setUp(self):
        super().setUp()
        self.calls, self.refused = [], []

    def work(self, error=UserError):
        """Renames people; does it all before it finds what is wrong."""

        def rename(people):
            self.calls.append(len(people))
            people.write({"name": "Done"})
            if self.odd in people:
                raise error("odd")
            return people

        return rename

    def together(self, **kwargs):
        def refuse(person, error):
            self.refused.append((person, str(error)))
            return person.browse()

        return self.env["service.desk.batch.mixin"]._try_together(self.people, self.work(**kwargs), refuse)

    def test_one_keeps_nobody_back(self):
        """The others are done, in few tries; that one is as it was, and its error is told."""
        done = self.together()
        self.assertEqual(self.env["res.partner"].union(*done), self.people - self.odd)
        self.assertEqual(self.refused, [(self.odd, "odd")])
        self.assertEqual(set((self.people - self.odd).mapped("name")), {"Done"})
        self.assertEqual(self.odd.name, "P11")
        self.assertLess(len(self.calls), 10)

    def test_every_one_is_answered_in_its_place(self):
        """Whoever asks about a list reads the answers in its order, those of the refused among them."""

        def work(numbers):
            return [10 // number for number in numbers]

        answers = self.env["service.desk.batch.mixin"]._try_together(
            [5, 0, 2, 0, 1], work, lambda some, error: [(some, type(error))]
        )
        self.assertEqual(
            [answer for part in answers for answer in part],
            [2, ([0], ZeroDivisionError), 5, ([0], ZeroDivisionError), 10],
        )

    def test_error_while_storing_counts_too(self):
        """What the database refuses is refused for the one alone, not for whoever comes later."""

        def work(people):
            people.write({"name": "Done"})
            if self.odd in people:
                # A contact without a name: the database hears of it when all of this is stored.
                self.odd.name = False

        with mute_logger("odoo.sql_db"):
            self.env["service.desk.batch.mixin"]._try_together(
                self.people, work, lambda person, _error: self.refused.append(person)
            )
        self.assertEqual(self.refused, [self.odd])
        self.assertEqual((self.people[0].name, self.odd.name), ("Done", "P11"))

    def test_conflict_runs_all_of_it_again(self):
        """Somebody else works on the same records: it is not the fault of one of these."""
        with self.assertRaises(OperationalError):
            self.together(error=OperationalError)
        self.assertEqual((self.calls, self.refused), ([16], []))

    def test_nobody_is_no_work(self):
        """Nothing is called."""
        self.people = self.people.browse()
        self.assertEqual((self.together(), self.calls), ([], []))
