"""From rows to tickets: groups a file's rows, reads their words, tells what is wrong with them."""

from datetime import timedelta

from odoo.exceptions import UserError

from ..lifecycle import CLOSED, DONE, ENDED_PHASES
from ..models.service_desk_import_data import (
    COUNT_TARGETS,
    DATE_TARGETS,
    MAX_NUMBER_LENGTH,
    TEXT_TARGETS,
)
from . import chronicle
from .draft import Draft
from .moments import MomentReader, fitting_orders, likeliest_order
from .subject import column_names, make_subject
from .words import Words

#: How far a clock of another company's computer may be ahead.
CLOCK_SLACK = timedelta(days=1)


class HistoryParser:
    """Reads one file as one profile describes it.

    :param profile: ``service.desk.import.profile``
    :param sheet: :class:`~.sheet.Sheet`
    :param issues: :class:`~.issues.Issues`, filled along the way
    :param now: the current moment; history lies before it
    """

    def __init__(self, profile, sheet, issues, now):
        self.env = profile.env
        self.profile = profile
        self.sheet = sheet
        self.issues = issues
        self.latest = now + CLOCK_SLACK
        self.lifecycle = profile.env[profile.process]._lifecycle
        self.words = Words(profile)
        self.places, self.fact_places = profile._places(sheet.header)
        self.missing = profile._missing_words()
        self.moments = None
        #: Numbers of tickets that cannot be loaded.
        self.bad = set()
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
        self._check_subject()
        self.moments = self._moment_reader(rows)
        drafts = [self._draft(number, group) for number, group in self._groups(rows).items()]
        self._check_direction()
        return drafts

    # -- Cells ---------------------------------------------------------------------------------

    def cell(self, cells, target):
        """The word in the column for ``target``; empty when it is missing or not mapped."""
        place = self.places.get(target)
        return "" if place is None else self._word(cells[place])

    def _word(self, text):
        return "" if text.casefold() in self.missing else text

    def error(self, number, line, target, value, message):
        """Note an error that keeps the ticket with this number from being loaded."""
        self.bad.add(number)
        self.issues.error(line, self._header(target), value, message)

    def notice(self, line, target, value, message):
        """Note something worth knowing about a column."""
        self.issues.notice(line, self._header(target), value, message)

    def _header(self, target):
        place = self.places.get(target)
        return "" if place is None else self.sheet.header[place]

    def moment(self, number, line, cells, target):
        """The moment in the column for ``target``, False when there is none or it is wrong."""
        text = self.cell(cells, target)
        if not text:
            return False
        try:
            moment = self.moments.read(text)
        except ValueError:
            self.error(
                number,
                line,
                target,
                text,
                self.env._("This is not a date, or not in the form of the profile."),
            )
            return False
        if moment > self.latest and target != "date_due":
            self.error(number, line, target, text, self.env._("This date lies in the future."))
            return False
        return moment

    def state(self, number, line, cells):
        """(our state, pending reason) of a row; (None, False) when the word is not known."""
        word = self.cell(cells, "state")
        meaning = self.words.meaning("state", word) if word else None
        if meaning:
            return meaning
        message = (
            self.env._("The profile does not say which of our states this is.")
            if word
            else self.env._("The state is missing.")
        )
        self.error(number, line, "state", word, message)
        return None, False

    # -- Rows ----------------------------------------------------------------------------------

    def _moment_reader(self, rows):
        """A reader for the dates of this file, by the profile's word or by what fits them all."""
        profile = self.profile
        if profile.date_order == "pattern":
            return MomentReader(pattern=profile.date_pattern, zone=profile.tz)
        order = profile.date_order
        if order == "auto":
            order = self._find_order(rows)
        return MomentReader(order, zone=profile.tz)

    def _find_order(self, rows):
        places = [self.places[target] for target in DATE_TARGETS if target in self.places]
        texts = {self._word(cells[place]) for _line, cells in rows for place in places} - {""}
        orders = fitting_orders(texts)
        if texts and len(orders) > 1:
            raise UserError(
                self.env._(
                    "The dates of this file can be read in more than one way, %(example)s for"
                    " example. Say in the profile whether the day or the month comes first.",
                    example=min(texts),
                )
            )
        return orders[0] if orders else likeliest_order(texts)

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
                    "This number stands on line %s already. If the file has several rows a ticket,"
                    " say in the profile that it is an event log.",
                    rows[0][0],
                )
                self.error(number, line, "number", number, message)

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
        draft.words = self._record_words(cells)
        draft.facts = [
            [label, self._word(cells[place])]
            for label, place in self.fact_places
            if self._word(cells[place])
        ]
        opened = draft.values["date_opened"] or self._first_moment(draft, rows)
        draft.values["date_opened"] = opened
        if number not in self.bad:
            chronicle.tell(self, draft, rows)
            self._settle_ends(draft, line)
        return draft

    def _values(self, draft, line, cells):
        values = {name: self.cell(cells, name) for name in TEXT_TARGETS}
        values["name"] = values["name"] or self._subject(cells) or draft.number
        for kind in ("impact", "urgency", "channel"):
            values[kind] = self._choice(draft, line, cells, kind)
        draft.priority = (
            self._choice(draft, line, cells, "priority"),
            self.cell(cells, "priority"),
        )
        for target in DATE_TARGETS:
            if target != "event_date":
                values[target] = self.moment(draft.number, line, cells, target)
        for target in COUNT_TARGETS:
            values[target] = self._count(draft, line, cells, target)
        return values

    def _subject(self, cells):
        words = dict(zip(self.sheet.header, map(self._word, cells), strict=True))
        return make_subject(self.profile.subject_template, words)

    def _choice(self, draft, line, cells, kind):
        """Our value for the word in the column of this kind, or the profile's default."""
        word = self.cell(cells, kind)
        default = self.profile._default_choice(kind)
        if not word:
            return default
        meaning = self.words.meaning(kind, word)
        if meaning:
            return meaning[0]
        if self.profile.unknown_choice == "error":
            message = self.env._("The profile does not say what this word means.")
            self.error(draft.number, line, kind, word, message)
        else:
            self.notice(
                line,
                kind,
                word,
                self.env._("The profile does not know this word; the default is taken."),
            )
        return default

    def _count(self, draft, line, cells, target):
        """A number of times, or None when the file does not tell."""
        text = self.cell(cells, target)
        if text and not (text.isascii() and text.isdigit() and len(text) < 7):
            self.error(
                draft.number, line, target, text, self.env._("This is not a number of times.")
            )
            return None
        return int(text) if text else None

    def _record_words(self, cells):
        person, email = self.cell(cells, "requester"), self.cell(cells, "requester_email")
        path = [self.cell(cells, "category"), self.cell(cells, "subcategory")]
        return {
            "person": f"{person} <{email}>" if person and email else person or email,
            "submitted_by": self.cell(cells, "submitted_by"),
            "team": self.cell(cells, "team"),
            "agent": self.cell(cells, "assignee"),
            "service": self.cell(cells, "service"),
            "category": " / ".join(word for word in path if word),
            "code": self.cell(cells, "code"),
        }

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
