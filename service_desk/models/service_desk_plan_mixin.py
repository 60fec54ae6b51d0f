from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import plan_rules
from ..lifecycle import CLOSED, DONE, OPEN_PHASES, SYSTEM
from .service_desk_process_data import TICKET_COLUMNS


class ServiceDeskPlanMixin(models.AbstractModel):
    """The fulfillment work of a ticket: tasks in their order, and what happens when they end.

    The host declares ``task_ids``. Whoever orders, approves or changes something starts a plan
    with :meth:`_start_plan` and goes on in :meth:`_tasks_ended`.
    """

    _name = "service.desk.plan.mixin"
    _description = "Ticket With Tasks"

    open_task_count = fields.Integer(
        string="Open Tasks",
        compute="_compute_open_task_count",
        store=True,
        precompute=True,
        groups="service_desk.group_agent",
    )
    task_count = fields.Integer(
        string="Number of Tasks",
        compute="_compute_task_progress",
        groups="service_desk.group_agent",
    )
    task_progress = fields.Integer(
        string="Tasks Done",
        compute="_compute_task_progress",
        groups="service_desk.group_agent",
        help="In percent of those that were not cancelled.",
    )

    task_timeline = fields.Json(compute="_compute_task_timeline", groups="service_desk.group_agent")

    @api.depends("task_ids.state")
    def _compute_open_task_count(self):
        for ticket in self:
            states = ticket.task_ids.mapped("state")
            ticket.open_task_count = sum(state in plan_rules.OPEN_STATES for state in states)

    @api.depends("task_ids.state")
    def _compute_task_progress(self):
        # sudo: how far it is, also by tasks of teams whose work the user cannot see.
        for ticket in self.sudo():
            states = ticket.task_ids.mapped("state")
            ticket.task_count = len(states)
            ticket.task_progress = plan_rules.progress(states)

    @api.depends("task_ids.state", "task_ids.predecessor_ids", "task_ids.user_id")
    @api.depends_context("uid")
    def _compute_task_timeline(self):
        """The tasks that the user may see, in the columns of a drawing."""
        for ticket in self:
            tasks = ticket.task_ids
            # sudo: the way may lead through tasks of others; those are not told.
            graph = {task: task.sudo().predecessor_ids.sudo(False) for task in tasks}
            ticket.task_timeline = [
                [task._timeline_values() for task in column] for column in plan_rules.columns(graph)
            ]

    # -- CRUD --------------------------------------------------------------------------------

    def write(self, vals):
        result = super().write(vals)
        if "company_id" in vals:
            # sudo: all of the work goes along, also that of teams which the user cannot see.
            for company, tickets in self.sudo().grouped("company_id").items():
                tickets.task_ids._move_to_company(company)
        return result

    # -- For those who order, approve and change -----------------------------------------------

    def _start_plan(self, plan, answers=None, promise=None):
        """Create the tasks of a plan on this ticket; those that wait for nothing are ready.

        A plan of which tasks are still open is not started twice.

        :param plan: ``service.desk.task.plan``
        :param dict answers: code of a question -> answer, for conditions and automatic steps
        :param promise: moment from which steps may count their due time; the ticket's by default
        :return: the tasks, with superuser rights
        """
        self.ensure_one()
        # sudo: the plan decides; whoever lets it start need not see the teams it concerns.
        ticket, steps = self.sudo(), plan.sudo().template_ids
        going = ticket.task_ids.filtered(
            lambda task: task.template_id in steps and task.state in plan_rules.OPEN_STATES
        )
        if going:
            return going
        chosen = steps.filtered(lambda step: step._applies(answers or {}))
        graph = plan_rules.without({step: step.predecessor_ids for step in steps}, steps - chosen)
        promise = promise or ticket._promised_date()
        unordered = ticket.env["service.desk.task"].with_context(service_desk_task_unordered=True)
        tasks = unordered.create([ticket._task_values(step, answers or {}, promise) for step in chosen]).with_context(
            service_desk_task_unordered=False
        )
        tasks._follow(graph)
        tasks._update_readiness()
        if not tasks:
            ticket._tasks_ended(tasks)
        return tasks

    def _task_values(self, step, answers, promise):
        """What the task of one step begins with."""
        values = {name: step[name].id if step._fields[name].relational else step[name] for name in step._step_fields()}
        return {
            **values,
            TICKET_COLUMNS[self._name]: self.id,
            "template_id": step.id,
            "sequence": step.sequence,
            "answers": answers if step.kind != "manual" else False,
            "date_due": self._due_before_promise(step, promise),
        }

    def _due_before_promise(self, step, promise):
        """When a step is due that counts from the promise to the requester; the others know later."""
        if step.due_from != "promise" or not promise:
            return False
        team = step.team_id or self.team_id
        return step._in_working_hours(team._working_calendar(self.company_id), step.due_hours, promise)

    def _cancel_tasks(self, reason):
        """Give up what is still open, because the ticket goes no further; nobody is told twice.

        :param str reason: stands as the note of each task
        """
        # sudo: also tasks of teams whose work the user cannot see.
        tasks = self.sudo().task_ids.filtered(lambda task: task.state in plan_rules.OPEN_STATES)
        if tasks:
            tasks.with_context(service_desk_tasks_dropped=True).write({"state": plan_rules.CANCELLED, "note": reason})

    # -- Hooks -------------------------------------------------------------------------------

    def _tasks_ended(self, tasks):
        """All tasks are done or cancelled: go on with the ticket. Called with superuser rights."""
        self.ensure_one()
        if tasks:
            self._message_log(body=self.env._("All tasks have ended."))

    def _task_failed(self, task):
        """A step that is needed has failed, and a person has to look. Called with superuser rights."""
        self.ensure_one()
        text = self.env._("%(task)s has failed: %(note)s", task=task.display_name, note=task.note)
        self._message_log(body=text)
        person = self.user_id or self.team_id.leader_id
        if person and self.phase in OPEN_PHASES:
            self.activity_schedule("mail.mail_activity_data_warning", user_id=person.id, summary=text[:200])

    # -- What follows from the ticket's own moves ----------------------------------------------

    def _check_moves(self, target, roles):
        """Nobody says that a ticket is done while work on it is still open."""
        if self._lifecycle.phases.get(target) == DONE and SYSTEM not in roles:
            self._check_no_open_task()
        return super()._check_moves(target, roles)

    def _check_no_open_task(self):
        # sudo: only the count, which the ticket's people see anyhow.
        busy = self.sudo().filtered("open_task_count")
        if busy:
            raise UserError(
                self.env._(
                    "%(ticket)s still has open tasks: %(count)s. Finish or skip them first.",
                    ticket=busy[0].display_name,
                    count=busy[0].open_task_count,
                )
            )

    def _after_moves(self, sources, target):
        result = super()._after_moves(sources, target)
        if self._lifecycle.phases[target] == CLOSED:
            gone = self.filtered(lambda ticket: self._lifecycle.phases[sources[ticket.id]] in OPEN_PHASES)
            gone._cancel_tasks(self.env._("The ticket is closed."))
        return result

    # -- Buttons -----------------------------------------------------------------------------

    def action_open_tasks(self):
        """Show the tasks of this ticket."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tasks of %s", self.number),
            "res_model": "service.desk.task",
            "view_mode": "list,kanban,form",
            "domain": [(TICKET_COLUMNS[self._name], "=", self.id)],
        }

    def action_open_plans(self):
        """Open the dialog that starts a plan on these tickets."""
        return self._open_dialog("service.desk.plan.wizard", self.env._("Start a Plan"))

    # -- For the portal ------------------------------------------------------------------------

    def _portal_timeline(self):
        """The steps of the work in plain values, as the requester may see them.

        Names, states and times of the steps that are shown to requesters, no more.
        """
        self.ensure_one()
        # sudo: requesters may not read tasks; only these values leave.
        tasks = self.sudo().task_ids.filtered(lambda task: task.is_shown and task.state != plan_rules.CANCELLED)
        words = {
            plan_rules.DONE: self.env._("Done"),
            plan_rules.WAITING: self.env._("To come"),
        }
        return [
            {
                "name": task.name,
                "state": task.state if task.state in words else plan_rules.IN_PROGRESS,
                "state_label": words.get(task.state) or self.env._("In progress"),
                "date_end": task.state == plan_rules.DONE and task.date_end or False,
                "date_due": task.date_due,
            }
            for task in tasks.sorted(lambda task: (task.sequence, task.id))
        ]
