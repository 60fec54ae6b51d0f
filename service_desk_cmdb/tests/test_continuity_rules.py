from odoo.tests import BaseCase, tagged

from .. import continuity_rules, impact_rules


@tagged("post_install", "-at_install")
class TestContinuityRules(BaseCase):
    """Arithmetic, without a database."""

    def test_hours_fit_together(self):
        """Back before it is too late; nothing is negative; nobody has said how long is too long."""
        self.assertIsNone(continuity_rules.hours_wrong(4, 1, 8))
        self.assertIsNone(continuity_rules.hours_wrong(8, 0, 8))
        self.assertIsNone(continuity_rules.hours_wrong(8, 0, 0))
        self.assertEqual(continuity_rules.hours_wrong(9, 0, 8), continuity_rules.LATE)
        self.assertEqual(continuity_rules.hours_wrong(1, -1, 8), continuity_rules.NEGATIVE)

    def test_harm_grows(self):
        """Of each kind by itself, in whatever order the rows come."""
        self.assertFalse(continuity_rules.shrinks([("money", 8, 3), ("money", 1, 1), ("law", 4, 1)]))
        self.assertTrue(continuity_rules.shrinks([("money", 8, 1), ("money", 1, 3)]))

    def test_unbearable_is_the_first_hour_at_the_top(self):
        """Of any kind; None when it is never as bad as that."""
        rows = [("money", 24, 4), ("law", 8, 4), ("money", 1, 3)]
        self.assertEqual(continuity_rules.unbearable_after(rows, 4), 8)
        self.assertIsNone(continuity_rules.unbearable_after([("money", 1, 3)], 4))

    def test_what_is_taken_together_ends_with_the_longest(self):
        """The next one begins when all of them are over."""
        ends = continuity_rules.ends([("a", True, 10), ("b", True, 30), ("c", False, 5), ("d", False, 1)])
        self.assertEqual(ends, {"a": 10, "b": 30, "c": 35, "d": 36})
        self.assertEqual(continuity_rules.ends([]), {})

    def test_alone_is_without_what_stands_in(self):
        """One of two hosts does no harm, their switch does; circles end."""
        edge = impact_rules.Edge
        edges = [
            edge("host1", "app", "on"),
            edge("host2", "app", "on"),
            edge("switch", "host1", "net"),
            edge("switch", "host2", "net"),
            edge("app", "switch", "watch"),
        ]
        needs = {("app", "on"): impact_rules.Need(2, impact_rules.COUNT, 1)}
        found = continuity_rules.alone(["app", "host1", "host2", "switch"], ["app"], edges, needs)
        self.assertEqual(found, {"app", "switch"})
