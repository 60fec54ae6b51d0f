from odoo import api, fields, models

from .service_desk_change_data import CHANGE_FACTS, CHANGE_LIFECYCLE, CHANGE_STATES, CHANGE_TYPES, NORMAL


class ServiceDeskChange(models.Model):
    """Something that runs is altered, on purpose, at a time and by a plan that others agreed to.

    Divided by subject into mixins: what is planned, who may write it, who agrees, how risky it is,
    what the doors ask for, and how it goes. None of them has a :meth:`create` or :meth:`write`:
    those here say in order what is asked before and what follows. Around them stands the place in
    the calendar (``service_desk_change_collision.py``), which looks at the whole of it; within them
    first what others decide about (``service.desk.approval.guard.mixin``), then the facts of every
    ticket, and innermost the door of states.
    """

    _name = "service.desk.change"
    _description = "Change"
    _inherit = [
        "service.desk.change.outage.mixin",
        "service.desk.change.link.mixin",
        "service.desk.change.course.mixin",
        "service.desk.change.guard.mixin",
        "service.desk.change.risk.mixin",
        "service.desk.change.right.mixin",
        "service.desk.change.plan.mixin",
        "service.desk.change.approval.mixin",
        "service.desk.ticket",
    ]

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
    transition_ids = fields.One2many("service.desk.transition", "change_id", groups="service_desk.group_agent")
    task_ids = fields.One2many("service.desk.task", "change_id", string="Tasks", groups="service_desk.group_agent")

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
    check_ids = fields.One2many(
        "service.desk.change.check", "change_id", string="Checklist", groups="service_desk.group_agent"
    )
    incident_ids = fields.One2many("service.desk.incident", "change_id", string="Fixes Incidents")
    request_ids = fields.One2many("service.desk.request", "change_id", string="Serves Requests")
    problem_ids = fields.One2many("service.desk.problem", "change_id", string="Fixes Problems")
    caused_incident_ids = fields.One2many("service.desk.incident", "caused_by_change_id", string="Caused Incidents")

    # -- CRUD ----------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._with_whole_outcome(vals) for vals in vals_list]
        self._apply_models(vals_list)
        changes = super().create(vals_list)
        changes._check_begins_empty()
        changes._copy_checks()
        changes._take_model_risk()
        changes._ask_about_risk()
        changes._stamp_documented()
        return changes

    def write(self, vals):
        vals = self._with_whole_outcome(vals)
        self._check_written(vals)
        self._check_assignee_decides(vals.get("user_id"))
        models_before = {change: change.model_id for change in self} if "model_id" in vals else {}
        result = super().write(vals)
        self.filtered(lambda one: models_before.get(one, one.model_id) != one.model_id)._take_over_models()
        if {"change_type", "model_id"} & vals.keys():
            self._take_model_risk()
            self._ask_about_risk()
            self._assess_risk()
        self._stamp_documented()
        return result

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | CHANGE_FACTS
