from odoo.tests import BaseCase, tagged

from ..license_rules import CORE, DEVICE, FREE, FULL, NONE, OVER, SITE, USER, Position, used


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

    def test_installed_without_a_seat_counts_for_people_too(self):
        """But not on the thing of somebody who has one."""
        self.assertEqual(used(USER, {7}, {1, 2}, {}, {}, things_of_people={1}), 2)

    def test_verdicts(self):
        """Nothing owned, room, full, too many."""
        cases = [((0, 0), NONE), ((5, 4), FREE), ((5, 5), FULL), ((5, 6), OVER), ((0, 1), OVER)]
        for (owned, count), verdict in cases:
            self.assertEqual(Position(owned, count, 0, count).verdict, verdict, (owned, count))
