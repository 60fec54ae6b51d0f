from markupsafe import Markup

from odoo import models


class ServiceDeskJourneyLineAnswersMixin(models.AbstractModel):
    """Tasks that are told what the manager has answered, so that whoever does them need not ask."""

    _name = "service.desk.journey.line.answers.mixin"
    _description = "Answers in the Work of Journeys"

    def _task_description(self):
        """What to do, with the answers where the step says so."""
        text = self.step_id.description or Markup("")
        rows = self.journey_id.answers or [] if self.step_id.tells_answers else []
        items = Markup("").join(
            Markup("<li><b>%s</b>: %s</li>") % (row["name"], row["text"]) for row in rows if row["text"]
        )
        return text + (Markup("<ul>%s</ul>") % items if items else Markup(""))
