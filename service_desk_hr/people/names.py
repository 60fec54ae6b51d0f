"""Names of people and places as they are compared. Pure Python without Odoo inside."""

import re
import unicodedata

#: A cell that begins like this is a formula to whoever opens an export.
FORMULA = re.compile(r"\s*[=+\-@]")


def words(name):
    """The words of a name without case and accents, in whatever order: "Müller, Eva" is Eva Muller."""
    letters = unicodedata.normalize("NFKD", name or "").casefold()
    return frozenset(re.findall(r"\w+", "".join(one for one in letters if not unicodedata.combining(one))))


def may_be_same(one, other):
    """Whether two names can be one person's: a second name may be left out."""
    first, second = words(one), words(other)
    return bool(first and second) and (first <= second or second <= first)


def full_name(name, first, last):
    """The whole name from its columns; beside a first name, a mere "name" is the last one."""
    if not name or last and first:
        return " ".join(part for part in (first, last) if part) or name
    return name if words(first) <= words(name) else f"{first} {name}"


def is_name(text):
    """Whether somebody can be called this."""
    return any(one.isalpha() for one in text) and not FORMULA.match(text)


def path(text):
    """The levels of a place: "Sales / Inside" are two."""
    return [" ".join(part.split()) for part in text.split("/") if part.strip()]


def key(text):
    """A place as it is compared, level by level."""
    return tuple(part.casefold() for part in path(text or ""))
