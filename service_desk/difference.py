"""What changed between two texts, for people. Pure Python without Odoo inside.

HTML is compared as the lines that a reader sees. Everything that comes out is escaped.
"""

import re
from difflib import SequenceMatcher
from html import unescape

from markupsafe import Markup, escape

#: What begins a new line on the screen.
_BREAKS = re.compile(r"(?i)<\s*(?:br|hr)\b[^>]*>|</\s*(?:p|div|li|tr|h[1-6]|pre|blockquote|table|ul|ol)\s*>")
_TAGS = re.compile(r"<[^>]*>")
_PICTURES = re.compile(r"(?i)<img\b[^>]*?\balt=\"([^\"]*)\"[^>]*>|<img\b[^>]*>")
_ITEMS = re.compile(r"(?i)<\s*li\b[^>]*>")
#: Longer lines are shown as gone and come, not word by word.
MAX_LINE = 4000
#: Lines alike less than this are different lines.
MIN_LIKENESS = 0.4
#: Unchanged lines around a change.
CONTEXT = 2
#: Of more than so many lines those that come again and again are not compared with each other: a
#: table of a thousand dashes would take minutes.
MANY = 1000
#: The same goes for the words and spaces of a line, of which there may be many in a text.
MANY_WORDS = 300


def lines_of(html):
    """The lines that a reader sees, without empty ones."""
    text = _PICTURES.sub(lambda found: f" [{found[1] or '…'}] ", html or "")
    text = _ITEMS.sub("• ", text)
    text = _TAGS.sub("", _BREAKS.sub("\n", text))
    lines = (" ".join(line.split()) for line in unescape(text).split("\n"))
    return [line for line in lines if line]


def changes(old, new):
    """Pairs of a word and a line as Markup: ``same``, ``gone``, ``come``, ``changed``, ``skipped``.

    :param old: lines of before
    :param new: lines of after
    """
    begin, end = _edges(old, new)
    changed = old[begin : len(old) - end], new[begin : len(new) - end]
    found = [("same", escape(line)) for line in old[:begin]]
    is_long = sum(map(len, changed)) > MANY
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, *changed, autojunk=is_long).get_opcodes():
        if tag == "equal":
            found += [("same", escape(line)) for line in changed[0][i1:i2]]
        else:
            found += _replaced(changed[0][i1:i2], changed[1][j1:j2])
    return _shortened(found + [("same", escape(line)) for line in old[len(old) - end :]])


def _edges(old, new):
    """With how many of the same both begin, and with how many of the rest they end."""
    begin = _shared(old, new)
    return begin, _shared(old[begin:][::-1], new[begin:][::-1])


def _shared(old, new):
    """With how many of the same both begin."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((place for place, (before, after) in pairs if before != after), min(len(old), len(new)))


def _replaced(gone, come):
    """Lines that stand for one another word by word, the others as gone and come."""
    found = []
    for before, after in zip(gone, come, strict=False):
        words = _words(before, after)
        found += [("changed", words)] if words else [("gone", escape(before)), ("come", escape(after))]
    shared = min(len(gone), len(come))
    found += [("gone", escape(line)) for line in gone[shared:]]
    return found + [("come", escape(line)) for line in come[shared:]]


def _words(before, after):
    """One line with its words marked, nothing when the lines have little in common."""
    if max(len(before), len(after)) > MAX_LINE:
        return None
    old, new = re.findall(r"\s+|\w+|[^\w\s]", before), re.findall(r"\s+|\w+|[^\w\s]", after)
    begin, end = _edges(old, new)
    middle = old[begin : len(old) - end], new[begin : len(new) - end]
    matcher = SequenceMatcher(None, *middle, autojunk=sum(map(len, middle)) > MANY_WORDS)
    same = begin + end + sum(block.size for block in matcher.get_matching_blocks())
    if 2 * same < MIN_LIKENESS * (len(old) + len(new)):
        return None
    line = escape("".join(old[:begin]))
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            line += escape("".join(middle[0][i1:i2]))
            continue
        if i2 > i1:
            line += Markup("<del>%s</del>") % "".join(middle[0][i1:i2])
        if j2 > j1:
            line += Markup("<ins>%s</ins>") % "".join(middle[1][j1:j2])
    return line + escape("".join(old[len(old) - end :]))


def _shortened(found):
    """Leave out what is the same and far from every change."""
    near = set()
    for place, (kind, _line) in enumerate(found):
        if kind != "same":
            near.update(range(place - CONTEXT, place + CONTEXT + 1))
    shown = []
    for place, change in enumerate(found):
        if place in near:
            shown.append(change)
        elif not shown or shown[-1][0] != "skipped":
            shown.append(("skipped", Markup("…")))
    return shown


def as_html(parts):
    """The changes of several texts below their headings.

    :param parts: triples of heading, HTML of before and HTML of after
    :return: Markup, empty when nothing changed
    """
    html = Markup()
    for heading, before, after in parts:
        old, new = lines_of(before), lines_of(after)
        if old == new:
            continue
        html += Markup('<h4 class="o_sd_diff_part">%s</h4>') % heading
        for kind, line in changes(old, new):
            html += Markup('<div class="o_sd_diff o_sd_diff_%s">%s</div>') % (kind, line)
    return html
