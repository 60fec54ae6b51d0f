from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.service_desk import plan_rules

from .. import journey_rules
from .service_desk_journey_data import LINE_STATES, RESPONSIBLES, STEP_KINDS

#: State of a task -> what it is to the journey.
_TASK_PARTS = {
    plan_rules.DONE: journey_rules.DONE,
    plan_rules.FAILED: journey_rules.FAILED,
    plan_rules.CANCELLED: journey_rules.CANCELLED,
}
#: State of a request -> the same. What others refused needs somebody to look.
_REQUEST_PARTS = {
    "fulfilled": journey_rules.DONE,
    "closed": journey_rules.DONE,
    "rejected": journey_rules.FAILED,
    "cancelled": journey_rules.CANCELLED,
}


class ServiceDeskJourneyLine(models.Model):
    """One step of one journey: the records that do it, and how far they are.

    HR and managers read lines and none of what lies behind them. Work of people without a role at
    the desk, a manager or a buddy, is done here by :meth:`action_done`.
    """

    _name = "service.desk.journey.line"
    _description = "Step of a Person's Journey"
    _inherit = [
        "service.desk.handless.mixin",
        "service.desk.journey.line.begin.mixin",
        "service.desk.journey.line.order.mixin",
        "service.desk.journey.line.message.mixin",
        "service.desk.journey.line.access.mixin",
        "service.desk.journey.line.login.mixin",
        "service.desk.journey.line.account.mixin",
        "service.desk.journey.line.answers.mixin",
        "service.desk.journey.line.hand.over.mixin",
        "service.desk.journey.line.hands.mixin",
        "service.desk.journey.line.held.mixin",
        "service.desk.journey.line.portal.mixin",
        "service.desk.journey.line.change.mixin",
        "service.desk.journey.line.person.mixin",
        "service.desk.batch.mixin",
        "service.desk.dialog.mixin",
    ]
    _order = "journey_id, date_due, sequence, id"
    #: Within rules: what they have in hand, and of their people.
    _is_for_requesters = True

    journey_id = fields.Many2one("service.desk.journey", required=True, index=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="journey_id.company_id", store=True, index=True)
    person_name = fields.Char(related="journey_id.person_name", string="For", related_sudo=True)
    journey_state = fields.Selection(related="journey_id.state", string="Journey's State", store=True)
    step_id = fields.Many2one("service.desk.journey.step", readonly=True, index="btree_not_null", ondelete="set null")
    undoes_id = fields.Many2one("service.desk.journey.line", readonly=True, index="btree_not_null", ondelete="set null")
    sequence = fields.Integer(readonly=True)
    name = fields.Char(required=True, readonly=True)
    kind = fields.Selection(STEP_KINDS, required=True, readonly=True)
    # The role that the template names, and who that was when the journey began: managers change meanwhile.
    responsible = fields.Selection(RESPONSIBLES, required=True, readonly=True)
    team_id = fields.Many2one("service.desk.team", readonly=True, index="btree_not_null", ondelete="set null")
    user_id = fields.Many2one("res.users", string="Person", readonly=True, index="btree_not_null")
    responsible_name = fields.Char(string="By", compute="_compute_responsible_name")
    is_confidential = fields.Boolean(readonly=True)
    needs_proof = fields.Boolean(readonly=True)
    date_due = fields.Date(string="Due", readonly=True, index=True)
    date_begin = fields.Datetime(string="Begins", readonly=True, help="Empty means with the journey.")
    date_begun = fields.Datetime(string="Begun", readonly=True)
    date_done = fields.Datetime(string="Done On", readonly=True)
    date_reminded = fields.Date(readonly=True, help="When the person who has it in hand was last reminded.")
    done_by_id = fields.Many2one("res.users", readonly=True, help="Who said that the work is done.")
    is_needed = fields.Boolean(default=True, readonly=True, help="Answers may say that it is not.")
    note = fields.Char(string="Proof", readonly=True, help="What came of it.")
    problem = fields.Char(readonly=True, help="Why it does not go on by itself.")
    request_id = fields.Many2one(
        "service.desk.request",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups="service_desk.group_agent",
    )
    task_id = fields.Many2one(
        "service.desk.task",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups="service_desk.group_agent",
    )
    state = fields.Selection(
        LINE_STATES, compute="_compute_state", store=True, index=True, compute_sudo=True, default=journey_rules.PLANNED
    )
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")

    _step_uniq = models.Constraint("UNIQUE(journey_id, step_id)", "This step is in the journey already.")
    _begin_idx = models.Index("(date_begin) WHERE date_begun IS NULL")

    # -- How far it is ---------------------------------------------------------------------------

    @api.depends(
        "date_begun",
        "problem",
        "is_needed",
        "is_login_missing",
        "journey_id.state",
        "journey_id.answer_state",
        "request_id.state",
        "task_id.state",
        "grant_ids.state",
        "grant_ids.problem",
        "revoke_ids.state",
        "revoke_ids.problem",
    )
    def _compute_state(self):
        for line in self:
            line.state = journey_rules.line_state(line._parts(), bool(line.date_begun), line._is_asking())

    def _parts(self):
        """What each record that the line owns is to the journey."""
        if self.problem:
            yield journey_rules.FAILED
        if self.request_id:
            yield _REQUEST_PARTS.get(self.request_id.state, journey_rules.OPEN)
        if self.task_id:
            yield _TASK_PARTS.get(self.task_id.state, journey_rules.OPEN)
        yield from self._access_parts()
        is_given_up = self.journey_id.state == "cancelled" or not self.is_needed
        if is_given_up and not self.date_begun:
            yield journey_rules.CANCELLED

    def _is_asking(self):
        """Whether it is not known yet if it is needed."""
        return self.journey_id._is_asking() and self._depends_on_answers()

    def _depends_on_answers(self):
        """Steps with a condition wait for the answers, and so do orders and tasks that are told them."""
        return bool(self.step_id.condition_code) or self.kind == "item" or self.step_id.tells_answers

    @api.depends("date_due", "state")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for line in self:
            line.is_late = bool(line.date_due and line.date_due < today and line.state not in journey_rules.ENDED)

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        late = Domain("date_due", "<", today) & Domain("state", "not in", journey_rules.ENDED)
        return late if True in value else ~late

    @api.depends(
        "team_id",
        "user_id",
        "kind",
        "responsible",
        "person_name",
        "request_id.team_id",
        "grant_ids.task_ids.state",
        "revoke_ids.task_ids.state",
    )
    def _compute_responsible_name(self):
        for line in self:
            line.responsible_name = line._hands_name() or self.env._("By Itself")

    def _hands_name(self):
        """The name of the team or the person who has the step in hand; nothing where it goes by itself."""
        # sudo: the name of a team or a colleague, for those who may read the line.
        line = self.sudo()
        if line._is_by_hand() and line.responsible == "person":
            # Also without a login, when HR says for them what they do not say by their link.
            return line.person_name
        teams = line.team_id or line.request_id.team_id or line._access_teams()
        return ", ".join(teams.mapped("name")) or line.user_id.name

    # -- Told by tasks -----------------------------------------------------------------------------

    def _task_ended(self, task):
        """The task of this line is over. Called with superuser rights.

        Given up it is not done; and where proof is needed somebody has to look, or a leaver's
        journey would end without it.
        """
        if task.state != plan_rules.DONE:
            self.note = (task.note or "")[:500]
            if self.needs_proof:
                self._note_problem(self.env._("Its work was given up, and there is no proof. Try it again."))
            return
        self.write(
            {
                "date_done": self.journey_id._now(),
                "done_by_id": self.env.uid,
                "note": (task.note or "")[:500],
                "problem": False,
            }
        )
        self._note_left()

    def _task_failed(self, task):
        """A person has to look; the state says so. Called with superuser rights."""

    @api.model
    def _text_hands(self):
        return self.env._("Steps follow from the journey and from the work of the desk.")
