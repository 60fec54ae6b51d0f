"""How long something was down, and what follows: availability, time between failures, time to repair.

Pure Python without Odoo inside; periods are as in ``service_desk.span_rules``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from odoo.addons.service_desk.span_rules import common, union, without

Period = tuple[datetime, datetime]


@dataclass(frozen=True)
class Uptime:
    """A period, seen from its end.

    :param failures: how often it went down; what was down at the start counts
    :param down: how long in all
    :param total: how long it should have run
    """

    failures: int
    down: timedelta
    total: timedelta

    @property
    def availability(self) -> float:
        """Percent of the time that it should have run; 100 when that is nothing."""
        return 100 * (1 - self.down / self.total) if self.total else 100.0

    @property
    def mttr(self) -> timedelta | None:
        """Mean time until it ran again; None without a failure."""
        return self.down / self.failures if self.failures else None

    @property
    def mtbf(self) -> timedelta | None:
        """Mean time that it ran between failures; None without a failure."""
        return (self.total - self.down) / self.failures if self.failures else None


def uptime(downs: Iterable[Period], period: Period, planned: Iterable[Period] = ()) -> Uptime:
    """What down times, which may overlap, make of a period.

    :param planned: when it was agreed not to run: neither counted as down nor as time to run
    """
    expected = without([period], planned)
    # One failure that goes on behind a planned pause is still one.
    failures = [one for one in union(downs) if common([one], expected)]
    down = common(downs, expected)
    return Uptime(len(failures), _length(down), _length(expected))


def _length(periods):
    return sum((end - start for start, end in periods), timedelta())
