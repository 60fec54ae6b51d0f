"""The text part of a mail, for those who read no HTML and for those who have it read to them."""

import re

from lxml import html as lxml_html
from lxml.etree import ParserError

#: Nothing of these is for people's eyes.
SILENT = frozenset({"head", "style", "script", "title", "meta", "link"})
#: What stands on lines of its own, and what also leaves an empty one before and after.
LINES = frozenset({"div", "tr", "li", "ul", "ol", "section", "header", "footer", "dt", "dd", "pre"})
PARAGRAPHS = frozenset(
    {"p", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ul", "ol"}
)
#: Below this, spaces and line breaks of the source mean nothing.
SPACES = re.compile(r"[ \t\r\n\f]+")
HIDDEN = re.compile(r"display:\s*none", re.IGNORECASE)
#: Links that look like buttons: several in a row could not be told apart with their addresses.
BUTTON = re.compile(r"display:\s*inline-block", re.IGNORECASE)
QUOTED = frozenset({"blockquote"})
#: A new line that was typed, one that an element begins, and an empty line between elements.
#: Of the last two, several in a row are one.
BREAK, EDGE, GAP = "\n", "\x00", "\x01"
#: In one piece, whatever it is made of, so that no mail makes the search go back and forth.
WHITE = re.compile(rf"[ {BREAK}{EDGE}{GAP}]+")


def as_text(html: str) -> str:
    """A mail's HTML as a person would have typed it.

    Links keep their address, lists their signs, quotations are marked by ``>``.
    """
    try:
        # Without the option, what is nested deeper than 255 would be dropped.
        root = lxml_html.document_fromstring(html, parser=lxml_html.HTMLParser(huge_tree=True))
    except (ParserError, ValueError):
        return ""
    try:
        return _tidy("".join(_walk(root))) + "\n"
    except RecursionError:
        # Nested as deep as no person writes: the bare words must do.
        return _tidy(SPACES.sub(" ", root.text_content())) + "\n"


def _walk(element, number=None):
    """The text of an element and of what is in it, in pieces."""
    tag = element.tag if isinstance(element.tag, str) else None
    if tag is None or tag in SILENT or HIDDEN.search(element.get("style") or ""):
        return
    if tag == "br":
        yield BREAK
        return
    if tag == "hr":
        yield f"{GAP}---{GAP}"
        return
    if tag == "img":
        yield f"[{element.get('alt')}]" if element.get("alt") else ""
        return
    inner = "".join(_inner(element))
    if tag in QUOTED:
        inner = BREAK.join(f"> {line}".rstrip() for line in _tidy(inner).split(BREAK))
    elif tag == "a":
        inner = _link(inner.strip(), element.get("href") or "")
    elif tag == "li":
        inner = f"{f'{number}.' if number else '-'} {_tidy(inner)}"
    is_button = tag == "a" and BUTTON.search(element.get("style") or "")
    around = GAP if tag in PARAGRAPHS else EDGE if tag in LINES or is_button else ""
    yield f"{around}{inner}{around}"


def _inner(element):
    is_numbered = element.tag == "ol"
    keeps = element.tag == "pre"
    yield _squeeze(element.text, keeps)
    place = 0
    for child in element:
        place += child.tag == "li"
        yield from _walk(child, place if is_numbered else None)
        # Cells of a row would grow together.
        yield " " if child.tag in ("td", "th") else ""
        yield _squeeze(child.tail, keeps)


def _squeeze(text, keeps):
    return (text or "") if keeps else SPACES.sub(" ", text or "")


def _link(text, address):
    """Words and address; the address alone where they are the same."""
    bare = address.removeprefix("mailto:")
    if not address.startswith(("http://", "https://", "mailto:")) or text in (bare, address):
        return text
    return f"{text}: {bare}" if text else bare


def _between_lines(white):
    """What of white space stays between two words."""
    if GAP in white[0]:
        return BREAK * 2
    return BREAK if EDGE in white[0] else white[0]


def _tidy(text):
    """Real lines, without spaces at their ends and without two empty ones in a row."""
    text = WHITE.sub(_between_lines, text)
    lines = [re.sub(r" {2,}", " ", line).strip(" ") for line in text.split(BREAK)]
    return re.sub(r"\n{3,}", BREAK * 2, BREAK.join(lines)).strip()
