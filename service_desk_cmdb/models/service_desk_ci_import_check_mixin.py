from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.service_desk.sheets import open_table
from odoo.addons.service_desk.sheets.days import DayReader
from odoo.addons.service_desk.sheets.headings import plain

from .. import attribute_rules
from ..reconcile.headings import ATTRIBUTE, Headings
from ..reconcile.reconciler import Reconciler
from .service_desk_ci_source_data import (
    CHECKED_AT_ONCE,
    DATES,
    MAX_MB,
    MAX_ROWS,
    PROBLEM,
    READ,
    ROW_BATCH,
    TELLING,
    WAITING,
)

#: Larger files are not even read while the person waits.
_READ_AT_ONCE = 2**20
#: What a row says in short.
_LABELS = ("number", "name", "serial_number", "asset_tag")


class ServiceDeskCiImportCheckMixin(models.AbstractModel):
    """The dry run: reads the sheet into rows, and looks at what each of them would change."""

    _name = "service.desk.ci.import.check.mixin"
    _description = "Check of an Import of Items"

    def _check_sheet(self):
        """Replace the rows of an earlier check by what the sheet says now.

        :raise UserError: once it has been started, or when the file as a whole cannot be read
        """
        self.ensure_one()
        if self.state not in ("draft", "checked") or self.date_started:
            raise UserError(self.env._("This import has been started already. Make a new one to read a sheet again."))
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
        job = self.sudo()  # sudo: rows and columns are written by the check alone; who asks was checked
        job.row_ids.unlink()
        job.write({"state": "checking", "failure": False, "notice": False, "user_id": self.env.uid})
        if len(self.with_context(bin_size=False).file) * 3 // 4 > _READ_AT_ONCE:
            self._wake_job()
            return
        job._read_sheet()
        if len(job.row_ids) > CHECKED_AT_ONCE:
            self._wake_job()
        elif job.state == "checking":
            job._judge_waiting(lambda _count: True)

    def _forget(self, keeps_columns):
        """Back to a draft: the file, or what it means, is another now.

        :raise UserError: once it has been started
        """
        job = self.sudo()  # sudo: see above
        if any(one.date_started for one in job):
            raise UserError(self.env._("This import has been started already. Make a new one to read a sheet again."))
        job.row_ids.unlink()
        if not keeps_columns:
            job.column_ids.unlink()
        job.write({"state": "draft", "failure": False, "notice": False})

    # -- Reading ---------------------------------------------------------------------------------

    def _read_sheet(self):
        """Make rows of the sheet; back to a draft when no column tells which items it is about."""
        table = open_table(self.env, self.with_context(bin_size=False).file, MAX_MB, MAX_ROWS)
        self._recognize_columns(table)
        places = self._places()
        if not places.keys() - {"class"}:
            self.write({"state": "draft", "failure": self._text_no_columns()})
            return
        self._find_day_order(table, places)
        self._write_rows(table, places)

    def _recognize_columns(self, table):
        """Say what each column is, unless somebody has had a look at these columns already."""
        if self.column_ids.sorted("position").mapped("header") == [name or False for name in table.header]:
            return
        places = Headings(self.env, self.class_id).recognize(table.header)
        self.column_ids.unlink()
        self.env["service.desk.ci.import.column"].create(
            [
                {
                    "import_id": self.id,
                    "position": place,
                    "header": name,
                    "sample": next((cells[place][:80] for _line, cells in table.rows if cells[place]), False),
                    "target": places.get(place, False),
                }
                for place, name in enumerate(table.header)
            ]
        )

    def _places(self):
        """target -> position of its column.

        :raise UserError: when somebody has said the same of two columns
        """
        targets = [column.target for column in self.column_ids if column.target]
        doubles = {target for target in targets if targets.count(target) > 1}
        if doubles:
            labels = dict(Headings(self.env).choices())
            names = ", ".join(sorted(labels[target] for target in doubles))
            raise UserError(self.env._("More than one column is read as %s.", names))
        return {column.target: column.position for column in self.column_ids if column.target}

    def _text_no_columns(self):
        headings = [name for name in self.column_ids.mapped("header") if name]
        return self.env._(
            "No column is known. Say below what they are, then check again. The headings are: %s.", ", ".join(headings)
        )

    def _find_day_order(self, table, places):
        """How days are written is told by all days of the sheet, not by those of a batch."""
        days = self.env["service.desk.ci.attribute"].search([("kind", "=", attribute_rules.DATE)])
        targets = {*DATES, *(ATTRIBUTE + code for code in days.mapped("code"))} & places.keys()
        texts = {cells[places[target]] for _line, cells in table.rows for target in targets}
        self.day_order_found = DayReader(texts, self.day_order).order or False

    def _write_rows(self, table, places):
        rows = self.env["service.desk.ci.import.row"]
        of_locations = self._names_of_locations()
        for start in range(0, len(table.rows), CHECKED_AT_ONCE):
            some = table.rows[start : start + CHECKED_AT_ONCE]
            rows.create([self._row_values(line, cells, places, of_locations) for line, cells in some])
        rows.create(
            [
                {"import_id": self.id, "line": line, "state": PROBLEM, "message": message}
                for line, message in table.problems
            ]
        )

    def _row_values(self, line, cells, places, of_locations):
        texts = {target: cells[place].strip() for target, place in places.items() if cells[place].strip()}
        is_location = plain(texts["class"]) in of_locations if "class" in texts else self.class_id.code in of_locations
        return {
            "import_id": self.id,
            "line": line,
            "rank": 0 if is_location else 1,
            "texts": texts,
            "label": next((texts[name][:200] for name in _LABELS if name in texts), False),
            "state": READ if texts.keys() - TELLING.keys() or "number" in texts else PROBLEM,
            "message": False if texts.keys() - {"class"} else self.env._("The row says nothing."),
        }

    def _names_of_locations(self):
        """Words for locations and narrower classes of them."""
        kinds = self.env["service.desk.ci.class"].search([("code", "=", "location")])
        below = kinds.search([("id", "child_of", kinds.ids)]) if kinds else kinds
        return {plain(word) for one in below for word in (one.name, one.code, one.complete_name)} | {
            *below.mapped("code")
        }

    # -- Looking ---------------------------------------------------------------------------------

    def _judge_waiting(self, commit):
        """Look at the rows that were read.

        :param commit: called with the number of rows after each batch; commits, and returns something
            false when there is no time left
        :return: whether it is done with time left
        """
        reconciler = Reconciler(
            self._as_person().env, self._as_person().source_id, self.class_id, self.day_order_found, self._coming()
        )
        rows = self.env["service.desk.ci.import.row"]
        domain = [("import_id", "=", self.id), ("state", "=", READ)]
        while batch := rows.search(domain, order="rank, line, id", limit=ROW_BATCH):
            answers = reconciler.judge([row.texts for row in batch])
            for row, answer in zip(batch, answers, strict=True):
                row.write(self._verdict(reconciler, answer, WAITING))
            if not commit(len(batch)):
                return False
        self.write({"state": "checked"})
        return bool(commit(0))

    def _coming(self):
        """Names of the sheet: what will be there when others refer to it."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT lower(texts ->> 'name') FROM service_desk_ci_import_row"
                " WHERE import_id = %s AND rank = 0 AND texts ->> 'name' IS NOT NULL",
                self.id,
            )
        )
        return frozenset(name for (name,) in rows)

    @staticmethod
    def _verdict(reconciler, answer, state):
        """Values of a row."""
        if not answer.is_in():
            values = {"state": answer.outcome, "outcome": False, "changes": False, "message": answer.message}
        else:
            said = reconciler.say_changes(answer)
            values = {"state": state, "outcome": answer.outcome, "changes": said or False, "message": False}
        return {**values, "ci_id": answer.thing.id if answer.thing and answer.thing.id else False}
