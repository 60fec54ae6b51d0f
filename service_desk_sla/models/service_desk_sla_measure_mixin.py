from odoo import api, models

from .. import level_rules
from ..calendar_schedule import SettledSchedule
from ..measuring import measure


class ServiceDeskSlaMeasureMixin(models.AbstractModel):
    """What clocks show at an instant, by their calendars and by what their policies say now."""

    _name = "service.desk.sla.measure.mixin"
    _description = "Measuring Clocks"

    @api.model
    def _schedules(self, clocks):
        """Calendar id -> schedule, for all calendars by which these clocks ever ran.

        For one calculation: a change of a calendar that is made after this is not noticed.
        """
        ids = {span.calendar for clock in clocks for span in clock.spans}
        ids |= {clock.calendar for clock in clocks}
        calendars = self.env["resource.calendar"].browse(sorted(ids - {0}))
        return calendars._sla_schedules(SettledSchedule)

    @api.model
    def _measure(self, clock, schedules, at):
        """What a clock shows at an instant.

        :param clock: :class:`~..clock_rules.Clock`
        :return: :class:`~..measuring.Measure`
        """
        book = self.env["service.desk.sla.policy"]._book()
        percent = book.warnings.get(clock.policy, 100)
        return measure(clock, schedules, at, percent, book.levels.get(clock.policy, ()))

    @api.model
    def _levels_ahead(self, clock, schedules):
        """The escalation levels that were not acted upon, as :func:`~..level_rules.ahead`."""
        book = self.env["service.desk.sla.policy"]._book()
        return level_rules.ahead(clock, book.levels.get(clock.policy, ()), schedules)
