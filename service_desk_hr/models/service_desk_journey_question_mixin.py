from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .. import journey_rules

#: More journeys than these are not offered to be answered together.
MOST_ALIKE = 200


class ServiceDeskJourneyQuestionMixin(models.AbstractModel):
    """What the manager chooses before the first day, by the form of a catalog item.

    Steps that depend on it, and orders that are told it, wait until it is answered. The answers
    stay with the journey as plain rows; what is ordered with them keeps its own.
    """

    _name = "service.desk.journey.question.mixin"
    _description = "Questions of Journeys"

    answer_state = fields.Selection(
        [("none", "None"), ("asked", "Asked"), ("given", "Given")], string="Questions", default="none", readonly=True
    )
    answers = fields.Json(readonly=True, groups=fields.NO_ACCESS, help="Rows of code, name, text and what was sent.")
    date_answers = fields.Date(string="Answers Until", readonly=True)
    answered_by_id = fields.Many2one("res.users", readonly=True)

    def _ask_questions(self):
        """Put the questions to the manager."""
        calendars = self._working_days()
        for journey in self.filtered(lambda one: one._is_asking()):
            days = journey.template_id.question_days
            anchor = journey.date_start or journey.date_end
            until = journey_rules.shift(anchor, -days, calendars[journey.company_id])
            journey.write({"answer_state": "asked", "date_answers": max(until, fields.Date.context_today(journey))})
        self._ask_manager()

    def _is_asking(self):
        """Whether there is something to answer still."""
        self.ensure_one()
        # sudo: templates are the setup of HR and of the desk.
        return bool(self.sudo().template_id.question_item_id) and self.answer_state != "given"

    def _answers(self):
        """code -> answer as a browser sends it."""
        self.ensure_one()
        return {row["code"]: row["sent"] for row in self.sudo().answers or []}

    def action_answer(self, answers, also_ids=None):
        """Answer the questions of this journey; its manager does, or HR.

        :param dict answers: code -> text or list of texts
        :param list also_ids: ids of journeys of the same group that get the same answers; those that
            are not asked any more, or not by the reader, are passed over
        :return: code -> sentence about what is wrong; empty when it was taken
        :raise AccessError: for others
        """
        self.ensure_one()
        self._check_may_answer()
        # sudo: who may was checked; the form need not be published.
        item = self.sudo().template_id.question_item_id
        values, problems = item._check_answers(answers if isinstance(answers, dict) else {})
        if problems:
            return problems
        (self | self._chosen_alike(also_ids)).sudo()._take_answers(item, values)
        return {}

    def _asked_alike(self):
        """Other journeys that ask the same manager the same questions, and that the reader may answer."""
        self.ensure_one()
        # sudo: what this journey is like; the others are looked for with the reader's own rights.
        same = Domain.AND(
            Domain(name, "=", self.sudo()[name].id) for name in ("template_id", "manager_id", "company_id")
        )
        asked = Domain("state", "=", "running") & Domain("answer_state", "=", "asked") & Domain("id", "!=", self.id)
        found = self.search(same & asked, order="date_start, person_name, id", limit=MOST_ALIKE)
        return found.filtered("may_decide")

    def _chosen_alike(self, ids):
        """Those of them that somebody has chosen."""
        wanted = {one for one in ids if type(one) is int} if isinstance(ids, (list, tuple)) else ()
        return self._asked_alike().filtered(lambda journey: journey.id in wanted) if wanted else self.browse()

    def _check_may_answer(self):
        self._check_may_decide()
        if self.state != "running" or not self._is_asking():
            raise UserError(self.env._("There is nothing to answer at the moment."))

    def _take_answers(self, item, values):
        """Keep what was answered, the same for all of these, and let the lines begin that waited for it."""
        self.lock_for_update()
        model = self.env["service.desk.answer"]
        rows = [model.new(row) for row in model._prepare_all(item, values)]
        self.write(
            {
                "answers": [
                    {
                        "code": row.code,
                        "name": row.name,
                        "text": row._as_shown() or "",
                        "sent": row._as_sent(),
                        "partner_id": row.value_partner_id.id,
                    }
                    for row in rows
                ],
                "answer_state": "given",
                "answered_by_id": self.env.uid,
            }
        )
        self._note("answered")
        self._settle_todos()
        answers = self[:1]._answers()
        unneeded = self.line_ids.filtered(lambda line: line.step_id and not line.step_id._applies(answers))
        unneeded.is_needed = False
        self.line_ids._begin_due()
