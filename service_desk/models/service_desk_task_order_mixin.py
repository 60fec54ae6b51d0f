from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .. import plan_rules
from .service_desk_process_data import TICKET_COLUMNS
from .service_desk_task_data import MANUAL


class ServiceDeskTaskOrderMixin(models.AbstractModel):
    """What becomes ready, what is over, and who is told.

    Two predecessors that end at the same moment in two transactions would each see the other one
    open, and nobody would begin what waits for both. So whatever ends writes the rows that wait for
    it, and the ticket counts its open tasks: the database lets the second one look again.
    """

    _name = "service.desk.task.order.mixin"
    _description = "Order of Tasks"

    # -- What the door does ------------------------------------------------------------------

    def _door_values(self, target):
        now = self._now()
        values = super()._door_values(target)
        if target == plan_rules.READY:
            values |= self._ready_values(now)
        elif target == plan_rules.IN_PROGRESS:
            values |= {"date_start": self.date_start or now}
            if self.kind == MANUAL and not self.user_id and not self.env.su:
                values["user_id"] = self.env.uid
        else:
            values["date_next"] = False
        if target in plan_rules.ENDED_STATES:
            values["date_end"] = now
        return values

    def _ready_values(self, now):
        """Since when it can be done and, if it runs by itself, when that begins."""
        values = {"date_ready": self.date_ready or now}
        if self.kind != MANUAL:
            values["date_next"] = now
            values["last_attempt"] = self.attempts + self.max_attempts
        return values

    def _after_moves(self, sources, target):
        result = super()._after_moves(sources, target)
        # sudo: what follows concerns tasks and tickets of other teams too.
        tasks = self.sudo()
        if target == plan_rules.READY:
            tasks._promise()
            tasks._begin()
        elif target == plan_rules.FAILED:
            tasks._tell_failure()
        elif target in plan_rules.ENDED_STATES:
            tasks._tell_end()
        return result

    def _promise(self):
        """Say when these are due that have just become ready, by the hours of who does them."""
        open_ended = self.filtered(
            lambda task: not task.date_due and task.template_id.due_from == "ready" and task.template_id.due_hours
        )
        groups = open_ended.grouped(
            lambda task: (task._working_calendar(), task.template_id.due_hours, task.date_ready)
        )
        for (calendar, hours, ready), tasks in groups.items():
            tasks.date_due = tasks.template_id._in_working_hours(calendar, hours, ready)

    def _working_calendar(self):
        """The working hours of the team that does it, else of the ticket's, else of the company."""
        team = self.team_id or self.ticket_team_id
        return team._working_calendar(self.company_id)

    def _begin(self):
        """Let automatic steps run soon, and people know that it is their turn."""
        self._tell_assignees()
        if any(task.kind != MANUAL for task in self):
            self._trigger_runner()

    @api.model
    def _trigger_runner(self, at=None):
        """Have the job look after automatic steps, now or at a moment."""
        cron = self.env.ref("service_desk.cron_tasks", raise_if_not_found=False)
        if cron:
            cron._trigger(at=at)

    def _tell_failure(self):
        """A step nobody needs is given up; any other one stops the plan until a person has looked."""
        given_up = self.filtered(lambda task: not task.is_required)
        if given_up:
            given_up.write({"state": plan_rules.CANCELLED})
        for task in self - given_up:
            for owner in task._owners():
                owner._task_failed(task)

    def _tell_end(self):
        """Let successors begin, and the ticket go on when nothing is open any more."""
        self.successor_ids._update_readiness()
        if self.env.context.get("service_desk_tasks_dropped"):
            return
        for task in self:
            for owner in task._owners() - task._ticket_set():
                owner._task_ended(task)
        for ticket in self._tickets():
            if not ticket.open_task_count:
                ticket._tasks_ended(ticket.task_ids)

    # -- What waits --------------------------------------------------------------------------

    def _update_readiness(self):
        """Make ready what waits for nothing any more, and wait again what has got a predecessor."""
        if self.env.context.get("service_desk_task_unordered"):
            return
        # sudo: predecessors may be of teams whose tasks the current user cannot see.
        tasks = self.sudo().filtered(lambda task: task.state in (plan_rules.WAITING, plan_rules.READY))
        if not tasks:
            return
        tasks._touch()
        around = tasks | tasks.predecessor_ids
        state_of = {task.id: task.state for task in around}
        graph = {task.id: task.predecessor_ids.ids for task in tasks}
        ready = tasks.browse(sorted(plan_rules.startable(state_of, graph)))
        blocked = tasks.filtered(
            lambda task: task.state == plan_rules.READY and plan_rules.blocked_by(task.id, state_of, graph)
        )
        if ready:
            ready.write({"state": plan_rules.READY})
        if blocked:
            blocked.write({"state": plan_rules.WAITING})

    def _follow(self, graph):
        """Set the order of tasks that were just made from a plan, one INSERT for all.

        :param dict graph: step of the plan -> the steps it waits for
        """
        by_step = {task.template_id: task.id for task in self}
        pairs = [(by_step[step], by_step[one]) for step, before in graph.items() for one in before]
        if pairs:
            self.flush_model(["predecessor_ids"])
            self.env.cr.execute_values(
                "INSERT INTO service_desk_task_order_rel (task_id, predecessor_id) VALUES %s", pairs
            )
            self.invalidate_recordset(["predecessor_ids", "successor_ids"])

    def _touch(self):
        """Write these rows, so that nobody else decides about them at the same moment."""
        self.env.cr.execute(SQL("UPDATE service_desk_task SET write_date = write_date WHERE id IN %s", tuple(self.ids)))

    @api.model
    def _release_stuck(self):
        """Make ready what waits for nothing, should anything have left it behind."""
        self.flush_model(["state", "predecessor_ids"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT t.id
                  FROM service_desk_task t
                 WHERE t.state = 'waiting'
                   AND NOT EXISTS (SELECT
                                     FROM service_desk_task_order_rel o
                                     JOIN service_desk_task p ON p.id = o.predecessor_id
                                    WHERE o.task_id = t.id AND p.state NOT IN %s)
                """,
                plan_rules.ENDED_STATES,
            )
        )
        self.browse(task_id for (task_id,) in rows)._update_readiness()

    # -- Whose it is -------------------------------------------------------------------------

    def _owners(self):
        """What the task is done for, as a set of single records: its ticket, and in other files more.

        They are told of its end: ``_task_ended(task)`` and ``_task_failed(task)``; tickets also of
        the end of all: ``_tasks_ended(tasks)``.
        """
        self.ensure_one()
        return self._ticket_set()

    def _handing(self):
        """What the work of this task is to people's things, for addons that keep such things.

        :return: None, or ``hand_out`` or ``take_back`` and whose hands these are: contacts of one person,
            the usual one first
        """
        self.ensure_one()
        return None

    def _undone_elsewhere(self):
        """Tasks whose work others take back that are still open: this one need not. With superuser rights."""
        return self.browse().sudo()  # sudo: what they were is asked by whoever takes something back

    def _takeable(self):
        """What these tasks may take back of what people have: task -> {key: name}.

        For those who do a task without a role at the desk. Extended by addons that keep things; found
        with one query for all tasks, called with superuser rights by code that has checked who asks.
        """
        return {task: {} for task in self}

    def _name_taken(self, keys):
        """Say which of these the task takes back with its end; before that, and as superuser.

        :param keys: of ``_takeable``
        :raise UserError: for whatever else
        """
        self.ensure_one()
        if set(keys) - set(self._takeable()[self]):
            raise UserError(self.env._("Not all of this is with the person any more. Look again, please."))

    def _needs_proof(self):
        """Whether it is done with a note alone that says what came of it. For other addons to say."""
        self.ensure_one()
        return False

    def _ticket_set(self):
        ticket = self._ticket()
        return {ticket} if ticket else set()

    def _tickets(self):
        """The tickets of these tasks, one by one."""
        for column in TICKET_COLUMNS.values():
            yield from self[column]
