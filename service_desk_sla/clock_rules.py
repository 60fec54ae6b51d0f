"""What a clock has measured, and when it will have measured enough.

Pure Python without Odoo inside. Instants are seconds since the epoch (UTC), lengths are seconds,
both whole numbers. A calendar is a number; ``schedules`` maps it to an object with the methods of
:class:`~.worktime.Schedule`. 0 is the calendar of those who work around the clock.

A clock keeps the stretches in which it ran. Whatever else is to be known follows from them: nothing
is added up on the way, so nothing is lost or invented by a pause, a reopening or another calendar.
"""

from dataclasses import dataclass, field, replace
from itertools import zip_longest

SLA, OLA, UC = "sla", "ola", "uc"
RESPONSE, UPDATE, RESOLUTION = "response", "update", "resolution"
RUNNING, PAUSED, MET, CANCELLED = "running", "paused", "met", "cancelled"
#: A promise that is still to be kept.
LIVE = (RUNNING, PAUSED)
#: What becomes of the resolution clock when the work is taken up again.
CONTINUE, EXCLUDE, RESTART = "continue", "exclude", "restart"
#: Where a record stands, as far as clocks care; ``following`` says what follows from it.
WAITING, OPEN, DONE, DROPPED = "waiting", "open", "done", "dropped"


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch in which a clock ran, by one calendar; without an end it still runs."""

    start: int
    end: int | None
    calendar: int


@dataclass(frozen=True)
class Clock:
    """One promise about one record, and the time that was spent on it.

    :param seconds: working seconds that were promised
    :param facts: what its policy was chosen by, see :class:`~.standing.Standing`
    :param party: the team or the supplier whose promise it is; 0 for that of the whole desk
    :param cycle: which turn of the promise it is, from 1
    :param spans: when it ran, in order of time
    :param agreed: an instant that was agreed with the requester instead; nothing moves it
    :param since: since when this length is promised: a promise is not broken before it is made
    :param levels_from: escalation levels that were passed before are history
    :param fired: ids of the escalation levels that were acted upon
    :param former: id of the clock whose time it inherited
    :param was_due: when it was due as last written down
    :param was_late: it was broken when something last happened to it
    :param why: name and version of the policy, what it names, how many others fitted
    """

    kind: str
    metric: str
    policy: int
    target: int
    seconds: int
    calendar: int
    facts: str = ""
    party: int = 0
    cycle: int = 1
    state: str = RUNNING
    spans: tuple[Span, ...] = ()
    agreed: int | None = None
    since: int = 0
    levels_from: int = 0
    fired: tuple[int, ...] = ()
    ended: int | None = None
    id: int = 0
    former: int = 0
    was_due: int | None = field(default=None, compare=False)
    was_late: bool = False
    why: tuple = ()

    @property
    def line(self):
        """Promises of one line take turns; different lines know nothing of each other."""
        return (self.kind, self.metric, self.party)

    @property
    def is_live(self):
        return self.state in LIVE

    @property
    def start(self):
        """When it began to run, or None before that."""
        return self.spans[0].start if self.spans else None

    # -- Measuring ---------------------------------------------------------------------------

    def elapsed(self, schedules, at):
        """Working seconds it had run at the instant ``at``."""
        return sum(
            schedules[span.calendar].elapsed(span.start, _sooner(span.end, at))
            for span in self.spans
            if span.start < at
        )

    def paused(self, schedules, at):
        """Working seconds that went by between its stretches, by the calendar it ran by before."""
        total = 0
        for span, after in zip_longest(self.spans, self.spans[1:]):
            until = after.start if after else at
            if span.end is not None and span.end < until:
                total += schedules[span.calendar].elapsed(span.end, until)
        return total

    def reach(self, schedules, seconds):
        """The first instant at which it ran for so many seconds and went on running.

        None while it stands still before that, or when its calendar never works that long.
        """
        left = seconds
        for span in self.spans:
            schedule = schedules[span.calendar]
            instant = schedule.due(span.start, max(left, 0))
            if instant is not None and (span.end is None or instant < span.end):
                return instant
            if span.end is not None:
                left -= schedule.elapsed(span.start, span.end)
        return None

    def due(self, schedules):
        """By when the promise is to be kept; None while nobody can say."""
        if self.agreed is not None:
            return self.agreed
        return self.reach(schedules, self.seconds)

    def would_be_due(self, schedules):
        """As :meth:`due`; for one that has ended, when it would have been, had it gone on."""
        return self.due(schedules) if self.ended is None else self.go_on().due(schedules)

    def allowed(self, schedules):
        """How many working seconds it may run: those promised, or those until the agreed date."""
        return self.seconds if self.agreed is None else self.elapsed(schedules, self.agreed)

    def missed(self, schedules, at):
        """Since when the promise is broken as seen at ``at``, or None.

        What ends exactly when it is due is in time. While a clock stands still nothing is broken.
        """
        return self.missed_since(self.broken(schedules), at)

    def broken(self, schedules):
        """When the promise breaks while it runs, or broke; None while nobody can say."""
        if self.agreed is None:
            return self.reach(schedules, self.seconds)
        later = (max(self.agreed, span.start) for span in self.spans if not _over(span, self.agreed))
        return next(later, None)

    def missed_since(self, broken, at):
        """As :meth:`missed`, for whoever knows when it breaks, see :meth:`broken`."""
        until = self.ended if self.ended is not None else at
        if broken is None or broken >= until:
            return None
        return max(broken, self.since)

    def reach_percent(self, schedules, percent):
        """When so many percent of the promised time are used up; None as for :meth:`reach`."""
        if self.agreed is None:
            return self.reach(schedules, _share(self.seconds, percent))
        if percent == 100:
            return self.agreed if self.state == RUNNING else None
        whole = max(self.elapsed(schedules, self.agreed), 1)
        return self.reach(schedules, _share(whole, percent))

    # -- Running and standing still -----------------------------------------------------------

    def run(self, at, calendar):
        """Run from ``at`` on, by this calendar; nothing changes when it does already."""
        if self.spans and self.spans[-1].end is None:
            last = self.spans[-1]
            if last.calendar == calendar:
                return replace(self, state=RUNNING, calendar=calendar)
            return self.pause(at).run(at, calendar)
        spans = self.spans
        # A server's clock that was set back must not let time count twice.
        at = max(at, spans[-1].end) if spans else at
        if spans and spans[-1].end == at and spans[-1].calendar == calendar:
            spans = (*spans[:-1], replace(spans[-1], end=None))
        else:
            spans = (*spans, Span(at, None, calendar))
        return replace(self, state=RUNNING, spans=spans, calendar=calendar, ended=None)

    def pause(self, at):
        """Stand still from ``at`` on."""
        return replace(self, state=PAUSED, spans=_closed(self.spans, at))

    def finish(self, at, state=MET):
        """End at ``at``: the promise was kept or broken, or it concerns nobody any more."""
        return replace(self, state=state, spans=_until(self.spans, at), ended=at)

    def go_on(self):
        """Run again after its end as if it had never ended."""
        return replace(self, ended=None).run(self.ended, self.calendar)


def _closed(spans, at):
    """The stretches with the last one ended; see :func:`_until`."""
    if not spans or spans[-1].end is not None:
        return spans
    return _until(spans, max(at, spans[-1].start))


def _until(spans, at):
    """What of the stretches was before ``at``.

    One without any length is left out, but for the first: it tells when the clock was started.
    """
    return tuple(
        replace(span, end=max(span.start, _sooner(span.end, at)))
        for place, span in enumerate(spans)
        if span.start < at or not place
    )


def _sooner(end, at):
    """The end of a stretch, or ``at`` when that comes before it."""
    return at if end is None else min(end, at)


def _over(span, instant):
    return span.end is not None and span.end <= instant


def _share(seconds, percent):
    """So many percent, rounded up: nobody is warned before the time is really used up."""
    return -(-seconds * percent // 100)
