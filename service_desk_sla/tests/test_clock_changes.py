"""Promises about changes."""

from odoo.tests import tagged

from .clock_case import ClockCase


@tagged("post_install", "-at_install")
class TestClockChanges(ClockCase):
    def test_policy_for_changes_is_theirs_alone(self):
        """A change has its clock, and meets it when the work is over and only the review is left."""
        self.make_policy(480, process="service.desk.change")
        change, incident = self.make_change(change_type="emergency"), self.make_incident()
        self.assertEqual((self.due(change), self.due(incident)), ("2026-03-03 10:00", ""))
        change.action_implement()
        self.assertEqual(self.clock(change).state, "running")
        self.wall("2026-03-03 09:00")
        change.write({"state": "review", "outcome": "successful"})
        clock = self.clock(change)
        self.assertEqual((clock.state, clock.is_breached), ("met", False))

    def test_work_goes_on_and_so_does_the_clock(self):
        """Taken back from the review, the promise is open again."""
        self.make_policy(480, process="service.desk.change")
        change = self.make_change(change_type="emergency")
        change.action_implement()
        change.write({"state": "review", "outcome": "successful"})
        change.action_reopen()
        self.assertEqual(self.clock(change).state, "running")
