"""A tree of questions that leads to an end: what is wrong with one. Pure Python without Odoo inside."""

from typing import NamedTuple

#: A person who has answered so many questions would rather talk to somebody.
MAX_ANSWERS = 30


class Node(NamedTuple):
    """A step: whether it asks, and where its answers lead (None where one leads nowhere)."""

    asks: bool
    answers: list


def faults(nodes, first):
    """What keeps people from getting to an end, as pairs of a word and the step's key.

    ``unanswered`` a question without answers, ``nowhere`` an answer without a next step, ``circle``
    a step that leads back to one before it, ``unreached`` a step to which no answer leads.

    :param nodes: key -> ``Node``, in the order in which they stand
    :param first: the key of the step with which it begins
    """
    found = []
    for key, node in nodes.items():
        if node.asks and not node.answers:
            found.append(("unanswered", key))
        if node.asks and None in node.answers:
            found.append(("nowhere", key))
    reached, circles = _walk(nodes, first)
    found += [("circle", key) for key in nodes if key in circles]
    found += [("unreached", key) for key in nodes if key not in reached]
    return found


def _walk(nodes, first):
    """The steps that can be reached, and those from which an answer leads back."""
    reached, circles, above = {first}, set(), [first]
    branches = [iter(_next(nodes, first))]
    while branches:
        key = next(branches[-1], None)
        if key is None:
            branches.pop()
            above.pop()
        elif key in above:
            circles.add(above[-1])
        elif key not in reached:
            reached.add(key)
            above.append(key)
            branches.append(iter(_next(nodes, key)))
    return reached, circles


def _next(nodes, key):
    node = nodes[key]
    return [one for one in node.answers if one in nodes] if node.asks else []


def parse_path(text):
    """The numbers in a path like ``12.7``; nothing when it is none."""
    parts = str(text or "").split(".") if text else []
    if len(parts) > MAX_ANSWERS or not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        return None
    return [int(part) for part in parts]
