from odoo import fields, models


class ServiceDeskChangeOption(models.Model):
    """A possible answer to a question about risk, and how risky it is."""

    _name = "service.desk.change.option"
    _description = "Answer to Choose"
    _order = "sequence, id"

    question_id = fields.Many2one("service.desk.change.question", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="question_id.company_id")
    name = fields.Char(string="Answer", required=True, translate=True)
    sequence = fields.Integer(default=10)
    points = fields.Integer(required=True, default=0, help="0 is no risk, 100 the greatest.")

    _points_sane = models.Constraint("CHECK(points BETWEEN 0 AND 100)", "Points are between 0 and 100.")
