from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from ..license_rules import CORE, DEVICE, FREE, FULL, NONE, OVER, SITE, USER, Position, Right, cores_of, counted, used

NEW_YEAR = date(2026, 1, 1)
BEFORE, LATER = NEW_YEAR - timedelta(days=1), NEW_YEAR + timedelta(days=365)


@tagged("standard", "at_install")
class TestLicenseRules(BaseCase):
    """What counts against what is owned."""

    def test_each_metric_counts_its_own(self):
        """People, things, their cores, the places where they stand."""
        things = {1, 2, 3}
        self.assertEqual(used(USER, {7, 8}, set(), {}, {}), 2)
        self.assertEqual(used(DEVICE, set(), things, {}, {}), 3)
        # A thing whose cores nobody knows has one at least.
        self.assertEqual(used(CORE, set(), things, {1: 8, 2: None}, {}), 10)
        # Two in one place, one nowhere known.
        self.assertEqual(used(SITE, set(), things, {}, {1: 50, 2: 50, 3: False}), 2)

    def test_cores_are_what_somebody_has_typed(self):
        """A class may have a text by that name; no license is uncountable for it."""
        known = [None, 8, 8.5, "16", "eight", "", -4, 1e400, float("nan")]
        self.assertEqual([cores_of(one) for one in known], [1, 8, 8, 16, 1, 1, 1, 1, 1])

    def test_installed_without_a_seat_counts_for_people_too(self):
        """But not on the thing of somebody who has one."""
        self.assertEqual(used(USER, {7}, {1, 2}, {}, {}, things_of_people={1}), 2)

    def test_verdicts(self):
        """Nothing owned, room, full, too many."""
        cases = [((0, 0), NONE), ((5, 4), FREE), ((5, 5), FULL), ((5, 6), OVER), ((0, 1), OVER)]
        for (owned, count), verdict in cases:
            self.assertEqual(Position(owned, count, 0, count).verdict, verdict, (owned, count))

    # -- What is owned ---------------------------------------------------------------------------

    def owned(self, *rights, day=NEW_YEAR):
        return sum(counted(rights, day).values())

    def test_days_at_both_ends_count(self):
        """The first and the last day are days of the right; the ones around them are not."""
        right = Right("a", 5, NEW_YEAR, NEW_YEAR + timedelta(days=9))
        days = [BEFORE, NEW_YEAR, NEW_YEAR + timedelta(days=9), NEW_YEAR + timedelta(days=10)]
        self.assertEqual([self.owned(right, day=day) for day in days], [0, 5, 5, 0])

    def test_purchases_that_overlap_add_up(self):
        """Two orders are two orders."""
        self.assertEqual(self.owned(Right("a", 5, BEFORE), Right("b", 3, BEFORE, LATER)), 8)

    def test_upgraded_pieces_are_owned_once(self):
        """Where they went; the rest stays where it was."""
        old, new = Right("old", 10, BEFORE), Right("new", 4, NEW_YEAR, replaces="old")
        self.assertEqual(counted([old, new], BEFORE), {"old": 10, "new": 0})
        self.assertEqual(counted([old, new], NEW_YEAR), {"old": 6, "new": 4})

    def test_upgrade_that_ends_gives_back_what_was_for_ever(self):
        """Also over a chain of renewals, of which the middle has ended."""
        first = Right("first", 10, BEFORE)
        second = Right("second", 10, BEFORE, BEFORE, replaces="first")
        third = Right("third", 10, NEW_YEAR, LATER, replaces="second")
        self.assertEqual(self.owned(first, second, third, day=BEFORE), 10)
        self.assertEqual(self.owned(first, second, third, day=NEW_YEAR), 10)
        after = LATER + timedelta(days=1)
        self.assertEqual(counted([first, second, third], after), {"first": 10, "second": 0, "third": 0})

    def test_more_than_there_was_is_no_debt(self):
        """An upgrade of 4 pieces of which 3 are on record leaves none, not minus one."""
        self.assertEqual(self.owned(Right("old", 3, BEFORE), Right("new", 4, BEFORE, replaces="old")), 4)
