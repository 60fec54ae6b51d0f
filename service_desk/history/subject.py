"""Subjects of tickets whose file has none."""

import re

_NAME = re.compile(r"\{([^{}]+)\}")
#: Separators that stand alone once a missing word is gone.
_ORPHANS = re.compile(r"(\s*[-/:,;|]\s*)+(?=\s*[-/:,;|])")
_EDGES = " \t-/:,;|"


def column_names(template):
    """The columns that a template like ``{category}: {symptom}`` names."""
    return _NAME.findall(template or "")


def make_subject(template, words):
    """The template with its columns' words; what is missing leaves no separator behind.

    :param dict words: column name -> word
    """
    filled = _NAME.sub(lambda found: words.get(found.group(1), ""), template or "")
    return re.sub(r"\s+", " ", _ORPHANS.sub("", filled)).strip(_EDGES)
