from odoo import fields, models

from .service_desk_contract_data import ALERT_KINDS


class ServiceDeskContractAlert(models.Model):
    """That somebody was reminded of a term, once for each number of days before.

    The row is written in the same transaction as the reminder: whoever dies in between leaves
    neither, and whoever comes second is refused by the key.
    """

    _name = "service.desk.contract.alert"
    _description = "Contract Alert"
    _inherit = ["service.desk.export.mixin"]
    _order = "date desc, id desc"

    term_id = fields.Many2one(
        "service.desk.contract.term", required=True, index=True, readonly=True, ondelete="cascade"
    )
    contract_id = fields.Many2one(related="term_id.contract_id", store=True, index=True)
    company_id = fields.Many2one(related="term_id.company_id", store=True)
    kind = fields.Selection(ALERT_KINDS, required=True, readonly=True)
    days = fields.Integer(string="Days Before", required=True, readonly=True)
    date = fields.Date(string="On", required=True, readonly=True)
    is_skipped = fields.Boolean(
        string="Left Out", readonly=True, help="Another one that was nearer was due on the same day."
    )

    _once = models.Constraint("UNIQUE(term_id, kind, days)", "This reminder was sent already.")
