from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lifecycle import OPEN_PHASES

#: What the new change takes over.
TAKEN_OVER = ("name", "description", "service_id", "category_id", "impact", "urgency", "is_confidential")


class ServiceDeskChangeSourceMixin(models.AbstractModel):
    """Tickets that a change may come from: the host has a ``change_id``."""

    _name = "service.desk.change.source.mixin"
    _description = "May Lead to a Change"
    _inherit = ["service.desk.link.mixin"]

    waits_for_change = fields.Boolean(
        compute="_compute_waits_for_change",
        compute_sudo=True,
        groups="service_desk.group_agent",
        help="Its change is not done yet.",
    )

    @api.depends("change_id.phase")
    def _compute_waits_for_change(self):
        """As superuser: that a change is not done is no secret of it."""
        for ticket in self:
            ticket.waits_for_change = ticket.change_id.phase in OPEN_PHASES

    @api.model
    def _link_fields(self):
        return super()._link_fields() | {"change_id"}

    def action_open_change(self):
        """Show the change."""
        self.ensure_one()
        return self.change_id._get_records_action()

    def action_create_change(self):
        """Draft a change that begins with what is known here, link it, and open it.

        :raise UserError: when a change is under way for it already, or it is over
        """
        self.ensure_one()
        self.check_access("write")
        if self.waits_for_change:
            # sudo: those outside the walls of the change are told its number alone.
            change = self.sudo().change_id
            raise UserError(self.env._("%s is under way for it already.", change.display_name))
        if self.phase not in OPEN_PHASES:
            raise UserError(self.env._("%s is not open any more.", self.display_name))
        change = self.env["service.desk.change"].create(self._change_values())
        self.write({"change_id": change.id})
        change._message_log(body=self.env._("Comes from %s", self.number))
        return change._get_records_action()

    def _change_values(self):
        """What the change begins with."""
        values = {name: self._fields[name].convert_to_write(self[name], self) for name in TAKEN_OVER}
        me = self.env.user.partner_id
        return {**values, **self._walls_to_keep(), "company_id": self.company_id.id, "requester_id": me.id}
