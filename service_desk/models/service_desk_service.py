from odoo import fields, models

from .service_desk_service_data import AUDIENCES, CRITICALITIES, SERVICE_KINDS, STATUSES


class ServiceDeskService(models.Model):
    """What the desk's customers use (business service) or what stands behind it (technical)."""

    _name = "service.desk.service"
    _description = "Service"
    _inherit = ["mail.thread", "service.desk.reference.mixin", "service.desk.boundary.mixin"]
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    description = fields.Html(translate=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Leave empty for a service that all companies use."
    )
    kind = fields.Selection(SERVICE_KINDS, required=True, default="business")
    owner_id = fields.Many2one(
        "res.users",
        tracking=True,
        domain="[('share', '=', False)]",
        help="Answers for the service; hears of escalations that the team leader cannot end.",
    )
    criticality = fields.Selection(CRITICALITIES, required=True, default="2")
    status = fields.Selection(STATUSES, required=True, default="operational", tracking=True)
    resource_calendar_id = fields.Many2one(
        "resource.calendar", string="Service Hours", check_company=True
    )
    team_id = fields.Many2one(
        "service.desk.team",
        string="Support Team",
        check_company=True,
        index="btree_not_null",
        tracking=True,
    )
    skill_ids = fields.Many2many("service.desk.skill", string="Skills Needed")
    audience = fields.Selection(
        AUDIENCES,
        required=True,
        default="all",
        help="Who finds this service when they report something.",
    )

    # -- What the desk says about a service ------------------------------------------------------

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Requesters choose a service; what is said about it is for the desk."""
        if message_operation == "read" and not self.env.user.has_group("service_desk.group_agent"):
            return dict.fromkeys(self, "write")
        return super()._mail_get_operation_for_mail_message_operation(message_operation)

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Employees may follow what they may read; nobody outside the desk is mailed its notes."""
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        # sudo: only the roles of the followers are looked up.
        users = self.env["res.users"].sudo().browse(
            person["uid"] for person in recipients if person.get("uid")
        )
        agents = set(users.filtered(lambda user: user.has_group("service_desk.group_agent")).ids)
        return [one for one in recipients if not one.get("uid") or one["uid"] in agents]
