from odoo import fields, models
from odoo.exceptions import UserError

from .. import journey_rules
from .service_desk_journey_data import LEAVER, OPEN_STATES


class ServiceDeskJourneyDateMixin(models.AbstractModel):
    """The day around which a journey is; another first or last day moves what is not done."""

    _name = "service.desk.journey.date.mixin"
    _description = "Days of Journeys"

    def _day(self):
        """The day around which the journey is."""
        self.ensure_one()
        return self.date_end if self.kind == LEAVER else self.date_start

    def action_move(self, date_start=False, date_end=False, reason=""):
        """Change the days of these journeys; what is not done is due accordingly.

        :param date_start: new first day, a date or its text; empty leaves it as it is
        :param date_end: new last day
        :param str reason: why, for the history
        """
        self._check_may_run()
        try:
            start, end = fields.Date.to_date(date_start or None), fields.Date.to_date(date_end or None)
        except (TypeError, ValueError):
            raise UserError(self.env._("Choose a day.")) from None
        # sudo: who may was checked
        self.sudo()._move_days(start, end, reason)
        return True

    def _move_days(self, start, end, reason=""):
        self.lock_for_update()
        if any(journey.state not in OPEN_STATES for journey in self):
            raise UserError(self.env._("What is over is not moved."))
        for journey in self:
            journey.write({"date_start": start or journey.date_start, "date_end": end or journey.date_end})
            journey._note("moved", reason or "")
        self._check_days()
        self._move_lines()

    def _check_days(self):
        for journey in self:
            problem = journey._days_problem()
            if problem:
                raise UserError(problem)

    def _days_problem(self):
        """What is wrong with the days, in a sentence, or nothing."""
        is_turned = self.date_start and self.date_end and self.date_end < self.date_start
        return self.env._("The last day comes before the first.") if is_turned else None

    def _move_lines(self):
        """Give lines that are not done their new days, and tell the records that do the work."""
        calendars = self._working_days()
        for journey in self:
            today = journey._today()
            for line in journey.line_ids.filtered(lambda one: one.step_id and one.state not in journey_rules.ENDED):
                # Another day makes nothing late that was not; what was late stays so, or is due later.
                first = min(line.date_due or today, today)
                days = journey._line_days(line.step_id, calendars[journey.company_id], first)
                line.write(days)
                line._move_records()
        self.line_ids._move_delegations()
        self.line_ids._begin_due()
