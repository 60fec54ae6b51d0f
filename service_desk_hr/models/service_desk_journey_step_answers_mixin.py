from odoo import fields, models


class ServiceDeskJourneyStepAnswersMixin(models.AbstractModel):
    """Steps whose work needs to know what the manager has answered."""

    _name = "service.desk.journey.step.answers.mixin"
    _description = "Answers in Steps of Journeys"

    tells_answers = fields.Boolean(
        string="Tells the Answers",
        help="The task waits for the manager's answers and brings them along. Its team reads them all.",
    )
