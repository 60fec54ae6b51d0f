from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..overview import periods
from .service_desk_process_data import REQUESTER_PROCESSES

#: No desk has tickets of other years.
FIRST_YEAR, LAST_YEAR = 1900, 2999


class ServiceDeskOverviewOptionsMixin(models.AbstractModel):
    """What people may choose on the overview, and what follows from their choice."""

    _name = "service.desk.overview.options.mixin"
    _description = "Options of the Overview"

    @api.model
    def _read_options(self, options):
        """What was asked for, checked and completed.

        ``period`` one of :data:`~..overview.periods.PERIODS`; ``date_from`` and ``date_to`` its
        first and last day (only asked for when it is ``custom``); ``team_ids`` and ``process`` to
        look at some tickets alone; ``moment`` as an answer told it, to find the tickets behind it.

        :raise UserError: when there is no such period, or it is longer than two years
        """
        options = self._read(dict, options) or {}
        moment = self._read(self._to_moment, options.get("moment")) or self.env.cr.now()
        today = periods.today(moment, str(self.env.tz))
        period = options.get("period") or periods.DEFAULT_PERIOD
        if period not in periods.PERIODS:
            raise UserError(self.env._("There is no period %s.", period))
        chosen = [self._read(self._to_date, options.get(name)) for name in ("date_from", "date_to")]
        if period == "custom" and not all(chosen):
            raise UserError(self.env._("Choose the first and the last day of the period."))
        first, last = periods.days(period, today, *chosen)
        if last < first:
            raise UserError(self.env._("The period ends before it begins."))
        if (last - first).days >= periods.MAX_DAYS:
            raise UserError(self.env._("Choose a period of two years at most."))
        process = options.get("process") or False
        if process not in (False, *dict(REQUESTER_PROCESSES)):
            raise UserError(self.env._("There is no process %s.", process))
        return {
            "period": period,
            "date_from": first,
            "date_to": last,
            "team_ids": self._existing_teams(options.get("team_ids")),
            "process": process,
            "moment": moment.replace(microsecond=0),
        }

    @api.model
    def _read(self, converter, value):
        """:raise UserError: when the value is not what it should be"""
        if not value:
            return False
        try:
            return converter(value)
        except (TypeError, ValueError, OverflowError) as error:
            raise UserError(self.env._("%s cannot be understood here.", value)) from error

    @api.model
    def _existing_teams(self, team_ids):
        """A team that was chosen and has gone since is not looked for."""
        team_ids = self._read(self._to_ids, team_ids)
        return self.env["service.desk.team"].search([("id", "in", team_ids)]).ids if team_ids else []

    @classmethod
    def _to_moment(cls, value):
        moment = fields.Datetime.to_datetime(value)
        cls._to_date(moment.date())
        return moment

    @staticmethod
    def _to_date(value):
        """A day of a year that has others around it, whatever is counted from it."""
        day = value if isinstance(value, date) else date.fromisoformat(value)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValueError(day)
        return day

    @staticmethod
    def _to_ids(values):
        return [int(value) for value in values]

    @api.model
    def _moments(self, options):
        return periods.moments(options["date_from"], options["date_to"], options["moment"], str(self.env.tz))

    @api.model
    def _domain(self, options, domain):
        """``domain`` for the teams and the process that were chosen."""
        domain = Domain(domain)
        if options["team_ids"]:
            domain &= Domain("team_id", "in", options["team_ids"])
        if options["process"]:
            domain &= Domain("res_model", "=", options["process"])
        return domain

    @api.model
    def _choices(self):
        """What the person may choose from; their own teams come first."""
        teams = self.env["service.desk.team"].search([("active", "=", True)])
        mine = self.env.user.service_desk_team_ids
        labels = self.env["service.desk.report"]._fields["res_model"]
        return {
            "teams": [
                {"id": team.id, "name": team.display_name, "is_mine": team in mine}
                for team in teams.sorted(lambda team: team not in mine)
            ],
            "processes": [
                {"id": model, "name": label}
                for model, label in labels._description_selection(self.env)
                if model in dict(REQUESTER_PROCESSES)
            ],
        }
