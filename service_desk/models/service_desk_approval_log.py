from odoo import fields, models

from .service_desk_approval_data import LOG_KINDS


class ServiceDeskApprovalLog(models.Model):
    """What happened to an approval, line by line; nobody edits it."""

    _name = "service.desk.approval.log"
    _description = "Approval History"
    _inherit = ["service.desk.own.defaults.mixin"]
    _order = "date desc, id desc"
    _rec_name = "kind"
    _log_access = False

    approval_id = fields.Many2one("service.desk.approval", required=True, readonly=True, index=True, ondelete="cascade")
    date = fields.Datetime(required=True, readonly=True)
    kind = fields.Selection(LOG_KINDS, string="What", required=True, readonly=True)
    actor_id = fields.Many2one("res.users", string="By", readonly=True)
    text = fields.Text(readonly=True)
