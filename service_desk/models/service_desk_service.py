from odoo import fields, models

from .service_desk_service_data import AUDIENCES, CRITICALITIES, SERVICE_KINDS, STATUSES


class ServiceDeskService(models.Model):
    """What the desk's customers use (business service) or what stands behind it (technical)."""

    _name = "service.desk.service"
    _description = "Service"
    # Requesters choose a service and may follow it; what is said about it is for the desk.
    _inherit = [
        "service.desk.service.audience.mixin",
        "service.desk.unsigned.mixin",
        "service.desk.discreet.mixin",
        "mail.thread",
        "service.desk.reference.mixin",
        "service.desk.boundary.mixin",
    ]
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    description = fields.Html(translate=True)
    company_id = fields.Many2one("res.company", index=True, help="Leave empty for a service that all companies use.")
    kind = fields.Selection(SERVICE_KINDS, required=True, default="business")
    owner_id = fields.Many2one(
        "res.users",
        tracking=True,
        domain="[('share', '=', False)]",
        help="Answers for the service; hears of escalations that the team leader cannot end.",
    )
    criticality = fields.Selection(CRITICALITIES, required=True, default="2")
    status = fields.Selection(STATUSES, required=True, default="operational", tracking=True)
    resource_calendar_id = fields.Many2one("resource.calendar", string="Service Hours", check_company=True)
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
