from odoo import fields, models

STATES = [
    ("new", "New"),
    ("in_progress", "In Progress"),
    ("pending", "Pending"),
    ("resolved", "Resolved"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]
PHASES = [(phase, phase) for phase in ("new", "active", "pending", "done", "closed")]
LEVELS = [(level, level) for level in "12345"]


class BenchBare(models.Model):
    """A conversation with as many plain fields as an incident, and nothing else.

    No rule, no index, nothing computed, no method: what Odoo itself asks for such a record. Its
    fields have the names of the incident's, so that the same views and searches suit both.
    """

    _name = "bench.bare"
    _description = "Benchmark Bare Record"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_names_search = ["number", "name"]

    number = fields.Char()
    name = fields.Char(required=True)
    description = fields.Html()
    state = fields.Selection(STATES, default="new", required=True, tracking=True)
    phase = fields.Selection(PHASES, default="new")
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    requester_id = fields.Many2one("res.partner")
    submitted_by_id = fields.Many2one("res.partner")
    customer_id = fields.Many2one("res.partner")
    supplier_id = fields.Many2one("res.partner")
    supplier_ref = fields.Char()
    user_id = fields.Many2one("res.users", tracking=True)
    team_id = fields.Many2one("bench.label", tracking=True)
    service_id = fields.Many2one("bench.label")
    category_id = fields.Many2one("bench.label")
    template_id = fields.Many2one("bench.label")
    pending_reason_id = fields.Many2one("bench.label")
    resolution_code_id = fields.Many2one("bench.label")
    tag_ids = fields.Many2many("bench.label")
    parent_id = fields.Many2one("bench.bare")
    merged_into_id = fields.Many2one("bench.bare")
    previous_id = fields.Many2one("bench.bare")
    request_id = fields.Many2one("bench.bare")
    impact = fields.Selection(LEVELS, default="2")
    urgency = fields.Selection(LEVELS, default="2")
    priority = fields.Selection(LEVELS)
    priority_override = fields.Selection(LEVELS)
    priority_override_reason = fields.Char()
    channel = fields.Char()
    resolution = fields.Html()
    handoff_note = fields.Text()
    is_confidential = fields.Boolean()
    escalation_level = fields.Integer()
    reopen_count = fields.Integer()
    reassignment_count = fields.Integer()
    rating_last_value = fields.Float()
    date_opened = fields.Datetime()
    date_assigned = fields.Datetime()
    date_first_response = fields.Datetime()
    date_due = fields.Datetime()
    date_pending = fields.Datetime()
    date_resume = fields.Datetime()
    date_reminded = fields.Datetime()
    date_resolved = fields.Datetime()
    date_closed = fields.Datetime()
