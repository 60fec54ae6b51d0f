"""Nobody writes what clocks say, and only those who see a ticket see its clocks."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .clock_case import ClockCase


@tagged("post_install", "-at_install")
class TestClockRights(ClockCase):
    def test_nobody_writes_what_a_clock_measured(self):
        """Not even those who lead the desk."""
        self.make_policy(480)
        clock = self.clock(self.make_incident())
        for user in (self.agent, self.manager, self.admin_user):
            with self.assertRaises(AccessError):
                clock.with_user(user).write({"is_breached": False})
            with self.assertRaises(AccessError):
                clock.with_user(user).unlink()
            with self.assertRaises(AccessError):
                self.env["service.desk.sla.clock"].with_user(user).create({"kind": "sla"})

    def test_nobody_writes_what_a_ticket_shows_of_its_clocks(self):
        """The facts beside the state are the desk's."""
        self.make_policy(480)
        incident = self.make_incident()
        for name, value in (("is_breached", True), ("promise_state", "ended"), ("date_risk", False)):
            with self.assertRaises(AccessError):
                incident.with_user(self.manager).write({name: value})

    def test_clocks_stay_behind_the_walls_of_their_tickets(self):
        """A restricted team's clocks are as restricted as its tickets."""
        self.make_policy(480)
        incident = self.make_incident(team_id=self.team_walled.id)
        clocks = self.env["service.desk.sla.clock"]
        mine = [("incident_id", "=", incident.id)]
        self.assertFalse(clocks.with_user(self.agent).search(mine))
        self.assertTrue(clocks.with_user(self.agent_walled).search(mine))
        for user in (self.employee, self.portal_a):
            with self.assertRaises(AccessError):
                clocks.with_user(user).search(mine)
