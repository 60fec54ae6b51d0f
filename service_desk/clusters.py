"""Which tickets came for the same reason, by their words, their place and their time.

Pure Python without Odoo inside. A rare word says more than one that stands in every ticket;
service and category count like words. Two tickets are alike when most of what they say, by
weight, is in both. A cluster is a ticket with all that are like it: everything in it is like its
middle, so that no chain leads from one trouble to another.
"""

from collections import Counter, defaultdict
from math import log
from typing import NamedTuple

from .likeness import words

#: Two tickets that share less of what they say are not alike.
MIN_LIKENESS = 0.4
#: Fewer tickets are chance.
MIN_SIZE = 3
#: Shorter words say little.
MIN_LETTERS = 3
#: Different words of a subject that are looked at.
MAX_WORDS = 20
#: Tickets that are compared because of one word, the newest: a word in more of them says little.
MAX_SHARED = 300
#: Words that are told as the reason.
MAX_REASONS = 5
#: What stands beside the words.
SERVICE, CATEGORY = "service", "category"


class Case(NamedTuple):
    """What is looked at of a ticket.

    :param id: of the ticket
    :param day: number of the day on which it was opened
    :param signs: its words, and pairs of ``SERVICE`` or ``CATEGORY`` and an id
    """

    id: int
    day: int
    signs: frozenset


class Cluster(NamedTuple):
    """Tickets that are alike: the ids with the middle one first, and the words most of them share."""

    ids: tuple
    words: tuple


def case(ticket_id, day, text, service_id=None, category_id=None):
    """What is looked at of a ticket with this subject."""
    found = (word for word in words(text) if len(word) >= MIN_LETTERS and not word.isdigit())
    signs = list(dict.fromkeys(found))[:MAX_WORDS]
    signs += [(kind, key) for kind, key in ((SERVICE, service_id), (CATEGORY, category_id)) if key]
    return Case(ticket_id, day, frozenset(signs))


def clusters(cases, days, min_size=MIN_SIZE):
    """Groups of cases that are alike and not more than ``days`` apart, the largest first.

    A case is in one of them at most. The same cases give the same answer in whatever order.

    :param cases: of one company, and of people who may all be told of each other's
    :param int days: between the middle of a cluster and any other case
    """
    known = {one.id: one for one in cases}
    by_sign = _by_sign(known)
    weights = {sign: log((len(known) + 2) / (len(ids) + 0.5)) for sign, ids in by_sign.items()}
    near = _neighbors(known, days, by_sign, weights)
    found, taken = [], set()
    # The one that most are like goes first; what it takes no other can have.
    for middle in sorted(near, key=lambda key: (-len(near[key]), key)):
        members = near[middle] - taken
        if middle in taken or len(members) + 1 < min_size:
            continue
        ids = (middle, *sorted(members))
        taken.update(ids)
        found.append(Cluster(ids, _reasons([known[key] for key in ids], weights)))
    return sorted(found, key=lambda cluster: (-len(cluster.ids), cluster.ids))


def _by_sign(known):
    """What stands on cases -> the ids of those on which it stands, the newest first."""
    by_sign = defaultdict(list)
    for one in sorted(known.values(), key=lambda one: (-one.day, -one.id)):
        for sign in one.signs:
            by_sign[sign].append(one.id)
    return by_sign


def _neighbors(known, days, by_sign, weights):
    """Id -> ids of the cases that are like it."""
    totals = {key: sum(weights[sign] for sign in one.signs) for key, one in known.items()}
    near = {key: set() for key in known}
    for key, one in known.items():
        for other in _candidates(one, by_sign, weights, totals[key]):
            if other <= key or abs(known[other].day - one.day) > days:
                continue
            shared = sum(weights[sign] for sign in one.signs & known[other].signs)
            if shared and shared >= MIN_LIKENESS * (totals[key] + totals[other] - shared):
                near[key].add(other)
                near[other].add(key)
    return near


def _candidates(one, by_sign, weights, total):
    """Those that share one of its telling words; service and category alone are not enough.

    The rarest words are enough: who has none of them cannot be like it, since what is left weighs
    less than two that are alike must share.
    """
    spoken = sorted((sign for sign in one.signs if isinstance(sign, str)), key=lambda sign: (-weights[sign], sign))
    left, found = total, set()
    for sign in spoken:
        if left < MIN_LIKENESS * total:
            break
        found.update(by_sign[sign][:MAX_SHARED])
        left -= weights[sign]
    return found


def _reasons(members, weights):
    """The words that more than half of the members have, those that say most first."""
    counts = Counter(sign for one in members for sign in one.signs if isinstance(sign, str))
    common = [(-count * weights[word], word) for word, count in counts.items() if 2 * count > len(members)]
    return tuple(word for _weight, word in sorted(common)[:MAX_REASONS])
