from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .service_desk_journey_data import ACQUIRED, CONTRACTOR, LEAVER, PARTNER
from .service_desk_journey_import_data import (
    DONE,
    FAILED,
    IMPORT_KINDS,
    IMPORT_STATES,
    KEPT_DONE_DAYS,
    KEPT_DRAFT_DAYS,
    KNOWN,
    MAX_MB,
    MAX_ROWS,
    NEW,
    PRESENT,
    PROBLEM,
    TARGETS,
    WAITING,
)

#: What a person decides.
OPEN_FIELDS = {
    "file",
    "file_name",
    "kind",
    "company_id",
    "target",
    "organization_id",
    "date_default",
    "day_order",
    "makes_places",
    "column_ids",
}
#: What decides how rows are judged, besides their own texts.
JUDGING_FIELDS = OPEN_FIELDS - {"file", "file_name", "column_ids"}


class ServiceDeskJourneyImport(models.Model):
    """People who come or go together, from a spreadsheet: looked at first, then started.

    The check writes down nothing but rows, one a person: what was read, what would happen, what
    speaks against it. The start brings them in batch after batch; killed in the middle, it goes on
    where it stopped. Nobody is brought in twice, by the same sheet read again neither.
    """

    _name = "service.desk.journey.import"
    _description = "Import of People"
    _inherit = [
        "service.desk.boundary.mixin",
        "service.desk.journey.import.check.mixin",
        "service.desk.journey.import.people.mixin",
        "service.desk.journey.import.run.mixin",
        "service.desk.sheet.mixin",
    ]
    _order = "id desc"
    _rec_name = "file_name"
    _check_company_auto = True
    _open_fields = OPEN_FIELDS
    _max_mb = MAX_MB
    _max_rows = MAX_ROWS
    _job = "service_desk_hr.cron_journey_import"

    kind = fields.Selection(IMPORT_KINDS, required=True, default=ACQUIRED)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    target = fields.Selection(
        TARGETS,
        string="They Are",
        required=True,
        compute="_compute_target",
        store=True,
        precompute=True,
        readonly=False,
    )
    organization_id = fields.Many2one(
        "res.partner",
        string="Partner Company",
        index="btree_not_null",
        check_company=True,
        domain="[('is_company', '=', True)]",
        help="Whose people they are.",
    )
    date_default = fields.Date(string="Day", help="For all for whom the sheet names none.")
    makes_places = fields.Boolean(
        string="Create Departments and Jobs", help="Those that the sheet names and that are not there yet."
    )
    missing_text = fields.Char(
        readonly=True, copy=False, help="Departments and jobs of the sheet that are not there yet."
    )
    is_leaving = fields.Boolean(compute="_compute_is_leaving")
    is_of_contacts = fields.Boolean(compute="_compute_is_leaving")
    state = fields.Selection(IMPORT_STATES, required=True, default="draft", readonly=True, copy=False)
    column_ids = fields.One2many("service.desk.journey.import.column", "import_id", string="Columns")
    row_ids = fields.One2many("service.desk.journey.import.row", "import_id", string="People", readonly=True)
    problem_ids = fields.One2many(
        "service.desk.journey.import.row",
        "import_id",
        string="To Mend",
        domain=[("state", "in", (PROBLEM, FAILED))],
        readonly=True,
    )
    row_count = fields.Integer(string="People in the Sheet", compute="_compute_counts")
    new_count = fields.Integer(string="New", compute="_compute_counts", help="They will be created.")
    known_count = fields.Integer(string="Known", compute="_compute_counts", help="Nothing of them is changed.")
    present_count = fields.Integer(
        string="Already There", compute="_compute_counts", help="They are on such a journey and are left alone."
    )
    problem_count = fields.Integer(string="With Problems", compute="_compute_counts")
    waiting_count = fields.Integer(string="Ready", compute="_compute_counts")
    failed_count = fields.Integer(string="Failed", compute="_compute_counts")
    done_count = fields.Integer(string="Started People", compute="_compute_counts")
    progress = fields.Integer(compute="_compute_counts", help="In percent.")
    journey_ids = fields.One2many("service.desk.journey", "import_id", string="Journeys", readonly=True)
    journey_count = fields.Integer(string="Number of Journeys", compute="_compute_journey_count")

    # -- Computes --------------------------------------------------------------------------------

    @api.depends("kind")
    def _compute_target(self):
        for job in self:
            job.target = "contact" if job.kind == PARTNER else "employee"

    @api.depends("kind", "target")
    def _compute_is_leaving(self):
        for job in self:
            job.is_leaving = job.kind == LEAVER
            job.is_of_contacts = job.target == "contact"

    @api.depends("state", "row_ids.state", "row_ids.outcome")
    def _compute_counts(self):
        rows = self.env["service.desk.journey.import.row"]
        groups = rows._read_group(
            [("import_id", "in", self._origin.ids)], ["import_id", "state", "outcome"], ["__count"]
        )
        for job in self:
            found = [group[1:] for group in groups if group[0] == job._origin]
            states, outcomes = dict.fromkeys(dict(rows._fields["state"].selection), 0), {NEW: 0, KNOWN: 0}
            for state, outcome, count in found:
                states[state] += count
                if state == WAITING:
                    outcomes[outcome] += count
            job.row_count = sum(states.values())
            job.new_count, job.known_count = outcomes[NEW], outcomes[KNOWN]
            job.present_count, job.problem_count = states[PRESENT], states[PROBLEM]
            job.waiting_count, job.failed_count, job.done_count = states[WAITING], states[FAILED], states[DONE]
            handled, wanted = states[DONE] + states[FAILED], states[DONE] + states[FAILED] + states[WAITING]
            job.progress = 100 * handled // wanted if wanted and job.state in ("running", "done") else 0

    def _compute_journey_count(self):
        journeys = self.env["service.desk.journey"]
        counts = dict(journeys._read_group([("import_id", "in", self.ids)], ["import_id"], ["__count"]))
        for job in self:
            job.journey_count = counts.get(job, 0)

    # -- CRUD ------------------------------------------------------------------------------------

    def write(self, vals):
        if "company_id" in vals and any(job.journey_ids for job in self):
            raise UserError(self.env._("People of this sheet have been started in their company already."))
        result = super().write(vals)
        if "file" in vals and not self.env.su:
            self._forget_sheet()
        elif "column_ids" in vals and not self.env.su:
            self._read_again()
        elif JUDGING_FIELDS & vals.keys():
            self._judge_again()
        return result

    @api.autovacuum
    def _gc_imports(self):
        """Sheets hold more of people than the desk needs: what is over is not kept for ever."""
        today = fields.Datetime.now()
        self.search(
            [
                ("state", "in", ("draft", "checked")),
                ("write_date", "<", today - timedelta(days=KEPT_DRAFT_DAYS)),
            ]
        ).unlink()
        left = self.search([("state", "=", "done"), ("date_done", "<", today - timedelta(days=KEPT_DRAFT_DAYS))])
        left.row_ids.filtered("private_email").write({"private_email": False})
        left.filtered("file").write({"file": False})
        left.filtered(lambda job: job.date_done < today - timedelta(days=KEPT_DONE_DAYS)).unlink()

    # -- Actions ---------------------------------------------------------------------------------

    def action_make_places(self):
        """Let the start create the departments and jobs that are not there yet."""
        self._check_may_import()
        self.makes_places = True
        return True

    def action_open_journeys(self):
        """Show the journeys of these people."""
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk_hr.service_desk_journey_action")
        return {**action, "domain": [("import_id", "in", self.ids)], "context": {"create": False}}

    def action_open_rows(self):
        """Show the people of the sheet, to search, to filter and to mend."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk_hr.service_desk_journey_import_row_action")
        return {
            **action,
            "domain": [("import_id", "=", self.id)],
            "display_name": self.env._("People of %s", self.display_name),
        }

    @api.model
    def action_sample(self):
        """Download an empty sheet with the headings."""
        return {"type": "ir.actions.act_url", "url": "/service_desk_hr/import/sample.xlsx", "target": "download"}

    # -- Helpers ---------------------------------------------------------------------------------

    def _check_may_import(self):
        """:raise AccessError: for those who are not HR, or of another company"""
        self.env["service.desk.journey"]._check_is_hr()
        self.check_access("write")
        self.organization_id.check_access("read")

    def _default_employment(self):
        """The kind of employment of new people for whom the sheet names none."""
        return CONTRACTOR if self.kind == CONTRACTOR else "employee"
