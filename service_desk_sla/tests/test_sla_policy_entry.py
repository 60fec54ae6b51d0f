"""Writing down what a policy promises: each line goes on where the last one ended."""

from odoo.tests import Form, tagged

from .clock_case import ClockCase


@tagged("post_install", "-at_install")
class TestSlaPolicyEntry(ClockCase):
    def offered(self, *lines):
        """(metric, priority, minutes) of the line that the screen offers after these."""
        policy = self.env["service.desk.sla.policy"].with_user(self.manager).new({
            "target_ids": [
                (0, 0, {"metric": metric, "priority": priority, "minutes": minutes})
                for metric, priority, minutes in lines
            ]
        })
        return policy.next_metric, policy.next_priority, policy.next_minutes

    def test_first_line_is_the_response_to_what_is_critical(self):
        """Where everybody begins."""
        self.assertEqual(self.offered(), ("response", "1", 480))

    def test_next_line_is_the_next_priority(self):
        """With the time of the line before it, which is seldom less."""
        lines = [("response", "1", 15), ("response", "2", 60)]
        self.assertEqual(self.offered(*lines), ("response", "3", 60))

    def test_gap_is_filled_first(self):
        """A priority that was left out is what is missing."""
        lines = [("response", "1", 15), ("response", "3", 60)]
        self.assertEqual(self.offered(*lines)[:2], ("response", "2"))

    def test_line_for_all_others_ends_a_metric(self):
        """Then its resolution is asked for, priority by priority as before."""
        lines = [("response", "1", 15), ("response", "any", 60)]
        self.assertEqual(self.offered(*lines), ("resolution", "1", 480))

    def test_one_promise_for_all_is_followed_by_another_one(self):
        """Who makes no difference between priorities is not asked about each."""
        self.assertEqual(self.offered(("response", "any", 60))[:2], ("resolution", "any"))

    def test_offer_follows_what_is_typed(self):
        """Before anything is saved: the form hands it on to the new line."""
        with Form(self.env["service.desk.sla.policy"].with_user(self.admin_user)) as policy:
            policy.name = "Night"
            with policy.target_ids.new() as line:
                self.assertEqual((line.metric, line.priority), ("response", "1"))
                line.hours = 0.25
            with policy.target_ids.new() as line:
                self.assertEqual((line.metric, line.priority, line.hours), ("response", "2", 0.25))
        self.assertEqual(len(policy.record.target_ids), 2)
