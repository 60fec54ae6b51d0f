"""From cells to values: dates, states, levels and counts, each with a sentence when it is wrong."""

from datetime import timedelta

from odoo.exceptions import UserError

from ..models.service_desk_import_data import DATE_TARGETS, LONG_TARGETS
from .moments import MomentReader, fitting_orders, likeliest_order
from .words import Words

#: How far a clock of another company's computer may be ahead.
CLOCK_SLACK = timedelta(days=1)


class CellReader:
    """Reads the cells of one file as one profile describes them.

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
        self.words = Words(profile)
        self.places, self.fact_places = profile._places(sheet.header)
        self.missing = profile._missing_words()
        self.moments = None
        #: Numbers of tickets that cannot be loaded.
        self.bad = set()

    # -- Problems ------------------------------------------------------------------------------

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

    # -- Words ---------------------------------------------------------------------------------

    def cell(self, cells, target):
        """The word in the column for ``target``; empty when it is missing or not mapped."""
        place = self.places.get(target)
        if place is None:
            return ""
        word = self.word(cells[place])
        # Names, numbers and subjects are one line, however their cell was broken.
        return word if target in LONG_TARGETS or word.isprintable() else " ".join(word.split())

    def word(self, text):
        return "" if text.casefold() in self.missing else text

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

    def choice(self, number, line, cells, kind):
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
            self.error(number, line, kind, word, message)
        else:
            self.notice(
                line,
                kind,
                word,
                self.env._("The profile does not know this word; the default is taken."),
            )
        return default

    def count(self, number, line, cells, target):
        """A number of times, or None when the file does not tell."""
        text = self.cell(cells, target)
        if text and not (text.isascii() and text.isdigit() and len(text) < 7):
            self.error(number, line, target, text, self.env._("This is not a number of times."))
            return None
        return int(text) if text else None

    # -- Dates ---------------------------------------------------------------------------------

    def moment(self, number, line, cells, target):
        """The moment in the column for ``target``, False when there is none or it is wrong."""
        text = self.cell(cells, target)
        if not text:
            return False
        try:
            moment = self.moments.parse(text)
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

    def date_reader_for(self, rows):
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
        texts = {self.word(cells[place]) for _line, cells in rows for place in places} - {""}
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
