from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..words import labels
from .service_desk_sla_data import CLOCK_STATES, KINDS, METRICS, criterion_names

#: What agents may say about a clock; all else it says by itself.
OPEN_FIELDS = frozenset({"breach_reason_id", "breach_note"})


class ServiceDeskSlaClock(models.Model):
    """One promise about one ticket or task: how much time it may take, and took.

    The stretches in which it ran are kept, everything else follows from them: see
    :mod:`..clock_rules`. What was promised is copied here, so that a policy can be edited without
    touching what was promised before. Divided by subject: ``service.desk.sla.clock.subject.mixin``
    names its ticket, ``service.desk.sla.store.mixin`` puts clocks into rows and back,
    ``service.desk.sla.job.mixin`` looks at what falls due, ``service.desk.sla.recompute.mixin`` at
    what a changed calendar concerns, ``service.desk.sla.clock.countdown.mixin`` tells screens how
    they count down, ``service.desk.sla.breach.mixin`` keeps why a promise was broken.
    """

    _name = "service.desk.sla.clock"
    _description = "Service Level Clock"
    _inherit = [
        "service.desk.own.defaults.mixin",
        "service.desk.ticket.line",
        "service.desk.export.mixin",
        "service.desk.sla.clock.subject.mixin",
        "service.desk.sla.store.mixin",
        "service.desk.sla.job.mixin",
        "service.desk.sla.recompute.mixin",
        "service.desk.sla.clock.countdown.mixin",
        "service.desk.sla.breach.mixin",
    ]
    _order = "kind desc, date_due, id"
    _rec_names_search = ["policy_name"]
    _log_access = False

    task_id = fields.Many2one("service.desk.task", index="btree_not_null", ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    policy_id = fields.Many2one(
        "service.desk.sla.policy", readonly=True, index="btree_not_null", ondelete="set null"
    )
    policy_name = fields.Char(readonly=True, help="As it was called when it was chosen.")
    policy_version = fields.Integer(readonly=True)
    target_id = fields.Integer(readonly=True, help="The row of the policy that it was promised by.")
    kind = fields.Selection(KINDS, required=True, readonly=True)
    metric = fields.Selection(METRICS, required=True, readonly=True)
    cycle = fields.Integer(readonly=True, help="Which turn of this promise it is.")
    party = fields.Integer(readonly=True, help="The team or supplier whose promise it is.")
    team_id = fields.Many2one(
        "service.desk.team", readonly=True, index="btree_not_null", help="Whose part of the work it measures."
    )
    supplier_id = fields.Many2one(
        "res.partner", readonly=True, index="btree_not_null", help="The supplier whose promise it is."
    )
    former_id = fields.Many2one(
        "service.desk.sla.clock",
        string="Took Over From",
        readonly=True,
        index="btree_not_null",
        help="The clock whose time it inherited when something else was promised.",
    )
    facts = fields.Char(readonly=True, help="What the policy was chosen by.")
    named = fields.Char(readonly=True, help="The criteria that the policy names.")
    rivals = fields.Integer(readonly=True, help="How many other policies fitted too.")
    reason = fields.Char(
        string="Why This Policy", compute="_compute_reason", help="How the policy was chosen."
    )
    span_table = fields.Html(
        string="When It Ran",
        compute="_compute_span_table",
        sanitize=False,
        help="Each stretch, and what was worked in it.",
    )
    # -- What it measures.
    state = fields.Selection(CLOCK_STATES, required=True, readonly=True)
    spans = fields.Json(readonly=True, help="When it ran: from, until, calendar.")
    seconds = fields.Integer(string="Promised", readonly=True, help="Working seconds.")
    resource_calendar_id = fields.Many2one(
        "resource.calendar", string="Hours", readonly=True, index="btree_not_null"
    )
    date_agreed = fields.Datetime(string="Agreed", readonly=True)
    date_promised = fields.Datetime(
        string="Promised Since", readonly=True, help="Since when this length is promised, or promised anew."
    )
    date_levels = fields.Datetime(
        readonly=True, help="Escalation levels that were passed before are history."
    )
    fired = fields.Json(readonly=True, help="The escalation levels that were acted upon.")
    date_start = fields.Datetime(string="Started", readonly=True)
    date_due = fields.Datetime(
        string="Due", readonly=True, help="Nothing while it stands still: then nobody can say."
    )
    date_risk = fields.Datetime(string="At Risk From", readonly=True)
    date_end = fields.Datetime(string="Ended", readonly=True)
    date_next = fields.Datetime(readonly=True, help="When the job must look at it.")
    elapsed = fields.Integer(
        string="Used at Last Change",
        readonly=True,
        help="Working seconds, when something last happened to it.",
    )
    paused = fields.Integer(
        string="Paused For", readonly=True, help="Working seconds in which it did not run."
    )
    is_breached = fields.Boolean(string="Breached", readonly=True)
    date_breached = fields.Datetime(string="Breached Since", readonly=True)
    overrun = fields.Integer(
        readonly=True, help="Working seconds by which the promise was exceeded."
    )
    escalation_ids = fields.One2many(
        "service.desk.sla.escalation", "clock_id", string="Escalations", readonly=True
    )

    _one_ticket = models.Constraint(
        "CHECK(num_nonnulls(incident_id, request_id, problem_id, change_id, task_id) = 1)",
        "A clock is about one ticket or task, and about one only.",
    )
    # As the report has it: when a promise was broken, or kept; of one that is open, when it began.
    _decided_index = models.Index("(company_id, (COALESCE(date_breached, date_end, date_start)))")
    _next_index = models.Index("(date_next) WHERE date_next IS NOT NULL")
    _live_index = models.Index("(id) WHERE state IN ('running', 'paused')")
    _turn_uniq_incident = models.UniqueIndex(
        "(incident_id, kind, metric, party, cycle) WHERE incident_id IS NOT NULL"
    )
    _turn_uniq_request = models.UniqueIndex(
        "(request_id, kind, metric, party, cycle) WHERE request_id IS NOT NULL"
    )
    _turn_uniq_problem = models.UniqueIndex(
        "(problem_id, kind, metric, party, cycle) WHERE problem_id IS NOT NULL"
    )
    _turn_uniq_change = models.UniqueIndex(
        "(change_id, kind, metric, party, cycle) WHERE change_id IS NOT NULL"
    )
    _turn_uniq_task = models.UniqueIndex(
        "(task_id, kind, metric, party, cycle) WHERE task_id IS NOT NULL"
    )

    @api.depends("kind", "metric", "policy_name")
    def _compute_display_name(self):
        metrics = labels(self, "metric")
        for clock in self:
            clock.display_name = f"{metrics.get(clock.metric, '')}: {clock.policy_name or ''}"

    @api.depends("named", "rivals")
    def _compute_reason(self):
        for clock in self:
            clock.reason = clock._text_reason()

    def _text_reason(self):
        """In words why this policy holds and no other."""
        words = criterion_names(self.env)
        names = ", ".join(words[one] for one in (self.named or "").split(",") if one)
        if names and self.rivals:
            return self.env._(
                "It names the most: %(names)s. Others that fit: %(count)s.",
                names=names,
                count=self.rivals,
            )
        if names:
            return self.env._("It names: %s. No other policy fits.", names)
        if self.rivals:
            return self.env._(
                "A general policy, first in sequence. Others that fit: %s.", self.rivals
            )
        return self.env._("The only policy that fits.")

    @api.depends("spans")
    @api.depends_context("lang", "tz", "uid")
    def _compute_span_table(self):
        for clock in self:
            clock.span_table = self.env["ir.qweb"]._render(
                "service_desk_sla.clock_spans", {"spans": clock._told_spans()}
            )

    # -- CRUD --------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Clocks are started by the desk itself."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and vals.keys() - OPEN_FIELDS:
            raise AccessError(
                self.env._("What a clock measured cannot be written; only why it was exceeded.")
            )
        return super().write(vals)
