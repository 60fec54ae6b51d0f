from odoo.tests import BaseCase, tagged

from ..impact_rules import ALL, COUNT, FAILS, PERCENT, WEAKENED, Edge, Need, spread, trail


@tagged("standard", "at_install")
class TestImpactRules(BaseCase):
    """How a failure spreads, on graphs small enough to see."""

    def test_failure_passes_along_a_chain(self):
        """What relies on what relies on it fails two steps away, by what lies between."""
        hits = spread("a", [Edge("a", "b"), Edge("b", "c")])
        self.assertEqual(
            [(one, hit.depth, hit.cause) for one, hit in hits.items()], [("a", 0, None), ("b", 1, "a"), ("c", 2, "b")]
        )
        self.assertEqual(trail(hits, "c"), ["a", "b", "c"])

    def test_circle_ends(self):
        """A circle is walked once."""
        hits = spread("a", [Edge("a", "b"), Edge("b", "a"), Edge("b", "b2"), Edge("b2", "b")])
        self.assertEqual(set(hits), {"a", "b", "b2"})

    def test_enough_left_is_weakened_and_passes_nothing_on(self):
        """Two of three are enough, so that what runs on the cluster does not notice."""
        edges = [Edge(host, "cluster", "runs") for host in "123"] + [Edge("cluster", "vm")]
        needs = {("cluster", "runs"): Need(3, COUNT, 2)}
        hits = spread("1", edges, needs)
        self.assertEqual({one: hit.verdict for one, hit in hits.items()}, {"1": FAILS, "cluster": WEAKENED})
        both = spread("12", edges, needs)
        self.assertEqual((both["cluster"].verdict, both["vm"].verdict), (FAILS, FAILS))

    def test_kinds_count_by_themselves(self):
        """One host and one switch lost are not two hosts."""
        edges = [Edge("h1", "x", "host"), Edge("h2", "x", "host"), Edge("s1", "x", "switch"), Edge("s2", "x", "switch")]
        needs = {("x", "host"): Need(2, COUNT, 1), ("x", "switch"): Need(2, COUNT, 1)}
        self.assertEqual(spread(["h1", "s1"], edges, needs)["x"].verdict, WEAKENED)
        self.assertEqual(spread(["h1", "h2"], edges, needs)["x"].verdict, FAILS)

    def test_percent_is_never_rounded_down(self):
        """67 percent of three things are three, 30 percent of ten are three, 1 percent of two is one."""
        self.assertEqual(
            [Need(3, PERCENT, 67).working, Need(10, PERCENT, 30).working, Need(2, PERCENT, 1).working], [3, 3, 1]
        )

    def test_more_than_there_are_means_all(self):
        """Who needs five of three needs all three; nobody needs none."""
        self.assertEqual([Need(3, COUNT, 5).spare, Need(3, ALL).spare, Need(3, COUNT, 0).spare], [0, 0, 2])

    def test_depth_is_limited(self):
        """Further away than asked nothing is followed."""
        edges = [Edge(number, number + 1) for number in range(20)]
        self.assertEqual(len(spread([0], edges, max_depth=5)), 6)
