from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError


class ServiceDeskChangeAnswer(models.Model):
    """What was answered to a question about the risk of one change."""

    _name = "service.desk.change.answer"
    _description = "Answer about Risk"
    _inherit = ["service.desk.storable.mixin"]
    _order = "change_id, sequence, id"

    change_id = fields.Many2one("service.desk.change", required=True, index=True, ondelete="cascade")
    question_id = fields.Many2one("service.desk.change.question", required=True, index=True, ondelete="restrict")
    sequence = fields.Integer(related="question_id.sequence", store=True)
    option_id = fields.Many2one(
        "service.desk.change.option",
        string="Answer",
        ondelete="restrict",
        index="btree_not_null",
        domain="[('question_id', '=', question_id)]",
    )
    remark = fields.Char()

    _question_once = models.Constraint(
        "UNIQUE(change_id, question_id)", "This question was answered for this change already."
    )

    @api.depends("question_id.name", "option_id.name")
    def _compute_display_name(self):
        for answer in self:
            answer.display_name = f"{answer.question_id.name}: {answer.option_id.name or '?'}"

    @api.constrains("question_id", "option_id")
    def _check_option(self):
        for answer in self:
            if answer.option_id and answer.option_id.question_id != answer.question_id:
                raise ValidationError(
                    self.env._(
                        "“%(answer)s” does not answer “%(question)s”.",
                        answer=answer.option_id.name,
                        question=answer.question_id.name,
                    )
                )

    # -- CRUD ----------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        changes = self.env["service.desk.change"].browse({vals["change_id"] for vals in vals_list})
        changes._check_risk_open()
        answers = super().create(vals_list)
        answers.filtered("option_id").change_id._assess_risk()
        return answers

    def write(self, vals):
        if {"question_id", "change_id"} & vals.keys() and not self.env.su:
            raise AccessError(self.env._("An answer stays with its question and its change."))
        self.change_id._check_risk_open()
        result = super().write(vals)
        if "option_id" in vals:
            self.change_id._assess_risk()
        return result

    def unlink(self):
        changes = self.change_id
        changes._check_risk_open()
        result = super().unlink()
        changes._assess_risk()
        return result
