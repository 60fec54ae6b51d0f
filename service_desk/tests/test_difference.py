"""What changed between two texts, for people; without a database."""

import re
from difflib import SequenceMatcher
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ..difference import MANY_WORDS, changes


@tagged("post_install", "-at_install")
class TestDifference(BaseCase):
    def test_words_of_a_line_are_marked(self):
        """What stays, what goes and what comes."""
        ((kind, line),) = changes(["Press the red key twice."], ["Press the green key twice."])
        self.assertEqual((kind, line), ("changed", "Press the <del>red</del><ins>green</ins> key twice."))

    def test_marked_line_holds_both_texts(self):
        """Also a long one, with words that come again."""
        words = [f"word{number % 200}" for number in range(500)]
        others = [word if place % 50 else f"new{place}" for place, word in enumerate(words)]
        ((kind, line),) = changes([" ".join(words)], [" ".join(others)])
        self.assertEqual(kind, "changed")
        self.assertEqual(re.sub(r"<ins>.*?</ins>|</?del>", "", line), " ".join(words))
        self.assertEqual(re.sub(r"<del>.*?</del>|</?ins>", "", line), " ".join(others))

    def test_equal_words_are_not_compared_each_with_each(self):
        """Thousands of them would be millions of comparisons, for whoever opens the page."""
        for before, after in (("x " * 1999, "y " + "x " * 1990 + "z"), ("x y " * 999, "y x " * 990 + "z")):
            with patch("odoo.addons.service_desk.difference.SequenceMatcher", wraps=SequenceMatcher) as matcher:
                changes([before], [after])
            many = [call for call in matcher.call_args_list if sum(map(len, call.args[1:3])) > MANY_WORDS]
            self.assertTrue(all(call.kwargs["autojunk"] for call in many))
