from odoo import fields, models

from .service_desk_process_data import PROCESSES


class ServiceDeskResolutionCode(models.Model):
    """How a ticket ended, in a word that reports can count."""

    _name = "service.desk.resolution.code"
    _description = "Resolution Code"
    _inherit = ["service.desk.reference.mixin"]
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    process = fields.Selection(PROCESSES, help="Offered on tickets of this process; empty means on all.")
