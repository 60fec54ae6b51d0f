"""Numbers that people quote."""

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestTicketNumber(ServiceDeskCase):
    def test_numbers_have_prefix_and_seven_digits(self):
        """INC and REQ, followed by seven digits."""
        self.assertRegex(self.make_incident().number, r"^INC\d{7}$")
        self.assertRegex(self.make_request().number, r"^REQ\d{7}$")

    def test_batch_gets_distinct_numbers_in_order(self):
        """A batch draws its numbers at once, in the order of the tickets."""
        incidents = self.env["service.desk.incident"].create([{"name": str(i)} for i in range(20)])
        numbers = incidents.mapped("number")
        self.assertEqual(len(set(numbers)), 20)
        self.assertEqual(numbers, sorted(numbers))

    def test_same_number_twice_is_refused_by_the_database(self):
        """Not even the server's own code can store a number twice in a company."""
        number = self.make_incident().number
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.make_incident().sudo().write({"number": number})
            self.env.flush_all()

    def test_empty_or_endless_subject_is_refused(self):
        """A subject says something, and is no letter."""
        for name in ("", "   ", "x" * 1001):
            with (
                self.subTest(length=len(name)),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.make_incident(name=name)

    def test_sequence_without_gaps_still_works(self):
        """An admin may switch the sequence to the gapless kind."""
        self.env.ref("service_desk.sequence_incident").implementation = "no_gap"
        incidents = self.env["service.desk.incident"].create([{"name": "a"}, {"name": "b"}])
        self.assertEqual(len(set(incidents.mapped("number"))), 2)

    def test_company_may_have_its_own_sequence(self):
        """A company's own sequence goes before the shared one."""
        company, _user = self.make_company()
        self.env["ir.sequence"].create(
            {"name": "x", "code": "service.desk.incident", "prefix": "X-", "company_id": company.id}
        )
        incident = self.env["service.desk.incident"].create({"name": "a", "company_id": company.id})
        self.assertTrue(incident.number.startswith("X-"))

    def test_missing_sequence_gives_a_sentence(self):
        """When an admin removed the sequence, the refusal says how to make one."""
        self.env.ref("service_desk.sequence_incident").unlink()
        with self.assertRaisesRegex(UserError, "no number sequence"):
            self.make_incident()

    def test_ticket_is_found_by_number_and_by_name(self):
        """Autocomplete finds by both."""
        incident = self.make_incident(name="Turbine vibrates")
        Incident = incident.browse().with_user(self.agent)
        self.assertIn(incident.id, [i for i, _n in Incident.name_search(incident.number[-4:])])
        self.assertIn(incident.id, [i for i, _n in Incident.name_search("turbine")])
