"""Which tickets are alike, by the words they share. Pure Python without Odoo inside.

A rare word says more than a common one, twice the same word a little more than once: the usual
TF-IDF, with the root of the inverse frequency, by which tickets were told apart best. Two texts
are as much alike as the angle between them is small. Which tickets are compared at all is found by
the rarest words first, within a budget, so that a million tickets take as long as a few thousand.
"""

import re
import unicodedata
from collections import Counter
from itertools import combinations
from math import log, sqrt
from typing import NamedTuple

#: As much of a field as is looked at, page and all ...
MAX_SOURCE = 200_000
#: ... and as much of its text: what is below that is quoted, or a log.
MAX_CHARACTERS = 5_000
#: Different words of a question; more do not make it clearer.
MAX_WORDS = 200
#: Longer than that is no word but a key or a picture.
MAX_LETTERS = 60
#: Tickets that may be looked up by one word after the other, the rarest first.
BUDGET = 3_000
#: What is looked up together with other words, or among the newest tickets alone.
SIDE_BUDGET = 750
#: The newest tickets, among which a word is looked for that most others have too.
NEWEST = 30_000
#: The rarest of the words that are too common to be looked up alone are looked up in pairs.
MAX_PAIRED = 5
#: Tickets whose walls are looked at, and that are then compared word by word.
MAX_FOUND, MAX_COMPARED = 1_200, 400
#: Words that are told as the reason.
MAX_REASONS = 5

# The patterns mean the same to Python and to PostgreSQL. Signs are named one by one: what else is
# a letter depends on how a database was made.
#: What belongs to the page and not to the text.
MARKUP = r"<[^<>]*(?:>|$)|&[a-zA-Z#0-9]{2,8};"
#: Accents, once they stand apart from their letters.
ACCENTS = r"[\u0300-\u036f]"
#: What stands between words.
SEPARATORS = r"[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f]+"
#: Written without spaces, each sign is a word.
SIGNS = r"([\u3040-\u30ff\u3400-\u9fff])"


class Like(NamedTuple):
    """A ticket that is like another, how much from 0 to 1, and why.

    :param words: that both say
    :param about: names of the things that both are about
    """

    ticket_id: int
    score: float
    words: list
    about: tuple = ()


class Term(NamedTuple):
    """A word of the question.

    :param lexeme: as the database keeps it
    :param word: as somebody wrote it
    :param weight: how much it says
    :param expected: how many tickets are likely to have it
    :param is_start: whether somebody is still typing it
    """

    lexeme: str
    word: str
    weight: float
    expected: float
    is_start: bool = False


class Look(NamedTuple):
    """One look into the index.

    :param terms: which of them have to be in the ticket
    :param weight: what it says that they are
    :param limit: how many tickets at most
    :param share: part of the newest tickets that is looked at
    """

    terms: tuple
    weight: float
    limit: int
    share: float = 1.0


def plain(text):
    """A text with nothing but its words in small letters, without accents and markup."""
    text = text[:MAX_SOURCE].replace("\0", " ").encode("utf-8", "ignore").decode()
    text = re.sub(MARKUP, " ", text)[:MAX_CHARACTERS].lower()
    text = re.sub(ACCENTS, "", unicodedata.normalize("NFKD", text))
    return re.sub(SIGNS, r" \1 ", re.sub(SEPARATORS, " ", text)).strip()


def words(text):
    """The words of a text, and how often they stand there; the first ones of a long text."""
    counted = Counter()
    for word in plain(text).split() if isinstance(text, str) else ():
        if len(word) <= MAX_LETTERS and (word in counted or len(counted) < MAX_WORDS):
            counted[word] += 1
    return counted


def rarity(documents, total):
    """How much it says that a ticket has a word which so many of all tickets have."""
    return sqrt(log((total + 2) / (documents + 0.5)))


def terms(counted, lexemes, documents, total, tickets, typed=None):
    """The words of a question with what they say, the rarest first.

    :param counted: word -> how often it stands there
    :param lexemes: pairs of word and what the database keeps of it
    :param documents: lexeme -> in how many of the counted tickets it is
    :param total: how many tickets were counted
    :param tickets: how many there are
    :param typed: the word that somebody is still typing
    """
    found, times = {}, Counter()
    for word, lexeme in lexemes:
        times[lexeme] += counted[word]
        found.setdefault(lexeme, word)
    scale = tickets / max(1, total)
    made = [
        Term(
            lexeme,
            word,
            (1 + log(times[lexeme])) * rarity(min(total, documents.get(lexeme, 0)), total),
            documents.get(lexeme, 0) * scale,
            word == typed,
        )
        for lexeme, word in found.items()
    ]
    return sorted(made, key=lambda term: (term.expected, term.lexeme))


def looks(asked, tickets):
    """Which looks into the index find the tickets worth comparing.

    The rarest words alone, as far as the budget goes; then pairs of those that are too common for
    that; and where this finds little, a common one among the newest tickets.

    :param asked: the question's terms, the rarest first
    :param tickets: how many there are
    """
    planned, spent = [], 0
    for term in asked:
        if spent + term.expected > BUDGET:
            break
        # The limit is for what has become common since the words were counted.
        planned.append(Look((term,), term.weight**2, BUDGET))
        spent += term.expected
    common = asked[len(planned) : len(planned) + MAX_PAIRED]
    for pair in combinations(common, 2):
        together = pair[0].expected * pair[1].expected / max(1, tickets)
        if together <= SIDE_BUDGET:
            weight = pair[0].weight ** 2 + pair[1].weight ** 2
            planned.append(Look(pair, weight, SIDE_BUDGET))
            spent += together
    if common and spent < SIDE_BUDGET:
        share = min(1.0, SIDE_BUDGET / common[0].expected, NEWEST / tickets)
        planned.append(Look((common[0],), common[0].weight ** 2, SIDE_BUDGET, share))
    return planned
