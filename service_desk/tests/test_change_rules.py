"""The arithmetic of changes, without a database."""

from datetime import date

from odoo.tests import BaseCase, tagged

from ..change_rules import occurrences, risk_level, risk_score


@tagged("post_install", "-at_install")
class TestChangeRules(BaseCase):
    def test_score_is_the_weighted_mean(self):
        """30 x 100 and 10 x 0 points are 75 of 100."""
        self.assertEqual(risk_score([(30, 100), (10, 0)]), 75)

    def test_nothing_answered_has_no_score(self):
        """Without answers, or with such that do not count, there is no risk to tell."""
        self.assertIsNone(risk_score([]))
        self.assertIsNone(risk_score([(0, 100)]))
        self.assertFalse(risk_level(None, 34, 67))

    def test_history_counts_from_three_changes_on(self):
        """Two failures say nothing yet; three of four raise 50 to 0.8 x 50 + 0.2 x 75 = 55."""
        self.assertEqual(risk_score([(1, 50)], (2, 2), 20), 50)
        self.assertEqual(risk_score([(1, 50)], (3, 4), 20), 55)

    def test_good_history_lowers_the_score(self):
        """What always went well is less risky than its answers: 0.8 x 50."""
        self.assertEqual(risk_score([(1, 50)], (0, 10), 20), 40)

    def test_level_begins_at_its_threshold(self):
        """A score that reaches a threshold has its level."""
        self.assertEqual([risk_level(score, 34, 67) for score in (33, 34, 66, 67)], ["low", "medium", "medium", "high"])

    def test_weeks_keep_their_day(self):
        """Every second Monday, wherever one begins to look."""
        days = occurrences(date(2026, 1, 5), 2, "weeks", date(2026, 2, 1), date(2026, 3, 10))
        self.assertEqual(days, [date(2026, 2, 2), date(2026, 2, 16), date(2026, 3, 2)])

    def test_short_months_have_it_on_their_last_day(self):
        """From January 31 on, February has it on the 28th and March on the 31st again."""
        days = occurrences(date(2026, 1, 31), 1, "months", date(2026, 2, 1), date(2026, 4, 30))
        self.assertEqual(days, [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)])

    def test_occurrences_agree_with_counting_days(self):
        """Looking from any day gives what one finds by walking from the first one."""
        first = date(2024, 2, 29)
        for every, unit in ((1, "days"), (3, "days"), (5, "weeks"), (1, "months"), (7, "months")):
            walked = occurrences(first, every, unit, first, date(2026, 6, 30))
            for begin in (date(2024, 3, 1), date(2025, 7, 30), date(2026, 2, 28)):
                expected = [day for day in walked if day >= begin]
                with self.subTest(every=every, unit=unit, begin=begin):
                    self.assertEqual(occurrences(first, every, unit, begin, date(2026, 6, 30)), expected)

    def test_end_of_the_calendar_is_no_error(self):
        """Beyond the last year there is nothing."""
        self.assertEqual(
            occurrences(date(9999, 12, 30), 1, "months", date(9999, 12, 30), date.max), [date(9999, 12, 30)]
        )
