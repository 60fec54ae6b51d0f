"""What is owned, what is in use, and what that means. Pure Python without Odoo inside."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date

USER, DEVICE, CORE, SITE, SUBSCRIPTION = "user", "device", "core", "site", "subscription"
#: Nothing is owned yet, there is room, the last ones are in use, more is in use than owned.
NONE, FREE, FULL, OVER = "none", "free", "full", "over"


@dataclass(frozen=True)
class Right:
    """So many pieces from a day on.

    :param end: the last day; None means for ever
    :param replaces: key of the right that this one renews or upgrades
    """

    key: Hashable
    quantity: int
    start: date
    end: date | None = None
    replaces: Hashable | None = None

    def is_valid(self, day: date) -> bool:
        return self.start <= day and (not self.end or self.end >= day)


def counted(rights: Iterable[Right], day: date) -> dict[Hashable, int]:
    """key -> how many of its pieces count on a day.

    A piece that was renewed or upgraded is owned once, however the days of both overlap: it counts
    where it went, and again where it came from when that has ended. Upgrades form no circle.
    """
    rights = list(rights)
    successors = defaultdict(list)
    for right in rights:
        successors[right.replaces].append(right)

    def moved_from(right):
        """Pieces that count somewhere further on."""
        return sum(moved_to(one) for one in successors[right.key])

    def moved_to(right):
        return right.quantity if right.is_valid(day) else min(right.quantity, moved_from(right))

    return {right.key: max(right.quantity - moved_from(right), 0) if right.is_valid(day) else 0 for right in rights}


@dataclass(frozen=True)
class Position:
    """Where a license stands.

    :param owned: pieces that are valid today
    :param assigned: seats that people and things have
    :param installed: things on which it was found
    :param used: what counts against what is owned
    :param things: things among what counts
    """

    owned: int
    assigned: int
    installed: int
    used: int
    things: int = 0

    @property
    def free(self) -> int:
        """So many are left; negative means so many too many."""
        return self.owned - self.used

    @property
    def verdict(self) -> str:
        if self.used > self.owned:
            return OVER
        if not self.owned:
            return NONE
        return FULL if self.free == 0 else FREE


def cores_of(known) -> int:
    """So many cores of a thing count: one where nobody knows, since it has one at least.

    :param known: what the thing says of it; its class may call anything so, a text as well as a number
    """
    try:
        return max(int(known or 0), 1)
    except (TypeError, ValueError, OverflowError):
        return 1


def counted_things(metric, things, things_of_people=frozenset()) -> set:
    """The things that count: for a license by person those whose user has no seat."""
    return set(things) - set(things_of_people) if metric in (USER, SUBSCRIPTION) else set(things)


def used(metric, people, things, cores, sites, things_of_people=frozenset()) -> int:
    """What counts, by the metric of a license.

    :param people: ids of those who have a seat
    :param things: ids of things that have a seat or on which it is installed
    :param cores: id of a thing -> its cores, see :func:`cores_of`
    :param sites: id of a thing -> id of where it stands; what stands nowhere known is a site by itself
    :param things_of_people: things whose user has a seat, which are in it for a license by person
    """
    if metric == CORE:
        return sum(cores_of(cores.get(one)) for one in things)
    if metric == SITE:
        return len({sites.get(one) or ("thing", one) for one in things})
    if metric == DEVICE:
        return len(things)
    return len(people) + len(counted_things(metric, things, things_of_people))
