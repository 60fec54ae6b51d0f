from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ServiceDeskChangeQuestion(models.Model):
    """One question by which the risk of a change is found."""

    _name = "service.desk.change.question"
    _description = "Question about Risk"
    _inherit = ["service.desk.boundary.mixin"]
    _order = "sequence, id"

    name = fields.Char(string="Question", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Leave empty for all companies.")
    weight = fields.Integer(required=True, default=10, help="How much it counts beside the others.")
    option_ids = fields.One2many("service.desk.change.option", "question_id", string="Answers", copy=True)

    _weight_sane = models.Constraint("CHECK(weight BETWEEN 0 AND 1000)", "A weight is between 0 and 1,000.")

    @api.constrains("option_ids", "active")
    def _check_options(self):
        for question in self:
            if question.active and len(question.option_ids) == 1:
                raise ValidationError(self.env._("“%s” needs two answers at least.", question.name))

    @api.model
    def _asked_in(self, companies):
        """Company -> its questions and those of all; what has no answers to choose from is not asked."""
        questions = self.search([("company_id", "in", [*companies.ids, False]), ("option_ids", "!=", False)])
        return {
            company: questions.filtered(lambda one, company=company: one.company_id in (company, company.browse()))
            for company in companies
        }
