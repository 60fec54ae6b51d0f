from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools.date_utils import float_to_time

#: What can change of a line without a change of working time.
MERE_WORDS = {"name", "sequence"}


class ResourceCalendarAttendance(models.Model):
    """A line of a working schedule; clocks hear of its changes."""

    _inherit = "resource.calendar.attendance"

    @api.constrains("hour_from", "hour_to")
    def _check_hours(self):
        """A line that Odoo cannot read would stop every clock of its calendar, or count for nothing."""
        for line in self:
            if line.hour_to < line.hour_from:
                raise ValidationError(self.env._(
                    "%(line)s ends before it begins. Write a shift over midnight as two lines: one until "
                    "24:00, and on the next day one from 00:00.", line=line.name))
            try:
                float_to_time(line.hour_from)
                float_to_time(line.hour_to)
            except ValueError:
                raise ValidationError(self.env._(
                    "%(line)s needs times in whole minutes between 00:00 and 24:00.", line=line.name)) from None

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.calendar_id._sla_changed()
        return lines

    def write(self, vals):
        if vals.keys() <= MERE_WORDS:
            return super().write(vals)
        before = self.calendar_id
        result = super().write(vals)
        (before | self.calendar_id)._sla_changed()
        return result

    def unlink(self):
        calendars = self.calendar_id
        result = super().unlink()
        calendars._sla_changed()
        return result
