"""Every figure of the desk, defined once.

A figure counts the tickets of a *cohort* that meet a *condition*. Both are domains, so that the
list behind a number is made of the very words that counted it. What is open now is counted in the
work queue, what has happened in the report on tickets; both show people what they may see.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ..models.service_desk_process_data import REQUESTER_PROCESSES

_lt = LazyTranslate(__name__)

WORK, REPORT = "service.desk.work", "service.desk.report"

#: Whole days after which what is open moves to the next bucket of ages.
AGE_DAYS = (1, 3, 7, 30)
#: From so many stars on somebody was satisfied.
SATISFIED_RATING = 4


@dataclass(frozen=True)
class Cohort:
    """The tickets that a figure is about.

    :param model: where they are found and listed
    :param domain: function from :class:`~.periods.Moments` to a domain
    :param date_field: the moment by which its tickets fall into days
    """

    model: str
    domain: Callable
    date_field: str = ""


def _everything(_at):
    return Domain.TRUE


@dataclass(frozen=True)
class Figure:
    """One number that people look at.

    :param cohort: key in :data:`COHORTS`
    :param label: what it is called
    :param meaning: what exactly is counted, for people
    :param base: function from moments to a domain; which of the cohort it looks at
    :param condition: likewise; which of those count
    :param is_share: whether the number is told as a part of those it looks at
    :param measure: field of those it looks at, whose mean is told, and the median of hours
    """

    cohort: str
    label: str
    meaning: str
    base: Callable = _everything
    condition: Callable = _everything
    is_share: bool = False
    measure: str = ""

    @property
    def kind(self):
        """``count``, ``share`` or ``hours``."""
        return "share" if self.is_share else "hours" if self.measure else "count"

    def domain(self, at):
        """The tickets behind the number."""
        return COHORTS[self.cohort].domain(at) & self.base(at) & self.condition(at)


#: What is counted: the queue and the report hold more than what people ask of the desk.
TICKETS = Domain("res_model", "in", list(dict(REQUESTER_PROCESSES)))


def _tickets(_at):
    return TICKETS


def _within(field, at):
    return Domain(field, ">=", at.start) & Domain(field, "<", at.end)


def _opened(at):
    return TICKETS & _within("date_opened", at)


def _resolved(at):
    return TICKETS & Domain("outcome", "=", "resolved") & _within("date_ended", at)


def _came_back(at):
    return TICKETS & _within("date_reopened", at)


COHORTS = {
    "open": Cohort(WORK, _tickets, "date_opened"),
    "opened": Cohort(REPORT, _opened, "date_opened"),
    "resolved": Cohort(REPORT, _resolved, "date_ended"),
    "solved": Cohort(REPORT, lambda at: _resolved(at) | _came_back(at)),
}

FIGURES = {
    # What is on the desk now.
    "open": Figure(
        "open",
        _lt("Open"),
        _lt("Tickets somebody still has to do something about: new, in work or waiting."),
    ),
    "unassigned": Figure(
        "open",
        _lt("Unassigned"),
        _lt("Open tickets without an assignee."),
        condition=lambda _at: Domain("user_id", "=", False),
    ),
    "overdue": Figure(
        "open",
        _lt("Overdue"),
        _lt("Open tickets whose due date has passed."),
        condition=lambda at: Domain("date_due", "<", at.now),
    ),
    "due_today": Figure(
        "open",
        _lt("Due Today"),
        _lt("Open tickets that fall due between now and the end of today."),
        condition=lambda at: Domain("date_due", ">=", at.now) & Domain("date_due", "<", at.day_end),
    ),
    "critical": Figure(
        "open",
        _lt("Critical"),
        _lt("Open tickets of the highest priority."),
        condition=lambda _at: Domain("priority", "=", "1"),
    ),
    "major": Figure(
        "open",
        _lt("Major"),
        _lt("Major incidents that are running."),
        condition=lambda _at: Domain("major_state", "=", "declared"),
    ),
    "waiting": Figure(
        "open",
        _lt("Waiting"),
        _lt("Open tickets that are on hold or wait for an approval."),
        condition=lambda _at: Domain("phase", "=", "pending"),
    ),
    # What happened in the period.
    "opened": Figure(
        "opened",
        _lt("Opened"),
        _lt("Tickets that were opened in the period, whatever became of them."),
    ),
    "escalated": Figure(
        "opened",
        _lt("Escalated"),
        _lt(
            "Of the tickets opened in the period, those that went on to another team, to a"
            " supplier's desk or up to management."
        ),
        condition=lambda _at: Domain("is_escalated", "=", True),
        is_share=True,
    ),
    "first_response": Figure(
        "opened",
        _lt("First Response"),
        _lt(
            "Hours by the clock from the opening to the first answer of an agent that the requester"
            " can read. Tickets opened in the period that have one."
        ),
        base=lambda _at: Domain("date_first_response", "!=", False),
        measure="first_response_hours",
    ),
    "resolved": Figure(
        "resolved",
        _lt("Resolved"),
        _lt(
            "Tickets resolved or fulfilled in the period and not reopened since. What was cancelled"
            " or rejected does not count."
        ),
    ),
    "resolution": Figure(
        "resolved",
        _lt("Resolution"),
        _lt(
            "Hours by the clock from the opening to the resolution, waiting included. Tickets"
            " resolved in the period."
        ),
        measure="resolution_hours",
    ),
    "first_contact": Figure(
        "resolved",
        _lt("First Contact"),
        _lt(
            "Of the tickets resolved in the period, those that the first team solved at once: never"
            " on hold, not escalated in any way, never reopened."
        ),
        condition=lambda _at: Domain("is_first_contact", "=", True),
        is_share=True,
    ),
    "satisfied": Figure(
        "resolved",
        _lt("Satisfied"),
        _lt(
            "Of the tickets resolved in the period that their requesters have rated, those with four"
            " stars or five."
        ),
        base=lambda _at: Domain("rating", ">", 0),
        condition=lambda _at: Domain("rating", ">=", SATISFIED_RATING),
        is_share=True,
        measure="rating",
    ),
    "reopened": Figure(
        "solved",
        _lt("Reopened"),
        _lt(
            "Of the tickets that were resolved in the period or came back in it, those that came"
            " back. A ticket counts when it was last reopened."
        ),
        condition=_came_back,
        is_share=True,
    ),
}

#: By what the tickets of a cohort are grouped: fields of its model.
GROUPS = {
    "open": ("team_id", "service_id", "priority", "pending_reason_id"),
    "opened": ("team_id", "service_id"),
    "resolved": ("team_id", "service_id"),
    "solved": ("team_id", "service_id"),
}


def backlog(end):
    """What was open at a moment. What was reopened counts as never having ended."""
    is_open = Domain("date_ended", "=", False) | Domain("date_ended", ">=", end)
    return TICKETS & Domain("date_opened", "<", end) & is_open


def age_steps(at):
    """The moments between the buckets of ages, oldest first."""
    return tuple(at.now - timedelta(days=count) for count in reversed(AGE_DAYS))
