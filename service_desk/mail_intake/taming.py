"""HTML in a form that costs whatever reads it next no more than it says.

Cleaners search a text by patterns: a million "<" that no ">" ends, or a style of a million letters,
keep them busy for hours. A parser takes such things in one pass, and writes them down again so that
each "<" has its end.
"""

import re

import lxml.html
from lxml import etree

#: Elements cost those who clean, fold and show a mail about a tenth of a millisecond each.
MAX_TAGS = 20_000
#: Parsers drop without a word what is nested deeper than 255.
MAX_NESTING = 150
#: Parsers compare each attribute of a tag with all others.
MAX_ATTRIBUTES = 100
#: Characters of an attribute, pictures that are written into the text aside.
MAX_ATTRIBUTE = 4_000
TAG_START = re.compile(r"<[a-z]", re.IGNORECASE)
ATTRIBUTE = re.compile(
    r"""[ \t\r\n/]*(?:[^ \t\r\n/>=]{1,4000}[ \t\r\n]*|(?==))
        (?:=[ \t\r\n]*(?:"[^"]*"?|'[^']*'?|[^ \t\r\n>]{0,4000}))?""",
    re.VERBOSE,
)
PICTURE = re.compile(r"data:image/[\w.+-]{1,40}[;,]", re.IGNORECASE)
#: Searched for characters, not for tags: in one pass, whatever the text is made of.
TAG = re.compile(r"<[^<>]*>?")
#: As much of a text as is shown when it is too much for a page.
MAX_SHOWN, MAX_LINES = 10_000, 200


def tamed(html) -> str | None:
    """The same HTML, well-formed; None where it is too much to be shown as a page."""
    html = html.replace("\f", " ")
    if html.count("<") > MAX_TAGS or _has_crowded_tag(html):
        return None
    # Without the option, what is nested deeper would be gone.
    parser = lxml.html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(html, parser=parser)
    except (etree.LxmlError, ValueError):  # nothing in it, or what is no HTML at all
        return html if len(html) <= MAX_ATTRIBUTE else None
    if _nesting(tree) > MAX_NESTING:
        return None
    etree.strip_elements(tree, "script", "style", with_tail=False)
    for element in tree.iter(etree.Element):
        _shorten(element)
    body = tree.find("body")
    return _inside(tree if body is None else body)


def beginning(text) -> str:
    """The first lines of a text that is kept as a file."""
    lines = text[:MAX_SHOWN].splitlines()[:MAX_LINES]
    return "\n".join([*lines, "…"])


def bare_words(html) -> str:
    """What HTML says that is not taken for HTML; of the tags, only that they end a word is left."""
    return re.sub(r"\s+", " ", TAG.sub(" ", html[: MAX_SHOWN * 10])).strip()


def _has_crowded_tag(html) -> bool:
    """Whether anything that may be a tag has more attributes than any real one.

    Each is looked at by itself: what is in a comment or in quotes is a matter of opinion.
    """
    for start in TAG_START.finditer(html):
        place = start.end()
        for _number in range(MAX_ATTRIBUTES):
            found = ATTRIBUTE.match(html, place)
            if not found or found.end() == place:
                break
            place = found.end()
        else:
            return True
    return False


def _nesting(tree) -> int:
    depth = deepest = 0
    for event, _element in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _shorten(element):
    """Take out attributes that are too long to say anything to a person."""
    for name, value in element.items():
        if len(value) > MAX_ATTRIBUTE and not (name == "src" and PICTURE.match(value)):
            del element.attrib[name]


def _inside(element) -> str:
    inner = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    return inner[inner.index(">") + 1 : inner.rindex("<")]
