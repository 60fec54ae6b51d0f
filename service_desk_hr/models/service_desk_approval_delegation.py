from odoo import api, fields, models
from odoo.fields import Domain

#: So many people a manager chooses from on the portal.
MAX_PEOPLE = 200


class ServiceDeskApprovalDelegation(models.Model):
    """Whoever leads people says who stands in for them, at any level below."""

    _inherit = "service.desk.approval.delegation"

    is_led = fields.Boolean(
        string="Of My People",
        compute="_compute_is_led",
        search="_search_is_led",
        help="Whether the reader stands above who is away.",
    )

    @api.depends_context("uid")
    @api.depends("user_id")
    def _compute_is_led(self):
        led = self.env.user._service_desk_led()
        for delegation in self:
            delegation.is_led = delegation.user_id in led

    @api.model
    def _search_is_led(self, operator, value):
        if operator != "in":
            return NotImplemented
        led = Domain("user_id", "in", self.env.user._service_desk_led().ids)
        return led if True in value else ~led

    @api.model
    def _may_arrange(self, users):
        return super()._may_arrange(users) or users <= self.env.user._service_desk_led()

    # -- On the portal -----------------------------------------------------------------------------

    @api.model
    def _portal_people(self):
        people = super()._portal_people() | self.env.user._service_desk_led()
        return people.sorted("name")[:MAX_PEOPLE]

    @api.model
    def _portal_suggestions(self):
        """Those around the person, and around each of their people, in the chart."""
        return super()._portal_suggestions() | self.env.user._service_desk_stand_ins()
