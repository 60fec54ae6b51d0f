from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .service_desk_change_data import (
    ACTUAL_FIELDS,
    AUTHORIZED_STATES,
    DATE_FIELDS,
    EMERGENCY,
    ENDED_STATES,
    MODEL_FIELDS,
    OPEN_TO_PLANNING,
    PLAN_FIELDS,
    RESULT_FIELDS,
    RESULT_STATES,
    STANDARD,
)


class ServiceDeskChangeRightMixin(models.AbstractModel):
    """Who may write what of a change, and until when: first the plan, then what happened."""

    _name = "service.desk.change.right.mixin"
    _description = "Who May Change a Change"

    can_reschedule = fields.Boolean(compute="_compute_can_reschedule")
    can_plan = fields.Boolean(compute="_compute_can_plan", help="What is planned may still be changed.")

    @api.depends("state", "change_type", "approval_state")
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
        if self.state == "approval":
            return is_authority and self.approval_state != "pending"
        return self.state == "scheduled" and (is_authority or self.change_type == STANDARD)

    # -- What is written -----------------------------------------------------------------------

    def _check_begins_empty(self):
        """Nothing has happened yet to what was just created, whether by value or by default.

        :raise AccessError: but for the times of emergencies, which are told
        """
        if self.env.su:
            return
        for change in self:
            change._check_actual_change({name for name in ACTUAL_FIELDS if change[name]}, self._is_change_authority())
            change._check_result_change({name for name in RESULT_FIELDS if change[name]})

    def _check_written(self, vals):
        """Refuse to plan what is authorized, begun or over, and to forge what happened."""
        if self.env.su:
            return
        is_authority = self._is_change_authority()
        watched = self._watched_fields()
        for change in self:
            changed = {name for name in vals if name in watched and change._changes(name, vals[name])}
            if not changed:
                continue
            change._check_type_change(changed)
            change._check_date_change(changed, is_authority)
            change._check_plan_change(changed)
            change._check_actual_change(changed, is_authority)
            change._check_result_change(changed)

    @api.model
    def _watched_fields(self):
        names = {"change_type", "model_id", "service_id", "service_ids", "lessons"}
        return names | {*DATE_FIELDS, *MODEL_FIELDS, *ACTUAL_FIELDS, *RESULT_FIELDS}

    def _check_type_change(self, changed):
        if {"change_type", "model_id"} & changed and self.state not in OPEN_TO_PLANNING:
            raise UserError(
                self.env._(
                    "%s is past assessment: its type and model stay. Assess it anew to choose others.",
                    self.display_name,
                )
            )

    def _check_date_change(self, changed, is_authority):
        if not set(DATE_FIELDS) & changed or self._may_reschedule(is_authority):
            return
        if self.state == "scheduled" or self.approval_state == "approved":
            raise AccessError(self.env._("%s was agreed to as planned. A change manager moves it.", self.display_name))
        if self.state != "approval":  # there the approval itself says so
            raise UserError(self.env._("%s: its planned dates cannot be changed any more.", self.display_name))

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

    def _check_actual_change(self, changed, is_authority):
        """When the work began and ended is noted; of an emergency people tell it afterwards."""
        may_tell = self.change_type == EMERGENCY or is_authority
        if set(ACTUAL_FIELDS) & changed and (not may_tell or self.state in ENDED_STATES):
            raise AccessError(
                self.env._("%s: the desk notes by itself when the work began and ended.", self.display_name)
            )

    def _check_result_change(self, changed):
        """How it went is said when it is known, and stays once it was reviewed."""
        if {*RESULT_FIELDS, "lessons"} & changed and self.state in ENDED_STATES:
            raise UserError(
                self.env._("%s is over: how it went stays. Review it again to correct it.", self.display_name)
            )
        if set(RESULT_FIELDS) & changed and self.state not in RESULT_STATES:
            raise UserError(self.env._("%s has not begun: nobody knows how it went.", self.display_name))
