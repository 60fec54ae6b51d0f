from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .service_desk_change_data import (
    AUTHORIZED_STATES,
    DATE_FIELDS,
    EMERGENCY,
    ENDED_STATES,
    MAX_AHEAD,
    MAX_BACK,
    MODEL_FIELDS,
    OPEN_TO_PLANNING,
    PLAN_FIELDS,
    STANDARD,
)


class ServiceDeskChangePlanMixin(models.AbstractModel):
    """What is to be done, when, why, and what happens if it goes wrong."""

    _name = "service.desk.change.plan.mixin"
    _description = "Plan of a Change"

    model_id = fields.Many2one(
        "service.desk.change.model",
        string="Change Model",
        check_company=True,
        index="btree_not_null",
        tracking=True,
        domain="[('state', '=', 'published'), ('company_id', 'in', [False, company_id])]",
        help="A change that was agreed to once for all times that it is done.",
    )
    service_ids = fields.Many2many(
        "service.desk.service",
        "service_desk_change_service_rel",
        "change_id",
        "service_id",
        string="Also Affected",
        check_company=True,
        help="Other services that feel it.",
    )
    justification = fields.Html(help="Why it is done, and what happens if it is not.")
    implementation_plan = fields.Html(help="The steps, in order, and who takes them.")
    test_plan = fields.Html(help="How one sees that it works.")
    backout_plan = fields.Html(string="Back-Out Plan", help="How one gets back, and until when one can.")
    communication_plan = fields.Html(help="Who is told what, when and how.")
    date_planned_start = fields.Datetime(string="Planned Start", copy=False, index="btree_not_null", tracking=True)
    date_planned_end = fields.Datetime(string="Planned End", copy=False, tracking=True)
    date_actual_start = fields.Datetime(string="Actual Start", copy=False, index="btree_not_null", tracking=True)
    date_actual_end = fields.Datetime(string="Actual End", copy=False, tracking=True)
    date_repeated = fields.Date(
        string="Repeats On", readonly=True, copy=False, help="The day for which its model has made it."
    )
    can_reschedule = fields.Boolean(compute="_compute_can_reschedule")
    can_plan = fields.Boolean(compute="_compute_can_plan", help="What is planned may still be changed.")

    _repeated_once = models.UniqueIndex(
        "(model_id, date_repeated) WHERE date_repeated IS NOT NULL", "This change was made for that day already."
    )

    @api.depends("state", "change_type")
    @api.depends_context("uid")
    def _compute_can_reschedule(self):
        is_authority = self._is_change_authority()
        for change in self:
            change.can_reschedule = change._may_reschedule(is_authority)

    @api.depends("state", "change_type", "approval_state")
    def _compute_can_plan(self):
        for change in self:
            is_open = change.state in OPEN_TO_PLANNING and change.approval_state not in ("pending", "approved")
            is_late = change.change_type == EMERGENCY and change.state not in ENDED_STATES
            change.can_plan = is_open or is_late

    def _affected_services(self):
        """All services that feel it."""
        return self.service_id | self.service_ids

    # -- The model -----------------------------------------------------------------------------

    @api.onchange("model_id")
    def _onchange_model_id(self):
        """Show what the model brings."""
        model = self.model_id
        for name, value in model._change_values(self.change_type).items():
            if self.change_type == STANDARD or not self[name]:
                self[name] = value
        if self.date_planned_start and model.duration_hours:
            self.date_planned_end = model._end_of(self.date_planned_start)

    @api.onchange("date_planned_start")
    def _onchange_date_planned_start(self):
        """A change of a model takes as long as it usually does."""
        if self.date_planned_start and self.model_id.duration_hours:
            self.date_planned_end = self.model_id._end_of(self.date_planned_start)

    @api.model
    def _apply_models(self, vals_list):
        """Fill new changes from their models, in place; one read for all of them."""
        models_by_id = self._pointed_at(vals_list, "model_id")
        for vals in vals_list:
            if not vals.get("model_id"):
                continue
            model = models_by_id[vals["model_id"]]
            model.check_access("read")
            change_type = vals.setdefault("change_type", STANDARD)
            for name, value in model._change_values(change_type).items():
                field = self._fields[name]
                given = vals.get(name)
                if change_type == STANDARD and name in MODEL_FIELDS or not given:
                    vals[name] = field.convert_to_write(value, self)

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        self._apply_models(vals_list)
        changes = super().create(vals_list)
        changes._copy_checks()
        return changes

    def write(self, vals):
        self._check_planning(vals)
        former = {change.id: change.model_id for change in self} if "model_id" in vals else {}
        result = super().write(vals)
        changed = self.filtered(lambda change: former.get(change.id, change.model_id) != change.model_id)
        if changed:
            changed._take_over_model()
        return result

    def _take_over_model(self):
        """Another model: its words and its checklist instead of those before."""
        for change in self.filtered("model_id"):
            values = change.model_id._change_values(change.change_type)
            is_standard = change.change_type == STANDARD
            change.write({name: value for name, value in values.items() if is_standard or not change[name]})
        self._copy_checks()

    def _copy_checks(self):
        """The checklist of the model, as lines of the change's own."""
        changes = self.filtered("model_id")
        if not changes:
            return
        # sudo: what a model says is for all agents; the lines belong to changes that were checked.
        own = changes.sudo()
        own.check_ids.filtered(lambda check: check.line_id and not check.is_done).unlink()
        kept = {(check.change_id, check.line_id) for check in own.check_ids}
        self.env["service.desk.change.check"].sudo().create(
            [
                {"change_id": change.id, **line._check_values()}
                for change in own
                for line in change.model_id.line_ids
                if (change, line) not in kept
            ]
        )

    @api.constrains("change_type", "model_id", *MODEL_FIELDS)
    def _check_model(self):
        """A standard change is what its model says; whoever does otherwise makes it a normal one."""
        for change in self.filtered(lambda one: one.change_type == STANDARD):
            if not change.model_id:
                raise ValidationError(
                    self.env._(
                        "A standard change is made from a published model. Choose one, or make it a normal change."
                    )
                )
            for name in MODEL_FIELDS:
                if (change[name] or "") != (change.model_id[name] or ""):
                    label = self.fields_get([name], ["string"])[name]["string"]
                    raise ValidationError(
                        self.env._(
                            "%(field)s of a standard change is that of its model, %(model)s. To do it"
                            " otherwise, make it a normal change.",
                            field=label,
                            model=change.model_id.display_name,
                        )
                    )

    # -- Dates ---------------------------------------------------------------------------------

    @api.constrains(*DATE_FIELDS)
    def _check_planned_dates(self):
        now = self._now()
        for change in self:
            start, end = change.date_planned_start, change.date_planned_end
            if start and end and end <= start:
                raise ValidationError(
                    self.env._("%s would end before it begins. Please correct its planned dates.", change.display_name)
                )
            if any(day and not now - MAX_BACK <= day <= now + MAX_AHEAD for day in (start, end)):
                raise ValidationError(
                    self.env._("%s: please check the year of its planned dates.", change.display_name)
                )

    @api.constrains("date_actual_start", "date_actual_end")
    def _check_actual_dates(self):
        now = self._now()
        for change in self:
            start, end = change.date_actual_start, change.date_actual_end
            if end and (not start or end < start):
                raise ValidationError(self.env._("%s cannot have ended before it began.", change.display_name))
            if any(day and not now - MAX_BACK <= day <= now for day in (start, end)):
                raise ValidationError(
                    self.env._("%s: what really happened lies in the past year.", change.display_name)
                )

    # -- Who may plan --------------------------------------------------------------------------

    @api.model
    def _is_change_authority(self):
        """Whether the current user authorizes and schedules changes."""
        user = self.env.user
        return (
            self.env.su
            or user.has_group("service_desk.group_change_manager")
            or user.has_group("service_desk.group_manager")
        )

    def _may_reschedule(self, is_authority):
        """Agents plan what they draft, and standard changes; what others agreed to is the authority's."""
        if self.state in OPEN_TO_PLANNING:
            return True
        if self.state != "scheduled":
            return False
        return is_authority or self.change_type == STANDARD

    def _check_planning(self, vals):
        """Refuse to plan what is authorized, begun or over, and to forge what happened."""
        if self.env.su:
            return
        is_authority = self._is_change_authority()
        for change in self:
            changed = {name for name in vals if name in change._planning_fields() and change._changes(name, vals[name])}
            if not changed:
                continue
            change._check_type_change(changed)
            change._check_date_change(changed, is_authority)
            change._check_plan_change(changed)

    @api.model
    def _planning_fields(self):
        return {
            *DATE_FIELDS,
            *MODEL_FIELDS,
            "date_actual_start",
            "date_actual_end",
            "change_type",
            "model_id",
            "service_id",
            "service_ids",
        }

    def _check_type_change(self, changed):
        if {"change_type", "model_id"} & changed and self.state not in OPEN_TO_PLANNING:
            raise UserError(
                self.env._(
                    "%s is past assessment: its type and model stay. Assess it anew to choose others.",
                    self.display_name,
                )
            )

    def _check_date_change(self, changed, is_authority):
        if set(DATE_FIELDS) & changed and not self._may_reschedule(is_authority):
            if self.state == "scheduled":
                raise AccessError(self.env._("%s is scheduled. A change manager moves it.", self.display_name))
            if self.state != "approval":  # there the approval itself says so
                raise UserError(self.env._("%s: its planned dates cannot be changed any more.", self.display_name))
        if {"date_actual_start", "date_actual_end"} & changed:
            may_tell = self.change_type == EMERGENCY or is_authority
            if not may_tell or self.state in ENDED_STATES:
                raise AccessError(
                    self.env._("%s: the desk notes by itself when the work began and ended.", self.display_name)
                )

    def _check_plan_change(self, changed):
        """What is planned stays once the work was authorized; emergencies are written down later."""
        fixed = changed & {*PLAN_FIELDS, "justification", "service_id", "service_ids"}
        is_late = self.state in AUTHORIZED_STATES and self.change_type != EMERGENCY
        if fixed and (is_late or self.state in ENDED_STATES):
            labels = self.fields_get(fixed, ["string"])
            raise UserError(
                self.env._(
                    "%(change)s is %(state)s: what was agreed to stays (%(fields)s). Assess it anew to change it.",
                    change=self.display_name,
                    state=self._state_label(self.state),
                    fields=", ".join(sorted(labels[name]["string"] for name in labels)),
                )
            )
