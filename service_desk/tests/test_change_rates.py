"""The rates of changes, against a count by hand."""

from datetime import timedelta

from odoo.tests import tagged

from .change_case import WORDS, ChangeCase


@tagged("post_install", "-at_install")
class TestChangeRates(ChangeCase):
    def rates(self, user, *names):
        """Averages over the changes of the test's service, as a user sees them."""
        report = self.env["service.desk.change.report"].with_user(user)
        values = report._read_group([("service_id", "=", self.service.id)], [], [f"{name}:avg" for name in names])
        return tuple(value and round(value, 1) for value in values[0])

    def test_rates_equal_the_count_by_hand(self):
        """Five began: three ended well, one failed, one emergency goes on, unauthorized and late."""
        for outcome in ("successful", "issues", "successful", "failed"):
            self.make_reviewed(outcome=outcome)
        self.make_asked()  # has not begun
        emergency = self.make_change(change_type="emergency")
        emergency.action_implement()
        found = self.rates(
            self.manager, "success_rate", "emergency_rate", "unauthorized_rate", "late_rate", "backout_rate"
        )
        self.assertEqual(found, (75.0, 20.0, 20.0, 100.0, 0.0))

    def test_no_outcome_has_no_rate(self):
        """While nothing has ended, there is no success to count."""
        change = self.make_scheduled()
        change.action_implement()
        self.assertEqual(self.rates(self.manager, "success_rate"), (False,))

    def test_rates_by_month_and_team(self):
        """Read by month, as the list shows them."""
        change = self.make_reviewed()
        change.sudo().write({"date_actual_start": change.date_actual_start - timedelta(days=70)})
        self.make_reviewed(outcome="failed")
        groups = (
            self.env["service.desk.change.report"]
            .with_user(self.agent)
            ._read_group(
                [("service_id", "=", self.service.id)], ["date_actual_start:month"], ["success_rate:avg", "__count"]
            )
        )
        self.assertEqual([(rate, count) for _month, rate, count in groups], [(100.0, 1), (0.0, 1)])

    def test_walls_hold_for_rates(self):
        """Who may not read a change does not count it."""
        change = self.make_reviewed(outcome="failed")
        change.sudo().write({"team_id": self.team_walled.id})
        self.make_reviewed()
        self.assertEqual(self.rates(self.agent_two, "success_rate"), (100.0,))
        self.assertEqual(self.rates(self.agent_walled, "success_rate"), (50.0,))

    def test_incidents_caused_are_counted(self):
        """What a change broke stands beside it; what is confidential is not told."""
        change = self.make_reviewed()
        self.make_incident(caused_by_change_id=change.id)
        self.make_incident(caused_by_change_id=change.id, is_confidential=True)
        row = self.env["service.desk.change.report"].with_user(self.agent).browse(change.id)
        self.assertEqual(row.caused_count, 1)

    def test_refused_emergency_counts_as_unauthorized(self):
        """What was refused afterwards stays in the figures once it is closed."""
        change = self.make_change(change_type="emergency", **WORDS)
        self.answer(change)
        change.action_implement()
        self.refuse(self.steps(change), self.cm)
        change.write({"state": "review", "outcome": "successful", "lessons": "<p>Ask.</p>"})
        change.with_user(self.manager).action_close()
        self.assertEqual(self.rates(self.manager, "unauthorized_rate", "emergency_rate"), (100.0, 100.0))
