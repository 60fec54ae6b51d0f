from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .. import change_rules
from .service_desk_change_data import BAD_OUTCOMES, DONE_STATES, EMERGENCY, ENDED_STATES, HISTORY, RISKS, STANDARD


class ServiceDeskChangeRiskMixin(models.AbstractModel):
    """How risky a change is, by the answers to the questionnaire and by how like changes went.

    Found anew when an answer changes or somebody asks for it, never by itself: who agreed to a
    medium risk must not find a high one the day after.
    """

    _name = "service.desk.change.risk.mixin"
    _description = "Risk of a Change"

    risk = fields.Selection(RISKS, readonly=True, copy=False, index=True, tracking=True)
    risk_score = fields.Integer(readonly=True, copy=False, aggregator="avg", help="From 0 to 100.")
    date_risk = fields.Datetime(string="Risk Assessed", readonly=True, copy=False)
    history_count = fields.Integer(
        string="Like Changes",
        readonly=True,
        copy=False,
        aggregator=None,
        help="Changes of the same model, or of the same services, that ended in the year before.",
    )
    history_failed_count = fields.Integer(
        string="Of Them Failed", readonly=True, copy=False, aggregator=None, help="Failed or backed out."
    )
    risk_answer_ids = fields.One2many(
        "service.desk.change.answer", "change_id", string="Questions about Risk", groups="service_desk.group_agent"
    )
    unanswered_count = fields.Integer(compute="_compute_unanswered_count")

    @api.depends("risk_answer_ids.option_id")
    def _compute_unanswered_count(self):
        for change in self:
            change.unanswered_count = len(change._unanswered())

    def _take_model_risk(self):
        """A standard change is as risky as its model."""
        for change in self.filtered(lambda one: one.change_type == STANDARD):
            change._write_facts({"risk": change.sudo().model_id.risk})  # sudo: see _copy_checks

    def _ask_about_risk(self):
        """Lay the questions before whoever assesses; what was answered already stays."""
        asked = self.filtered(lambda change: change.change_type != STANDARD and change._is_risk_open())
        if not asked:
            return
        # sudo: the questions are the same for everybody; the changes were just written by the user.
        own = asked.sudo()
        questions = own.env["service.desk.change.question"]._asked_in(own.company_id)
        known = {(answer.change_id, answer.question_id) for answer in own.risk_answer_ids}
        own.env["service.desk.change.answer"].create(
            [
                {"change_id": change.id, "question_id": question.id}
                for change in own
                for question in questions[change.company_id]
                if (change, question) not in known
            ]
        )

    def _unanswered(self):
        """Questions in force that were not answered for this change."""
        # sudo: part of the change, which the caller may read.
        return self.sudo().risk_answer_ids.filtered(lambda one: one.question_id.active and not one.option_id)

    def _is_risk_open(self):
        """Whether answers may still be given; also to those about an emergency that goes on."""
        is_decided = self.approval_state in ("pending", "approved") and self.change_type != EMERGENCY
        return self.state not in ENDED_STATES and not is_decided

    def _check_risk_open(self):
        """:raise UserError: while others decide about the risk, or have"""
        for change in self.exists():
            if change.state in ENDED_STATES:
                raise UserError(self.env._("%s is over; its risk stays as it was.", change.display_name))
            if change.change_type != EMERGENCY:
                change._check_frozen()

    # -- The score -----------------------------------------------------------------------------

    def action_assess_risk(self):
        """Ask what is new in the questionnaire, and look at the history again."""
        self.check_access("write")
        self._check_risk_open()
        self._ask_about_risk()
        self._assess_risk()
        return True

    def _assess_risk(self):
        """Find the risk from the answers and the history; see ``change_rules.risk_score``."""
        for change in self.exists().filtered(lambda one: one.change_type != STANDARD):
            company = change.company_id.sudo()  # sudo: the company's settings hold for all
            failed, ended = change._risk_history()
            answers = change.sudo().risk_answer_ids.filtered("option_id")  # sudo: see _unanswered
            score = change_rules.risk_score(
                [(answer.question_id.weight, answer.option_id.points) for answer in answers],
                (failed, ended),
                company.service_desk_change_history_percent,
            )
            level = change_rules.risk_level(
                score, company.service_desk_change_medium_from, company.service_desk_change_high_from
            )
            change._write_facts(
                {
                    "risk": level,
                    "risk_score": score or 0,
                    "history_count": ended,
                    "history_failed_count": failed,
                    "date_risk": level and self._now(),
                }
            )

    def _risk_history(self):
        """How many like changes failed, and how many ended, in the year before."""
        # sudo: the risk is the same whoever asks; changes behind walls are left out, but for those
        # of its own team.
        changes = self.sudo()
        ended = changes.search_fetch(self._domain_like(), ["outcome"])
        return sum(change.outcome in BAD_OUTCOMES for change in ended), len(ended)

    def _domain_like(self):
        """Ended changes of the same model; without a model, on one of the same services."""
        services = self.sudo()._affected_services().ids
        like = (
            Domain("model_id", "=", self.model_id.id)
            if self.model_id
            else (Domain("service_id", "in", services) | Domain("service_ids", "in", services))
        )
        return (
            like
            & Domain("id", "!=", self.id)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("state", "in", DONE_STATES)
            & Domain("outcome", "!=", False)
            & Domain("date_actual_end", ">=", self._now() - HISTORY)
            & Domain("is_confidential", "=", False)
            & (Domain("team_id", "=", self.team_id.id) | Domain("team_id.visibility", "!=", "restricted"))
        )
