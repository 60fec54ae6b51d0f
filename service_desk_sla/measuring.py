"""What a clock shows at one instant. Pure Python without Odoo; instants as in ``clock_rules``.

It is done for a hundred thousand clocks at a time when a calendar changes, so that nothing is
looked up or worked out twice.
"""

from typing import NamedTuple

from . import level_rules
from .clock_rules import RUNNING


class Measure(NamedTuple):
    """What a clock shows at one instant, all of it in seconds; see the fields of the clock."""

    due: int | None
    risk: int | None
    missed: int | None
    next: int | None
    elapsed: int
    paused: int
    overrun: int


def measure(clock, schedules, at, percent, levels):
    """What a clock shows at the instant ``at``, or showed when it ended.

    :param clock: :class:`~.clock_rules.Clock`
    :param percent: of the promised time, from which it is at risk
    :param levels: the escalation levels of its policy, as :class:`~.level_rules.Level`
    :return: :class:`Measure`
    """
    until = at if clock.ended is None else clock.ended
    is_running = clock.state == RUNNING
    due = clock.would_be_due(schedules)
    # Most clocks break when they are due, and that was worked out just now.
    is_plain = clock.ended is None and clock.agreed is None
    missed = clock.missed_since(due if is_plain else clock.broken(schedules), at)
    elapsed = clock.elapsed(schedules, until)
    return Measure(
        due=due if is_running or clock.ended is not None or missed is not None else None,
        risk=clock.reach_percent(schedules, percent) if is_running else None,
        missed=missed,
        next=_next_look(clock, schedules, levels, due, missed, at) if is_running else None,
        elapsed=elapsed,
        paused=clock.paused(schedules, until),
        overrun=max(elapsed - clock.allowed(schedules), 0),
    )


def _next_look(clock, schedules, levels, due, missed, at):
    """When something falls due: an escalation level, or the promise itself."""
    schedule = schedules[clock.calendar]
    instants = [reach.act_at(schedule, at) for reach in level_rules.ahead(clock, levels, schedules)]
    if missed is None and due is not None:
        # What is finished exactly when it is due is in time: it is late a second later. So is what
        # is taken up again after the date that was agreed on.
        instants.append(max(due, at) + 1)
    return min((instant for instant in instants if instant is not None), default=None)
