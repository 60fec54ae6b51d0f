"""What changed between two pictures of the same landscape. Pure Python without Odoo inside.

A picture is a dict: key of a thing -> dict of what is known of it, plain values as JSON keeps them.
"""

from dataclasses import dataclass

COME, GONE, CHANGED = "come", "gone", "changed"


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it was.

    :param key: of the thing
    :param kind: :data:`COME`, :data:`GONE` or :data:`CHANGED`
    :param name: what was said of it, for a change
    :param before: its value before, None for nothing
    :param after: its value after
    """

    key: str
    kind: str
    name: str = ""
    before: object = None
    after: object = None


def compare(before, after):
    """All differences, in the order of the keys; what one of them does not know at all is nothing there."""
    found = []
    for key in sorted(before.keys() | after.keys()):
        if key not in after:
            found.append(Difference(key, GONE))
        elif key not in before:
            found.append(Difference(key, COME))
        else:
            found += _changes(key, before[key], after[key])
    return found


def _changes(key, before, after):
    for name in sorted(before.keys() | after.keys()):
        old, new = _plain(before.get(name)), _plain(after.get(name))
        if old != new:
            yield Difference(key, CHANGED, name, old, new)


def _plain(value):
    """Nothing is nothing however it is written; no and zero are something. Lists have no order."""
    if value in ("", None) or value == []:
        return None
    return sorted(value) if isinstance(value, list) else value
