"""Which questions somebody sees, and which of them must be answered."""

from .spec import HEADING, is_filled, to_number


def visible(form, answers):
    """Codes of the questions that are shown, in order.

    What is not shown counts as not answered. A heading that is not shown takes its section along.

    :param dict answers: code -> text or list of texts, as a browser sends it
    """
    given, shown = {}, []
    is_section_shown = True
    for question in form.questions:
        holds = _hold(form, question.show, given)
        if question.kind == HEADING:
            is_section_shown = holds
        if holds and is_section_shown:
            shown.append(question.code)
            given[question.code] = (question.kind, answers.get(question.code) or "")
    return shown


def required(form, answers):
    """Codes of the questions that are shown and must be answered, in order."""
    shown = set(visible(form, answers))
    given = {
        question.code: (question.kind, answers.get(question.code) or "")
        for question in form.questions
        if question.code in shown
    }
    return [
        question.code
        for question in form.questions
        if question.code in shown and question.kind != HEADING and _must(form, question, given)
    ]


def _must(form, question, given):
    return question.required or bool(question.require) and _hold(form, question.require, given)


def _hold(form, conditions, given):
    return all(_holds(condition, *given.get(condition.on, ("text", ""))) for condition in conditions)


def _holds(condition, kind, answer):
    operator, value = condition.operator, condition.value
    if operator in ("filled", "empty"):
        return is_filled(answer) == (operator == "filled")
    if operator in ("is", "is_not"):
        return _is(kind, answer, value) == (operator == "is")
    if operator == "one_of":
        return any(_is(kind, answer, one) for one in value.split(","))
    if operator == "contains":
        return _contains(answer, value)
    return _reaches(kind, answer, value, operator)


def _fold(text):
    return text.strip().lower()


def _is(kind, answer, value):
    if isinstance(answer, list):
        return len(answer) == 1 and _fold(answer[0]) == _fold(value)
    if kind == "number" and to_number(answer) is not None:
        return to_number(answer) == to_number(value)
    return is_filled(answer) and _fold(answer) == _fold(value)


def _contains(answer, value):
    if isinstance(answer, list):
        return _fold(value) in map(_fold, answer)
    return bool(_fold(value)) and _fold(value) in _fold(answer)


def _reaches(kind, answer, value, operator):
    """Numbers by their size; days and moments are written so that later ones sort higher."""
    if isinstance(answer, list):
        pair = (float(len(answer)), to_number(value))
    elif kind in ("date", "datetime"):
        pair = (answer.strip() or None, value.strip() or None)
    else:
        pair = (to_number(answer), to_number(value))
    if None in pair:
        return False
    return pair[0] >= pair[1] if operator == "at_least" else pair[0] <= pair[1]
