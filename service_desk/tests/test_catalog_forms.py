"""The pure rules of forms: the table of cases that the browser is tested by too, and typed values."""

import json
from datetime import date, datetime
from pathlib import Path

from odoo.tests import BaseCase

from ..forms import Form, check, refuse_pattern, required, visible
from ..forms.patterns import matches

CASES = Path(__file__).parents[1] / "static/tests/form_cases.js"


def read_cases():
    """The table that ``form_rules.test.js`` uses; between the braces it is JSON."""
    text = CASES.read_text(encoding="utf-8")
    return json.loads(text[text.index("= {") + 2 : text.rindex(";")])


class TestCatalogForms(BaseCase):
    def test_table_of_cases(self):
        """What is shown, what must be answered and what is wrong, as the table says."""
        table = read_cases()
        today = date.fromisoformat(table["today"])
        for case in table["cases"]:
            form = Form.from_data(table["forms"][case["form"]])
            files = case.get("files", {})
            given = {**case["answers"], **{code: [f[0] for f in some] for code, some in files.items()}}
            values, problems = check(form, case["answers"], files, today)
            with self.subTest(form=case["form"], answers=case["answers"], files=files):
                self.assertEqual(visible(form, given), case["visible"])
                self.assertEqual(required(form, given), case["required"])
                found = {code: problem.kind for code, problem in problems.items()}
                self.assertEqual(found, case["problems"])
                self.assertLessEqual(set(values), set(case["visible"]) - set(found))

    def typed(self, kind, answer, **question):
        form = Form.from_data([{"code": "q", "kind": kind, **question}])
        return check(form, {"q": answer}, today=date(2026, 11, 22))[0].get("q")

    def test_values_are_typed(self):
        """Each kind of question gives a value of its type."""
        choices = [{"value": "a"}, {"value": "b"}]
        self.assertEqual(self.typed("number", "2,5"), 2.5)
        self.assertEqual(self.typed("date", "2026-12-24"), date(2026, 12, 24))
        self.assertEqual(self.typed("datetime", "2026-12-24T18:30"), datetime(2026, 12, 24, 18, 30))
        self.assertEqual(self.typed("yes_no", "no"), False)
        self.assertEqual(self.typed("choice", "b", choices=choices), "b")
        self.assertEqual(self.typed("choices", ["b", "a", "b"], choices=choices), ["a", "b"])
        self.assertEqual(self.typed("text", " two\n words\0 "), "two words")
        self.assertEqual(self.typed("long_text", "one\r\ntwo"), "one\ntwo")

    def test_hidden_answer_has_no_value(self):
        """What was typed into a question that is hidden now is forgotten."""
        form = Form.from_data(
            [
                {"code": "a", "kind": "yes_no"},
                {"code": "b", "kind": "text", "show": [{"on": "a", "operator": "is", "value": "yes"}]},
            ]
        )
        self.assertEqual(check(form, {"a": "no", "b": "secret"})[0], {"a": False})

    def test_unknown_codes_are_ignored(self):
        """A browser may send what it likes; only what is asked is looked at."""
        form = Form.from_data([{"code": "a", "kind": "text"}])
        self.assertEqual(check(form, {"a": "1", "price": "0", "state": "done"})[0], {"a": "1"})

    def test_flaws_are_found(self):
        """A form that cannot work says why."""
        form = Form.from_data(
            [
                {"code": "h", "kind": "heading"},
                {"code": "a", "kind": "text", "show": [{"on": "b", "operator": "filled"}]},
                {"code": "b", "kind": "choice", "show": [{"on": "h", "operator": "filled"}]},
                {"code": "b", "kind": "text"},
            ]
        )
        self.assertEqual(form.flaws(), [("a", "order"), ("b", "on_heading"), ("b", "no_choice"), ("b", "double")])

    def test_dangerous_patterns_are_refused(self):
        """Patterns that blow up on some texts, or that browsers read otherwise, are not taken."""
        for pattern in (
            "(a+)+",
            "(a|aa)*",
            "(a*){5}",
            "(?=a)b",
            "(?P<x>a)",
            r"(a)\1",
            "[a-z",
            "a{9,1}",
            "x" * 201,
            ".*.*.*.*",
            r"\p{L}",
            "((a+))+",
        ):
            with self.subTest(pattern=pattern):
                self.assertTrue(refuse_pattern(pattern))

    def test_plain_patterns_are_taken(self):
        """What inventory numbers and addresses need works."""
        for pattern, good, bad in (
            ("[A-Z]{2}-[0-9]{4}", "AB-1234", "AB-12345"),
            (r"\d{3}(?:-\d{2})?", "123-45", "123-"),
            (r"[^@ ]+@[^@ ]+", "a@b", "a b@c"),
            ("yes|no", "no", "maybe"),
            (r"(?:foo|bar)", "bar", "foobar"),
        ):
            with self.subTest(pattern=pattern):
                self.assertFalse(refuse_pattern(pattern))
                self.assertTrue(matches(pattern, good))
                self.assertFalse(matches(pattern, bad))
