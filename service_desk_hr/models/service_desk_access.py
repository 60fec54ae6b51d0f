from odoo import fields, models


class ServiceDeskAccess(models.Model):
    """Access that a journey gave or took back."""

    _inherit = "service.desk.access"

    journey_line_id = fields.Many2one(
        "service.desk.journey.line",
        string="By Journey",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups="service_desk.group_access_manager,hr.group_hr_user",
    )
    revoke_line_id = fields.Many2one(
        "service.desk.journey.line",
        string="Taken Back by Journey",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups="service_desk.group_access_manager,hr.group_hr_user",
    )
    is_from_package = fields.Boolean(
        string="By the Role", readonly=True, help="It came with the person's role and goes with it."
    )

    def _needs_approval(self):
        """Whoever shaped the package was allowed to hand out what is in it; a policy of the entitlement
        asks in any case."""
        if self.sudo().journey_line_id and self.is_from_package and not self._own_policy():
            return False
        return super()._needs_approval()
