"""Patterns that an admin writes for answers, safe to apply to what anybody types.

They mean the same in Python and in JavaScript, and none takes longer the cleverer the text is.
"""

import re
import warnings

#: A text that must match a pattern is no longer than this.
MAX_PATTERNED = 200
MAX_PATTERN = 200
#: So many parts of a pattern may repeat without an end.
_MAX_REPEATS = 3
_ESCAPES = set(r"dDwWsSbBtn.\/-+*?()[]{}|^$@#&%!:;,'\"_=~<>` ")


def refuse_pattern(pattern):
    """Whether the desk does not take this pattern."""
    if not pattern:
        return False
    if len(pattern) > MAX_PATTERN or "(?" in pattern.replace("(?:", "") or _repeats_badly(pattern):
        return True
    try:
        with warnings.catch_warnings():
            # What Python will read otherwise one day, browsers read otherwise now.
            warnings.simplefilter("error", FutureWarning)
            re.compile(pattern, re.ASCII)
    except (re.error, OverflowError, RecursionError, FutureWarning):
        return True
    return False


def matches(pattern, text):
    """Whether the whole text is like the pattern."""
    return len(text) <= MAX_PATTERNED and bool(re.fullmatch(pattern, text, re.ASCII))


def _repeats_badly(pattern):
    """A repeated group that itself repeats or chooses, or too many repetitions side by side."""
    groups, repeats = [False], 0
    tokens = re.findall(r"\\.|\[(?:\\.|[^\]\\])*\]|\{\d*,?\d*\}|.", pattern, re.DOTALL)
    for place, token in enumerate(tokens):
        if token.startswith("\\") and token[1:] not in _ESCAPES:
            return True
        if token == "(":
            groups.append(False)
        elif token == "|":
            groups[-1] = True
        elif token == ")" and len(groups) > 1:
            inner = groups.pop()
            follower = tokens[place + 1] if place + 1 < len(tokens) else ""
            if inner and (follower in ("*", "+") or follower.startswith("{")):
                return True
            groups[-1] = groups[-1] or inner
        elif token in ("*", "+") or token.startswith("{") and len(token) > 1:
            groups[-1] = True
            repeats += 1
    return repeats > _MAX_REPEATS
