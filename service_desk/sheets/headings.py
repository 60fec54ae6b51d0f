"""Which column is what, told from its heading. Pure Python without Odoo inside."""

import re
import unicodedata


def plain(text):
    """A text as it is compared: without case, accents, blanks and signs; in any script."""
    letters = unicodedata.normalize("NFKD", text or "").casefold()
    return re.sub(r"[\W_]", "", "".join(one for one in letters if not unicodedata.combining(one)))


def recognize(header, known):
    """Which column each thing stands in, by the usual words for it.

    :param header: headings as they stand
    :param dict known: target -> headings, the likeliest first, as :func:`plain` gives them
    :return: target -> position; each column is one thing at most
    """
    names = [plain(name) for name in header]
    places = {}
    for target, words in known.items():
        free = {name: place for place, name in reversed(list(enumerate(names))) if place not in places.values()}
        word = next((word for word in words if word in free), None)
        if word:
            places[target] = free[word]
    return places
