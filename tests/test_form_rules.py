"""Forms that nobody thought of, and answers that no browser sends: made up by hypothesis."""

import time
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from stories import steady

from odoo.addons.service_desk.forms import Form, check, refuse_pattern, required, visible
from odoo.addons.service_desk.forms.checks import cleaned
from odoo.addons.service_desk.forms.patterns import MAX_PATTERNED, matches

often = settings(steady, max_examples=300)
KINDS = (
    "heading", "text", "long_text", "number", "date", "datetime", "choice", "choices", "yes_no", "person", "record",
    "file",
)
OPERATORS = ("is", "is_not", "one_of", "contains", "at_least", "at_most", "filled", "empty")
CODES = "abcdef"
WORDS = st.sampled_from(
    ("", " ", "a", "b", "yes", "no", "3", "-1", "2,5", "1e9", "nan", "2026-11-22", "2026-13-01",
     "2026-11-22T10:00", "\0", "ß", "😀")
) | st.text(max_size=12)
ANSWERS = st.dictionaries(st.sampled_from(CODES), WORDS | st.lists(WORDS, max_size=4))
FILES = st.dictionaries(
    st.sampled_from(CODES),
    st.lists(st.tuples(st.sampled_from(("a.png", "b.exe", "c", "")), st.integers(0, 10**9)), max_size=7),
)
LIMITS = st.sampled_from(("", "", "0", "1", "3", "-5"))
TODAY = date(2026, 11, 22)


@st.composite
def forms(draw):
    """Questions whose conditions look at earlier ones, as published forms have them."""
    questions = []
    for code in CODES[: draw(st.integers(1, len(CODES)))]:
        earlier = [one["code"] for one in questions if one["kind"] != "heading"]
        conditions = st.lists(
            st.fixed_dictionaries(
                {"on": st.sampled_from(earlier), "operator": st.sampled_from(OPERATORS), "value": WORDS}
            ),
            max_size=2,
        )
        questions.append(
            {
                "code": code,
                "kind": draw(st.sampled_from(KINDS)),
                "required": draw(st.booleans()),
                "minimum": draw(LIMITS),
                "maximum": draw(LIMITS),
                "choices": [{"value": "a"}, {"value": "b"}],
                "show": draw(conditions) if earlier else [],
                "require": draw(conditions) if earlier else [],
            }
        )
    return Form.from_data(questions)


def names(files):
    return {code: [name for name, _size in some] for code, some in files.items()}


@often
@given(forms(), ANSWERS, FILES)
def test_every_question_shown_has_a_value_a_problem_or_is_left_open(form, answers, files):
    """Nothing raises; what is not shown has neither; what must be answered is not passed over."""
    values, problems = check(form, answers, files, TODAY)
    # What no text of people holds counts for nothing, neither here nor there.
    answers = {code: cleaned(answer) for code, answer in answers.items()}
    shown = set(visible(form, {**answers, **names(files)}))
    assert not values.keys() & problems.keys()
    assert values.keys() | problems.keys() <= shown
    needed = set(required(form, {**answers, **names(files)}))
    assert needed <= shown
    assert needed <= values.keys() | problems.keys()


@often
@given(forms(), ANSWERS, FILES, WORDS)
def test_hidden_answers_change_nothing(form, answers, files, word):
    """Whatever is sent for questions that are hidden, the outcome is the same."""
    shown = set(visible(form, {**answers, **names(files)}))
    hidden = {question.code: word for question in form.questions if question.code not in shown}
    smuggled = {**answers, **hidden}
    assert visible(form, {**smuggled, **names(files)}) == visible(form, {**answers, **names(files)})
    assert check(form, smuggled, files, TODAY) == check(form, answers, files, TODAY)


@often
@given(forms(), ANSWERS)
def test_forms_without_flaws_stay_without(form, answers):
    """Conditions on earlier questions are no flaw; only headings cannot be asked."""
    assert not form.flaws()
    assert set(visible(form, answers)) >= {one.code for one in form.questions[:1]}


@often
@given(
    st.text(alphabet="ab()[]{}|*+?.\\d^$123,-", max_size=24),
    st.sampled_from(("a", "ab", "aab", "1", "a1b")),
)
def test_taken_patterns_are_fast(pattern, piece):
    """No pattern that is taken needs long for the longest text it may meet."""
    if refuse_pattern(pattern):
        return
    text = (piece * MAX_PATTERNED)[: MAX_PATTERNED - 1] + "!"
    begin = time.process_time()
    matches(pattern, text)
    assert time.process_time() - begin < 2
