from odoo.tests import BaseCase, tagged

from ..baseline_rules import CHANGED, COME, GONE, Difference, compare


@tagged("standard", "at_install")
class TestBaselineRules(BaseCase):
    """What is different between two pictures."""

    def test_come_gone_changed(self):
        """Each in its own words."""
        found = compare({"a": {"x": 1}, "b": {}}, {"a": {"x": 2, "y": 3}, "c": {}})
        self.assertEqual(
            found,
            [
                Difference("a", CHANGED, "x", 1, 2),
                Difference("a", CHANGED, "y", None, 3),
                Difference("b", GONE),
                Difference("c", COME),
            ],
        )

    def test_order_and_emptiness_do_not_count(self):
        """A list in another order is the same; nothing is nothing however it is written."""
        self.assertEqual(compare({"a": {"x": [1, 2], "y": "", "z": None}}, {"a": {"x": [2, 1]}}), [])

    def test_zero_and_no_are_something(self):
        """They are not nothing."""
        self.assertEqual(len(compare({"a": {"x": 0, "y": False}}, {"a": {}})), 2)

    def test_record_is_what_it_is(self):
        """By another name it is the same; another one of the same name is not."""
        bea, renamed, other = ({"id": 1, "name": "Bea"}, {"id": 1, "name": "B."}, {"id": 2, "name": "Bea"})
        self.assertEqual(compare({"a": {"x": bea, "y": [bea, other]}}, {"a": {"x": renamed, "y": [other, bea]}}), [])
        self.assertEqual(compare({"a": {"x": bea}}, {"a": {"x": other}}), [Difference("a", CHANGED, "x", bea, other)])
