from odoo import models
from odoo.exceptions import UserError

from odoo.addons.service_desk.sheets.headings import plain, recognize
from odoo.addons.service_desk.some_of import some_of

from ..people.judge import Judge
from ..people.names import full_name
from .service_desk_journey_import_data import (
    DONE,
    KNOWN_HEADINGS,
    MAX_NAMED,
    MAX_TEXT,
    PROBLEM,
    ROW_TEXTS,
)


class ServiceDeskJourneyImportCheckMixin(models.AbstractModel):
    """The dry run: reads the sheet into rows, and looks at what each of them would do."""

    _name = "service.desk.journey.import.check.mixin"
    _description = "Check of an Import of People"

    def _check_sheet(self):
        """Replace the rows of an earlier check by what the sheet says now.

        :raise UserError: once it has been started, or when the file as a whole cannot be read
        """
        self.ensure_one()
        if self.state not in ("draft", "checked") or self.journey_ids:
            raise UserError(self.env._("This import has been started already. Make a new one to read a sheet again."))
        self._check_complete()
        table = self._open_sheet()
        job = self.sudo()  # sudo: rows and columns are written by the check alone; who asks was checked
        job._recognize_columns(table)
        job.row_ids.unlink()
        if not job._places_of_name():
            job.write({"state": "draft", "failure": self._text_no_name()})
            return
        job._write_rows(table)
        job.write({"state": "checked", "failure": False, "user_id": self.env.uid})
        self._judge_again()

    def _read_again(self):
        """Somebody has said what the columns are; what was mended in the rows is read anew."""
        for job in self.filtered(lambda one: one.state in ("draft", "checked") and one.file and not one.journey_ids):
            job._check_sheet()

    def _check_complete(self):
        if self.is_of_contacts and not self.organization_id:
            raise UserError(self.env._("Choose the partner company whose people they are."))

    def _forget_sheet(self):
        """Back to a draft: another file has been chosen."""
        job = self.sudo()  # sudo: see above
        if any(one.journey_ids for one in job):
            raise UserError(self.env._("People of this sheet have been started already. Make a new import."))
        job.row_ids.unlink()
        job.column_ids.unlink()
        job.write({"state": "draft", "failure": False})

    # -- Columns ---------------------------------------------------------------------------------

    def _recognize(self, header):
        labels = self._column_labels()
        known = {target: (plain(labels[target]), *KNOWN_HEADINGS[target]) for target in KNOWN_HEADINGS}
        return {place: target for target, place in recognize(header, known).items()}

    def _column_labels(self):
        return dict(self.column_ids._fields["target"]._description_selection(self.env))

    def _places_of_name(self):
        places = self._places()
        return [places[name] for name in ("name", "first_name", "last_name") if name in places]

    def _text_no_name(self):
        return self.env._(
            "No column is known as the name of the person. Say below which one it is, then check again. The headings"
            " are: %s.",
            self._text_headings(),
        )

    # -- Rows ------------------------------------------------------------------------------------

    def _write_rows(self, table):
        places = self._places()
        rows = [self._row_values(line, cells, places) for line, cells in table.rows]
        rows += [
            {"import_id": self.id, "line": line, "is_misfit": True, "state": PROBLEM, "message": message}
            for line, message in table.problems
        ]
        self.env["service.desk.journey.import.row"].create(rows)

    def _row_values(self, line, cells, places):
        texts = {target: " ".join(cells[place].split()) for target, place in places.items()}
        texts["name"] = full_name(*(texts.pop(part, "") for part in ("name", "first_name", "last_name")))
        long = next((target for target, text in texts.items() if len(text) > MAX_TEXT), None)
        values = {"import_id": self.id, "line": line}
        if long:
            label = self._column_labels()[long]
            message = self.env._("%(column)s: up to %(count)s characters are possible.", column=label, count=MAX_TEXT)
            return {**values, "name": texts["name"][:MAX_TEXT], "is_misfit": True, "message": message}
        return {**values, **{name: texts.get(name) or False for name in ROW_TEXTS}}

    def _judge_again(self):
        """Look at all rows as they stand now."""
        for job in self.filtered(lambda one: one.state != "draft" and one.row_ids):
            judge = Judge(job)
            job._write_verdicts(judge.judge())
            # sudo: see _write_verdicts
            job.sudo().missing_text = some_of(job.env, sorted(judge.missing), MAX_NAMED)

    def _write_verdicts(self, verdicts):
        # sudo: what happens to a person is found out, not written by hand.
        for row, values in verdicts.items():
            old = row.sudo()
            changed = {
                name: value
                for name, value in values.items()
                if (old[name].id if old._fields[name].relational else old[name] or False) != (value or False)
            }
            if changed and old.state != DONE:
                old.write(changed)
