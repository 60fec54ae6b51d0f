from datetime import timedelta

from odoo import api, fields, models

from .service_desk_change_data import BACKED_OUT, EMERGENCY, OUTCOMES, STANDARD

#: So long before its planned start a change is begun on time.
ON_TIME = timedelta(minutes=15)


class ServiceDeskChangeCourseMixin(models.AbstractModel):
    """How a change goes: begun, ended, looked back upon. Dates and approvals follow the door."""

    _name = "service.desk.change.course.mixin"
    _description = "Course of a Change"

    outcome = fields.Selection(OUTCOMES, copy=False, index=True, tracking=True)
    is_backout_used = fields.Boolean(
        string="Back-Out Used", copy=False, tracking=True, help="One had to go back, all the way or in part."
    )
    lessons = fields.Html(
        string="What Was Learned",
        copy=False,
        help="What went well, what did not, and what is done differently next time.",
    )
    date_documented = fields.Datetime(
        string="Documented", readonly=True, copy=False, help="When all that must be told of it was told."
    )
    is_documented_late = fields.Boolean(
        string="Documented Late",
        compute="_compute_is_documented_late",
        store=True,
        help="An emergency of which the papers were not there when the work began.",
    )
    missing_documents = fields.Char(
        string="Still Missing", compute="_compute_missing_documents", help="What must still be told of it."
    )

    @api.depends("change_type", "date_documented", "date_actual_start")
    def _compute_is_documented_late(self):
        for change in self:
            start, told = change.date_actual_start, change.date_documented
            is_late = change.change_type == EMERGENCY and start and (not told or told > start)
            change.is_documented_late = bool(is_late)

    @api.depends(
        "change_type",
        "risk",
        "service_id",
        "justification",
        "implementation_plan",
        "test_plan",
        "backout_plan",
        "communication_plan",
        "risk_answer_ids.option_id",
    )
    def _compute_missing_documents(self):
        for change in self:
            change.missing_documents = ", ".join(change._missing_documents())

    # -- What follows from what is written -----------------------------------------------------

    @api.model
    def _with_whole_outcome(self, vals):
        """What was backed out has used its way back."""
        return {**vals, "is_backout_used": True} if vals.get("outcome") == BACKED_OUT else dict(vals)

    def _stamp_documented(self):
        """Note when an emergency was described completely; taken back when something is removed."""
        emergencies = self.filtered(lambda change: change.change_type == EMERGENCY)
        for change in emergencies:
            is_complete = not change._missing_documents()
            if is_complete != bool(change.date_documented):
                change._write_facts({"date_documented": is_complete and self._now()})

    # -- The door ------------------------------------------------------------------------------

    def _door_values(self, target):
        """Stamp when the work began and ended, unless people have said so already."""
        values = super()._door_values(target)
        now = self._now()
        if target == "implementing":
            values["date_actual_start"] = self.date_actual_start or now
            values["date_actual_end"] = False
        elif target == "review" and self.state == "implementing":
            values["date_actual_end"] = self.date_actual_end or now
        elif target == "scheduled" and not self._lacks_approval():
            # An emergency may be scheduled before it is agreed to; it is asked about when it begins.
            values["date_authorized"] = self.date_authorized or now
        elif target == "assessment":
            values["date_authorized"] = False
        return values

    def _after_moves(self, sources, target):
        result = super()._after_moves(sources, target)
        if target == "approval":
            for change in self.filtered(lambda one: one.approval_state != "pending"):
                change._start_approval()
        elif target == "implementing":
            self._note_early()
            self._ask_afterwards()
            self._begin_tasks()
        elif target == "assessment":
            self._revoke_agreement()
        return result

    def _revoke_agreement(self):
        """Assessed anew: who was asked is asked no more, who agreed has agreed to something else."""
        asked = self.filtered(lambda change: change.approval_state == "pending")
        if asked:
            asked._withdraw_approval(self.env._("It is assessed anew."))
        # sudo: a fact of the round of approvals.
        decided = self.sudo().filtered(lambda change: change.approval_state in ("approved", "refused"))
        if decided:
            decided.write({"approval_state": "none"})

    def _ask_afterwards(self):
        """An emergency has begun: those who must agree are asked now, and its papers are due."""
        hurried = self.filtered(lambda change: change.change_type == EMERGENCY and not change.date_authorized)
        for change in hurried:
            if change.approval_state != "pending" and not change._start_approval():
                # Nobody must agree, by the rules.
                change._write_facts({"date_authorized": self._now()})
            if change._missing_documents():
                change._remind_worker(self.env._("Write down what was done: %s", change.missing_documents))

    def _note_early(self):
        """What others agreed to for another time stands in its history."""
        for change in self.filtered(lambda one: one._is_early()):
            change._message_log(body=self.env._("The work began before its planned time."))

    def _begin_tasks(self):
        """The tasks of the model begin with the work, once."""
        for change in self:
            plan = change.sudo().model_id.plan_id  # sudo: what a model brings is for all agents
            if plan and plan not in change.sudo().task_ids.template_id.plan_id:
                change._start_plan(plan)

    # -- Buttons -------------------------------------------------------------------------------

    def _take_up(self):
        """Whoever takes a draft assesses it; a standard change needs no assessment."""
        fresh = self.filtered(lambda change: change.change_type != STANDARD)
        return fresh.write({"state": "assessment"}) if fresh else True

    def action_assess(self):
        """Begin to assess, or assess anew: what was agreed to is void."""
        return self.write({"state": "assessment"})

    def action_schedule(self):
        """Put it into the calendar."""
        return self.write({"state": "scheduled"})

    def action_implement(self):
        """Begin the work; the start is noted."""
        untaken = self.filtered(lambda change: not change.user_id)
        if untaken:
            untaken.write({"user_id": self.env.uid})
        return self.write({"state": "implementing"})

    def action_begin(self):
        """Begin the work; before its planned time only after a look at the plan."""
        if len(self) == 1 and self.state == "scheduled" and self._is_early():
            self.check_access("write")
            return self._open_dialog("service.desk.change.early.wizard", self.env._("Begin Before Its Time?"))
        return self.action_implement()

    def _is_early(self):
        """Whether its planned time has not come yet, but for the minutes in which one gets ready."""
        planned = self.date_planned_start
        return bool(planned and self.change_type != EMERGENCY and planned > self._now() + ON_TIME)

    def action_start(self):
        """As the button of every ticket: go on to the next step of the work."""
        return self.action_begin()

    def action_finish(self):
        """Open the dialog that asks how it went."""
        return self._open_dialog("service.desk.change.finish.wizard", self.env._("How Did It Go?"))

    def action_resolve(self):
        """As the button of every ticket: the work is over."""
        return self.action_finish()

    def action_reject(self):
        """Open the dialog that says no, with the reason."""
        return self._open_dialog("service.desk.cancel.wizard", self.env._("Reject"), rejects=True)

    def action_reopen(self):
        """Look at it once more; from the review the work goes on."""
        closed = self.filtered(lambda change: change.state == "closed")
        closed.write({"state": "review"})
        return (self - closed).write({"state": "implementing"})
