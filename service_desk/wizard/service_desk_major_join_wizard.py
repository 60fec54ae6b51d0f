from odoo import api, fields, models
from odoo.exceptions import UserError


class ServiceDeskMajorJoinWizard(models.TransientModel):
    """Hang incidents below a major one, so that they are resolved together."""

    _name = "service.desk.major.join.wizard"
    _description = "Join a Major Incident"

    major_id = fields.Many2one(
        "service.desk.major",
        string="Major Incident",
        required=True,
        domain="[('state', '=', 'declared')]",
        ondelete="cascade",
    )
    incident_ids = fields.Many2many("service.desk.incident", "service_desk_major_join_incident_rel", string="Incidents")
    left_out = fields.Char(compute="_compute_left_out", help="What stays as it is.")

    @api.depends("major_id", "incident_ids")
    def _compute_left_out(self):
        for wizard in self:
            incidents = wizard.incident_ids._origin
            staying = incidents.filtered(lambda one, major=wizard.major_id: major and not major._can_take_in(one))
            wizard.left_out = ", ".join(staying.mapped("number"))

    def action_confirm(self):
        """Join those that can be."""
        if not self.major_id._join(self.incident_ids):
            raise UserError(self.env._("None of these can be joined: they are over or belong to another one."))
        return {"type": "ir.actions.act_window_close"}
