from odoo.tests import BaseCase, tagged

from .. import attribute_rules
from ..attribute_rules import Attribute, clean, is_code, missing


@tagged("standard", "at_install")
class TestAttributeRules(BaseCase):
    """What fits an attribute, and what does not."""

    def test_values_of_each_type(self):
        """Texts of spreadsheets become what the type says."""
        cases = [
            ("integer", " 8 ", 8),
            ("integer", "8.0", 8),
            ("float", "1.5", 1.5),
            ("boolean", "Yes", True),
            ("boolean", "0", False),
            ("boolean", False, False),
            ("date", "2026-02-28", "2026-02-28"),
            ("datetime", "2026-02-28T10:00:00+02:00", "2026-02-28 08:00:00"),
            ("char", 12, "12"),
            ("char", "  ", None),
            ("integer", False, None),
        ]
        for kind, given, kept in cases:
            self.assertEqual(clean(Attribute("a", "A", kind), given), kept, (kind, given))

    def test_wrong_values_are_refused(self):
        """Half a number of cores, a day that there is not, a number that is none."""
        cases = [
            ("integer", "1.5"),
            ("integer", True),
            ("float", "nan"),
            ("float", "inf"),
            ("integer", "1e400"),
            ("date", "2026-02-30"),
            ("boolean", "perhaps"),
            ("char", {"a": 1}),
        ]
        for kind, given in cases:
            with self.assertRaises((ValueError, OverflowError), msg=(kind, given)):
                clean(Attribute("a", "A", kind), given)

    def test_choice_takes_one_of_its_options_alone(self):
        """However it is written."""
        choice = Attribute("a", "A", "selection", ("PostgreSQL", "Other"))
        self.assertEqual(clean(choice, "postgresql"), "PostgreSQL")
        with self.assertRaises(ValueError):
            clean(choice, "Sybase")

    def test_codes(self):
        """Small letters, digits and _; what Odoo keeps for HTML is none."""
        self.assertEqual(
            [is_code(text) for text in ("cpu_cores", "a1", "1a", "A", "", "a-b", "x_html", "a" * 64)],
            [True, True] + [False] * 6,
        )

    def test_zero_and_no_are_values(self):
        """What is required and known to be none is not missing."""
        wanted = [Attribute("a", "A", "integer", is_required=True), Attribute("b", "B", "boolean", is_required=True)]
        self.assertEqual(missing(wanted, {"a": 0, "b": False}), [])
        self.assertEqual(missing(wanted, {"a": None}), ["A", "B"])

    def test_required_attribute_is_marked(self):
        """The form has no other sign for it."""
        wanted = [Attribute("a", "A", is_required=True), Attribute("b", "B")]
        self.assertEqual([one["string"] for one in attribute_rules.definition(wanted)], ["A *", "B"])

    def test_value_as_it_can_stand_among_others(self):
        """What looks like a number or a yes may be one; what PostgreSQL would not read as one is a text."""
        for text, expected in (
            ("a \"b\"", ['{"x": "a \\"b\\""}']),
            ("42", ['{"x": "42"}', '{"x": 42}']),
            ("-1.5", ['{"x": "-1.5"}', '{"x": -1.5}']),
            ("true", ['{"x": "true"}', '{"x": true}']),
            *((text, [f'{{"x": "{text}"}}']) for text in ("042", "1.", "1e5", "nan", "9" * 400)),
        ):
            with self.subTest(text):
                self.assertEqual(attribute_rules.parts("x", text), expected)

    def test_options_are_lines(self):
        """Empty lines and doubles are no options."""
        self.assertEqual(attribute_rules.options_of(" A \n\nB\nA"), ("A", "B"))
        self.assertEqual(attribute_rules.options_of("A, B,A"), ("A", "B"))
        self.assertEqual(attribute_rules.options_of("A, B; C"), ("A, B", "C"))
        self.assertEqual(attribute_rules.options_of("A, B\nC"), ("A, B", "C"))

    def test_name_suggests_a_code(self):
        """What people write becomes a code, or nothing where it cannot."""
        cases = {"CPU Cores (total)": "cpu_cores_total", "Café": "cafe", "2nd Disk": "nd_disk", "___": "", None: ""}
        self.assertEqual({name: attribute_rules.code_of(name) for name in cases}, cases)
