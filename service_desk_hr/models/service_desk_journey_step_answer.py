from odoo import fields, models


class ServiceDeskJourneyStepAnswer(models.Model):
    """What a step answers to a question of the form that it orders with."""

    _name = "service.desk.journey.step.answer"
    _description = "Answer of a Journey Step"
    _order = "step_id, id"
    _rec_name = "code"

    step_id = fields.Many2one("service.desk.journey.step", required=True, index=True, ondelete="cascade")
    code = fields.Char(string="Question", required=True, help="The code of the question.")
    value = fields.Char(string="Answer", help="As a browser would send it: the value of a choice, yes or no, a date.")

    _code_uniq = models.Constraint("UNIQUE(step_id, code)", "This question is answered already.")
