"""Finding things by words that people mistype. Pure Python without Odoo inside.

Words are compared by their trigrams, as PostgreSQL's pg_trgm does, which not every database has;
catalogs are small enough to look at all of it.
"""

import re
import unicodedata
from functools import lru_cache

#: Words less alike than this are different words.
MIN_LIKENESS = 0.42
#: More words than these are not looked for.
MAX_WORDS = 8
#: More letters than these no word has.
MAX_LETTERS = 40


@lru_cache(maxsize=4096)
def words(text):
    """The words of a text without accents and case."""
    plain = unicodedata.normalize("NFKD", text or "")
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return tuple(word[:MAX_LETTERS] for word in re.findall(r"\w+", plain.lower()))


@lru_cache(maxsize=16384)
def _trigrams(word):
    padded = f"  {word} "
    return frozenset(padded[place : place + 3] for place in range(len(padded) - 2))


@lru_cache(maxsize=65536)
def likeness(wanted, word):
    """How much two words are alike, from 0 to 1; a beginning is nearly the whole word."""
    if wanted == word:
        return 1.0
    if word.startswith(wanted):
        return 0.9
    if len(wanted) > 2 and wanted in word:
        return 0.75
    if len(wanted) < 3 or abs(len(wanted) - len(word)) > 4:
        return 0.0
    ours, theirs = _trigrams(wanted), _trigrams(word)
    alike = 2 * len(ours & theirs) / (len(ours) + len(theirs))
    if alike < MIN_LIKENESS and _is_swapped(wanted, word):
        alike = 0.6
    return alike * 0.8 if alike >= MIN_LIKENESS else 0.0


def _is_swapped(wanted, word):
    """The same letters in another order, as fast fingers write them."""
    return len(wanted) > 3 and wanted[0] == word[0] and sorted(wanted) == sorted(word)


def score(query, texts):
    """How well texts match a query, 0 when one of its words is nowhere.

    :param texts: pairs of weight and text
    """
    wanted = words(query)[:MAX_WORDS]
    total = 0.0
    for one in wanted:
        best = max(
            (weight * likeness(one, word) for weight, text in texts for word in words(text)),
            default=0.0,
        )
        if not best:
            return 0.0
        total += best
    return total / len(wanted) if wanted else 0.0
