"""What changed between two texts, for people; without a database."""

import re
import time

from odoo.tests import BaseCase, tagged

from ..difference import changes


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

    def test_thousands_of_equal_words_take_no_time(self):
        """Each with each would be millions of comparisons, for whoever opens the page."""
        started = time.process_time()
        for before, after in (("x " * 1999, "y " + "x " * 1990 + "z"), ("x y " * 999, "y x " * 990 + "z")):
            changes([before], [after])
        self.assertLess(time.process_time() - started, 0.2)
