from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.service_desk import plan_rules
from odoo.addons.service_desk.some_of import some_of

from .service_desk_journey_data import LEAVER
from .service_desk_journey_holding_mixin import in_words

#: So many things that did not come back are named on a task.
NAMED_THINGS = 5


class ServiceDeskTask(models.Model):
    """Work that is a step of somebody's journey."""

    _name = "service.desk.task"
    _inherit = ["service.desk.secret.mixin", "service.desk.task"]

    journey_line_id = fields.Many2one(
        "service.desk.journey.line", readonly=True, index="btree_not_null", ondelete="set null"
    )

    # Rules ask for it, of tasks and of the queue.
    secret_from_id = fields.Many2one(
        "res.partner",
        compute="_compute_secret_from_id",
        store=True,
        index="btree_not_null",
        compute_sudo=True,
        ondelete="set null",
        groups=fields.NO_ACCESS,
        help="Who leaves and does not read it in the queue of their own team.",
    )

    held = fields.Text(
        string="The Person Has", compute="_compute_held", help="Items and licenses that are with the person now."
    )
    not_returned = fields.Char(
        string="Not Given Back",
        readonly=True,
        copy=False,
        help="What was still with the person when the task was done, and no other task took back.",
    )
    has_open_journey = fields.Boolean(
        compute="_compute_has_open_journey", help="Whether the reader may open the journey that it is a step of."
    )

    @api.depends("journey_line_id.journey_id.partner_id", "request_id.secret_from_id")
    def _compute_secret_from_id(self):
        for task in self:
            line = task.journey_line_id
            is_secret = line.journey_id.kind == LEAVER and line.responsible != "person"
            task.secret_from_id = line.journey_id.partner_id if is_secret else task.request_id.secret_from_id

    def _barred_assignees(self):
        """Who leaves and does not read it; see the same of tickets."""
        self.ensure_one()
        # sudo: whose it is not is asked, whoever gives it to somebody.
        task = self.sudo()
        if not task.secret_from_id:
            return self.env["res.users"]
        if task.request_id:
            return task.request_id._barred_assignees()
        return task.journey_line_id.journey_id._logins()

    @api.depends("journey_line_id")
    def _compute_from_ticket(self):
        result = super()._compute_from_ticket()
        # sudo: whether a step is confidential decides who sees its task.
        for task in self.filtered("journey_line_id"):
            task.is_confidential = task.is_confidential or task.sudo().journey_line_id.is_confidential
        return result

    @api.depends("journey_line_id", "user_id")
    def _compute_display_name(self):
        """Whoever has a step in hand reads its name, without a role at the desk, too."""
        result = super()._compute_display_name()
        for task in self.filtered(lambda task: task.user_id == self.env.user):
            # sudo: teams have no rights on journeys
            line = task.sudo().journey_line_id
            if line and line._is_by_hand():
                task.display_name = f"{task.number or ''} {task.name or ''}".strip()
        return result

    def _doing_url(self):
        """What people do without a role at the desk they do on the page of the journey."""
        line = self.sudo().journey_line_id  # sudo: teams have no rights on journeys
        if line and line._is_by_hand():
            return line.journey_id._url_for(self.env.user)
        return super()._doing_url()

    def _needs_proof(self):
        # sudo: teams have no rights on journeys
        return super()._needs_proof() or self.sudo().journey_line_id.needs_proof

    def _check_needs(self, move):
        """Some steps are done with proof alone: whoever does them writes down what came of it."""
        result = super()._check_needs(move)
        if move.target == plan_rules.DONE:
            for task in self.filtered(lambda task: task._needs_proof()):
                if not (task.note or "").strip():
                    raise UserError(self.env._("Write down what came of “%s”: it is the proof.", task.name))
        return result

    def _handing(self):
        """Steps by which somebody is handed something, or by which it is taken back."""
        line = self.sudo().journey_line_id  # sudo: teams have no rights on journeys
        if line.kind not in ("hand_out", "take_back"):
            return super()._handing()
        return line.kind, line.journey_id._contacts()

    def _undone_elsewhere(self):
        own = self.sudo().journey_line_id  # sudo: teams have no rights on journeys
        others = (own.journey_id.line_ids - own).filtered(lambda line: line.task_id.state in plan_rules.OPEN_STATES)
        return super()._undone_elsewhere() | others.undoes_id.task_id

    @api.depends("state", "journey_line_id")
    @api.depends_context("lang")
    def _compute_held(self):
        """What is to be taken back, in words, for whoever has to ask for it; one look for all tasks."""
        rows = self.filtered(lambda task: task.state in plan_rules.OPEN_STATES)._rows_to_take()
        for task in self:
            task.held = in_words(rows.get(task, ()))

    def _rows_to_take(self):
        """task -> what its person has, of tasks that take something back; one look for all tasks."""
        people = {}
        for task in self:
            verb, contacts = task._handing() or (None, None)
            if verb == "take_back" and contacts:
                people[task] = contacts
        # sudo: names of things alone, for those who may read the task that takes them back.
        partners = self.env["res.partner"].sudo()
        rows = partners.union(*people.values())._service_desk_holdings() if people else []
        return {task: [row for row in rows if row["partner"] in contacts] for task, contacts in people.items()}

    def _after_moves(self, sources, target):
        result = super()._after_moves(sources, target)
        if target == plan_rules.DONE:
            # Last of all: by then it is on record what came back.
            self._note_not_returned()
        return result

    def _note_not_returned(self):
        """Whoever opens the task later reads what did not come back by it. Who stays may keep what was left out."""
        # sudo: teams have no rights on journeys
        going = self.filtered(lambda task: task.sudo().journey_line_id.journey_id._is_over_for_person())
        for task, rows in going._rows_to_take().items():
            left = [row["name"] for row in rows if row.get("by_hand") and not self._is_taken_elsewhere(row)]
            # sudo: a fact that the desk keeps; nobody writes it.
            task.sudo().not_returned = some_of(self.env, left, NAMED_THINGS)

    @api.model
    def _is_taken_elsewhere(self, row):
        """Whether another task is there to take this back; see ``res.partner._service_desk_holdings``."""
        record = row.get("goes_with")
        return bool(record) and record._name == self._name and record.state in plan_rules.OPEN_STATES

    @api.depends("journey_line_id")
    @api.depends_context("uid")
    def _compute_has_open_journey(self):
        for task in self:
            task.has_open_journey = bool(task._readable_journey())

    def _readable_journey(self):
        """The journey that it is a step of, for those who may read that."""
        # sudo: which journey that is; whether the reader may see it is asked without.
        return self.sudo().journey_line_id.journey_id.sudo(self.env.su)._filtered_access("read")

    def action_open_journey(self):
        """Show the journey that it is a step of."""
        self.ensure_one()
        self.check_access("read")
        journey = self._readable_journey()
        if not journey:
            raise UserError(self.env._("The journey is for those who run it."))
        return {
            "type": "ir.actions.act_window",
            "res_model": journey._name,
            "res_id": journey.id,
            "views": [(False, "form")],
        }

    def _owners(self):
        return super()._owners() | set(self.journey_line_id.sudo())  # sudo: teams have no rights on journeys
