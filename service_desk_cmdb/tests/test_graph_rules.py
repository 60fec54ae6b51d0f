from odoo.tests import BaseCase, tagged

from ..graph_rules import DOWN, UP, Link, Wish, show

#: A host below two machines, an application on one of them, a shop on the application.
CHAIN = [Link("host", "vm"), Link("host", "vm2"), Link("vm", "app"), Link("app", "shop")]


@tagged("standard", "at_install")
class TestGraphRules(BaseCase):
    """Which part of a landscape is shown, on graphs small enough to see."""

    def test_depth_ends_the_map(self):
        """Nearest first, and said of the last how many lie beyond."""
        shown = show(["host"], CHAIN, Wish(depth=2))
        self.assertEqual(shown.depths, {"host": 0, "vm": 1, "vm2": 1, "app": 2})
        self.assertEqual(shown.more, {"app": 1})
        self.assertEqual(len(shown.links), 3)

    def test_ways_are_walked_from_the_start(self):
        """Both ways is what is above and what is below, not the neighbors of these."""
        self.assertEqual(set(show(["vm"], CHAIN, Wish((UP,))).depths), {"vm", "host"})
        self.assertEqual(set(show(["vm"], CHAIN, Wish((UP, DOWN))).depths), {"vm", "host", "app", "shop"})

    def test_opened_goes_on_and_shut_does_not(self):
        """One step further from the one, none from the other."""
        self.assertIn("shop", show(["host"], CHAIN, Wish(depth=2, opened={"app"})).depths)
        shut = show(["host"], CHAIN, Wish(depth=5, shut={"vm"}))
        self.assertEqual((set(shut.depths), shut.more), ({"host", "vm", "vm2"}, {"vm": 1}))

    def test_hidden_is_bridged(self):
        """What is left out is no step and no end: those around it are told to belong together."""
        shown = show(["host"], CHAIN, Wish(depth=1, hidden={"vm", "app"}))
        self.assertEqual(shown.depths, {"host": 0, "vm2": 1, "shop": 1})
        self.assertEqual(shown.bridges, {("host", "shop"): 2})
        self.assertFalse(shown.more)

    def test_bridge_beside_a_link_is_not_told(self):
        """Who relies on it directly does so anyhow."""
        links = [Link("a", "b"), Link("b", "c"), Link("a", "c")]
        self.assertFalse(show(["a"], links, Wish(hidden={"b"})).bridges)
        links = [Link("a", "b"), Link("b", "c"), Link("c", "a", is_mutual=True)]
        self.assertFalse(show(["a"], links, Wish(hidden={"b"})).bridges)

    def test_start_is_never_hidden(self):
        """Whatever is filtered, people see from where they look."""
        self.assertEqual(set(show(["vm"], CHAIN, Wish(hidden={"vm", "shop"})).depths), {"vm", "app"})

    def test_circles_end(self):
        """Each thing once, however it is reached; also among what is hidden."""
        ring = [Link("a", "b"), Link("b", "c"), Link("c", "a"), Link("c", "d")]
        self.assertEqual(show(["a"], ring, Wish(depth=9)).depths, {"a": 0, "b": 1, "c": 2, "d": 3})
        self.assertEqual(show(["a"], ring, Wish(depth=9, hidden={"b", "c"})).bridges, {("a", "d"): 2})

    def test_mutual_links_go_both_ways(self):
        """Of a pair, neither is above."""
        pair = [Link("a", "b", is_mutual=True)]
        for way in (UP, DOWN):
            self.assertEqual(set(show(["b"], pair, Wish((way,))).depths), {"a", "b"})

    def test_limit_keeps_the_nearest(self):
        """What is left out is what is farthest, and that there is more is said."""
        shown = show(["host"], CHAIN, Wish(depth=9, limit=3))
        self.assertEqual((list(shown.depths), shown.is_cut), (["host", "vm", "vm2"], True))
        self.assertEqual(shown.more, {"vm": 1})
