"""What is a word, and which words are looked up; without a database."""

from odoo.tests import BaseCase, tagged

from ..likeness import BUDGET, NEWEST, SIDE_BUDGET, Term, looks, plain, rarity, terms, words


def term(lexeme, expected):
    return Term(lexeme, lexeme, 1.0, expected)


@tagged("post_install", "-at_install")
class TestLikenessText(BaseCase):
    def test_accents_case_and_markup_do_not_matter(self):
        """A text is its words, however they were typed and laid out."""
        self.assertEqual(plain("<p>Büro-DRUCKER&nbsp;<b>Étage 3</b></p>"), "buro drucker etage 3")

    def test_signs_without_spaces_are_words(self):
        """Japanese and Chinese are told apart by sign."""
        self.assertEqual(list(words("印刷機")), ["印", "刷", "機"])

    def test_rubbish_is_no_word(self):
        """Nothing, emoji, NUL, half a sign, a key of a hundred letters and what is no text at all."""
        for rubbish in ("", " \t\n", "\0", "\ud800", "x" * 100, "<img src='", None, False, 7, ["a"]):
            self.assertFalse(words(rubbish), rubbish)
        self.assertEqual(list(words("printer\0 \ud83d <script>jam</script>")), ["printer", "jam"])

    def test_unclosed_picture_hides_nothing_before_it(self):
        """A picture that was cut off is left out, not read as words."""
        self.assertEqual(list(words("jam <img src='data:image/png;base64," + "iVBOR/w0+" * 5000)), ["jam"])

    def test_long_text_has_its_first_words(self):
        """What somebody pastes does not make the question longer without end."""
        many = words(" ".join(f"word{number}" for number in range(10_000)))
        self.assertEqual(len(many), 200)
        self.assertIn("word0", many)

    def test_rare_word_says_more(self):
        """The fewer tickets have a word, the more it says; one that all have says nearly nothing."""
        self.assertGreater(rarity(1, 1000), rarity(100, 1000))
        self.assertGreater(rarity(1000, 1000), 0)
        self.assertLess(rarity(1000, 1000), 0.1)

    def test_forms_of_a_word_count_together(self):
        """What the database keeps as one word is one, and is told as it was written first."""
        counted = words("printers printer jam")
        made = terms(counted, [("printers", "printer"), ("printer", "printer"), ("jam", "jam")], {}, 0, 0)
        self.assertEqual({one.lexeme: one.word for one in made}, {"printer": "printers", "jam": "jam"})
        self.assertGreater(*(one.weight for one in sorted(made, key=lambda one: one.lexeme, reverse=True)))

    def test_rare_words_are_looked_up_alone_within_the_budget(self):
        """The rarest come first; what would take too long waits for others."""
        planned = looks([term("rare", 3), term("common", BUDGET)], 1_000_000)
        alone = [look.terms[0].lexeme for look in planned if look.share == 1]
        self.assertEqual(alone, ["rare"])

    def test_common_words_are_looked_up_together(self):
        """Two common words are rare together."""
        planned = looks([term("mail", 20_000), term("slow", 30_000)], 1_000_000)
        self.assertEqual([len(look.terms) for look in planned], [2, 1])

    def test_common_word_alone_is_looked_up_among_the_newest(self):
        """As many of them as are likely to be enough, within bounds."""
        (planned,) = looks([term("mail", 100_000)], 1_000_000)
        self.assertAlmostEqual(planned.share, SIDE_BUDGET / 100_000)
        (planned,) = looks([term("mail", 4_000)], 1_000_000)
        self.assertAlmostEqual(planned.share, NEWEST / 1_000_000)

    def test_enough_rare_words_make_common_ones_needless(self):
        """What they find is compared by all words anyway."""
        planned = looks([term("rare", SIDE_BUDGET), term("mail", 900_000)], 1_000_000)
        self.assertEqual([look.terms[0].lexeme for look in planned], ["rare"])

    def test_what_is_looked_up_is_bounded(self):
        """However many common words a question has, no more tickets are looked up."""
        planned = looks([term(str(number), 900_000) for number in range(200)], 1_000_000)
        self.assertLessEqual(sum(look.limit for look in planned), 3 * BUDGET)
