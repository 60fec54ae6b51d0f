"""Periods of reviews follow the calendar."""

from datetime import date

from odoo.tests import BaseCase

from ..review_rules import latest_period, period_of


class TestReviewRules(BaseCase):
    def test_period_has_whole_months_of_the_calendar(self):
        """Whichever day was chosen."""
        for day, months, first, last in (
            ("2024-02-29", 1, "2024-02-01", "2024-02-29"),
            ("2026-12-31", 1, "2026-12-01", "2026-12-31"),
            ("2026-05-17", 3, "2026-04-01", "2026-06-30"),
            ("2026-12-01", 3, "2026-10-01", "2026-12-31"),
            ("2026-07-01", 6, "2026-07-01", "2026-12-31"),
            ("2026-07-01", 12, "2026-01-01", "2026-12-31"),
        ):
            expected = (date.fromisoformat(first), date.fromisoformat(last))
            self.assertEqual(period_of(date.fromisoformat(day), months), expected)

    def test_latest_period_is_over(self):
        """On the first day of a month the one before is."""
        self.assertEqual(latest_period(date(2026, 1, 1), 1), (date(2025, 12, 1), date(2025, 12, 31)))
        self.assertEqual(latest_period(date(2026, 6, 30), 3), (date(2026, 1, 1), date(2026, 3, 31)))
        self.assertEqual(latest_period(date(2026, 3, 31), 12), (date(2025, 1, 1), date(2025, 12, 31)))
