from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import plaintext2html

from odoo.addons.service_desk import plan_rules
from odoo.addons.service_desk.lifecycle import OPEN_PHASES
from odoo.addons.service_desk.models.service_desk_access_data import LIVE_STATES, UNSETTLED_STATES

from .. import journey_rules
from .service_desk_journey_data import LINE_STATES, RESPONSIBLES, STEP_KINDS, WORK_KINDS
from .service_desk_journey_portal_mixin import ICONS

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
        "service.desk.journey.line.access.mixin",
        "service.desk.journey.line.login.mixin",
        "service.desk.journey.line.account.mixin",
        "service.desk.journey.line.answers.mixin",
        "service.desk.journey.line.hand.over.mixin",
        "service.desk.journey.line.hands.mixin",
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
    done_by_id = fields.Many2one("res.users", string="Done By", readonly=True, help="Who said that the work is done.")
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
    is_mine = fields.Boolean(compute="_compute_is_mine", help="Whether the reader has to do it here.")

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

    @api.depends("team_id", "user_id", "kind", "request_id.team_id")
    def _compute_responsible_name(self):
        for line in self:
            # sudo: the name of a team or a colleague, for those who may read the line.
            known = line.sudo()
            team = known.team_id or known.request_id.team_id
            line.responsible_name = team.name or known.user_id.name or self.env._("By Itself")

    @api.depends_context("uid")
    @api.depends("user_id", "state", "kind")
    def _compute_is_mine(self):
        for line in self:
            line.is_mine = line._is_hands_of(self.env.user) and line.state == journey_rules.OPEN

    def _is_hands_of(self, user):
        """Whether somebody without a role at the desk does this here."""
        return self.kind in WORK_KINDS and self.responsible != "team" and self.user_id == user

    # -- On the portal -----------------------------------------------------------------------------

    @api.model
    def _domain_mine(self):
        """Steps that are the reader's to do now."""
        return (
            Domain("user_id", "=", self.env.uid)
            & Domain("responsible", "!=", "team")
            & Domain("kind", "in", WORK_KINDS)
            & Domain("state", "=", journey_rules.OPEN)
        )

    @api.model
    def _portal_find(self, line_id):
        """One of the reader's own steps, or nothing."""
        if not (self.has_access("read") and 0 < line_id < 2**31):
            return self.browse()
        return self.search(self._domain_mine() & Domain("id", "=", line_id), limit=1)

    def _portal_values(self):
        """A step in plain values, as pages show it."""
        self.ensure_one()
        icon, color = ICONS[self.state]
        # sudo: what to do was written for whoever does it.
        text = self.sudo().step_id.description if self.is_mine else False
        return {
            "id": self.id,
            "name": self.name,
            "person": self.journey_id.sudo().person_name,
            "description": text,
            "date_due": self.date_due,
            "is_late": self.is_late,
            "is_mine": self.is_mine,
            "needs_proof": self.needs_proof,
            "by": self.responsible_name,
            "state": self.state,
            "state_label": dict(self._fields["state"]._description_selection(self.env))[self.state],
            "icon": icon,
            "color": color,
        }

    # -- Done by hand ------------------------------------------------------------------------------

    def action_done(self, note=None):
        """Say that one's own step is done; HR may say it for the others.

        :param str note: what came of it; some steps need it as proof
        :raise AccessError: for those with whom it is not
        """
        self.check_access("read")
        for line in self:
            line._check_may_do()
            if line.needs_proof and not (isinstance(note, str) and note.strip()):
                raise UserError(self.env._("Write down what came of “%s”: it is the proof.", line.name))
        # sudo: who may was checked; the work itself is the desk's.
        for line in self.sudo():
            line.task_id.action_done(note)
        return True

    def _check_may_do(self):
        if self.state != journey_rules.OPEN:
            raise UserError(self.env._("“%s” is not to be done at the moment.", self.name))
        if self.kind not in WORK_KINDS or self.responsible == "team":
            raise UserError(self.env._("“%s” is done by the desk, in its own records.", self.name))
        user = self.env.user
        if not (self.env.su or self.user_id == user or user.has_group("hr.group_hr_user")):
            raise AccessError(self.env._("“%s” is with somebody else.", self.name))

    # -- Told by tasks -----------------------------------------------------------------------------

    def _task_ended(self, task):
        """The task of this line is over. Called with superuser rights."""
        # sudo: see above
        self.sudo().write(
            {
                "date_done": self.journey_id._now(),
                "done_by_id": self.env.uid,
                "note": (task.note or "")[:500],
                "problem": False,
            }
        )

    def _task_failed(self, task):
        """A person has to look; the state says so. Called with superuser rights."""

    # -- Not needed --------------------------------------------------------------------------------

    def _drop(self, reason):
        """Give up what is open of these lines: their requests, tasks and access."""
        self.problem = False
        requests = self.request_id.filtered(lambda request: request.phase in OPEN_PHASES)
        if requests:
            requests.write({"state": "cancelled", "resolution": Markup(plaintext2html(reason))})
        tasks = self.task_id.filtered(lambda task: task.state in plan_rules.OPEN_STATES)
        if tasks:
            tasks.with_context(service_desk_tasks_dropped=True).write({"state": plan_rules.CANCELLED, "note": reason})
        waiting = self.grant_ids.filtered(lambda access: access.state in UNSETTLED_STATES)
        if waiting:
            waiting._revoke_now(reason)

    def _take_back(self, reason):
        """Undo what these lines have done: access goes, and what was handed out is asked back."""
        given = self.grant_ids.filtered(lambda access: access.state in LIVE_STATES)
        if given:
            given._revoke_now(reason)
        self._undo_logins()
        self._end_delegations()
        handed = self.filtered(lambda line: line.kind == "hand_out" and line.state == journey_rules.DONE)
        back = self.create([line._take_back_values() for line in handed])
        if back:
            back._begin_kind("take_back")

    def _take_back_values(self):
        return {
            "journey_id": self.journey_id.id,
            "sequence": self.sequence,
            "name": self.env._("Take back: %s", self.name),
            "kind": "take_back",
            "responsible": self.responsible,
            "team_id": self.team_id.id,
            "user_id": self.user_id.id,
            "is_confidential": self.is_confidential,
            "needs_proof": True,
            "date_due": fields.Date.context_today(self),
        }

    # -- Another day -------------------------------------------------------------------------------

    def _move_records(self):
        """Tell what does the work of this line that its day is another one."""
        due = self._due_moment()
        if self.task_id.state in plan_rules.OPEN_STATES:
            self.task_id.date_due = due
        if self.request_id.phase in OPEN_PHASES:
            self.request_id.date_wanted = self.date_due
        waiting = self.grant_ids.filtered(lambda access: access.state in UNSETTLED_STATES and not access.date_ordered)
        if waiting:
            waiting.date_start = self._access_start()
            waiting._provision()

    @api.model
    def _text_hands(self):
        return self.env._("Steps follow from the journey and from the work of the desk.")
