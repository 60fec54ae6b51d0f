from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..sheets.table import check_bytes


class ServiceDeskSheetFileMixin(models.AbstractModel):
    """A file on its way in, by a job: people bring it along and decide how it is read; the import notes what happens.

    The host adds ``state``.
    """

    _name = "service.desk.sheet.file.mixin"
    _description = "File on its Way In"
    _inherit = ["service.desk.sheet.job.mixin"]

    #: What a person decides; everything else the import writes down by itself.
    _open_fields = frozenset({"file", "file_name"})
    #: States in which a job works on it, and nobody else.
    _busy_states = ("running",)
    _max_mb = 8

    file = fields.Binary(attachment=True, copy=False)
    file_name = fields.Char(copy=False)
    failure = fields.Char(readonly=True, copy=False, help="What keeps the file from being read, or why it stopped.")
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
        self._check_size(len(vals.get("file") or "") * 3 // 4)

    @api.model
    def _check_size(self, size):
        """:raise UserError: for a file that would take the server's memory"""
        check_bytes(self.env, size, self._max_mb)

    # -- What an import says of itself ---------------------------------------------------------------

    def _check_may_import(self):
        """:raise AccessError: for those who may not bring in such files, or are of another company"""
        raise NotImplementedError

    def _text_no_file_name(self):
        raise NotImplementedError
