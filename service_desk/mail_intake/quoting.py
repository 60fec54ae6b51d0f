"""What is new in a mail: not the history under it, not the signature, not what was forwarded."""

import logging
import re
from dataclasses import dataclass
from html import escape

import lxml.html
from lxml import etree

try:
    import quotequail
except ImportError:  # an optional package: without it, only marked quotes are found
    quotequail = None

_logger = logging.getLogger(__name__)

ANSWER = re.compile(r"^\s*(re|aw|antw|sv|ref|rif|res|odp)(\[\d+\])?\s*:", re.IGNORECASE)
REPLY = re.compile(
    r"^\s*((re|aw|antw|sv|vs|ref|rif|res|r|odp|fwd?|wg|tr|rv|enc|doorst|pd)(\[\d+\])?\s*:\s*)+", re.IGNORECASE
)
#: Marks by which mail programs wrap what they quote.
QUOTED = etree.XPath(
    "//blockquote"
    " | //*[contains(concat(' ', @class, ' '), ' gmail_quote ')]"
    " | //*[contains(concat(' ', @class, ' '), ' yahoo_quoted ')]"
    " | //*[contains(concat(' ', @class, ' '), ' moz-cite-prefix ')]"
    " | //*[@data-o-mail-quote]"
)
#: Marks under which everything is history.
REST = etree.XPath("//*[contains(@id, 'divRplyFwdMsg') or contains(@id, 'appendonsend')]")
SIGNED = etree.XPath(
    "//*[contains(concat(' ', @class, ' '), ' gmail_signature ')]"
    " | //*[contains(concat(' ', @class, ' '), ' moz-signature ')]"
    " | //*[contains(concat(' ', @class, ' '), ' o_signature ')]"
    " | //*[contains(concat(' ', @class, ' '), ' odoo_signature_wrapper ')]"
    " | //*[@id='Signature' or @id='signature' or @id='ms-outlook-mobile-signature']"
)
SIGNATURE_LINE = re.compile(r"^(-- ?|_{5,}|—\s?)$")
BLOCK_TAGS = frozenset(
    ("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "blockquote", "pre", "hr")
)
#: With limits, since a search without them takes the square of the length.
ADDRESS = re.compile(r"[^@\s<>\",;:\[\]()]{1,320}@[^@\s<>\",;:\[\]()]{1,320}")
COMMAND = re.compile(r"^\s*#note\b[:\s]*", re.IGNORECASE)
#: As characters, and as HTML writes them.
CONTROL = re.compile(
    r"[^\x09\x0a\x0d\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    r"|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]))(?![0-9a-f]);?",
    re.IGNORECASE,
)
#: The mark by which Odoo's own screens fold what is quoted.
FOLDED = "data-o-mail-quote"
#: Sizes beyond which finding quotes costs more than it tells.
MAX_HTML = 500_000
#: The package takes the square of the length of a line and of the number of headers.
MAX_TEXT, MAX_COLONS = 100_000, 2_000


@dataclass(frozen=True)
class Forwarded:
    """A mail that somebody sent on."""

    address: str
    name: str
    subject: str
    html: str
    #: What the one who sent it on wrote above it.
    remark: str


def bare_subject(subject) -> str:
    """A subject without the Re: and Fwd: that programs put before it."""
    return REPLY.sub("", subject).strip()


def is_reply(subject) -> bool:
    """Whether a subject says that the mail answers another one."""
    return bool(ANSWER.match(subject))


def new_text(html) -> str:
    """What was written in this mail, as text, without history and signature."""
    tree = _tree(_split(html)[0])
    for element in REST(tree)[:1]:
        _drop_rest(element)
    for element in [*QUOTED(tree), *SIGNED(tree)]:
        _drop(element)
    lines = []
    for line in _lines(tree):
        if SIGNATURE_LINE.match(line):
            break
        if not line.startswith(">"):
            lines.append(line)
    return "\n".join(lines).strip()


def fold(html) -> str:
    """The same mail with its history in one block that Odoo's screens show on demand."""
    top, bottom = _split(html)
    if not bottom:
        return html
    return f'{top}<blockquote {FOLDED}="1">{bottom}</blockquote>'


def take_command(html) -> tuple[bool, str]:
    """Whether the mail begins with ``#note``, and the mail without it."""
    if not COMMAND.match(new_text(html)):
        return False, html
    tree = _tree(html)
    for element in tree.iter():
        for place in ("text", "tail"):
            words = getattr(element, place)
            if isinstance(words, str) and words.strip() and isinstance(element.tag, str):
                setattr(element, place, COMMAND.sub("", words, count=1))
                return True, _rendered(tree)
    return True, html


def forwarded(html) -> Forwarded | None:
    """Who wrote the mail that was sent on, and what; None when it is not one or cannot be told."""
    if quotequail is None or _is_costly(html):
        return None
    try:
        found = quotequail.unwrap_html(html)
    except Exception as error:  # the package may stumble over any HTML
        _logger.info("A forwarded mail could not be taken apart: %s", error)
        return None
    if not found or found.get("type") != "forward":
        return None
    sender = ADDRESS.search(found.get("from", ""))
    if not sender:
        return None
    name = re.sub(r"[<\[(].*", "", found["from"]).strip(" \"'")
    return Forwarded(
        address=sender.group().lower(),
        name="" if "@" in name else name,
        subject=bare_subject(found.get("subject", "")),
        html=found.get("html", ""),
        remark=found.get("html_top", ""),
    )


def _split(html) -> tuple[str, str]:
    """What is new, and the history under it."""
    if quotequail is None or not html.strip() or _is_costly(html):
        return html, ""
    try:
        pieces = quotequail.quote_html(html, quote_intro_line=True)
    except Exception as error:  # as above
        _logger.info("Quotes in a mail could not be found: %s", error)
        return html, ""
    top = "".join(piece for is_new, piece in pieces if is_new)
    bottom = "".join(piece for is_new, piece in pieces if not is_new)
    # A mail that is all history says something too.
    return (top, bottom) if top.strip() else (html, "")


def _is_costly(html):
    """Whether finding quotes would take longer than a person may wait."""
    if len(html) > MAX_HTML:
        return True
    tree = _tree(html)
    text = tree.text_content() if tree is not None else html
    return len(text) > MAX_TEXT or text.count(":") > MAX_COLONS


def _tree(html):
    # A tree takes control characters in and gives them out, and lets nobody write them.
    clean = CONTROL.sub(" ", html)
    try:
        return lxml.html.fromstring(f"<div>{clean}</div>")
    except (etree.LxmlError, ValueError):  # what is no HTML at all is text
        return lxml.html.fromstring(f"<div>{escape(clean)}</div>")


def _rendered(tree):
    inner = (escape(tree.text or "", quote=False), *(
        etree.tostring(child, encoding="unicode", method="html") for child in tree))
    return "".join(inner)


def _drop(element):
    """Remove an element, not the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    tail, before = element.tail or "", element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _drop_rest(element):
    """Remove an element and all that follows it."""
    node, parent = element, element.getparent()
    while parent is not None:
        for later in [*node.itersiblings()]:
            parent.remove(later)
        node.tail = None
        node, parent = parent, parent.getparent()
    _drop(element)


def _lines(tree):
    """The text as lines, broken where a browser breaks them."""
    for element in tree.iter():
        if element.tag in BLOCK_TAGS:
            element.text = f"\n{element.text or ''}"
            element.tail = f"\n{element.tail or ''}"
    return [line.strip() for line in tree.text_content().splitlines() if line.strip()]
