"""What a call says: JSON in which ``{{ticket.number}}`` and the like are filled in.

The template is parsed first and filled after, so that no answer of a requester can break out of
its place.
"""

import re

PLACE = re.compile(r"\{\{\s*([\w.\-]+)\s*\}\}")


def fill(template, facts: dict):
    """The template with its places filled.

    A text that is one place and nothing else becomes the fact itself, number, list or nothing; a
    place inside a longer text becomes words.
    """
    if isinstance(template, dict):
        return {key: fill(value, facts) for key, value in template.items()}
    if isinstance(template, list):
        return [fill(value, facts) for value in template]
    if not isinstance(template, str):
        return template
    if whole := PLACE.fullmatch(template.strip()):
        return look_up(whole[1], facts)
    return PLACE.sub(lambda match: _as_words(look_up(match[1], facts)), template)


def look_up(path: str, facts: dict):
    """``answers.model`` in the facts; None when there is no such thing."""
    value = facts
    for name in path.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def _as_words(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(_as_words, value)) if isinstance(value, list) else str(value)
