from odoo import fields, models
from odoo.exceptions import UserError

from .service_desk_change_data import CHANGE_LIFECYCLE, CHANGE_STATES, CHANGE_TYPES, EMERGENCY, NORMAL


class ServiceDeskChange(models.Model):
    """Something that runs is altered, on purpose, at a time and by a plan that others agreed to."""

    _name = "service.desk.change"
    _description = "Change"
    _inherit = ["service.desk.ticket"]

    _lifecycle = CHANGE_LIFECYCLE
    _number_code = "service.desk.change"

    # Not tracked: the door writes each move into the history, with who, when and why.
    state = fields.Selection(
        CHANGE_STATES,
        default="draft",
        required=True,
        copy=False,
        index=True,
        group_expand="_group_expand_state",
    )
    parent_id = fields.Many2one(
        "service.desk.change",
        check_company=True,
        index="btree_not_null",
        tracking=True,
        help="The change that stands for all of them.",
    )
    child_ids = fields.One2many("service.desk.change", "parent_id", string="Children")
    merged_into_id = fields.Many2one("service.desk.change", readonly=True, copy=False, index="btree_not_null")
    previous_id = fields.Many2one(
        "service.desk.change",
        string="Continues",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The closed change that this one takes up again.",
    )
    worklog_ids = fields.One2many("service.desk.worklog", "change_id", groups="service_desk.group_agent")
    answer_ids = fields.One2many("service.desk.answer", "change_id", groups="service_desk.group_agent")
    transition_ids = fields.One2many(
        "service.desk.transition", "change_id", groups="service_desk.group_agent"
    )
    task_ids = fields.One2many(
        "service.desk.task", "change_id", string="Tasks", groups="service_desk.group_agent"
    )

    change_type = fields.Selection(
        CHANGE_TYPES,
        string="Type",
        default=NORMAL,
        required=True,
        index=True,
        tracking=True,
        help="Standard: agreed to beforehand, by its model. Normal: assessed and agreed to one by"
        " one. Emergency: done at once, agreed to and documented afterwards.",
    )
    incident_ids = fields.One2many("service.desk.incident", "change_id", string="Fixes Incidents")
    request_ids = fields.One2many("service.desk.request", "change_id", string="Serves Requests")
    problem_ids = fields.One2many("service.desk.problem", "change_id", string="Fixes Problems")
    caused_incident_ids = fields.One2many(
        "service.desk.incident", "caused_by_change_id", string="Caused Incidents"
    )

    def _guard_rework(self, roles):
        """What must hold before a change is assessed anew."""

    def _guard_approval(self, roles):
        """What must be known before others are asked."""

    def _guard_schedule(self, roles):
        """Nothing is scheduled that was not agreed to."""

    def _guard_implementation(self, roles):
        """No work before authorization; an emergency is authorized afterwards.

        :raise UserError: for everything else that is not scheduled yet
        """
        for change in self:
            if change.state != "scheduled" and change.change_type != EMERGENCY:
                raise UserError(
                    self.env._(
                        "%s is not scheduled yet. Only an emergency change begins before it is"
                        " agreed to.",
                        change.display_name,
                    )
                )

    def _guard_outcome(self, roles):
        """What must be known when the work is over."""

    def _guard_review(self, roles):
        """What must be known before a change is closed."""
