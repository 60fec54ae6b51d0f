from collections import namedtuple
from datetime import datetime, timedelta

from odoo.tests import BaseCase, tagged

from ..downtime_rules import uptime
from ..event_rules import FIRING, RESOLVED
from ..flap_rules import Life, is_flapping, live, quiet_from
from ..storm_rules import roots

T0 = datetime(2026, 3, 1)
Told = namedtuple("Told", "status severity date date_received")


def at(minutes):
    return T0 + timedelta(minutes=minutes)


@tagged("standard", "at_install")
class TestAlertRules(BaseCase):
    """Alerts live, flap, and stand for each other; down time adds up."""

    def follow(self, *steps):
        life = Life()
        for status, minute in steps:
            life = life.follow(status, "1", at(minute), at(minute))
        return life

    def test_alert_fires_and_ends(self):
        """Repetitions count, and are no change."""
        life = self.follow((FIRING, 0), (FIRING, 1), (RESOLVED, 2))
        self.assertEqual((life.status, life.count, life.since, life.ended), (RESOLVED, 3, at(0), at(2)))
        self.assertEqual(life.changes, (at(0), at(2)))

    def test_news_that_come_late_change_nothing(self):
        """The end overtook a repetition of the beginning, and an old end comes after a new beginning."""
        self.assertEqual(self.follow((FIRING, 0), (RESOLVED, 5), (FIRING, 0)).status, RESOLVED)
        self.assertEqual(self.follow((FIRING, 0), (RESOLVED, 5), (FIRING, 9), (RESOLVED, 5)).status, FIRING)

    def test_end_of_what_never_began_changes_nothing(self):
        """It may have begun before the desk listened."""
        self.assertEqual(self.follow((RESOLVED, 0)).changes, ())

    def test_failures_of_a_life(self):
        """As long as it is bad enough; what tools tell with the moment of its beginning happened when it arrived."""
        events = [
            Told(FIRING, "4", at(0), at(0)),
            Told(FIRING, "1", at(5), at(6)),
            Told(FIRING, "3", at(0), at(8)),
            Told(FIRING, "2", at(9), at(9)),
        ]
        life, spans = live(Life(), events, {})
        self.assertEqual(spans, [(at(5), at(8)), (at(9), None)])
        end = Told(RESOLVED, "1", at(20), at(20))
        self.assertEqual(live(life, [end], {})[1], [(None, at(20))])

    def test_end_that_came_first(self):
        """It ends what begins later, in one batch and from an earlier one."""
        late, end = Told(FIRING, "1", at(2), at(9)), Told(RESOLVED, "1", at(4), at(5))
        for events, ends in (([end, late], {}), ([late], {late: at(4)})):
            life, spans = live(Life(), events, ends)
            self.assertEqual((life.status, life.ended, spans), (RESOLVED, at(4), [(at(2), at(4))]))

    def test_flapping_and_quiet(self):
        """Four changes in ten minutes are too many; they are quiet when the first of them is forgotten."""
        changes = [at(0), at(2), at(4), at(6)]
        self.assertTrue(is_flapping(changes, at(7), 4, 10))
        self.assertFalse(is_flapping(changes, at(7), 5, 10))
        self.assertFalse(is_flapping(changes, at(7), 0, 10))
        self.assertEqual(quiet_from(changes, 4, 10), at(10))
        self.assertFalse(is_flapping(changes, at(10), 4, 10))

    def test_what_lies_below_has_its_root(self):
        """Also by way of things without an alert, and over several steps."""
        edges = [("switch", "host"), ("host", "vm"), ("vm", "app")]
        order = {"app": 1, "vm": 2, "switch": 3, "other": 4}
        self.assertEqual(
            roots(order, edges, order), {"app": "switch", "vm": "switch", "switch": "switch", "other": "other"}
        )

    def test_what_did_not_fail_stands_for_nothing(self):
        """A disk that is nearly full does not explain why the application is gone."""
        edges = [("host", "app")]
        self.assertEqual(roots({"host": 1, "app": 2}, edges, {"app"})["app"], "app")

    def test_circle_has_one_root(self):
        """The first of those that rely on each other; what lies above the circle comes before."""
        edges = [("a", "b"), ("b", "a"), ("b", "c")]
        self.assertEqual(roots({"a": 2, "b": 1, "c": 3}, edges, "abc"), {"a": "b", "b": "b", "c": "b"})
        self.assertEqual(set(roots({**dict.fromkeys("abc", 2), "x": 9}, [*edges, ("x", "a")], "abcx").values()), {"x"})

    def test_long_chain_is_no_recursion(self):
        """Ten thousand steps are as good as two."""
        edges = [(number, number + 1) for number in range(10_000)]
        self.assertEqual(roots({0: 1, 10_000: 0}, edges, {0, 10_000})[10_000], 0)

    def test_down_time_that_overlaps_counts_once(self):
        """Two alerts for the same hour are one failure of an hour."""
        found = uptime([(at(0), at(60)), (at(30), at(60)), (at(120), at(150))], (at(0), at(600)))
        self.assertEqual((found.failures, found.down), (2, timedelta(minutes=90)))
        self.assertEqual(found.availability, 85)
        self.assertEqual((found.mttr, found.mtbf), (timedelta(minutes=45), timedelta(minutes=255)))

    def test_planned_time_does_not_count(self):
        """Neither as down nor as time to run; a failure around it is still one."""
        found = uptime([(at(0), at(60))], (at(0), at(110)), planned=[(at(20), at(30))])
        self.assertEqual((found.failures, found.down, found.total), (1, timedelta(minutes=50), timedelta(minutes=100)))

    def test_without_failure(self):
        """All the time it ran, and nothing was repaired; no time at all is no failure either."""
        found = uptime([], (at(0), at(60)))
        self.assertEqual((found.availability, found.mttr, found.mtbf), (100, None, None))
        self.assertEqual(uptime([(at(0), at(9))], (at(0), at(0))).availability, 100)
