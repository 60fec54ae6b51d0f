"""Days and money of contracts, without a database."""

from datetime import date, timedelta
from fractions import Fraction
from random import Random

from odoo.tests import BaseCase, tagged

from ..contract_rules import cost_between, months_between, notice_day, term_end


@tagged("post_install", "-at_install")
class TestContractRules(BaseCase):
    def test_notice_leaves_its_whole_length_before_the_end(self):
        """Three months before the end of a year is the last of September; months of any length count."""
        for end, number, unit, expected in (
            ("2026-12-31", 3, "months", "2026-09-30"),
            ("2026-02-28", 1, "months", "2026-01-31"),
            ("2028-02-29", 1, "months", "2028-01-31"),
            ("2026-06-30", 1, "months", "2026-05-31"),
            ("2026-03-15", 12, "months", "2025-03-15"),
            ("2026-03-31", 30, "days", "2026-03-01"),
            ("2026-03-31", 0, "months", "2026-03-31"),
        ):
            with self.subTest(end=end, number=number, unit=unit):
                self.assertEqual(notice_day(date.fromisoformat(end), number, unit).isoformat(), expected)

    def test_term_of_a_year_ends_the_day_before(self):
        """A year from January 1 ends on December 31, one from a leap day on February 27 or 28."""
        self.assertEqual(term_end(date(2026, 1, 1), 12), date(2026, 12, 31))
        self.assertEqual(term_end(date(2028, 2, 29), 12), date(2029, 2, 27))
        self.assertEqual(term_end(date(2026, 2, 1), 1), date(2026, 2, 28))

    def test_whole_months_count_one_however_long(self):
        """February and March cost the same; half of April is half of it."""
        self.assertEqual(months_between(date(2026, 2, 1), date(2026, 2, 28)), 1)
        self.assertEqual(months_between(date(2026, 3, 1), date(2026, 3, 31)), 1)
        self.assertEqual(months_between(date(2026, 4, 1), date(2026, 4, 15)), Fraction(1, 2))
        self.assertEqual(months_between(date(2025, 7, 1), date(2026, 6, 30)), 12)

    def test_periods_that_follow_each_other_add_up(self):
        """However a span is cut, its parts cost what the whole costs, to the last fraction."""
        dice = Random(5)
        for _round in range(200):
            first = date(2020, 1, 1) + timedelta(days=dice.randrange(2000))
            cut = first + timedelta(days=dice.randrange(900))
            last = cut + timedelta(days=1 + dice.randrange(900))
            period = dice.choice(["month", "quarter", "year"])
            args = ("99.95", period, date(2021, 3, 17), dice.choice([None, date(2024, 8, 9)]))
            whole = cost_between(*args, first, last)
            parts = cost_between(*args, first, cut) + cost_between(*args, cut + timedelta(days=1), last)
            self.assertEqual(whole, parts, (first, cut, last, args))

    def test_cost_of_a_year_by_period(self):
        """Twelve months, four quarters, one year; once counts on its day alone."""
        year = (date(2026, 1, 1), date(2026, 12, 31))
        begin = date(2025, 5, 20)
        self.assertEqual(cost_between(100, "month", begin, None, *year), 1200)
        self.assertEqual(cost_between(100, "quarter", begin, None, *year), 400)
        self.assertEqual(cost_between(100, "year", begin, None, *year), 100)
        self.assertEqual(cost_between(100, "once", begin, None, *year), 0)
        self.assertEqual(cost_between(100, "once", begin, None, begin, begin), 100)

    def test_cost_stops_with_its_last_day(self):
        """Outside its days nothing is paid."""
        year = (date(2026, 1, 1), date(2026, 12, 31))
        self.assertEqual(cost_between(120, "year", date(2024, 1, 1), date(2025, 12, 31), *year), 0)
        self.assertEqual(cost_between(120, "year", date(2024, 1, 1), date(2026, 6, 30), *year), 60)
        self.assertEqual(cost_between(120, "year", date(2027, 1, 1), None, *year), 0)
