from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..sheets import open_table
from ..sheets.table import check_size
from .service_desk_sheet_data import DAY_ORDERS


class ServiceDeskSheetMixin(models.AbstractModel):
    """A sheet on its way in, a row a record: looked at first, then brought in by a job.

    The check writes down nothing but rows and what each column is. Whoever takes in a list (people,
    configuration items) says what the columns may be (:meth:`_column_labels`, :meth:`_recognize`), how
    rows are looked at (:meth:`_check_sheet`) and brought in (:meth:`_bring_waiting`).
    """

    _name = "service.desk.sheet.mixin"
    _description = "Sheet on its Way In"
    _inherit = ["service.desk.sheet.job.mixin"]

    #: What a person decides; everything else the import writes down by itself.
    _open_fields = frozenset({"file", "file_name", "day_order", "column_ids"})
    #: States in which a job works on it, and nobody else.
    _busy_states = ("running",)
    _max_mb = 8
    _max_rows = 5000

    file = fields.Binary(string="Sheet", attachment=True, copy=False)
    file_name = fields.Char(copy=False)
    day_order = fields.Selection(
        DAY_ORDERS, string="Dates", required=True, default="auto", help="How days are written in the sheet."
    )
    failure = fields.Char(readonly=True, copy=False, help="What keeps the sheet from being read, or why it stopped.")
    user_id = fields.Many2one("res.users", string="By", readonly=True, copy=False, index="btree_not_null")
    date_started = fields.Datetime(string="Started", readonly=True, copy=False)
    date_done = fields.Datetime(string="Ended", readonly=True, copy=False)

    @api.depends("file_name")
    def _compute_display_name(self):
        for job in self:
            job.display_name = job.file_name or self.env._("New Import")

    # -- CRUD --------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_open_fields(vals)
            self._close_defaults(vals)
            if vals.get("file") and not vals.get("file_name"):
                vals["file_name"] = self._text_no_file_name()
        return super().create(vals_list)

    @api.model
    def _close_defaults(self, vals):
        """Whose rights the job has, and how far it is, is nobody's default: neither a context's nor a stored one."""
        for name in ("state", "user_id", "date_started", "date_done", "failure") if not self.env.su else ():
            default = self._fields[name].default
            vals[name] = default(self) if default else False

    def write(self, vals):
        self._check_open_fields(vals)
        if not self.env.su and any(job.state in self._busy_states for job in self):
            raise UserError(self.env._("The import is running; wait until it has ended."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_running(self):
        if self.filtered(lambda job: job.state in self._busy_states):
            raise UserError(self.env._("An import cannot be deleted while it is running."))

    @api.model
    def _check_open_fields(self, vals):
        """:raise AccessError: for states and results, which are what happened
        :raise UserError: for a file that is too large, before it is stored"""
        if not self.env.su and vals.keys() - self._open_fields:
            raise AccessError(self.env._("An import keeps its state and its rows by itself."))
        check_size(self.env, vals.get("file"), self._max_mb)

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

    def _check_may_import(self):
        """:raise AccessError: for those who may not bring in such rows, or are of another company"""
        raise NotImplementedError

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
