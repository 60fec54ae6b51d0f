from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.misc import format_date

from odoo.addons.service_desk.days import in_zone, zone_of

from ..review_rules import latest_period, period_of
from .service_desk_sla_review_data import (
    BASIS_FIELDS,
    FACT_FIELDS,
    PERIOD_MONTHS,
    PERIODS,
    REVIEW_STATES,
    SCOPE_FIELDS,
)


class ServiceDeskSlaReview(models.Model):
    """How promises were kept in a period, told to a customer or looked at by the desk.

    While it is a draft its figures can be worked out again. Closing freezes all of it: whatever
    happens to tickets, clocks, policies and names later, a closed review says what it said. What
    was wrong is put right in a new revision, which names the one before it.
    """

    _name = "service.desk.sla.review"
    _description = "Service Review"
    _inherit = [
        "service.desk.sla.review.fill.mixin",
        "service.desk.sla.review.overlap.mixin",
        "service.desk.sla.review.print.mixin",
        "service.desk.export.mixin",
        "service.desk.boundary.mixin",
        "service.desk.facts.mixin",
    ]
    _order = "date_from desc, id desc"
    _check_company_auto = True
    _facts = FACT_FIELDS

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    state = fields.Selection(REVIEW_STATES, required=True, readonly=True, default="draft", copy=False, index=True)
    period = fields.Selection(PERIODS, required=True, default="month")
    date_from = fields.Date(string="From", required=True, default=lambda self: self._default_date_from())
    date_to = fields.Date(
        string="Until",
        required=True,
        compute="_compute_date_to",
        store=True,
        readonly=False,
        precompute=True,
        help="The last day.",
    )
    # -- What it looks at.
    customer_id = fields.Many2one("res.partner", index="btree_not_null", ondelete="restrict", check_company=True)
    contract_id = fields.Many2one(
        "service.desk.contract", index="btree_not_null", ondelete="restrict", check_company=True
    )
    service_id = fields.Many2one("service.desk.service", ondelete="restrict", check_company=True)
    team_id = fields.Many2one("service.desk.team", ondelete="restrict", check_company=True)
    scope = fields.Char(readonly=True, copy=False, help="What it looks at, as it was called then.")
    # -- What it says.
    line_ids = fields.One2many("service.desk.sla.review.line", "review_id", readonly=True, copy=False)
    breach_ids = fields.One2many("service.desk.sla.review.breach", "review_id", readonly=True, copy=False)
    count = fields.Integer(string="Promises", compute="_compute_totals", store=True)
    breached_count = fields.Integer(string="Breached", compute="_compute_totals", store=True)
    met_rate = fields.Float(string="Met (%)", compute="_compute_totals", store=True, aggregator=None)
    summary = fields.Html(help="How it went, in words.")
    measures = fields.Html(string="Measures Agreed", help="What is done so that it goes better.")
    improvement_ids = fields.One2many("service.desk.improvement", "sla_review_id", string="Improvements")
    # -- Its life.
    revision = fields.Integer(readonly=True, default=1, copy=False)
    former_id = fields.Many2one(
        "service.desk.sla.review",
        string="Corrects",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    successor_ids = fields.One2many("service.desk.sla.review", "former_id", string="Corrected By")
    is_outdated = fields.Boolean(
        string="Corrected", compute="_compute_is_outdated", search="_search_is_outdated"
    )
    date_filled = fields.Datetime(string="Figures As Of", readonly=True, copy=False)
    date_closed = fields.Datetime(string="Closed On", readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    _period_sane = models.Constraint("CHECK(date_from <= date_to)", "The period ends before it begins.")
    # However often a correction is asked for, a revision is corrected once.
    _former_uniq = models.UniqueIndex("(former_id) WHERE former_id IS NOT NULL", "It is being corrected already.")

    @api.model
    def _default_date_from(self):
        today = in_zone(fields.Datetime.now(), zone_of(self.env.company)).date()
        return latest_period(today, 1)[0]

    @api.depends("period", "date_from")
    def _compute_date_to(self):
        for review in self:
            months = PERIOD_MONTHS.get(review.period)
            if months and review.date_from:
                review.date_to = period_of(review.date_from, months)[1]
            else:
                review.date_to = review.date_to or review.date_from

    @api.depends("line_ids.count", "line_ids.breached_count")
    def _compute_totals(self):
        for review in self:
            review.count = sum(review.line_ids.mapped("count"))
            review.breached_count = sum(review.line_ids.mapped("breached_count"))
            met = review.count - review.breached_count
            review.met_rate = 100.0 * met / review.count if review.count else 0.0

    @api.depends("successor_ids.state")
    def _compute_is_outdated(self):
        for review in self:
            review.is_outdated = "closed" in review.successor_ids.mapped("state")

    @api.model
    def _search_is_outdated(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("successor_ids", "any" if True in value else "not any", [("state", "=", "closed")])]

    @api.depends("date_from", "date_to", "scope", "revision", *SCOPE_FIELDS)
    def _compute_display_name(self):
        for review in self:
            parts = [review._period_text(), review.scope or review._scope_text()]
            if review.revision > 1:
                parts.append(self.env._("revision %s", review.revision))
            review.display_name = ", ".join(part for part in parts if part)

    @api.constrains("period", "date_from")
    def _check_period(self):
        for review in self:
            months = PERIOD_MONTHS.get(review.period)
            if months and period_of(review.date_from, months) != (review.date_from, review.date_to):
                raise ValidationError(
                    self.env._("A month or a quarter begins with its first day. Choose “From … to …” for other days.")
                )

    # -- CRUD --------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._whole_period(vals) for vals in vals_list])

    def write(self, vals):
        self._check_open()
        vals = self._whole_period(vals)
        basis = {name: vals[name] for name in BASIS_FIELDS & vals.keys()}
        before = {review: review._basis() for review in self} if basis else {}
        result = super().write(vals)
        changed = self.browse([review.id for review, was in before.items() if review._basis() != was])
        if changed:
            changed._throw_figures_away()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._check_open()

    @api.model
    def _whole_period(self, vals):
        """A month or a quarter begins with its first day, whichever of its days was chosen."""
        months = PERIOD_MONTHS.get(vals.get("period") or (self.period if len(self) == 1 else "custom"))
        day = fields.Date.to_date(vals.get("date_from"))
        if not months or not day:
            return dict(vals)
        return {**vals, "date_from": period_of(day, months)[0]}

    def _basis(self):
        return tuple(self[name] for name in sorted(BASIS_FIELDS))

    def _check_open(self):
        """:raise UserError: when one of these is closed; nobody changes it any more, not even the desk"""
        for review in self:
            if review.state == "closed":
                raise UserError(
                    self.env._(
                        "“%s” is closed and stays as it is. Make a new revision to correct it.", review.display_name
                    )
                )

    # -- Verbs -------------------------------------------------------------------------------

    def _check_may_act(self):
        """:raise AccessError: unless reviews are this user's work and these are within reach"""
        self.check_access("write")

    def action_fill(self):
        """Work out the figures of the period."""
        self._check_may_act()
        self._check_open()
        # sudo: a review counts all tickets of its scope, whoever fills it; it names no subjects.
        self.sudo()._fill()
        return True

    def action_close(self):
        """Freeze all of it."""
        self._check_may_act()
        self._check_open()
        for review in self:
            review._check_can_close()
        # sudo: facts that people cannot write; who may close was checked.
        self.sudo().write(
            {"state": "closed", "date_closed": fields.Datetime.now(), "closed_by_id": self.env.user.id}
        )
        return True

    def _check_can_close(self):
        """:raise UserError: when its figures do not tell the whole period"""
        _begin, end = self._moments()
        if end > fields.Datetime.now():
            raise UserError(self.env._("The period is not over yet."))
        if not self.date_filled:
            raise UserError(self.env._("Work out the figures first."))
        if self.date_filled < end:
            raise UserError(
                self.env._("The figures were worked out before the period was over. Work them out again.")
            )

    def action_correct(self):
        """Make a new revision of a closed review, with its texts and with figures of today."""
        self._check_may_act()
        self.ensure_one()
        if self.state != "closed":
            raise UserError(self.env._("This review is still a draft and can be changed."))
        if self.successor_ids:
            return self.successor_ids._get_records_action()
        # sudo: revision and predecessor are facts that people cannot write.
        revision = self.sudo().copy({"revision": self.revision + 1, "former_id": self.id})
        revision._fill()
        return revision.sudo(False)._get_records_action()

    def action_open_clocks(self):
        """The promises of this period, as far as the reader may see them."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk_sla.service_desk_sla_report_action")
        return {**action, "domain": self._domain(), "context": {}, "display_name": self.display_name}

    def action_new_improvement(self):
        """Write down what is to be done better, closed or not: that goes on after the review."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add an Improvement"),
            "res_model": "service.desk.improvement",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_sla_review_id": self.id,
                "default_company_id": self.company_id.id,
                "default_contract_id": self.contract_id.id,
            },
        }

    # -- In words ----------------------------------------------------------------------------

    def _period_text(self):
        if not self.date_from or not self.date_to:
            return ""
        if self.period == "month":
            return format_date(self.env, self.date_from, date_format="MMMM y")
        if self.period == "quarter":
            return format_date(self.env, self.date_from, date_format="QQQ y")
        return f"{format_date(self.env, self.date_from)} – {format_date(self.env, self.date_to)}"

    def _scope_text(self):
        """What it looks at, in names; the whole desk when nothing narrows it."""
        # What a form names without having the right to see it goes without a name.
        names = [self[name]._filtered_access("read").display_name for name in SCOPE_FIELDS]
        names = [name for name in names if name]
        return ", ".join(names) or self.env._("The whole desk")
