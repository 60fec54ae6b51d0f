from datetime import date

from odoo.tests import BaseCase

from .. import journey_rules
from ..journey_rules import ASKING, CANCELLED, DONE, FAILED, OPEN, PLANNED, line_state, not_before, shift
from ..package_rules import GRANT, INDIVIDUAL, KEEP, PACKAGE, REVOKE, difference

MONDAY = date(2026, 11, 23)


def weekdays(day):
    return day.weekday() < 5


class TestJourneyRules(BaseCase):
    """Days and states, and what a move means for access, without a database."""

    def test_days_count_as_people_work(self):
        """Weekends lie between; the first day itself may be any day."""
        self.assertEqual(shift(MONDAY, 0, weekdays), MONDAY)
        self.assertEqual(shift(MONDAY, -1, weekdays), date(2026, 11, 20))
        self.assertEqual(shift(MONDAY, 5, weekdays), date(2026, 11, 30))
        saturday = date(2026, 11, 21)
        self.assertEqual(shift(saturday, 0, weekdays), saturday)
        self.assertEqual(shift(saturday, 1, weekdays), MONDAY)
        self.assertEqual(shift(saturday, -1, weekdays), date(2026, 11, 20))

    def test_nothing_is_due_before_it_could_begin(self):
        """What begins on a weekend is due on the next working day; what is due later stays so."""
        friday, saturday = date(2026, 11, 20), date(2026, 11, 21)
        self.assertEqual(not_before(friday, saturday, weekdays), MONDAY)
        self.assertEqual(not_before(friday, MONDAY, weekdays), MONDAY)
        self.assertEqual(not_before(saturday, saturday, weekdays), saturday)
        self.assertEqual(not_before(MONDAY, friday, weekdays), MONDAY)

    def test_without_working_days_each_day_counts(self):
        """A calendar that nobody has filled in must not lose a step."""
        self.assertEqual(shift(MONDAY, -3, lambda day: False), date(2026, 11, 20))

    def test_state_of_a_line_follows_from_what_it_owns(self):
        """What failed is seen first; what was cancelled counts last."""
        self.assertEqual(line_state([], False, False), PLANNED)
        self.assertEqual(line_state([], False, True), ASKING)
        self.assertEqual(line_state([], True, False), DONE)
        self.assertEqual(line_state([OPEN, FAILED, DONE], True, False), FAILED)
        self.assertEqual(line_state([OPEN, DONE], True, False), OPEN)
        self.assertEqual(line_state([DONE, CANCELLED], True, False), DONE)
        self.assertEqual(line_state([CANCELLED], True, False), CANCELLED)
        self.assertEqual(journey_rules.progress([DONE, OPEN, CANCELLED]), 50)

    def test_difference_of_a_move(self):
        """The old role goes, the new one comes, what was given to the person stays."""
        held = {"mail": PACKAGE, "crm": PACKAGE, "door": INDIVIDUAL, "vpn": INDIVIDUAL}
        self.assertEqual(
            difference(held, {"mail", "erp", "vpn"}),
            {"mail": KEEP, "erp": GRANT, "vpn": KEEP, "crm": REVOKE, "door": KEEP},
        )
        self.assertEqual(difference(held, {"mail"}, {"door": REVOKE, "crm": KEEP})["door"], REVOKE)
        self.assertEqual(difference(held, {"mail"}, {"crm": KEEP})["crm"], REVOKE)
        self.assertEqual(set(difference(held, {"mail"}, {"door": KEEP}, is_leaving=True).values()), {REVOKE})
