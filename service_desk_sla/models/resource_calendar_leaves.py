from odoo import api, models
from odoo.fields import Domain


class ResourceCalendarLeaves(models.Model):
    """Clocks hear of holidays; the absence of one person changes no promise of the desk."""

    _inherit = "resource.calendar.leaves"

    # Absences of people are many; holidays are few, and looked up with every calendar.
    _sla_holidays = models.Index("(calendar_id) WHERE resource_id IS NULL")

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._sla_calendars()._sla_changed()
        return leaves

    def write(self, vals):
        if vals.keys() <= {"name"}:
            return super().write(vals)
        before = self._sla_calendars()
        result = super().write(vals)
        (before | self._sla_calendars())._sla_changed()
        return result

    def unlink(self):
        calendars = self._sla_calendars()
        result = super().unlink()
        calendars._sla_changed()
        return result

    def _sla_calendars(self):
        """The calendars that these holidays close: their own, or all of their company."""
        holidays = self.filtered(lambda leave: not leave.resource_id)
        calendars = holidays.calendar_id
        for_all = holidays.filtered(lambda leave: not leave.calendar_id)
        if not for_all:
            return calendars
        everywhere = any(not leave.company_id for leave in for_all)
        domain = Domain("company_id", "in", for_all.company_id.ids) if not everywhere else Domain.TRUE
        # sudo: who closes a company closes its calendars, those too that a rule hides.
        return calendars | calendars.sudo().with_context(active_test=False).search(domain)
