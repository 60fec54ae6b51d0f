from odoo import api, fields, models


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

    # -- Who has asked ---------------------------------------------------------------------------

    @api.model
    def _asker(self, request):
        """By an order of a journey: HR, though it is in the name of whoever gets it."""
        # sudo: only who that was
        journeys = request.sudo().journey_line_ids.journey_id if request else self.env["service.desk.journey"]
        return journeys.hr_user_id.partner_id[:1] or super()._asker(request)

    def _approval_barred_users(self):
        """Who started the journey has asked for what it brings, whenever a job carries it out."""
        access = self.sudo()  # sudo: see above
        journeys = (access.journey_line_id | access.request_id.journey_line_ids).journey_id
        return super()._approval_barred_users() | journeys._starters()
