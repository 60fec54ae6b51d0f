"""The order of the queue."""

from datetime import timedelta

from odoo.tests import tagged

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestWorkQueue(ServiceDeskCase):
    def test_what_is_due_first_stands_on_top(self):
        """A promise decides; without one the priority and the age do, and nothing sinks for ever."""
        now = self.env.cr.now().replace(microsecond=0)
        soon = self.make_incident(name="soon", date_due=now + timedelta(minutes=30))
        later = self.make_incident(name="later", date_due=now + timedelta(days=9))
        critical = self.make_incident(name="critical", impact="1", urgency="1")
        planning = self.make_request(name="planning", impact="3", urgency="3")
        queue = self.env["service.desk.work"].with_user(self.agent).search([])
        numbers = [
            row.number for row in queue if row.number in (soon + later + critical).mapped("number")
            or row.number == planning.number
        ]
        self.assertEqual(
            numbers, [soon.number, critical.number, planning.number, later.number]
        )

    def test_team_whose_tickets_one_cannot_see_says_so(self):
        """No zero is told where the agent cannot count."""
        team = self.team_two.with_user(self.agent)
        self.assertFalse(team.hides_work)
        self.team_two.is_confidential = True
        self.assertTrue(team.hides_work)
        self.assertFalse(self.team_two.with_user(self.agent_two).hides_work)
        self.assertTrue(self.team_walled.with_user(self.agent).hides_work)
        self.assertFalse(self.team_walled.with_user(self.manager).hides_work)
