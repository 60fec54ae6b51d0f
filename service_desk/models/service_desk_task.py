import uuid

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from .. import plan_rules
from .service_desk_process_data import TICKET_COLUMNS
from .service_desk_task_data import TASK_LIFECYCLE, TASK_STATES
from .service_desk_ticket_data import PRIORITIES


class ServiceDeskTask(models.Model):
    """One piece of fulfillment work in the hands of one team, or of the desk itself.

    It waits for its predecessors, becomes ready when they have ended, and is done by hand or by an
    automatic step. Most come from a plan; agents add others to a ticket. Divided by subject:
    ``service.desk.task.door.mixin`` says what people may write, ``service.desk.task.order.mixin``
    decides what becomes ready and tells the ticket, ``service.desk.task.action.mixin`` has the
    verbs, ``service.desk.task.runner.mixin`` makes automatic steps run exactly once,
    ``service.desk.task.kind.mixin`` says how, and ``service.desk.task.notice.mixin`` tells whose
    turn it is.
    """

    _name = "service.desk.task"
    _description = "Task"
    _inherit = [
        "service.desk.task.door.mixin",
        "service.desk.task.company.mixin",
        "service.desk.task.step.mixin",
        "service.desk.task.action.mixin",
        "service.desk.task.order.mixin",
        "service.desk.task.runner.mixin",
        "service.desk.task.kind.mixin",
        "service.desk.task.notice.mixin",
        "service.desk.queued.mixin",
        "service.desk.export.mixin",
        "service.desk.company.mixin",
        "service.desk.boundary.mixin",
        "service.desk.lifecycle.mixin",
        "service.desk.number.mixin",
    ]
    _order = "sequence, id"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True

    _lifecycle = TASK_LIFECYCLE
    _number_code = "service.desk.task"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    incident_id = fields.Many2one("service.desk.incident", index="btree_not_null", ondelete="cascade")
    request_id = fields.Many2one("service.desk.request", index="btree_not_null", ondelete="cascade")
    problem_id = fields.Many2one("service.desk.problem", index="btree_not_null", ondelete="cascade")
    change_id = fields.Many2one("service.desk.change", index="btree_not_null", ondelete="cascade")
    ticket_name = fields.Char(string="Ticket", compute="_compute_ticket_name")
    ticket_team_id = fields.Many2one(
        "service.desk.team",
        string="Team of the Ticket",
        compute="_compute_from_ticket",
        store=True,
        index="btree_not_null",
        help="They see the tasks of their tickets, whoever does them.",
    )
    priority = fields.Selection(PRIORITIES, compute="_compute_from_ticket", store=True, help="That of the ticket.")
    is_confidential = fields.Boolean(
        string="Confidential",
        compute="_compute_from_ticket",
        store=True,
        help="As the ticket is; always when a team has it whose tickets are all confidential.",
    )
    template_id = fields.Many2one(
        "service.desk.task.template",
        string="Step of the Plan",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    answers = fields.Json(readonly=True, groups="base.group_system", help="What was ordered, for automatic steps.")
    sequence = fields.Integer(default=10)
    state = fields.Selection(
        TASK_STATES,
        default=plan_rules.WAITING,
        required=True,
        copy=False,
        index=True,
        group_expand="_group_expand_state",
    )
    predecessor_ids = fields.Many2many(
        "service.desk.task",
        "service_desk_task_order_rel",
        "task_id",
        "predecessor_id",
        string="Waits For",
        copy=False,
    )
    successor_ids = fields.Many2many(
        "service.desk.task",
        "service_desk_task_order_rel",
        "predecessor_id",
        "task_id",
        string="Followed By",
        copy=False,
        readonly=True,
    )
    note = fields.Text(copy=False, help="What came of it, or why not.")
    date_ready = fields.Datetime(string="Ready Since", readonly=True, copy=False)
    date_start = fields.Datetime(string="Started", readonly=True, copy=False)
    date_due = fields.Datetime(string="Due", copy=False)
    date_end = fields.Datetime(string="Ended", readonly=True, copy=False)
    # -- Automatic steps: written by the runner.
    key = fields.Char(
        readonly=True,
        copy=False,
        default=lambda self: uuid.uuid4().hex,
        help="By this a receiver knows that another attempt is the same piece of work.",
    )
    attempts = fields.Integer(readonly=True, copy=False, help="How many were made so far.")
    last_attempt = fields.Integer(readonly=True, copy=False, help="After this one a person has to look at it.")
    date_next = fields.Datetime(string="Next Attempt", readonly=True, copy=False, help="Not before then.")
    run_ids = fields.One2many("service.desk.task.run", "task_id", string="Log of Attempts")

    _one_ticket = models.Constraint(
        "CHECK(num_nonnulls(incident_id, request_id, problem_id, change_id) <= 1)",
        "A task belongs to one ticket at most.",
    )
    _key_uniq = models.Constraint("UNIQUE(key)", "Another task has this key already.")
    _due_index = models.Index("(date_next) WHERE date_next IS NOT NULL AND state IN ('ready', 'in_progress')")
    _open_team_index = models.Index("(team_id) WHERE state IN ('ready', 'in_progress', 'failed')")
    _waiting_index = models.Index("(id) WHERE state = 'waiting'")

    # -- Computes ----------------------------------------------------------------------------

    @api.depends(*TICKET_COLUMNS.values())
    def _compute_ticket_name(self):
        for task in self:
            ticket = task._ticket()
            task.ticket_name = ticket and ticket.display_name

    @api.depends(
        "team_id",
        *(
            f"{column}.{name}"
            for column in TICKET_COLUMNS.values()
            for name in ("team_id", "priority", "is_confidential")
        ),
    )
    def _compute_from_ticket(self):
        for task in self:
            ticket = task._ticket()
            task.ticket_team_id = ticket.team_id if ticket else False
            task.priority = ticket.priority if ticket else False
            is_confidential = task.team_id.is_confidential or (ticket and ticket.is_confidential)
            task.is_confidential = bool(is_confidential)

    @api.depends("number", "name", "team_id", "ticket_team_id", "is_confidential", "company_id")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """Number and name; the number alone for those outside the walls, as with tickets."""
        user = self.env.user
        walls = None if user._is_superuser() else user._service_desk_walls()
        for task in self:
            label = f"{task.number or ''} {task.name or ''}".strip()
            is_told = not walls or walls.let_in_task(task)
            task.display_name = label if is_told else task.number

    def _ticket(self):
        """The ticket this task belongs to, or None."""
        self.ensure_one()
        return next((self[column] for column in TICKET_COLUMNS.values() if self[column]), None)

    @api.constrains("predecessor_ids", *TICKET_COLUMNS.values())
    def _check_order(self):
        # sudo: the circle may lead through tasks of other teams.
        tasks = self.sudo()
        for task in tasks:
            if any(one._owners() != task._owners() for one in task.predecessor_ids):
                raise ValidationError(self.env._("A task waits for tasks of its own ticket only."))
        if tasks._has_cycle("predecessor_ids"):
            raise ValidationError(self.env._("These tasks would wait for one another for ever."))

    # -- The queue ---------------------------------------------------------------------------

    @api.model
    def _queue_columns(self):
        return {"date_opened": SQL("COALESCE(t.date_ready, t.create_date)")}

    @api.model
    def _queue_where(self):
        """What somebody can do something about; what waits for others is no work yet."""
        return SQL("t.state IN %s", (plan_rules.READY, plan_rules.IN_PROGRESS, plan_rules.FAILED))

    @api.model
    def _queue_flush(self):
        self.flush_model(["state", "date_ready"])
        return super()._queue_flush()

    # -- For views ---------------------------------------------------------------------------

    def _timeline_values(self):
        """What the drawing of a ticket's work tells about this task."""
        self.ensure_one()
        return {
            "key": f"task_{self.id}",
            "task_id": self.id,
            "name": self.name,
            "state": self.state,
            "state_label": self._state_label(self.state),
            "team": self.team_id.display_name or "",
            "person": self.user_id.display_name or "",
        }

    @api.model
    def _group_expand_state(self, states, domain):
        """The columns of the kanban: what is open, and what else is there."""
        shown = {*states, *plan_rules.OPEN_STATES, plan_rules.DONE}
        return [state for state in self._lifecycle.phases if state in shown]
