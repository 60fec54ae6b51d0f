"""The inside of a mail: what it says, as HTML, and the files that came with it."""

import re
from dataclasses import dataclass, field
from html import escape, unescape
from mimetypes import guess_extension

import chardet

from . import wrappings
from .letter import decoded
from .parsing import MAX_DEPTH, MAX_PARTS, own_parts
from .taming import MAX_TAGS, bare_words, beginning, tamed

#: What there may be to remark on a mail; ``wrappings`` adds its own.
TOO_MANY_PARTS, LONG_TEXT = "too_many_parts", "long_text"

#: Longer texts are kept as a file; so are those that ``taming`` finds too much.
MAX_TEXT = 2_000_000
#: Wrappings that are opened; more of them are kept as files.
MAX_WRAPPINGS = 10
#: No charsets of mails, though Python decodes them, in the square of the length.
NO_CHARSETS = frozenset({"punycode", "idna"})
#: In names: what cannot be stored, and what turns the direction of writing to hide an ending.
UNNAMABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
#: As much of a text as is looked at to guess its charset.
SAMPLE = 64_000


@dataclass(frozen=True)
class File:
    """A file of a mail. ``cid`` is the name by which the body shows it, if it does."""

    name: str
    content: bytes
    cid: str = ""


@dataclass
class Contents:
    """What a mail holds. ``remarks`` name what could not be read."""

    html: str = ""
    is_plain: bool = False
    files: list[File] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def contents_of(letter) -> Contents:
    """What a letter says. Never raises; what is odd in it ends in the remarks.

    Of a text that comes as plain text and as HTML, HTML is taken. Texts that follow one another
    are put together.
    """
    contents = Contents()
    _Reader(contents).take_in(letter.message)
    return contents


class _Reader:
    def __init__(self, contents):
        self.contents = contents
        self.parts = 0
        self.tags = 0
        self.wrappings = 0
        self.texts = []

    def take_in(self, message):
        self._walk(message, depth=0)
        self.contents.html = "<br/>".join(html for html, _is_plain in self.texts)
        self.contents.is_plain = all(is_plain for _html, is_plain in self.texts)

    def _walk(self, part, depth):
        self.parts += 1
        if self.parts > MAX_PARTS or depth > MAX_DEPTH:
            self._remark(TOO_MANY_PARTS)
            return
        kind = part.get_content_type()
        if kind.startswith("message/"):
            self._keep_enclosed(part)
        elif part.is_multipart():
            for child in self._chosen(part):
                self._walk(child, depth + 1)
        else:
            self._read_leaf(part, kind, depth)

    def _chosen(self, part):
        """The parts to read of those that stand beside each other."""
        children = [child for child in part.get_payload() if hasattr(child, "walk")]
        if part.get_content_type() != "multipart/alternative":
            return children
        texts = [child for child in children if _holds(child, "text/html")]
        texts = texts or [child for child in children if _holds(child, "text/plain")]
        chosen = texts[-1:] or children[-1:]
        # An invitation is another reading of the text, and worth keeping as a file.
        return chosen + [c for c in children if c.get_content_type() == "text/calendar"]

    def _read_leaf(self, part, kind, depth):
        content = _payload(part)
        name = _file_name(part)
        inner = wrappings.unwrap(kind, name, content) if self.wrappings < MAX_WRAPPINGS else None
        self.wrappings += inner is not None
        # Several parts that nothing separates are one text.
        is_text = kind in ("text/plain", "text/html") or kind.startswith("multipart/")
        if inner is not None:
            self._open(inner, depth)
        elif is_text and not name and not _is_attached(part):
            self._add_text(_text(part, content), kind)
        elif content or name:
            cid = str(part.get("Content-ID") or "").strip(" <>")
            self._keep(name or _default_name(part, kind), content, cid)

    def _open(self, inner, depth):
        """Read what a wrapping held."""
        if inner.remark:
            self._remark(inner.remark)
        if inner.html and not self.texts:
            self._add_text(inner.html, "text/html")
        elif inner.text and not self.texts:
            self._add_text(inner.text, "text/plain")
        for name, content in inner.files:
            self._keep(name, content)
        if inner.message is not None:
            self._walk(inner.message, depth + 1)

    def _add_text(self, text, kind):
        # Lone surrogates, which some charsets yield, fit into no database.
        text = text.replace("\0", "").encode("utf-8", "replace").decode()
        if not text.strip():
            return
        is_plain = kind != "text/html"
        html = None
        if len(text) <= MAX_TEXT:
            html = _as_html(text) if is_plain else tamed(text)
        if html is None or self.tags + html.count("<") > MAX_TAGS:
            html = self._keep_long(text, is_plain)
        self.tags += html.count("<")
        self.texts.append((html, is_plain))

    def _keep_long(self, text, is_plain):
        """Keep as a file what is too much for a page; return how it begins."""
        self._keep("message.txt" if is_plain else "message.html", text.encode("utf-8", "replace"))
        self._remark(LONG_TEXT)
        return _as_html(beginning(text if is_plain else unescape(bare_words(text))))

    def _keep_enclosed(self, part):
        """A mail within the mail is a file, not a part of what it says."""
        payload = part.get_payload()
        if isinstance(payload, list) and payload:
            name = decoded(payload[0].get("Subject"))[:80] or "message"
            content = _flattened(payload[0])
        else:
            name, content = "report", _payload(part)
        self._keep(f"{name}.eml", content)

    def _keep(self, name, content, cid=""):
        self.contents.files.append(File(_safe_name(name), content, cid))

    def _remark(self, remark):
        if remark not in self.contents.remarks:
            self.contents.remarks.append(remark)


def _holds(part, kind):
    return any(one.get_content_type() == kind for one in own_parts(part))


def _payload(part) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except Exception:  # a broken encoding; the text as it stands is better than none
        content = None
    if content is None:
        content = str(part.get_payload() or "").encode("utf-8", "replace")
    return content


def _flattened(message) -> bytes:
    try:
        return message.as_bytes()
    except Exception:  # headers that cannot be written again
        return str(message.get_payload()).encode("utf-8", "replace")


def _file_name(part) -> str:
    try:
        return decoded(part.get_filename())
    except Exception:  # parameters that follow no rule
        return ""


def _is_attached(part):
    return str(part.get("Content-Disposition") or "").strip().lower().startswith("attachment")


def _default_name(part, kind):
    return f"attachment{guess_extension(kind) or '.bin'}"


def _safe_name(name) -> str:
    """The last piece of a path, so that no name points anywhere."""
    name = UNNAMABLE.sub(" ", name)
    return name.replace("\\", "/").rpartition("/")[2].strip(" .")[:200] or "attachment"


def _text(part, content) -> str:
    """The text of a part in the charset it names, else in the one it seems to have."""
    guesses = [part.get_content_charset(), "utf-8", "guess"]
    for charset in guesses:
        if charset == "guess":
            charset = chardet.detect(content[:SAMPLE])["encoding"]
        try:
            if charset and charset.lower() not in NO_CHARSETS:
                return content.decode(charset)
        except (LookupError, UnicodeError, ValueError):
            continue
    return content.decode("latin-1")


def _as_html(text) -> str:
    """Plain text with its lines kept."""
    return f"<div>{escape(text.rstrip(), quote=False)}</div>".replace("\r\n", "\n").replace("\n", "<br/>")
