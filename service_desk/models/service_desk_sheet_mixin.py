from odoo import fields, models
from odoo.exceptions import UserError

from ..sheets import open_table
from .service_desk_sheet_data import DAY_ORDERS


class ServiceDeskSheetMixin(models.AbstractModel):
    """A sheet on its way in, a row a record: looked at first, then brought in by a job.

    The check writes down nothing but rows and what each column is. Whoever takes in a list (people,
    configuration items) says what the columns may be (:meth:`_column_labels`, :meth:`_recognize`), how
    rows are looked at (:meth:`_check_sheet`) and brought in (:meth:`_bring_waiting`).
    """

    _name = "service.desk.sheet.mixin"
    _description = "Sheet on its Way In"
    _inherit = ["service.desk.sheet.file.mixin"]

    _open_fields = frozenset({"file", "file_name", "day_order", "column_ids"})
    _max_rows = 5000

    file = fields.Binary(string="Sheet")
    day_order = fields.Selection(
        DAY_ORDERS, string="Dates", required=True, default="auto", help="How days are written in the sheet."
    )

    # -- Actions -----------------------------------------------------------------------------------

    def action_check(self):
        """Read the sheet and tell what would happen; nothing else changes.

        :raise UserError: when the file as a whole cannot be read
        """
        self._check_may_import()
        for job in self:
            job._check_sheet()
        return True

    def action_start(self):
        """Bring in the rows that are ready, by a job that begins at once."""
        self._check_may_import()
        for job in self:
            job._start()
        return True

    def action_retry(self):
        """Try those rows again that failed."""
        self._check_may_import()
        for job in self:
            job._retry()
        return True

    # -- What an import says of itself ---------------------------------------------------------------

    def _check_sheet(self):
        """Replace the rows of an earlier check by what the sheet says now."""
        raise NotImplementedError

    def _column_labels(self):
        """What a column may be -> what people call it."""
        raise NotImplementedError

    def _recognize(self, header):
        """Position of a column -> what it is, told from the headings."""
        raise NotImplementedError

    def _text_no_file_name(self):
        return self.env._("Sheet")

    def _finish(self):
        """The sheet is not kept where all of it was read: it may hold more than that."""
        result = super()._finish()
        if not (self.problem_count or self.failed_count):
            self.file = False
        return result

    # -- Columns -----------------------------------------------------------------------------------

    def _open_sheet(self):
        """The file as a table.

        :raise UserError: when it is none, or one that is too large
        """
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
        return open_table(self.env, self.with_context(bin_size=False).file, self._max_mb, self._max_rows)

    def _recognize_columns(self, table):
        """Say what each column is, unless somebody has had a look at these columns already."""
        if self.column_ids.sorted("position").mapped("header") == [name or False for name in table.header]:
            return
        targets = self._recognize(table.header)
        self.column_ids.unlink()
        self.column_ids.create(
            [
                {
                    "import_id": self.id,
                    "position": place,
                    "header": name,
                    "sample": next((cells[place][:80] for _line, cells in table.rows if cells[place]), False),
                    "target": targets.get(place, False),
                }
                for place, name in enumerate(table.header)
            ]
        )

    def _places(self):
        """What is read -> position of its column.

        :raise UserError: when somebody has said the same of two columns
        """
        targets = [column.target for column in self.column_ids if column.target]
        doubles = {target for target in targets if targets.count(target) > 1}
        if doubles:
            labels = self._column_labels()
            names = ", ".join(sorted(labels[target] for target in doubles))
            raise UserError(self.env._("More than one column is read as %s.", names))
        return {column.target: column.position for column in self.column_ids if column.target}

    def _text_headings(self):
        """The headings of the sheet, for a sentence."""
        return ", ".join(name for name in self.column_ids.mapped("header") if name)
