from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .service_desk_process_data import PROCESSES
from .service_desk_task_data import MANUAL, RECORD, SERVER_ACTION, TASK_KINDS, WEBHOOK


class ServiceDeskTaskStepMixin(models.AbstractModel):
    """What a step is and how its work is done; the same on a plan and on the task made from it.

    A task keeps a copy, so that editing a plan does not change what has begun. Another way of
    doing work is a kind more here (``selection_add``), with the fields it needs, named in
    :meth:`_step_fields`, and a method ``_run_<kind>`` on ``service.desk.task``.
    """

    _name = "service.desk.task.step.mixin"
    _description = "Step of a Plan"

    name = fields.Char(string="Task", required=True)
    description = fields.Html(string="What to Do")
    team_id = fields.Many2one("service.desk.team", check_company=True, index="btree_not_null")
    user_id = fields.Many2one(
        "res.users",
        string="Assignee",
        index="btree_not_null",
        domain="[('share', '=', False)]",
    )
    kind = fields.Selection(
        TASK_KINDS, string="How It Is Done", default=MANUAL, required=True, help="By a person or by itself."
    )
    server_action_id = fields.Many2one(
        "ir.actions.server",
        groups="base.group_system",
        help="Runs with all rights, so that system administrators alone choose it. It is run on the"
        " ticket or on the task, whichever its model is.",
    )
    webhook_id = fields.Many2one("service.desk.webhook", check_company=True)
    payload = fields.Text(
        groups="service_desk.group_manager",
        help='JSON that the webhook gets; "{{ticket.number}}" and the like are filled in. Empty'
        " sends all that can be filled in.",
    )
    record_process = fields.Selection(PROCESSES, string="Opens")
    record_template_id = fields.Many2one("service.desk.ticket.template", string="From Template", check_company=True)
    record_item_id = fields.Many2one(
        "service.desk.catalog.item",
        string="Orders",
        help="Ordered for the same person, with the answers that its form shares with this one."
        " What it needs besides, approval for instance, it needs here too.",
    )
    max_attempts = fields.Integer(default=5, help="After so many failed attempts a person has to look at it.")
    retry_minutes = fields.Integer(default=5, help="Until the second attempt; twice as long before each further one.")
    timeout_minutes = fields.Integer(
        default=10,
        help="An attempt of which nothing was heard for so long is taken for lost and made again.",
    )
    is_required = fields.Boolean(
        string="Required",
        default=True,
        help="A step that is not required does not hold up the others when it fails.",
    )
    is_shown = fields.Boolean(string="Shown to the Requester", default=True, help="With its name and state, no more.")

    _attempts_sane = models.Constraint(
        "CHECK(max_attempts BETWEEN 1 AND 100 AND retry_minutes >= 0 AND timeout_minutes BETWEEN 1 AND 1440)",
        "Between 1 and 100 attempts, and a time limit between 1 minute and a day, please.",
    )

    @api.model
    def _step_fields(self):
        """What a task takes over from its step."""
        return [
            "name",
            "description",
            "team_id",
            "user_id",
            "kind",
            "server_action_id",
            "webhook_id",
            "payload",
            "record_process",
            "record_template_id",
            "record_item_id",
            "max_attempts",
            "retry_minutes",
            "timeout_minutes",
            "is_required",
            "is_shown",
        ]

    @api.model
    def _kinds_needing(self):
        """Kind -> the fields without one of which it cannot be done."""
        return {
            SERVER_ACTION: ["server_action_id"],
            WEBHOOK: ["webhook_id"],
            RECORD: ["record_process", "record_item_id"],
        }

    @api.constrains("kind", "server_action_id", "webhook_id", "record_process", "record_item_id")
    def _check_kind(self):
        needs = self._kinds_needing()
        # sudo: only asks whether something is chosen; not everybody may see what.
        for step in self.sudo():
            names = needs.get(step.kind)
            if names and not any(step[name] for name in names):
                raise ValidationError(
                    self.env._(
                        "%(step)s cannot be done like that: %(field)s is missing.",
                        step=step.name,
                        field=step._fields[names[0]]._description_string(self.env),
                    )
                )

    @api.constrains("payload")
    def _check_payload(self):
        # sudo: the text was just written by somebody who may.
        for step in self.sudo():
            try:
                self.env["service.desk.webhook"]._parse_payload(step.payload)
            except ValueError as error:
                raise ValidationError(
                    self.env._("The payload of %(step)s is not JSON: %(error)s", step=step.name, error=error)
                ) from None

    @api.constrains("user_id")
    def _check_assignee(self):
        # sudo: people may not read every colleague's user record.
        for step in self.sudo():
            if step.user_id.share:
                raise ValidationError(
                    self.env._(
                        "%s is not a colleague and cannot be made responsible for a task.",
                        step.user_id.name,
                    )
                )
