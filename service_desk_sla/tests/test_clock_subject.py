"""The list of clocks: one column says what each is about, and leads there."""

from odoo.tests import tagged

from .clock_case import ClockCase


@tagged("post_install", "-at_install")
class TestClockSubject(ClockCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_policy(60)

    def setUp(self):
        super().setUp()
        self.clocks = self.env["service.desk.sla.clock"].with_user(self.agent)
        self.incident = self.make_incident(name="Lamp is dark")
        self.request = self.make_request(name="New lamp")
        self.mine = ["|", ("incident_id", "=", self.incident.id), ("request_id", "=", self.request.id)]

    def of(self, ticket):
        return self.clock(ticket).with_user(self.agent)

    def test_column_names_each_kind_of_ticket(self):
        """With its number, as everywhere else."""
        for ticket in (self.incident, self.request):
            self.assertEqual(self.of(ticket).subject, ticket.display_name)

    def test_ticket_is_found_by_its_number_or_words(self):
        """Whatever kind it is."""
        for text in (self.request.number, "new LAMP"):
            found = self.clocks.search([*self.mine, ("subject", "ilike", text)])
            self.assertEqual(found, self.of(self.request))
        found = self.clocks.search([*self.mine, ("subject", "not ilike", "new lamp")])
        self.assertEqual(found, self.of(self.incident))

    def test_clock_leads_to_its_ticket(self):
        """A click opens the ticket itself; the clock is a click further."""
        action = self.of(self.request).action_open_subject()
        self.assertEqual((action["res_model"], action["res_id"]), (self.request._name, self.request.id))
        action = self.of(self.request).action_open_clock()
        self.assertEqual((action["res_model"], action["res_id"]), (self.clocks._name, self.of(self.request).id))
