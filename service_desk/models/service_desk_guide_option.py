from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ServiceDeskGuideOption(models.Model):
    """An answer, and the step to which it leads."""

    _name = "service.desk.guide.option"
    _description = "Answer of a Guide"
    _inherit = ["service.desk.storable.mixin", "service.desk.unsigned.mixin"]
    _order = "sequence, id"

    step_id = fields.Many2one("service.desk.guide.step", required=True, ondelete="cascade", index=True)
    guide_id = fields.Many2one(related="step_id.guide_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Answer", required=True, translate=True)
    next_step_id = fields.Many2one(
        "service.desk.guide.step",
        string="Leads to",
        ondelete="set null",
        index="btree_not_null",
        domain="[('guide_id', '=', guide_id), ('id', '!=', step_id)]",
    )

    @api.constrains("step_id", "next_step_id")
    def _check_same_guide(self):
        for option in self:
            if option.next_step_id and option.next_step_id.guide_id != option.guide_id:
                raise ValidationError(self.env._("An answer leads to a step of the same guide."))
        self.guide_id._check_whole()

    def unlink(self):
        guides = self.guide_id
        done = super().unlink()
        guides.step_ids.invalidate_recordset(["option_ids"])
        guides._check_whole()
        return done
