"""A ticket's history: the order of its events, and the steps between states that they tell of."""

from dataclasses import replace
from datetime import datetime
from operator import itemgetter

from ..lifecycle import CLOSED, DONE, ENDED_PHASES
from .draft import Step


def in_order(parser, number, rows):
    """The rows of one ticket from oldest to newest.

    By their time where the profile says so, with the order of the file for equal times; else as
    they stand.
    """
    if len(rows) == 1:
        return rows
    dates = [
        parser.moment(number, line, cells, "event_date") or datetime.max for line, cells in rows
    ]
    if parser.profile.event_order == "time":
        return [row for _date, row in sorted(zip(dates, rows, strict=True), key=itemgetter(0))]
    for former, date in zip(dates, dates[1:], strict=False):
        parser.rises += former < date
        parser.falls += former > date
    return rows


def tell(parser, draft, rows):
    """Fill in the ticket's steps, its final state, and the counts that the file leaves open."""
    if parser.profile.layout == "event":
        events = _events(parser, draft, rows)
    else:
        events = _supposed_events(parser, draft, rows[-1])
    if draft.number in parser.bad:
        return
    draft.steps = _steps(parser, draft, events)
    _name_resolver(parser, draft, rows[-1][1])
    last = draft.steps[-1]
    is_pending = last.state_to == "pending"
    draft.values |= {
        "state": last.state_to,
        "pending_reason_id": is_pending and last.reason_id,
        "date_assigned": parser.profile.layout == "event" and _first_assigned(draft, events),
    }
    _count(parser, draft, events)


def last_into(parser, draft, phases):
    """When the ticket last came from outside of ``phases`` into one of them."""
    of = parser.lifecycle.phases
    dates = [
        step.date
        for step in draft.steps
        if of[step.state_to] in phases and of.get(step.state_from) not in phases
    ]
    return dates[-1] if dates else False


# -- Events ------------------------------------------------------------------------------------


def _events(parser, draft, rows):
    """The rows of an event log as (line, :class:`Step`), each with the state it leaves behind."""
    events = []
    for line, cells in rows:
        state, reason = parser.state(draft.number, line, cells)
        date = parser.moment(draft.number, line, cells, "event_date")
        if not date and draft.number not in parser.bad:
            message = parser.env._("The time of this event is missing.")
            parser.error(draft.number, line, "event_date", "", message)
        events.append((line, _event(parser, cells, date, state, reason)))
    return events


def _event(parser, cells, date, state, reason):
    return Step(
        date,
        None,
        state,
        reason,
        team=parser.cell(cells, "team"),
        assignee=parser.cell(cells, "assignee"),
        actor=parser.cell(cells, "event_actor"),
    )


def _supposed_events(parser, draft, row):
    """What one row tells of a life: opened, perhaps resolved, and how it stands."""
    line, cells = row
    state, reason = parser.state(draft.number, line, cells)
    if state is None:
        return []
    values = draft.values
    changed = parser.moment(draft.number, line, cells, "event_date")
    phase = parser.lifecycle.phases[state]
    ends = {
        DONE: values["date_resolved"] or changed,
        CLOSED: values["date_closed"] or changed or values["date_resolved"],
    }
    points = [(values["date_opened"], parser.lifecycle.initial, False)]
    if state == "closed" and values["date_resolved"]:
        points.append((values["date_resolved"], parser.lifecycle.in_phases(DONE)[0], False))
    points.append((ends.get(phase, changed) or points[-1][0], state, reason))
    return [(line, _event(parser, cells, date, name, why)) for date, name, why in points]


# -- Steps -------------------------------------------------------------------------------------


def _steps(parser, draft, events):
    """The changes of state among the events, beginning with the ticket's birth.

    Times never run backward; a row that says so counts from the one before.
    """
    birth = _birth(parser, draft, *events[0])
    steps = [birth]
    for line, event in events:
        former = steps[-1]
        if (event.state_to, event.reason_id) == (former.state_to, former.reason_id):
            continue
        if event.date < former.date and former is not birth:
            message = parser.env._(
                "This event is older than the one before it; it counts from that one."
            )
            parser.notice(line, "event_date", "", message)
        event.date = max(event.date, former.date)
        event.state_from = former.state_to
        steps.append(event)
    return steps


def _birth(parser, draft, line, first):
    """The step with which the ticket began.

    A log may start later than the ticket: then it was new from its opening to the first row.
    """
    opened, initial = draft.values["date_opened"], parser.lifecycle.initial
    if first.date > opened and first.state_to != initial:
        return Step(opened, None, initial, team=first.team)
    if first.date < opened:
        message = parser.env._("This event is older than the ticket; it counts from the opening.")
        parser.notice(line, "event_date", "", message)
    return replace(first, date=opened, state_from=None)


def _name_resolver(parser, draft, cells):
    """Whoever the file says resolved it made the last step to the end."""
    resolver = parser.cell(cells, "resolver")
    phases = parser.lifecycle.phases
    ends = [
        step
        for step in draft.steps
        if phases[step.state_to] in ENDED_PHASES and phases.get(step.state_from) not in ENDED_PHASES
    ]
    if resolver and ends:
        ends[-1].actor = resolver


def _first_assigned(draft, events):
    dates = (event.date for _line, event in events if event.assignee)
    first = next(dates, False)
    return first and max(first, draft.values["date_opened"])


def _count(parser, draft, events):
    """Reopenings and hand-overs, where the file does not count them itself."""
    values, phases = draft.values, parser.lifecycle.phases
    reopenings = [
        step.date
        for step in draft.steps
        if phases.get(step.state_from) in ENDED_PHASES and phases[step.state_to] not in ENDED_PHASES
    ]
    if values["reopen_count"] and not reopenings:
        reopenings = [_latest_reopening(draft, phases)]
    values["date_reopened"] = max(reopenings, default=False)
    if values["reopen_count"] is None:
        values["reopen_count"] = len(reopenings)
    if values["reassignment_count"] is None:
        teams = [event.team for _line, event in events if event.team]
        values["reassignment_count"] = sum(
            former != team for former, team in zip(teams, teams[1:], strict=False)
        )


def _latest_reopening(draft, phases):
    """When it came back at the latest, where the file counts reopenings and does not date them.

    Before it ended for the last time, or before the last that is known of it.
    """
    ends = [
        step.date
        for step in draft.steps
        if phases[step.state_to] in ENDED_PHASES and phases.get(step.state_from) not in ENDED_PHASES
    ]
    return max(ends or [step.date for step in draft.steps], default=draft.values["date_opened"])
