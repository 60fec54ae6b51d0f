from odoo import api, fields, models

from .service_desk_change_data import CHECK_PHASES


class ServiceDeskChangeModelLine(models.Model):
    """What is checked each time a change of this model is done."""

    _name = "service.desk.change.model.line"
    _description = "Checklist of a Change Model"
    _order = "sequence, id"

    model_id = fields.Many2one("service.desk.change.model", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="model_id.company_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Check", required=True)
    phase = fields.Selection(CHECK_PHASES, string="When", required=True, default="before")
    is_required = fields.Boolean(string="Required", default=True)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_model_open()
        return lines

    def write(self, vals):
        self._check_model_open()
        result = super().write(vals)
        self._check_model_open()
        return result

    def unlink(self):
        self._check_model_open()
        return super().unlink()

    def _check_model_open(self):
        """The checklist is part of what was published."""
        if not self.env.su:
            self.model_id._check_unpublished({"line_ids": True})

    def _check_values(self):
        """What the line of a change begins with."""
        self.ensure_one()
        return {
            "line_id": self.id,
            "sequence": self.sequence,
            "name": self.name,
            "phase": self.phase,
            "is_required": self.is_required,
        }
