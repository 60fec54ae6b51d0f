from datetime import timedelta

from odoo import api, fields, models

from .service_desk_ci_source_data import (
    CHANGED,
    DONE,
    FAILED,
    IMPORT_STATES,
    KEPT_DONE_DAYS,
    KEPT_DRAFT_DAYS,
    LINKING,
    MAX_MB,
    MAX_ROWS,
    NEW,
    PROBLEM,
    READ,
    STILL_STATES,
    UNCHANGED,
    WAITING,
)

#: What a person decides.
OPEN_FIELDS = {"file", "file_name", "source_id", "class_id", "is_full", "day_order", "column_ids"}
OUTCOME_CODES = (NEW, CHANGED, UNCHANGED)

#: Code of the source that is there from the beginning.
SHEETS = "spreadsheets"


class ServiceDeskCiImport(models.Model):
    """Configuration items from a spreadsheet: looked at first, then brought in.

    The check writes down nothing but rows: what was read, what would change, what speaks against it. The
    start brings them in batch after batch, relations when all items are there; killed in the middle, it
    goes on where it stopped. The same sheet again changes nothing.
    """

    _name = "service.desk.ci.import"
    _description = "Import of Configuration Items"
    _inherit = [
        # Whose rights the job has, and how far it is, is nobody's default.
        "service.desk.own.defaults.mixin",
        "service.desk.ci.import.read.mixin",
        "service.desk.ci.import.check.mixin",
        "service.desk.ci.import.run.mixin",
        "service.desk.ci.import.missed.mixin",
        "service.desk.sheet.mixin",
        "service.desk.export.mixin",
    ]
    _order = "id desc"
    _rec_name = "file_name"
    _open_fields = OPEN_FIELDS
    _busy_states = ("checking", "running")
    _max_mb = MAX_MB
    _max_rows = MAX_ROWS
    _job = "service_desk_cmdb.cron_ci_import"

    source_id = fields.Many2one(
        "service.desk.ci.source",
        required=True,
        index=True,
        default=lambda self: self._default_source(),
        help="Who tells it.",
    )
    company_id = fields.Many2one(related="source_id.company_id", store=True, index=True)
    class_id = fields.Many2one(
        "service.desk.ci.class", string="Class of the Rows", help="Of those that name none themselves."
    )
    is_full = fields.Boolean(
        string="The Sheet Is Complete",
        help="It holds all that the source knows. What the source told of before and this sheet does not is missed; "
        "the rule of the source says when that becomes missing or retired.",
    )
    day_order_found = fields.Char(readonly=True, copy=False)
    run = fields.Integer(readonly=True, copy=False)
    state = fields.Selection(IMPORT_STATES, required=True, default="draft", readonly=True, copy=False)
    notice = fields.Char(readonly=True, copy=False, help="What the person should know of it.")
    is_retiring = fields.Boolean(readonly=True, copy=False, help="What a full run misses is being retired.")
    tally = fields.Json(
        compute="_compute_tally", store=True, help="Rows by state, outcome and notice; while nothing happens to them."
    )
    column_ids = fields.One2many("service.desk.ci.import.column", "import_id", string="Columns")
    unread_columns = fields.Char(
        string="Not Read", compute="_compute_unread_columns", help="Headings of columns that are not read."
    )
    row_ids = fields.One2many("service.desk.ci.import.row", "import_id", string="Rows", readonly=True)
    row_count = fields.Integer(string="Rows in the Sheet", compute="_compute_counts")
    new_count = fields.Integer(string="New", compute="_compute_counts")
    changed_count = fields.Integer(string="Changed", compute="_compute_counts")
    same_count = fields.Integer(string="Unchanged", compute="_compute_counts")
    problem_count = fields.Integer(string="With Problems", compute="_compute_counts")
    notice_count = fields.Integer(string="With Notices", compute="_compute_counts", help="Relations that could not be.")
    concern_count = fields.Integer(
        string="Problems", compute="_compute_counts", help="Rows that do not go in, or not wholly."
    )
    waiting_count = fields.Integer(string="Ready", compute="_compute_counts")
    failed_count = fields.Integer(string="Failed", compute="_compute_counts")
    done_count = fields.Integer(string="Brought In", compute="_compute_counts")
    has_nothing_new = fields.Boolean(
        compute="_compute_has_nothing_new", help="It was looked at, and no row would change anything."
    )
    progress = fields.Integer(compute="_compute_counts", help="In percent.")

    @api.model
    def _default_source(self):
        """The one for spreadsheets, or the only one there is; which of several it is, a person says."""
        own = self.env["service.desk.ci.source"].search([("company_id", "=", self.env.company.id)])
        return own.filtered(lambda one: one.code == SHEETS) or (own if len(own) == 1 else own.browse())

    # -- Computes --------------------------------------------------------------------------------

    @api.depends("state")
    def _compute_tally(self):
        """To count 100,000 rows takes longer than to show all else of an import."""
        for job in self:
            job.tally = job._counted() if job.state in STILL_STATES else False

    @api.depends("row_ids.state", "row_ids.outcome", "tally")
    def _compute_counts(self):
        for job in self:
            found = job._counted() if job.tally is None or job.tally is False else job.tally
            by_state = {one: sum(row[3] for row in found if row[0] == one) for one in (READ, WAITING, LINKING, DONE)}
            outcomes = {one: sum(row[3] for row in found if row[1] == one) for one in (NEW, CHANGED, UNCHANGED)}
            job.row_count = sum(row[3] for row in found)
            job.new_count, job.changed_count, job.same_count = outcomes.values()
            job.problem_count = sum(row[3] for row in found if row[0] == PROBLEM)
            job.failed_count = sum(row[3] for row in found if row[0] == FAILED)
            job.notice_count = sum(row[3] for row in found if row[2])
            job.concern_count = sum(row[3] for row in found if row[2] or row[0] in (PROBLEM, FAILED))
            job.waiting_count, job.done_count = by_state[WAITING], by_state[DONE] + by_state[LINKING]
            job.progress = self._percent(job, by_state)

    @api.depends("column_ids.target", "column_ids.header")
    def _compute_unread_columns(self):
        for job in self:
            unread = job.column_ids.filtered(lambda one: one.header and not one.target)
            job.unread_columns = ", ".join(unread.sorted("position").mapped("header"))

    @api.depends("state", "date_started", "tally", "row_ids.state", "row_ids.outcome", "is_retirement_due")
    def _compute_has_nothing_new(self):
        for job in self:
            would_change = job.new_count or job.changed_count
            is_looked_at = job.state == "checked" and not job.date_started
            job.has_nothing_new = bool(
                is_looked_at and job.waiting_count and not would_change and not job.is_retirement_due
            )

    def _counted(self):
        """[state, outcome, with a notice, number] of the rows as they stand."""
        groups = self._rows()._read_group(
            [("import_id", "=", self._origin.id)], ["state", "outcome", "has_notice"], ["__count"]
        )
        return [list(group) for group in groups]

    @staticmethod
    def _percent(job, states):
        if job.state == "checking":
            looked_at = 2 * (job.row_count - states[READ]) - states[LINKING]
            return 50 * looked_at // job.row_count if job.row_count else 0
        wanted = 2 * (states[WAITING] + states[LINKING] + states[DONE])
        return (
            100 * (states[LINKING] + 2 * states[DONE]) // wanted if wanted and job.state in ("running", "done") else 0
        )

    # -- CRUD ------------------------------------------------------------------------------------

    def write(self, vals):
        result = super().write(vals)
        if not self.env.su and vals.keys() & OPEN_FIELDS - {"file_name"}:
            self._forget(keeps_columns="file" not in vals)
        return result

    @api.autovacuum
    def _gc_imports(self):
        """Rows are many and tell nothing later: what is over is not kept for ever."""
        now = fields.Datetime.now()
        old = now - timedelta(days=KEPT_DRAFT_DAYS)
        self.search([("state", "in", ("draft", "checked")), ("write_date", "<", old)]).unlink()
        self.search([("state", "=", "done"), ("date_done", "<", now - timedelta(days=KEPT_DONE_DAYS))]).unlink()

    # -- Actions ---------------------------------------------------------------------------------

    def action_open_rows(self):
        """Show the rows, to search and to filter; those alone that the button in the context is about."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk_cmdb.service_desk_ci_import_row_action")
        shown = self.env.context.get("service_desk_rows")
        context = {f"search_default_{shown}": 1} if shown in OUTCOME_CODES else {}
        domain = [("import_id", "=", self.id)]
        return {**action, "domain": domain, "context": context, "display_name": self.display_name}

    def action_open_problems(self):
        """Show the rows that did not or will not go in, or not wholly."""
        domain = ["|", ("has_notice", "=", True), ("state", "in", (PROBLEM, FAILED))]
        return {**self.action_open_rows(), "domain": [("import_id", "=", self.id), *domain]}

    # -- Helpers ---------------------------------------------------------------------------------

    def _rows(self):
        return self.env["service.desk.ci.import.row"]

    def _check_may_import(self):
        """:raise AccessError: for those who keep no items, or of another company"""
        self.env["service.desk.ci"]._check_may_import()
        self.check_access("write")
        self.source_id.check_access("read")
