"""What changed between two pictures of the same landscape. Pure Python without Odoo inside.

A picture is a dict: key of a thing -> dict of what is known of it: name -> value as JSON keeps it. A
record is ``{"id": …, "name": …}``: compared by what it is, told by what it was called then.
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
        old, new = _told(before.get(name)), _told(after.get(name))
        if _identity(old) != _identity(new):
            yield Difference(key, CHANGED, name, old, new)


def _told(value):
    """Nothing is nothing however it is written; no and zero are something."""
    return None if value in ("", None) or value == [] else value


def _identity(value):
    """What makes a value the same as another: a record by another name is the same, lists have no order."""
    if isinstance(value, dict):
        return value["id"]
    return sorted(map(_identity, value)) if isinstance(value, list) else value
