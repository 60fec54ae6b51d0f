from odoo import api, fields, models
from odoo.exceptions import UserError

from .service_desk_affected_data import LEFT_OUT


class ServiceDeskMajor(models.Model):
    """Who leads a major incident may invoke a continuity plan."""

    _inherit = "service.desk.major"

    invocation_ids = fields.One2many("service.desk.continuity.invocation", "major_id", string="Continuity Plans")
    invocation_count = fields.Integer(compute="_compute_invocation_count")

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"date_started", "date_stood_down"}:
            self.env["service.desk.ci.downtime"]._follow_incidents(self.incident_id)
        return result

    @api.depends("invocation_ids")
    def _compute_invocation_count(self):
        for major in self:
            major.invocation_count = len(major.invocation_ids)

    def _hit(self):
        """(services, items) that the incident is about or touches, as far as the reader may see them."""
        incident = self.incident_id
        rows = incident.affected_ids.filtered(lambda row: row.origin != LEFT_OUT)
        things = incident.ci_ids | rows.filtered(lambda row: row.verdict == "fails").ci_id
        return incident.service_id | incident.ci_ids.service_ids | rows.service_id, things

    def action_open_invoke(self):
        """Open the dialog that asks which plan; those for what is affected come first."""
        self._check_runs()
        self._check_declared()
        return self._open_dialog("service.desk.continuity.invoke.wizard", self.env._("Invoke a Plan"), major_id=self.id)

    def _invoke_plan(self, plan, reason=""):
        """Carry out a continuity plan.

        :raise AccessError: unless the user leads, helps or is a manager, and may read the plan
        :raise UserError: when it is not running, or this plan is being carried out already
        """
        self.ensure_one()
        self._check_runs()
        plan.check_access("read")
        self._lock()
        self._check_declared()
        return plan._invoke(self, reason)

    def _check_declared(self):
        if self.state != "declared":
            raise UserError(self.env._("%s is not running.", self.display_name))
