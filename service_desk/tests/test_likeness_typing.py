"""Open tickets that look like the one somebody is writing."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestLikenessTyping(ServiceDeskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.incidents = cls.env["service.desk.incident"].with_user(cls.agent)
        cls.hydrant = cls.make_incident(name="Hydrant leaks in courtyard")

    def similar(self, text, **kwargs):
        """Ids of what is found, best first."""
        return [ticket["id"] for ticket in self.incidents.similar_open(text, **kwargs)]

    def test_shared_words_are_found_best_first(self):
        """More words in common come first; case and accents do not matter."""
        other = self.make_incident(name="HYDRANT frozen in cöurtyard, leaks")
        self.make_incident(name="Hydrant painted")
        self.assertEqual(self.similar("courtyard hydrant frozen")[:2], [other.id, self.hydrant.id])

    def test_one_word_of_many_is_chance(self):
        """A long subject that shares one word with a ticket is about something else."""
        self.assertNotIn(self.hydrant.id, self.similar("Hydrant valve wheel missing since yesterday"))

    def test_short_words_find_nothing(self):
        """Words of up to three letters say little."""
        self.assertEqual(self.similar("in a is"), [])
        self.assertEqual(self.similar(""), [])
        self.assertEqual(self.similar(False), [])

    def test_beginning_of_a_word_is_enough(self):
        """While somebody types, half a word finds."""
        self.assertEqual(self.similar("hydra"), [self.hydrant.id])

    def test_edited_ticket_is_not_its_own_double(self):
        """The ticket on the screen is left out."""
        self.assertEqual(self.similar("hydrant", exclude_id=self.hydrant.id), [])

    def test_nonsense_is_told_in_a_sentence(self):
        """What is no number, for how many and for which ticket."""
        for asked in ({"limit": "x"}, {"limit": None}, {"limit": 1.5}, {"exclude_id": "x"}, {"exclude_id": [1]}):
            with self.subTest(asked), self.assertRaisesRegex(UserError, "whole numbers"):
                self.similar("hydrant", **asked)

    def test_ended_tickets_are_left_out(self):
        """What is resolved is no double of something new."""
        self.hydrant.write({"state": "resolved", **self.solution})
        self.assertEqual(self.similar("hydrant"), [])

    def test_walled_tickets_are_not_found(self):
        """A hint does not look behind walls."""
        self.make_incident(self.agent_walled, name="Hydrant theft", team_id=self.team_walled.id)
        self.assertEqual(self.similar("hydrant"), [self.hydrant.id])

    def test_limit_is_kept_within_bounds(self):
        """Neither a huge nor a negative limit gets through."""
        for _index in range(25):
            self.make_incident(name="Hydrant again")
        self.assertEqual(len(self.similar("hydrant", limit=1000)), 20)
        self.assertEqual(self.similar("hydrant", limit=-1), [])
