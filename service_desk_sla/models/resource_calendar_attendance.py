from odoo import api, models

#: What can change of a line without a change of working time.
MERE_WORDS = {"name", "sequence"}


class ResourceCalendarAttendance(models.Model):
    """A line of a working schedule; clocks hear of its changes."""

    _inherit = "resource.calendar.attendance"

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
