from odoo import api, fields, models

from .service_desk_process_data import REQUESTER_PROCESSES, TICKET_COLUMNS


class RatingRating(models.Model):
    """Ratings of tickets carry a real key to their ticket, so that record rules can follow it.

    Without rules, every employee could read what others wrote about their tickets, and rewrite it.
    """

    _inherit = "rating.rating"

    # Whoever reads the token can give or change the rating in the requester's name.
    access_token = fields.Char(groups="base.group_system")
    service_desk_incident_id = fields.Many2one(
        "service.desk.incident",
        compute="_compute_service_desk_ticket",
        store=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    service_desk_request_id = fields.Many2one(
        "service.desk.request",
        compute="_compute_service_desk_ticket",
        store=True,
        index="btree_not_null",
        ondelete="cascade",
    )

    def write(self, vals):
        result = super().write(vals)
        if not self.env.su and {"res_model_id", "res_model", "res_id"} & vals.keys():
            # Rules are checked before a write; moved to a ticket, a rating would be a forged one.
            self.check_access("write")
        return result

    @api.depends("res_model", "res_id")
    def _compute_service_desk_ticket(self):
        for rating in self:
            for model, _label in REQUESTER_PROCESSES:
                column = f"service_desk_{TICKET_COLUMNS[model]}"
                rating[column] = rating.res_model == model and rating.res_id
