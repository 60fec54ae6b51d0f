"""Sequences step over numbers that came from elsewhere."""

from odoo.tests import tagged

from .common import ServiceDeskCase


@tagged("-at_install", "post_install")
class TestImportSequence(ServiceDeskCase):
    def make_sequence(self, **values):
        """A sequence T0001, T0002, ..."""
        return self.env["ir.sequence"].create({"name": "Test", "prefix": "T", "padding": 4, **values})

    def test_next_number_is_above_the_highest(self):
        """Of those that look like its own; lower ones change nothing."""
        sequence = self.make_sequence()
        sequence._skip_numbers(["T0041", "T0007", "X0900", "T9", "T0800-a"])
        self.assertEqual(sequence.next_by_id(), "T0042")
        sequence._skip_numbers(["T0007"])
        self.assertEqual(sequence.next_by_id(), "T0043")

    def test_first_number_is_stepped_over(self):
        """A fresh sequence has not given its first number yet."""
        sequence = self.make_sequence()
        sequence._skip_numbers(["T0001"])
        self.assertEqual(sequence.next_by_id(), "T0002")

    def test_sequence_without_gaps_steps_over_too(self):
        """It counts in a row of its own."""
        sequence = self.make_sequence(implementation="no_gap")
        sequence._skip_numbers(["T0041"])
        self.assertEqual(sequence.next_by_id(), "T0042")

    def test_ranges_of_dates_are_stepped_over_each(self):
        """A sequence that begins anew each year has a counter a year."""
        sequence = self.make_sequence(prefix="T%(range_year)s-", use_date_range=True)
        first, second = (sequence.next_by_id(f"{year}-05-01") for year in (2024, 2025))
        self.assertEqual((first, second), ("T2024-0001", "T2025-0001"))
        sequence._skip_numbers(["T2024-0300"])
        self.assertEqual(sequence.next_by_id("2024-05-01"), "T2024-0301")
        self.assertEqual(sequence.next_by_id("2025-05-01"), "T2025-0002")
