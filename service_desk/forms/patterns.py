"""Patterns that an admin writes for answers, safe to apply to what anybody types.

They mean the same in Python and in JavaScript, and none takes longer the cleverer the text is.
"""

import re
import warnings

#: A text that must match a pattern is no longer than this.
MAX_PATTERNED = 200
MAX_PATTERN = 200
#: In so many ways a pattern may try to read a text: three parts that repeat without an end, or some
#: fifteen that may be there or not.
_MAX_WAYS = 4 * MAX_PATTERNED**3
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
    """A repeated group that itself repeats or chooses, or too many ways to read one text."""
    groups, ways = [_Group()], 1
    tokens = re.findall(r"\\.|\[(?:\\.|[^\]\\])*\]|\{\d*,?\d*\}|.", pattern, re.DOTALL)
    for place, token in enumerate(tokens):
        if token.startswith("\\") and token[1:] not in _ESCAPES:
            return True
        if token == "(":
            groups.append(_Group())
        elif token == "|":
            groups[-1].branches = True
            groups[-1].choices += 1
        elif token == ")" and len(groups) > 1:
            inner = groups.pop()
            follower = tokens[place + 1] if place + 1 < len(tokens) else ""
            if inner.branches and (follower in ("*", "+") or follower.startswith("{")):
                return True
            groups[-1].branches |= inner.branches
            # Of choices that begin alike each one is tried, as with what may be there or not.
            ways *= inner.choices + 1 if inner.choices > 1 else 1
        elif token in ("*", "+", "?") or token.startswith("{") and len(token) > 1:
            groups[-1].branches = True
            ways *= _ways(token)
    return ways > _MAX_WAYS


class _Group:
    """What was seen so far between two brackets."""

    def __init__(self):
        self.branches, self.choices = False, 1


def _ways(quantifier):
    """In how many ways what stands before it can be there."""
    if quantifier == "?":
        return 3
    first, comma, last = quantifier.strip("{}").partition(",")
    if quantifier in ("*", "+") or comma and not last:
        return MAX_PATTERNED
    return min(max(int(last or first or 0) - int(first or 0), 0) + 1, MAX_PATTERNED)
