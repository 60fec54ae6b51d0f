import re

from odoo import api, models
from odoo.exceptions import UserError

from ..history.issues import Issues
from ..history.words import Words
from ..sheets.headings import recognize
from .service_desk_import_data import CHOICE_TARGETS, KIND_FIELDS, KNOWN_HEADERS

#: A column with more words than this is no choice among a few.
MAX_WORDS = 40
#: Rows a ticket from which on a file is taken for an event log. Fewer are numbers that stand there
#: twice by mistake, which the check names line by line.
LOG_ROWS = 1.5


class ServiceDeskImportGuessMixin(models.AbstractModel):
    """Makes a first profile out of a file, so that a person corrects instead of typing it all."""

    _name = "service.desk.import.guess.mixin"
    _description = "Guess of an Import Profile"

    @api.model
    def _from_sheet(self, sheet, file_name, company):
        """A profile for files like this one.

        :param sheet: :class:`~..history.sheet.Sheet`
        :raise UserError: when no column has a name
        """
        if not any(sheet.header):
            raise UserError(self.env._("The first line of the file does not name any column."))
        rows = sheet.rows(Issues())
        targets = self._guess_targets(sheet.header)
        is_log = self._looks_like_log(rows, targets)
        if not is_log:
            targets = {name: place for name, place in targets.items() if not name.startswith("event_")}
        by_place = {place: target for target, place in targets.items()}
        profile = self.create(
            {
                "name": re.sub(r"\.\w+$", "", file_name),
                "tool": re.sub(r"\W+", "_", file_name.partition(".")[0].lower()) or "other",
                "company_id": company.id,
                "layout": "event" if is_log else "ticket",
                "subject_template": self._guess_subject(sheet.header, targets),
                "column_ids": [
                    (0, 0, {"header": name, "target": by_place.get(place), "sequence": place})
                    for place, name in enumerate(sheet.header)
                    if name
                ],
            }
        )
        profile.value_ids = profile._guess_words(rows, targets)
        return profile

    @api.model
    def _guess_targets(self, header):
        """target -> position of the first column whose name other tools use for it."""
        return recognize(header, KNOWN_HEADERS)

    @staticmethod
    def _guess_subject(header, targets):
        """What a subject can be made of when the file has none."""
        places = [targets[name] for name in ("category", "subcategory") if name in targets]
        if "name" in targets or not places:
            return False
        return " / ".join(f"{{{header[place]}}}" for place in places)

    @staticmethod
    def _looks_like_log(rows, targets):
        """Whether each row is an event: it says when it happened, and many are about one ticket."""
        if not {"number", "event_date"} <= targets.keys():
            return False
        events = [
            cells[targets["number"]]
            for _line, cells in rows
            if any(char.isdigit() for char in cells[targets["event_date"]])
        ]
        return len(events) == len(rows) and len(events) >= LOG_ROWS * len(set(events)) > 0

    def _guess_words(self, rows, targets):
        """Lines for the words that stand for our states and levels, as far as they can be guessed.

        A word that cannot be guessed gets no line; the check then names it.
        """
        self.ensure_one()
        words = Words(self)
        lines = []
        for kind in CHOICE_TARGETS:
            texts = {cells[targets[kind]] for _line, cells in rows} if kind in targets else set()
            for text in sorted(texts - {""}) if len(texts) <= MAX_WORDS else ():
                value, reason = self._guess_word(words, kind, text)
                if value:
                    field = KIND_FIELDS[kind]
                    line = {"kind": kind, "text": text, field: value, "pending_reason_id": reason}
                    lines.append((0, 0, line))
        return lines

    def _guess_word(self, words, kind, text):
        """Our value for a word: by our own names, within longer words, or by common other names."""
        parts = [text, *re.split(r"[\s\-:.]+", text)]
        meanings = (words.meaning(kind, part) for part in parts if part)
        value = next((meaning[0] for meaning in meanings if meaning), False)
        if not value and kind == "state":
            value = self._guess_state(text)
        reason = self.env.ref("service_desk.pending_reason_other", raise_if_not_found=False)
        return value, reason.id if reason and value == "pending" else False

    def _guess_state(self, text):
        common = {
            "new": ("open", "opened", "logged", "submitted"),
            "in_progress": ("active", "work in progress", "assigned", "working", "started"),
            "pending": ("on hold", "waiting", "on-hold", "suspended"),
            "resolved": ("solved", "completed", "done"),
            "fulfilled": ("solved", "completed", "done", "closed complete"),
            "cancelled": ("canceled", "rejected", "withdrawn"),
        }
        known = self.env[self.process]._lifecycle.phases
        names = {name: state for state, all_names in common.items() if state in known for name in all_names}
        lower = text.strip().lower()
        return names.get(lower) or (lower.startswith(("awaiting", "pending", "waiting")) and "pending")
