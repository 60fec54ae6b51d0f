from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import continuity_rules
from .service_desk_continuity_data import APPROVED, DOCUMENT_FACTS, RETIRED, TOP_LEVEL


class ServiceDeskContinuityAnalysis(models.Model):
    """What it means for the business when a service is away, and for how long it may be.

    One of them holds for a service and a company: approving another one retires it.
    """

    _name = "service.desk.continuity.analysis"
    _description = "Business Impact Analysis"
    _inherit = ["service.desk.continuity.look.mixin", "service.desk.continuity.document.mixin"]
    _order = "rto_hours, id"
    _rec_names_search = ["service_id.name"]

    _facts = frozenset({*DOCUMENT_FACTS, "date_looked", "is_looked_cut"})
    _contents = frozenset({"service_id", "company_id", "rto_hours", "rpo_hours", "mtpd_hours", "impact_ids", "note"})

    service_id = fields.Many2one(
        "service.desk.service", required=True, index=True, check_company=True, tracking=True, ondelete="restrict"
    )
    rto_hours = fields.Float(
        string="RTO (Hours)", tracking=True, help="Recovery time objective: so long after it stopped, it works again."
    )
    rpo_hours = fields.Float(
        string="RPO (Hours)", tracking=True, help="Recovery point objective: what was entered so long before is lost."
    )
    mtpd_hours = fields.Float(
        string="MTPD (Hours)",
        tracking=True,
        help="Maximum tolerable period of disruption: after that it is too late for the business.",
    )
    impact_ids = fields.One2many("service.desk.continuity.impact", "analysis_id", string="Impact over Time", copy=True)
    warning = fields.Char(compute="_compute_warning")
    note = fields.Html(string="Notes")
    plan_count = fields.Integer(string="Plans", compute="_compute_plan_count")

    _hours_sane = models.Constraint(
        "CHECK(rto_hours >= 0 AND rpo_hours >= 0 AND mtpd_hours >= 0)", "Hours are not negative."
    )
    _in_force_uniq = models.UniqueIndex(
        "(service_id, COALESCE(company_id, 0)) WHERE state = 'approved'", "Another analysis of this service holds."
    )

    @api.depends("service_id")
    def _compute_display_name(self):
        for one in self:
            one.display_name = one.service_id.display_name or ""

    @api.depends("impact_ids.after_hours", "impact_ids.level", "impact_ids.kind", "mtpd_hours")
    def _compute_warning(self):
        for one in self:
            hours = continuity_rules.unbearable_after(one._harms(), int(TOP_LEVEL))
            is_late = hours is not None and one.mtpd_hours and one.mtpd_hours > hours
            one.warning = is_late and self.env._(
                "The impact is unbearable after %(hours)s h already, but %(mtpd)s h are called tolerable.",
                hours=f"{hours:g}",
                mtpd=f"{one.mtpd_hours:g}",
            )

    @api.depends("service_id")
    def _compute_plan_count(self):
        groups = self.env["service.desk.continuity.plan"]._read_group(
            [("service_ids", "in", self.service_id.ids), ("state", "!=", RETIRED)], ["service_ids"], ["__count"]
        )
        counts = {service.id: count for service, count in groups}
        for one in self:
            one.plan_count = counts.get(one.service_id.id, 0)

    def _harms(self):
        return [(row.kind, row.after_hours, int(row.level or 0)) for row in self.impact_ids]

    @api.constrains("rto_hours", "rpo_hours", "mtpd_hours")
    def _check_hours(self):
        for one in self:
            wrong = continuity_rules.hours_wrong(one.rto_hours, one.rpo_hours, one.mtpd_hours)
            if wrong == continuity_rules.NEGATIVE:
                raise ValidationError(self.env._("%s: hours are not negative.", one.display_name))
            if wrong:
                raise ValidationError(
                    self.env._(
                        "%(name)s: it would be back after %(rto)s h, but more than %(mtpd)s h nobody can bear.",
                        name=one.display_name,
                        rto=f"{one.rto_hours:g}",
                        mtpd=f"{one.mtpd_hours:g}",
                    )
                )

    # -- CRUD ------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        analyses = super().create(vals_list)
        analyses._look()
        return analyses

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"service_id", "company_id", "rto_hours"}:
            self._look()
        return result

    # -- The door --------------------------------------------------------------------------------

    def _guard_approval(self, roles):
        """Somebody has said how long it may be away, and harm that grows; what held before is over."""
        result = super()._guard_approval(roles)
        for one in self:
            if not one.mtpd_hours:
                raise UserError(self.env._("Say for how long %s may be away at most (MTPD).", one.display_name))
            if continuity_rules.shrinks(one._harms()):
                raise UserError(
                    self.env._("%s: harm does not get smaller the longer it lasts. Check the rows.", one.display_name)
                )
        approved = self.search([("service_id", "in", self.service_id.ids), ("state", "=", APPROVED)])
        places = {(one.service_id, one.company_id) for one in self}
        former = approved.filtered(lambda one: (one.service_id, one.company_id) in places)
        former.write({"state": RETIRED})
        former.flush_recordset(["state"])
        return result

    def _after_moves(self, sources, target):
        result = super()._after_moves(sources, target)
        self._look_around(self.service_id)
        return result

    # -- Verbs -----------------------------------------------------------------------------------

    def action_open_plans(self):
        """Show the plans that bring the service back."""
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk_cmdb.service_desk_continuity_plan_action")
        return {
            **action,
            "domain": [("service_ids", "in", self.service_id.ids)],
            "context": {"default_service_ids": self.service_id.ids},
        }

    def action_open_map(self):
        """Show on what the service relies."""
        self.check_access("read")
        return self.service_id.action_open_map()
