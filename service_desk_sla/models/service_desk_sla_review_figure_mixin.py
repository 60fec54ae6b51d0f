from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.service_desk.models.service_desk_ticket_data import PRIORITIES

from .service_desk_sla_data import KINDS, METRICS


class ServiceDeskSlaReviewFigureMixin(models.AbstractModel):
    """A row of a review: written by the desk while it is a draft, and by nobody once it is closed."""

    _name = "service.desk.sla.review.figure.mixin"
    _description = "Row of a Service Review"
    _inherit = ["service.desk.own.defaults.mixin", "service.desk.export.mixin"]

    review_id = fields.Many2one("service.desk.sla.review", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="review_id.company_id", store=True)
    sequence = fields.Integer(readonly=True)
    kind = fields.Selection(KINDS, string="Kind of Promise", required=True, readonly=True)
    metric = fields.Selection(METRICS, required=True, readonly=True)
    priority = fields.Selection(PRIORITIES, readonly=True)
    service_name = fields.Char(string="Service", readonly=True, help="As it was called then.")

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._check_draft()
        return rows

    def write(self, vals):
        self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_of_drafts(self):
        self._check_draft()

    def _check_draft(self):
        if "closed" in self.review_id.mapped("state"):
            raise UserError(self.env._("The figures of a closed review stay as they are."))
