from odoo import fields, models

from .service_desk_contract_data import CONTACT_ROLES


class ServiceDeskContractContact(models.Model):
    """Whom to call about a contract, and for what."""

    _name = "service.desk.contract.contact"
    _description = "Contract Contact"
    _inherit = [
        "service.desk.storable.mixin",
        "service.desk.boundary.mixin",
        "service.desk.export.mixin",
    ]
    _order = "sequence, id"
    _rec_name = "partner_id"
    _rec_names_search = ["partner_id.name", "contract_id.name"]

    _company_from = frozenset({"contract_id"})

    sequence = fields.Integer(default=10)
    contract_id = fields.Many2one("service.desk.contract", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="contract_id.company_id", store=True)
    partner_id = fields.Many2one("res.partner", string="Contact", required=True, index=True, ondelete="restrict")
    role = fields.Selection(CONTACT_ROLES, required=True, default="account")
    email = fields.Char(related="partner_id.email")
    phone = fields.Char(related="partner_id.phone")
    note = fields.Char(help="When, or about what, to call.")
