from odoo import api, fields, models


class ServiceDeskContinuityDependency(models.Model):
    """A service or a thing on which an analyzed service relies, and what is missing about it.

    Written by the desk, which looks when something about it changes, when somebody asks, and at night.
    """

    _name = "service.desk.continuity.dependency"
    _description = "What a Service Relies On"
    _inherit = ["service.desk.handless.mixin", "service.desk.export.mixin"]
    _order = "has_gap desc, service_id, depth, id"
    _rec_name = "name"

    analysis_id = fields.Many2one("service.desk.continuity.analysis", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="analysis_id.company_id", store=True, index=True)
    service_id = fields.Many2one("service.desk.service", index="btree_not_null", ondelete="cascade")
    ci_id = fields.Many2one("service.desk.ci", string="Item", index="btree_not_null", ondelete="cascade")
    depth = fields.Integer(string="Steps Away")
    rto_hours = fields.Float(string="Back After (Hours)")
    is_late = fields.Boolean(string="Back Too Late")
    is_unknown = fields.Boolean(string="Not Analyzed")
    is_unplanned = fields.Boolean(string="No Plan")
    is_single = fields.Boolean(string="Nothing Stands In", help="Its failure alone stops the service.")
    has_gap = fields.Boolean(string="Gap", compute="_compute_has_gap", store=True)
    name = fields.Char(compute="_compute_name")
    gap = fields.Char(string="What Is Missing", compute="_compute_gap")

    _one_target = models.Constraint(
        "CHECK(num_nonnulls(service_id, ci_id) = 1)", "A row is of one service or of one thing."
    )
    _once = models.UniqueIndex(
        "(analysis_id, COALESCE(service_id, 0), COALESCE(ci_id, 0))", "This is in the list already."
    )

    @api.depends("is_late", "is_unknown", "is_unplanned", "is_single", "service_id")
    def _compute_has_gap(self):
        for row in self:
            row.has_gap = row._is_gap()

    def _is_gap(self):
        """A thing needs either something that stands in for it, or a plan that brings it back."""
        if self.service_id:
            return self.is_late or self.is_unknown or self.is_unplanned
        return self.is_single and self.is_unplanned

    @api.depends("service_id", "ci_id")
    def _compute_name(self):
        for row in self:
            # sudo: names of what is in the list, for those who may read the list.
            known = row.sudo()
            row.name = (known.service_id or known.ci_id).display_name

    @api.depends("is_late", "is_unknown", "is_unplanned", "is_single", "rto_hours", "analysis_id.rto_hours")
    def _compute_gap(self):
        for row in self:
            row.gap = row._text_gap() if row._is_gap() else False

    def _text_gap(self):
        words = [
            (
                self.is_late,
                self.env._(
                    "It is back after %(late)s h, wanted are %(rto)s h.",
                    late=f"{self.rto_hours:g}",
                    rto=f"{self.analysis_id.rto_hours:g}",
                ),
            ),
            (self.is_unknown, self.env._("Nobody has said when it is back.")),
            (self.is_single, self.env._("Its failure alone stops the service.")),
            (self.is_unplanned, self.env._("No plan brings it back.")),
        ]
        return " ".join(text for is_so, text in words if is_so)
