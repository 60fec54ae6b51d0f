from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .service_desk_import_data import IMPORT_STATES, MAX_IMPORT_MB

#: What a person decides.
OPEN_FIELDS = {"profile_id", "company_id", "file", "file_name", "leaves_out_errors"}


class ServiceDeskImport(models.Model):
    """One file of another desk's tickets on its way into this one: checked, then loaded.

    The check changes nothing but this record: it reads the file, lists what is wrong line by line
    and stages the tickets. The load writes them in batches; killed in the middle, it goes on
    where it stopped.
    """

    _name = "service.desk.import"
    _description = "Import of Ticket History"
    _inherit = [
        "service.desk.boundary.mixin",
        "service.desk.import.check.mixin",
        "service.desk.import.load.mixin",
        "service.desk.import.summary.mixin",
        "service.desk.sheet.file.mixin",
    ]
    _order = "id desc"
    _rec_name = "file_name"
    _check_company_auto = True
    _open_fields = OPEN_FIELDS
    _max_mb = MAX_IMPORT_MB
    _job = "service_desk.cron_import"

    profile_id = fields.Many2one(
        "service.desk.import.profile",
        index=True,
        check_company=True,
        help="How to read the file.",
    )
    process = fields.Selection(related="profile_id.process")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    leaves_out_errors = fields.Boolean(
        string="Leave Out Tickets with Errors",
        help="Load the others; without this, nothing is loaded while anything is wrong.",
    )
    state = fields.Selection(IMPORT_STATES, required=True, default="draft", readonly=True, copy=False)

    row_count = fields.Integer(string="Rows", readonly=True, copy=False)
    ticket_count = fields.Integer(
        string="Tickets", readonly=True, copy=False, help="Tickets in the file that can be read."
    )
    bad_count = fields.Integer(string="With Errors", readonly=True, copy=False, help="Tickets that cannot be loaded.")
    existing_count = fields.Integer(
        string="Already Here", readonly=True, copy=False, help="Tickets of an earlier import."
    )
    loaded_count = fields.Integer(string="Loaded", readonly=True, copy=False)
    failed_count = fields.Integer(string="Failed", readonly=True, copy=False)
    error_count = fields.Integer(string="Lines with Errors", readonly=True, copy=False)
    notice_count = fields.Integer(string="Lines with Notices", readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress", help="In percent.")
    stats = fields.Json(readonly=True, copy=False)
    summary = fields.Html(compute="_compute_summary", sanitize=False)
    user_id = fields.Many2one(default=lambda self: self.env.uid)
    date_checked = fields.Datetime(string="Checked", readonly=True, copy=False)
    issue_ids = fields.One2many("service.desk.import.issue", "import_id", string="Problems")
    staged_ids = fields.One2many("service.desk.import.ticket", "import_id", string="Tickets in the File")

    # -- Computes ------------------------------------------------------------------------------

    @api.depends("state", "ticket_count", "existing_count", "loaded_count", "failed_count")
    def _compute_progress(self):
        for job in self:
            handled = job.existing_count + job.loaded_count + job.failed_count
            started = job.state in ("running", "done", "failed")
            job.progress = 100 * handled / job.ticket_count if started and job.ticket_count else 0

    # -- CRUD ----------------------------------------------------------------------------------

    def write(self, vals):
        if {"profile_id", "company_id", "file"} & vals.keys():
            for job in self:
                if job.state not in ("draft", "checked"):
                    raise UserError(
                        self.env._(
                            "%s has been started. Make a new import for another file.",
                            job.display_name,
                        )
                    )
            self._forget_check()
        return super().write(vals)

    # -- Actions -------------------------------------------------------------------------------

    def action_check(self):
        """Read the file and tell what would happen; nothing else changes.

        :raise UserError: when the file as a whole cannot be read
        """
        self._check_may_import()
        for job in self:
            job._check_file()
        return True

    def action_load(self):
        """Load what the check found, at once when it is little, else as a job.

        :raise UserError: while anything is wrong that nobody decided to leave out
        """
        self._check_may_import()
        for job in self:
            job._start()
        return True

    def action_refresh(self):
        """Read the form again, to see how far the job is."""
        self.check_access("read")
        return True

    def action_open_tickets(self):
        """Open the tickets that this import brought."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tickets from %s", self.display_name),
            "res_model": self.process,
            "view_mode": "list,form,pivot,graph",
            "domain": [("import_id", "=", self.id)],
            "context": {"create": False},
        }

    def action_new_profile(self):
        """Make a profile out of the file's header and words, for a person to complete."""
        self.ensure_one()
        self._check_may_import()
        self.profile_id = self.env["service.desk.import.profile"]._from_sheet(
            self._sheet(), self.display_name, self.company_id
        )
        return self.profile_id._get_records_action(context={**self.env.context, "service_desk_import_id": self.id})

    # -- Helpers -------------------------------------------------------------------------------

    def _check_may_import(self):
        """:raise AccessError: for those who are not desk managers, or of another company"""
        if not self.env.su and not self.env.user.has_group("service_desk.group_manager"):
            raise AccessError(self.env._("Only desk managers import history."))
        self.check_access("write")

    def _text_no_file_name(self):
        return "history.csv"

    def _existing(self, numbers):
        """Number in the other tool -> id of the ticket that came of it before."""
        # sudo: a ticket counts as imported even where this user does not see it.
        tickets = (
            self.sudo()
            .env[self.process]
            .search_fetch(
                Domain("company_id", "=", self.company_id.id)
                & Domain("external_tool", "=", self.profile_id.tool)
                & Domain("external_number", "in", numbers),
                ["external_number"],
            )
        )
        return {ticket.external_number: ticket.id for ticket in tickets}

    def _taken(self, numbers):
        """Those of the numbers that a ticket of this company has already."""
        # sudo: a number is taken even where this user does not see the ticket.
        tickets = (
            self.sudo()
            .env[self.process]
            .search_fetch([("company_id", "=", self.company_id.id), ("number", "in", numbers)], ["number"])
        )
        return set(tickets.mapped("number"))

    def _matrix_priority(self, impact, urgency):
        matrix = self.env["service.desk.priority.matrix"]
        return matrix._priority(self.company_id.id, impact, urgency)
