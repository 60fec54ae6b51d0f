"""When an escalation level is acted upon. Pure Python without Odoo; instants as in ``clock_rules``.

A level is reached when so much of the promised time is used up. It is acted upon then, or, when
nobody is there to hear of it, once the calendar opens again.
"""

from dataclasses import dataclass

#: By so much the job may be late, and people who work until just then still hear of it.
GRACE = 15 * 60


@dataclass(frozen=True)
class Level:
    """An escalation level as its policy has it.

    :param metric: the kind of clocks it is for; empty for all
    :param any_hour: it is acted upon outside of working hours as well
    :param since: what was reached before is history to this level
    """

    id: int
    percent: int
    metric: str = ""
    any_hour: bool = False
    since: int = 0


@dataclass(frozen=True)
class Reach:
    """A level and the instant at which a clock reaches it."""

    level: Level
    instant: int

    def act_at(self, schedule, at):
        """When the level is to be acted upon, as seen at ``at``; None when that is never.

        :param schedule: the hours by which the clock runs
        """
        if self.level.any_hour:
            return self.instant
        # A moment at closing time belongs to the day that ends with it.
        is_in_hours = schedule.elapsed(self.instant - 1, self.instant) > 0
        if is_in_hours and at <= self.instant + GRACE:
            return self.instant
        return schedule.next_open(max(self.instant, at))


def ahead(clock, levels, schedules):
    """The levels on which nobody has acted yet, in the order in which the clock reaches them.

    :param clock: :class:`~.clock_rules.Clock`
    :param levels: those of its policy
    :return: list of :class:`Reach`
    """
    found = []
    for level in levels:
        if level.id in clock.fired or level.metric not in ("", clock.metric):
            continue
        instant = clock.reach_percent(schedules, level.percent)
        if instant is not None and instant > max(clock.levels_from, level.since):
            found.append(Reach(level, instant))
    return sorted(found, key=lambda reach: (reach.instant, reach.level.percent, reach.level.id))


def passed(reaches, schedule, at):
    """Ids of the levels that are over at ``at``, the one that is to be acted upon last.

    It is the highest of those whose time has come; what lies below it is passed over, so that
    nobody hears of 75 percent after 100. Empty when nothing is to be done now.
    """
    for place in reversed(range(len(reaches))):
        when = reaches[place].act_at(schedule, at)
        if when is not None and when <= at:
            return [reach.level.id for reach in reaches[: place + 1]]
    return []
