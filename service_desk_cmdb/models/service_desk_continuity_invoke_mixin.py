from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .service_desk_continuity_data import APPROVED, DRAFT


class ServiceDeskContinuityInvokeMixin(models.AbstractModel):
    """Plans that are invoked when it is serious."""

    _name = "service.desk.continuity.invoke.mixin"
    _description = "Invocation of a Plan"

    invocation_ids = fields.One2many("service.desk.continuity.invocation", "plan_id", string="Invocations")
    invocation_count = fields.Integer(compute="_compute_invocation_count")

    @api.depends("invocation_ids")
    def _compute_invocation_count(self):
        groups = self.env["service.desk.continuity.invocation"]._read_group(
            [("plan_id", "in", self.ids)], ["plan_id"], ["__count"]
        )
        counts = {plan.id: count for plan, count in groups}
        for one in self:
            one.invocation_count = counts.get(one._origin.id, 0)

    @api.model
    def _domain_in_force(self, company):
        """Plans of a company that hold, those that are being revised included: better than none."""
        return Domain("company_id", "in", [False, company.id]) & (
            Domain("state", "=", APPROVED) | (Domain("state", "=", DRAFT) & Domain("date_in_force", "!=", False))
        )

    @api.model
    def _fitting(self, major):
        """Plans for what a major incident affects, of those that can be invoked in it."""
        services, things = major._hit()
        affected = Domain("service_ids", "in", services.ids) | Domain("ci_ids", "in", things.ids)
        return self.search(self._domain_in_force(major.company_id) & affected)

    def _invoke(self, major, reason):
        """Carry the plan out for a major incident: its steps become tasks of the incident.

        The caller has checked who asks.

        :param str reason: for the timeline; may be empty
        """
        self.ensure_one()
        if not self.filtered_domain(self._domain_in_force(major.company_id)):
            raise UserError(self.env._("%s cannot be invoked here: it was not approved.", self.display_name))
        if not self.step_ids:
            raise UserError(self.env._("%s has no steps.", self.display_name))
        invocations = self.env["service.desk.continuity.invocation"].sudo()
        running = invocations.search([("plan_id", "=", self.id), ("major_id", "=", major.id)])
        running.flush_recordset(["date_done"])
        if running.filtered(lambda one: not one.date_done):
            raise UserError(self.env._("%s was invoked already.", self.display_name))
        has_target, target_hours = self._wanted_hours(major.company_id, self._analyses_in_force())
        # sudo: who may was checked; the desk writes what happened.
        invocation = invocations.create(
            {
                "plan_id": self.id,
                "plan_version": self.version,
                "major_id": major.id,
                "reason": reason,
                "target_hours": target_hours,
                "has_target": has_target,
                "invoked_by_id": self.env.uid,
            }
        )
        # Of two who invoke it at once one is told so, before there are tasks of both.
        invocation.flush_recordset()
        invocation._make_tasks()
        invocation._log_begin()
        return invocation.sudo(False)

    def action_open_invocations(self):
        """Show when it was invoked, and how fast it worked."""
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "service_desk_cmdb.service_desk_continuity_invocation_action"
        )
        return {**action, "domain": [("plan_id", "=", self.id)]}
