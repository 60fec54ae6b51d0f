from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lifecycle import OPEN_PHASES
from .service_desk_change_data import DATE_FIELDS, EMERGENCY


class ServiceDeskChangeOutageMixin(models.AbstractModel):
    """What people will miss while a change is carried out belongs to what others agree to.

    Outages lie within the planned time and keep their place in it when the change is moved.
    """

    _name = "service.desk.change.outage.mixin"
    _description = "Outages of a Change"

    outage_ids = fields.One2many("service.desk.outage", "change_id", string="Outages")
    can_plan_outages = fields.Boolean(compute="_compute_can_plan_outages")

    @api.depends("state", "change_type", "approval_state")
    @api.depends_context("uid")
    def _compute_can_plan_outages(self):
        is_authority = self._is_change_authority()
        for change in self:
            change.can_plan_outages = change._may_plan_outages(is_authority)

    def _may_plan_outages(self, is_authority):
        """Outages are planned as dates are; of an emergency as long as it is not over."""
        is_late = self.change_type == EMERGENCY and self.phase in OPEN_PHASES
        return is_late or self._may_reschedule(is_authority)

    def _check_outage_plan(self, is_time_alone=False):
        """Refuse to plan outages of what is over, or to plan others than were agreed to.

        :param bool is_time_alone: they are merely moved, as change managers may
        :raise UserError: saying why not
        """
        if self.env.su:
            return
        is_authority = self._is_change_authority()
        for change in self:
            if not (is_time_alone and change.approval_state == "approved"):
                change._check_frozen({"outage_ids": True})
            if not change._may_plan_outages(is_authority):
                raise UserError(
                    self.env._(
                        "%(change)s is %(state)s: its outages stay as they are.",
                        change=change.display_name,
                        state=self._state_label(change.state),
                    )
                )

    # -- They move along -------------------------------------------------------------------------

    def write(self, vals):
        if not {*DATE_FIELDS} & vals.keys():
            return super().write(vals)
        before = {change: (change.date_planned_start, change.date_planned_end) for change in self}
        times = {outage: outage._period() for outage in self.outage_ids}
        result = super().write(vals)
        for change in self:
            change._move_outages(*before[change], times)
        return result

    def _move_outages(self, start, end, times):
        """Outages keep their place within a change that is moved as it is.

        Of one that became longer or shorter those stay that still lie in it; so do those whose
        times were written in the same breath.

        :param start: planned start before it was moved
        :param end: planned end before it was moved
        :param dict times: outage -> its period before
        """
        new_start, new_end = self.date_planned_start, self.date_planned_end
        by = new_start - start if start and new_start else None
        is_moved_whole = bool(by and end and new_end and new_end - end == by)
        for outage in self.outage_ids:
            is_same = times.get(outage) == outage._period()
            if by and is_same and (is_moved_whole or not outage._is_inside()):
                outage._shift(by)
            if not outage._is_inside():
                raise UserError(
                    self.env._(
                        "%s: an outage would lie outside of the planned time. Shorten or remove it first.",
                        self.display_name,
                    )
                )

    def _after_moves(self, sources, target):
        result = super()._after_moves(sources, target)
        if target in ("rejected", "cancelled", "review"):
            # sudo: whoever ends the change ends what was said of it.
            self.sudo().outage_ids._call_off()
        return result

    # -- They are agreed to ----------------------------------------------------------------------

    def _approval_frozen_fields(self):
        names = super()._approval_frozen_fields()
        return names if self.change_type == EMERGENCY else names | {"outage_ids"}

    def _approval_content(self):
        pairs = super()._approval_content()
        if self.change_type == EMERGENCY or not self.outage_ids:
            return pairs
        told = [
            self.env._(
                "%(what)s, %(start)s – %(end)s (UTC)",
                what=outage.display_name,
                start=outage.date_from,
                end=outage.date_to,
            )
            for outage in self.outage_ids
        ]
        return [*pairs, (self._field_label("outage_ids"), "\n".join(told))]
