"""Searching texts with what PostgreSQL itself can do, and showing what was found.

Pure Python without Odoo inside: the languages, the words of a query, and highlights that are safe.
"""

import re
import unicodedata

from markupsafe import Markup, escape

#: First two letters of a language -> PostgreSQL's configuration for it. Others are taken as written.
CONFIGURATIONS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
PLAIN = "simple"

#: Letters with accents and those that people type instead, for databases and for Python alike.
ACCENTED = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿšžčřěůőűąęłńśźżćđğışțţă"
UNACCENTED = "aaaaaaceeeeiiiinooooouuuuyyszcreuouaelnszzcdgistta"
#: A database that knows no letters beyond English makes no small ones of these.
ACCENTED += "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝŸŠŽČŘĚŮŐŰĄĘŁŃŚŹŻĆĐĞIŞȚŢĂ"
UNACCENTED += UNACCENTED

#: More of a text is not looked at.
MAX_QUERY = 1000
MAX_WORDS = 8
#: Shorter words say nothing by their beginning.
MIN_PREFIX = 3

#: Where a highlight begins and ends, of a kind that no keyboard has.
START, STOP, GAP = "\ue000", "\ue001", "\ue002"
_MARKS = re.compile(f"[{START}{STOP}{GAP}]")
#: What asks for exactly this: quoted words, words left out, one word or another.
_SYNTAX = re.compile(r"\"|(?:^|\s)-\w|(?:^|\s)or(?:\s|$)", re.IGNORECASE)


def clean(text):
    """What somebody looks for, as the database can take it."""
    text = (text or "") if isinstance(text, str) else ""
    text = text.replace("\0", " ").encode("utf-8", "ignore").decode()
    return " ".join(_MARKS.sub(" ", text[:MAX_QUERY]).split())


def without_marks(text):
    """A text of somebody, in which no highlight begins or ends."""
    return _MARKS.sub("", text or "")


def fold(text):
    """Small letters without accents; the same as the database makes of it."""
    return text.lower().translate(_FOLDS)


_FOLDS = str.maketrans(ACCENTED, UNACCENTED)


def words(text):
    """The different words of a query in their order, in small letters."""
    found = re.findall(r"\w+", unicodedata.normalize("NFC", text).lower())
    return list(dict.fromkeys(found))[: 4 * MAX_WORDS]


def is_exact(text):
    """Whether somebody uses the syntax of searches, so that nothing else is wanted."""
    return bool(_SYNTAX.search(text))


def any_of(found):
    """A query of PostgreSQL for texts that hold one of the words, or begin one with it."""
    return " | ".join(f"'{word}':*" if len(word) >= MIN_PREFIX else f"'{word}'" for word in found)


def highlighted(text):
    """A text in which the database has marked what was found, as Markup; all else is escaped."""
    html = escape((text or "").strip())
    for mark, tag in ((START, "<mark>"), (STOP, "</mark>"), (GAP, " … ")):
        html = html.replace(mark, Markup(tag))
    return html
