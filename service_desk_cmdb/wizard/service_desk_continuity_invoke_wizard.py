from odoo import api, fields, models


class ServiceDeskContinuityInvokeWizard(models.TransientModel):
    """Choose the plan that is carried out for a major incident."""

    _name = "service.desk.continuity.invoke.wizard"
    _description = "Invoke a Continuity Plan"

    major_id = fields.Many2one("service.desk.major", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="major_id.company_id", related_sudo=False)
    plan_id = fields.Many2one(
        "service.desk.continuity.plan",
        required=True,
        ondelete="cascade",
        compute="_compute_plan_id",
        store=True,
        readonly=False,
        precompute=True,
        compute_sudo=False,
        domain="[('company_id', 'in', [False, company_id]),"
        " '|', ('state', '=', 'approved'), '&', ('state', '=', 'draft'), ('date_in_force', '!=', False)]",
    )
    is_fitting = fields.Boolean(compute="_compute_facts")
    is_revised = fields.Boolean(compute="_compute_facts")
    step_count = fields.Integer(string="Steps", compute="_compute_facts")
    planned_hours = fields.Float(related="plan_id.planned_hours", related_sudo=False)
    rto_hours = fields.Float(string="Wanted RTO (Hours)", compute="_compute_facts")
    has_rto = fields.Boolean(compute="_compute_facts")
    scenario = fields.Html(related="plan_id.scenario", related_sudo=False)
    warning = fields.Char(related="plan_id.warning", related_sudo=False)
    reason = fields.Char(string="Why")

    @api.depends("major_id")
    def _compute_plan_id(self):
        """The first one for what is affected, if there is any."""
        for wizard in self:
            wizard.plan_id = wizard.plan_id._fitting(wizard.major_id)[:1] if wizard.major_id else False

    @api.depends("plan_id", "major_id")
    def _compute_facts(self):
        for wizard in self:
            plan = wizard.plan_id
            wizard.is_fitting = bool(plan) and plan in plan._fitting(wizard.major_id)
            known = plan._analyses_in_force()
            wizard.has_rto, wizard.rto_hours = plan._wanted_hours(wizard.major_id.company_id, known)
            wizard.is_revised = plan.state == "draft"
            wizard.step_count = len(plan.step_ids)

    def action_confirm(self):
        """Make its steps tasks of the incident."""
        self.major_id._invoke_plan(self.plan_id, (self.reason or "").strip())
        return {"type": "ir.actions.act_window_close"}
