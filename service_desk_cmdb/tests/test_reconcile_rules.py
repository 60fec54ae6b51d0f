import itertools
import random

from odoo.tests import BaseCase, tagged

from .. import reconcile_rules as rules
from ..reconcile_rules import CLAIM, DIFFERS, SAME, TAKE, Ambiguous, Index, Thing, Word

KEYS = ((rules.SERIAL,), ("hostname", "ip"), ("name",))
PLACEHOLDERS = frozenset({"none", "default string"})


@tagged("-at_install", "post_install")
class TestReconcileRules(BaseCase):
    """Whether something is known, and whose word counts."""

    def index(self, *things):
        index = Index({column for key in KEYS for column in key}, PLACEHOLDERS)
        for thing in things:
            index.add(thing)
        return index

    def identify(self, index, **values):
        return index.identify(KEYS, values, lambda one: True)

    def test_the_first_key_it_has_decides(self):
        """A serial number counts more than the name; case and blanks do not matter."""
        one = Thing(1, 1, {"serial_number": "AB 1", "name": "web"})
        two = Thing(2, 1, {"serial_number": "CD2", "name": "db"})
        index = self.index(one, two)
        self.assertIs(self.identify(index, serial_number=" ab  1", name="db"), one)
        self.assertIs(self.identify(index, name="DB"), two)
        self.assertIsNone(self.identify(index, name="mail"))

    def test_a_weaker_key_does_not_overrule_a_stronger_one(self):
        """The same name with another serial number is another thing."""
        index = self.index(Thing(1, 1, {"serial_number": "A1", "name": "web"}))
        self.assertIsNone(self.identify(index, serial_number="B2", name="web"))

    def test_placeholders_are_no_serial_numbers(self):
        """What stands for none does not make two things one."""
        known = Thing(1, 1, {"serial_number": "Default String", "name": "web"})
        index = self.index(known)
        self.assertIsNone(self.identify(index, serial_number="default string", name="db"))
        self.assertIs(self.identify(index, serial_number="0000000", name="web"), known)
        self.assertIs(self.identify(index, serial_number="B2", name="web"), known)

    def test_what_stands_for_nothing_is_no_key(self):
        """In any column but the name; 0 and 7 may be tags of things."""
        for column, text, is_nothing in (
            (rules.SERIAL, "XXXX", True),
            (rules.SERIAL, "0", True),
            ("asset_tag", "None", True),
            ("asset_tag", " - ", True),
            ("asset_tag", "0", False),
            ("asset_tag", "77", False),
            ("ip", "0.0.0.0", True),
            ("ip", "10.0.0.0", False),
            ("mac", "00:00:00:00:00:00", True),
            (rules.NAME, "none", False),
        ):
            with self.subTest(column=column, text=text):
                self.assertEqual(rules.is_placeholder(column, text, PLACEHOLDERS), is_nothing)

    def test_what_others_stand_in_comes_first(self):
        """However deep, in whatever order; a circle does not hang it."""
        parents = {"rack": "room", "room": "site", "site": "", "lone": "elsewhere", "a": "b", "b": "a"}
        for names in itertools.permutations(parents, len(parents)):
            found = rules.levels({name: parents[name] for name in names})
            self.assertEqual([found[name] for name in ("site", "room", "rack", "lone")], [0, 1, 2, 0])
            self.assertEqual({found["a"], found["b"]}, {0, 1})
        deep = rules.levels({f"p{place}": f"p{place - 1}" for place in range(1, 50_000)})
        self.assertEqual(max(deep.values()), 49_998)

    def test_all_columns_of_a_key_must_fit(self):
        """Of several columns none alone is enough."""
        known = Thing(1, 1, {"hostname": "h", "ip": "10.0.0.1", "name": "x"})
        index = self.index(known)
        self.assertIs(self.identify(index, hostname="H", ip="10.0.0.1", name="y"), known)
        self.assertIsNone(self.identify(index, hostname="h", name="y"))
        self.assertIsNone(self.identify(index, hostname="h", ip="10.0.0.2", name="y"))

    def test_several_that_fit_are_not_guessed(self):
        """And a number that nothing has is no new thing."""
        index = self.index(Thing(1, 1, {"name": "web", "number": "CI1"}), Thing(2, 1, {"name": "web"}))
        with self.assertRaises(Ambiguous):
            self.identify(index, name="web")
        self.assertEqual(self.identify(index, name="other", number="ci1").id, 1)
        with self.assertRaises(LookupError):
            self.identify(index, name="web", number="CI9")

    def test_each_decision(self):
        """Empty is filled; the stronger wins; what is locked is people's; the rest is reported."""
        ranks = {"strong": 0, "weak": 1}
        weak, strong = Word("weak", ranks), Word("strong", ranks)
        modest, locked = Word("weak", ranks, overrules=False), Word("strong", ranks, is_locked=True)
        for word, current, found, origin, expected in (
            (weak, None, 1, None, TAKE),
            (locked, None, 1, None, TAKE),
            (weak, 1, 1, "strong", SAME),
            (strong, 1, 1, "weak", CLAIM),
            (strong, 1, 2, "weak", TAKE),
            (weak, 1, 2, "strong", DIFFERS),
            (weak, 1, 2, "weak", TAKE),
            (weak, 1, 2, "gone source", TAKE),
            (weak, 1, 2, None, TAKE),
            (modest, 1, 2, None, DIFFERS),
            (modest, 1, 1, None, SAME),
            (locked, 1, 2, "strong", DIFFERS),
            (locked, 1, 1, "weak", SAME),
        ):
            with self.subTest(word=word, current=current, found=found, origin=origin):
                self.assertEqual(rules.decide(word, current, found, origin), expected)

    def test_the_order_of_sources_does_not_matter(self):
        """Whatever sources say, again and again in any order, the end is the same."""
        picks = random.Random(8)
        for _round in range(200):
            codes = [f"s{place}" for place in range(picks.randint(1, 4))]
            ranks = {code: place for place, code in enumerate(picks.sample(codes, len(codes)))}
            said = {code: picks.randint(1, 3) for code in codes}
            ends = set()
            for order in itertools.permutations(codes):
                current = origin = None
                for code in (*order, *reversed(order)):
                    verdict = rules.decide(Word(code, ranks), current, said[code], origin)
                    if verdict in (TAKE, CLAIM):
                        current, origin = said[code], code
                ends.add((current, origin))
            best = min(codes, key=ranks.get)
            self.assertEqual(ends, {(said[best], best)})

    def test_a_key_is_written_with_signs(self):
        """Plus and comma both join columns."""
        self.assertEqual(rules.keys_of(" hostname + ip,ip "), ("hostname", "ip"))
        self.assertEqual(rules.keys_of(None), ())

    def test_rows_that_contradict_each_other_are_found(self):
        """What only one of them says is no contradiction."""
        self.assertEqual(rules.contradiction({"a": 1, "b": 2}, {"b": 3, "c": 4}), "b")
        self.assertIsNone(rules.contradiction({"a": 1}, {"a": 1, "c": 4}))
