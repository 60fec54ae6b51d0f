"""The parts of teams and suppliers, and their promises."""

from odoo.tests import tagged

from .clock_case import ClockCase


@tagged("post_install", "-at_install")
class TestClockParties(ClockCase):
    def test_each_team_is_measured_by_its_own_part(self):
        """While another team has the ticket the clock of the first stands still."""
        self.make_policy(240, kind="ola")
        incident = self.make_incident(team_id=self.team_one.id)
        self.wall("2026-03-02 11:00")
        incident.write({"team_id": self.team_two.id})
        self.wall("2026-03-02 13:00")
        incident.write({"team_id": self.team_one.id})
        self.wall("2026-03-02 14:00")
        self.resolve(incident)
        parts = {clock.team_id: clock.elapsed / 3600 for clock in incident.sudo().clock_ids}
        self.assertEqual(parts, {self.team_one: 2, self.team_two: 2})

    def test_part_of_a_team_is_no_promise_to_the_requester(self):
        """Inner clocks set no due date on the ticket."""
        self.make_policy(240, kind="ola")
        incident = self.make_incident()
        self.assertFalse(incident.date_due)
        self.assertFalse(incident.promise_state)

    def test_suppliers_clock_runs_only_while_it_is_theirs(self):
        """From the moment they get it until it comes back, and again."""
        supplier = self.env["res.partner"].create({"name": "Supplier", "is_company": True})
        self.make_policy(960)
        self.make_policy(120, kind="uc", supplier_ids=[(6, 0, supplier.ids)])
        incident = self.make_incident()
        self.assertFalse(self.clock(incident, kind="uc"))
        self.wall("2026-03-02 11:00")
        incident._escalate_to_supplier(supplier, "", "Please look")
        self.assertEqual(self.due(incident, kind="uc"), "2026-03-02 13:00")
        self.wall("2026-03-02 12:00")
        self.resume(incident)
        self.assertEqual(self.clock(incident, kind="uc").state, "paused")
        # The desk's own promise to the requester went on: the reason does not stop it.
        self.assertEqual(self.clock(incident).paused, 0)
        self.wall("2026-03-02 15:00")
        incident._escalate_to_supplier(supplier, "", "Once more")
        self.assertEqual(self.due(incident, kind="uc"), "2026-03-02 16:00")

    def test_suppliers_answer_is_their_number(self):
        """They have responded when the ticket has a number at their desk."""
        supplier = self.env["res.partner"].create({"name": "Supplier", "is_company": True})
        self.make_policy(60, metric="response", kind="uc")
        incident = self.make_incident()
        incident._escalate_to_supplier(supplier, "", "Please look")
        self.wall("2026-03-02 10:30")
        incident.write({"supplier_ref": "S-1"})
        clock = self.clock(incident, "response", "uc")
        self.assertEqual((clock.state, clock.elapsed), ("met", 1800))
