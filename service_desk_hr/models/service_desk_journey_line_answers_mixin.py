from markupsafe import Markup

from odoo import models


class ServiceDeskJourneyLineAnswersMixin(models.AbstractModel):
    """Tasks that are told who the person is and what the manager has answered, so that nobody need ask."""

    _name = "service.desk.journey.line.answers.mixin"
    _description = "Answers in the Work of Journeys"

    def _task_description(self):
        """What to do and for whom, with the answers where the step says so."""
        text = self.step_id.description or Markup("")
        rows = self.journey_id.answers or [] if self.step_id.tells_answers else []
        facts = self._person_facts() + [(row["name"], row["text"]) for row in rows]
        items = Markup("").join(Markup("<li><b>%s</b>: %s</li>") % fact for fact in facts if fact[1])
        return text + (Markup("<ul>%s</ul>") % items if items else Markup(""))

    def _person_facts(self):
        """Where the person works: what colleagues may know of each other, no more."""
        journey = self.journey_id
        columns = ("department_id", "job_id", "location_id", "manager_id")
        return [(journey._fields[name]._description_string(self.env), journey[name].name) for name in columns]
