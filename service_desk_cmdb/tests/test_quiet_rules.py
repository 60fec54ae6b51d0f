from odoo.tests import BaseCase, tagged

from ..quiet_rules import Quiet


@tagged("post_install", "-at_install")
class TestQuietRules(BaseCase):
    """Which alerts open windows explain."""

    def test_all_services_must_be_in_a_window(self):
        """What one service still needs is missed."""
        quiet = Quiet({1: "night", 2: "day"})
        self.assertEqual(quiet.why([1]), "night")
        self.assertEqual(quiet.why([1, 2]), "night")
        self.assertEqual(quiet.why([1, 3]), "")
        self.assertEqual(quiet.why([]), "")

    def test_general_window_is_for_what_has_none(self):
        """A service keeps to its own windows."""
        quiet = Quiet({}, "everything", frozenset({1}))
        self.assertEqual([quiet.why(some) for some in ([], [2], [1], [1, 2])], ["everything", "everything", "", ""])
        self.assertFalse(Quiet())
