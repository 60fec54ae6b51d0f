"""From rows to tickets: groups a file's rows and makes one draft of each group."""

from email.utils import quote

from odoo.exceptions import UserError
from odoo.tools import email_normalize

from ..lifecycle import CLOSED, DONE, ENDED_PHASES
from ..models.service_desk_import_data import (
    COUNT_TARGETS,
    DATE_TARGETS,
    MAX_NUMBER_LENGTH,
    MAX_SUBJECT_LENGTH,
    TEXT_TARGETS,
)
from . import chronicle
from .cells import CellReader
from .draft import Draft
from .subject import column_names, make_subject

#: Characters that mean something around an e-mail address.
SPECIAL = frozenset('",;:<>@\\')


class HistoryParser(CellReader):
    """Makes drafts of tickets of one file."""

    def __init__(self, profile, sheet, issues, now):
        super().__init__(profile, sheet, issues, now)
        self.lifecycle = profile.env[profile.process]._lifecycle
        self.row_count = 0
        #: How often the next row of a ticket is newer, and how often older, than the one before.
        self.rises = self.falls = 0

    def drafts(self):
        """All tickets of the file in the order of their first rows, the bad ones included.

        :raise UserError: when the file has no rows, its dates can be read in two ways, or its
            events run backward
        """
        rows = self.sheet.rows(self.issues)
        if not rows:
            raise UserError(self.env._("The file has a header, but no line below it."))
        self.row_count = len(rows)
        self._mark_misfits()
        self._check_subject()
        self.moments = self.date_reader_for(rows)
        drafts = [self._draft(number, group) for number, group in self._groups(rows).items()]
        self._check_direction()
        return drafts

    # -- Rows ----------------------------------------------------------------------------------

    def _groups(self, rows):
        """number -> its rows, in the order of the file."""
        groups = {}
        for line, cells in rows:
            number = self.cell(cells, "number")
            if not number:
                self.error(
                    "", line, "number", "", self.env._("The number of the ticket is missing.")
                )
            elif len(number) > MAX_NUMBER_LENGTH:
                self.error(number, line, "number", number, self.env._("This number is too long."))
            else:
                groups.setdefault(number, []).append((line, cells))
        if self.profile.layout == "ticket":
            self._refuse_doubles(groups)
        return groups

    def _refuse_doubles(self, groups):
        for number, rows in groups.items():
            for line, _cells in rows[1:]:
                message = self.env._(
                    "This number is there twice: it stands on line %s already. If the file has several"
                    " rows a ticket, say in the profile that it is an event log.",
                    rows[0][0],
                )
                self.error(number, line, "number", number, message)

    def _mark_misfits(self):
        """A ticket one of whose rows cannot be read is not the whole ticket."""
        place = self.places["number"]
        for cells in self.sheet.misfits:
            if place < len(cells):
                self.bad.add(self.word(cells[place].strip()))

    def _check_subject(self):
        for name in column_names(self.profile.subject_template):
            if name not in self.sheet.header:
                self.issues.notice(
                    1,
                    name,
                    "",
                    self.env._("Subjects are made from this column, which the file does not have."),
                )

    def _check_direction(self):
        if self.falls > self.rises:
            raise UserError(
                self.env._(
                    "The rows of most tickets run from the newest to the oldest. Say in the profile"
                    " that events are put in order by their time."
                )
            )

    # -- Tickets -------------------------------------------------------------------------------

    def _draft(self, number, rows):
        """The ticket that these rows tell of. Its last row says how it stands."""
        rows = chronicle.in_order(self, number, rows)
        line, cells = rows[-1]
        draft = Draft(number, min(line for line, _cells in rows), len(rows))
        draft.values = self._values(draft, line, cells)
        draft.words = self._record_words(line, cells)
        draft.facts = [
            [label, self.word(cells[place])]
            for label, place in self.fact_places
            if self.word(cells[place])
        ]
        self._cut_subject(draft, line)
        opened = draft.values["date_opened"] or self._first_moment(draft, rows)
        draft.values["date_opened"] = opened
        if number not in self.bad:
            chronicle.tell(self, draft, rows)
        else:
            # Whoever corrects the line shall not learn of its other mistakes one by one.
            for place, event in rows:
                self.state(number, place, event)
        if number not in self.bad:
            self._settle_ends(draft, line)
        return draft

    def _values(self, draft, line, cells):
        values = {name: self.cell(cells, name) for name in TEXT_TARGETS}
        values["name"] = values["name"] or self._subject(cells)
        if not values["name"]:
            values["name"] = draft.number
            if "name" in self.places:
                message = self.env._("The subject is missing; the number stands in for it.")
                self.notice(line, "name", "", message)
        for kind in ("impact", "urgency", "channel"):
            values[kind] = self.choice(draft.number, line, cells, kind)
        draft.priority = (
            self.choice(draft.number, line, cells, "priority"),
            self.cell(cells, "priority"),
        )
        for target in DATE_TARGETS:
            if target != "event_date":
                values[target] = self.moment(draft.number, line, cells, target)
        for target in COUNT_TARGETS:
            values[target] = self.count(draft.number, line, cells, target)
        return values

    def _subject(self, cells):
        words = dict(zip(self.sheet.header, map(self.word, cells), strict=True))
        return make_subject(self.profile.subject_template, words)

    def _cut_subject(self, draft, line):
        """A subject that is too long goes on among the facts."""
        whole = draft.values["name"]
        if len(whole) > MAX_SUBJECT_LENGTH:
            draft.values["name"] = f"{whole[: MAX_SUBJECT_LENGTH - 1]}…"
            draft.facts.append([self.env._("Whole subject"), whole])
            message = self.env._("This subject is cut; the whole of it is kept as a fact.")
            self.notice(line, "name", whole, message)

    def _record_words(self, line, cells):
        path = [self.cell(cells, "category"), self.cell(cells, "subcategory")]
        return {
            "person": self._person(line, cells),
            "submitted_by": self.cell(cells, "submitted_by"),
            "team": self.cell(cells, "team"),
            "agent": self.cell(cells, "assignee"),
            "service": self.cell(cells, "service"),
            "category": " / ".join(word for word in path if word),
            "code": self.cell(cells, "code"),
        }

    def _person(self, line, cells):
        """The requester, with the address where the file gives one."""
        person, email = self.cell(cells, "requester"), self.cell(cells, "requester_email")
        if not person or not email:
            return person or email
        if not email_normalize(email):
            message = self.env._("This is no e-mail address; the requester is known by name alone.")
            self.notice(line, "requester_email", email, message)
            return person
        # "Other, Ann" would be two people to whoever reads addresses.
        name = f'"{quote(person)}"' if SPECIAL.intersection(person) else person
        return f"{name} <{email}>"

    def _first_moment(self, draft, rows):
        """The time of the first event stands in for a missing opening time."""
        line, cells = rows[0]
        opened = self.moment(draft.number, line, cells, "event_date")
        if not opened and draft.number not in self.bad:
            message = self.env._("The time at which the ticket was opened is missing.")
            self.error(draft.number, line, "date_opened", "", message)
        return opened

    # -- How it ended --------------------------------------------------------------------------

    def _settle_ends(self, draft, line):
        """Resolved and closed: the file's times, else the history's; none while it is open."""
        values = draft.values
        phase = self.lifecycle.phases[values["state"]]
        if phase not in ENDED_PHASES:
            self._drop_end(draft, line, "date_resolved")
        elif not values["date_resolved"] and values["state"] in (
            "closed",
            *self.lifecycle.in_phases(DONE),
        ):
            values["date_resolved"] = chronicle.last_into(self, draft, ENDED_PHASES)
            if "date_resolved" in self.places:
                self.notice(
                    line,
                    "date_resolved",
                    "",
                    self.env._("The time of the resolution is missing; the history's is taken."),
                )
        if phase != CLOSED:
            self._drop_end(draft, line, "date_closed")
        elif not values["date_closed"]:
            values["date_closed"] = chronicle.last_into(self, draft, (CLOSED,))
        for target in ("date_resolved", "date_closed"):
            if values[target] and values[target] < values["date_opened"]:
                message = self.env._("This is before the ticket was opened.")
                self.error(draft.number, line, target, str(values[target]), message)

    def _drop_end(self, draft, line, target):
        """A ticket that is open again has not ended, whatever an old cell says."""
        if draft.values[target]:
            draft.values[target] = False
            message = self.env._("The ticket has not ended so far; this time is left out.")
            self.notice(line, target, "", message)
