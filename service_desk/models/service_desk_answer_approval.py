from odoo import api, models


class ServiceDeskAnswer(models.Model):
    """Answers are a part of what is approved, and stay while others decide about it."""

    _inherit = "service.desk.answer"

    @api.model_create_multi
    def create(self, vals_list):
        answers = super().create(vals_list)
        answers.request_id._check_frozen()
        return answers

    def write(self, vals):
        self.request_id._check_frozen()
        return super().write(vals)

    def unlink(self):
        self.request_id._check_frozen()
        return super().unlink()
