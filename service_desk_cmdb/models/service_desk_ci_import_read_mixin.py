import json

from odoo import models
from odoo.tools import SQL

from odoo.addons.service_desk.sheets.days import DayReader

from .. import attribute_rules
from ..reconcile.headings import ATTRIBUTE, Headings, named_among
from ..reconcile.order import Order
from ..reconcile_rules import is_text
from .service_desk_ci_source_data import DATES, KEYS, PROBLEM, RANK_OTHERS, READ, ROW_BATCH


class ServiceDeskCiImportReadMixin(models.AbstractModel):
    """From a file to rows of texts; nothing is said yet about what they mean."""

    _name = "service.desk.ci.import.read.mixin"
    _description = "Reading of a Sheet of Items"

    def _read_sheet(self):
        """Make rows of the sheet; back to a draft when no column tells which items it is about."""
        table = self._open_sheet()
        self._recognize_columns(table)
        places = self._places()
        if not places.keys() - {"class"}:
            self.write({"state": "draft", "failure": self._text_no_columns()})
            return
        self._find_day_order(table, places)
        self._write_rows(table, places)

    def _recognize(self, header):
        return Headings(self.env).recognize(header, self.source_id.column_choices)

    def _column_labels(self):
        return dict(Headings(self.env).choices())

    def _text_no_columns(self):
        return self.env._(
            "No column is known. Say below what they are, then check again. The headings are: %s.",
            self._text_headings(),
        )

    def _find_day_order(self, table, places):
        """How days are written is told by all days of the sheet, not by those of a batch."""
        days = self.env["service.desk.ci.attribute"].search([("kind", "=", attribute_rules.DATE)])
        targets = {*DATES, *(ATTRIBUTE + code for code in days.mapped("code"))} & places.keys()
        targets |= named_among(places, days)
        texts = {cells[places[target]] for _line, cells in table.rows for target in targets}
        self.day_order_found = DayReader(texts, self.day_order).order or False

    def _write_rows(self, table, places):
        """By SQL: of 100,000 rows that only the desk reads, nothing else follows."""
        told = [
            {target: cells[place].strip() for target, place in places.items() if cells[place].strip()}
            for _line, cells in table.rows
        ]
        ranks = Order(self.env, told, self.class_id).ranks
        lines = [line for line, _cells in table.rows]
        rows = [self._row_values(*row) for row in zip(lines, told, ranks, strict=True)]
        rows += [(line, RANK_OTHERS, None, None, PROBLEM, message) for line, message in table.problems]
        now = self.env.cr.now()
        kept = (self.id, self.company_id.id or None, self.env.uid, now, self.env.uid, now)
        self.env.cr.execute_values(
            """
            INSERT INTO service_desk_ci_import_row (line, rank, texts, label, state, message,
                   import_id, company_id, create_uid, create_date, write_uid, write_date) VALUES %s
            """,
            [row + kept for row in rows],
            page_size=ROW_BATCH,
        )
        self.invalidate_recordset()

    def _row_values(self, line, texts, rank):
        """line, rank, texts, label, state, message"""
        label = next((texts[name][:200] for name in KEYS if name in texts), None)
        if not all(map(is_text, texts.values())):
            return line, rank, None, None, PROBLEM, self.env._("The row contains a character that is not text.")
        if not texts.keys() - {"class"}:
            return line, rank, json.dumps(texts), label, PROBLEM, self.env._("The row says nothing.")
        return line, rank, json.dumps(texts), label, READ, None

    def _drop_rows(self):
        """By SQL: nothing hangs on them, and they are many."""
        self.env.flush_all()
        self.env.cr.execute(SQL("DELETE FROM service_desk_ci_import_row WHERE import_id IN %s", tuple(self.ids)))
        self.env["service.desk.ci.import.row"].invalidate_model(flush=False)
        self.invalidate_recordset()
