from pytz import all_timezones, all_timezones_set

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import format_date

from .. import window_rules
from ..collisions import Window
from .service_desk_collision_data import NTHS, RECURRENCES, WEEKDAYS

DAY_FIELDS = ("on_monday", "on_tuesday", "on_wednesday", "on_thursday", "on_friday", "on_saturday", "on_sunday")


class ServiceDeskMaintenanceWindow(models.Model):
    """When work on services, or by teams, is welcome: once or again and again, at the times of a wall.

    Changes outside of it are told so, until it is closed for good. A window that names no service
    and no team is for all changes that have no window of their own.
    """

    _name = "service.desk.maintenance.window"
    _description = "Maintenance Window"
    _inherit = ["service.desk.storable.mixin", "service.desk.boundary.mixin"]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self.env.company,
        help="Leave empty for a window of all companies.",
    )
    service_ids = fields.Many2many(
        "service.desk.service", string="Services", check_company=True, help="Work on these keeps to it."
    )
    team_ids = fields.Many2many(
        "service.desk.team",
        string="Teams",
        check_company=True,
        help="Where no service is named: changes of these teams keep to it.",
    )
    recurrence = fields.Selection(RECURRENCES, required=True, default=window_rules.WEEKLY)
    on_monday = fields.Boolean("Monday")
    on_tuesday = fields.Boolean("Tuesday")
    on_wednesday = fields.Boolean("Wednesday")
    on_thursday = fields.Boolean("Thursday")
    on_friday = fields.Boolean("Friday")
    on_saturday = fields.Boolean("Saturday")
    on_sunday = fields.Boolean("Sunday")
    month_day = fields.Integer(string="Day", default=1, help="The last day of a month that is shorter.")
    month_nth = fields.Selection(NTHS, string="Which", default="1")
    month_weekday = fields.Selection(WEEKDAYS, string="Weekday", default="6")
    hour_from = fields.Float(string="Opens", required=True, default=20.0)
    hour_to = fields.Float(string="Closes", required=True, default=24.0)
    days_later = fields.Integer(help="0 when it closes on the day it opens, 1 on the day after, up to 6.")
    tz = fields.Selection(
        lambda self: [(zone, zone) for zone in all_timezones],
        string="Time Zone",
        required=True,
        default=lambda self: self.env.user.tz if self.env.user.tz in all_timezones_set else "UTC",
    )
    date_first = fields.Date(string="From", help="Of one that opens once: the day on which it does.")
    date_last = fields.Date(string="Until", help="No window opens after this day.")
    when = fields.Char(compute="_compute_when")

    _hours_sane = models.Constraint(
        "CHECK(hour_from >= 0 AND hour_from < 24 AND hour_to >= 0 AND hour_to <= 24)",
        "Times of a day lie between 0:00 and 24:00.",
    )
    _days_sane = models.Constraint(
        f"CHECK(days_later BETWEEN 0 AND {window_rules.MAX_DAYS_LATER} AND month_day BETWEEN 1 AND 31)",
        "A window closes within six days, and a day of a month is a number from 1 to 31.",
    )

    @api.constrains("recurrence", "hour_from", "hour_to", "days_later", "date_first", "date_last", *DAY_FIELDS)
    def _check_rule(self):
        for window in self:
            rule = window._rule()
            if rule.minutes <= 0:
                raise ValidationError(
                    self.env._(
                        "“%s” would close before it opens. If it closes on another day, say how many days later.",
                        window.name,
                    )
                )
            if not rule.weekdays and window.recurrence == window_rules.WEEKLY:
                raise ValidationError(self.env._("On which days of the week does “%s” open?", window.name))
            if window.recurrence == window_rules.ONCE:
                window._check_day()
            elif window.date_first and window.date_last and window.date_last < window.date_first:
                raise ValidationError(self.env._("“%s” would be over before it begins.", window.name))

    def _check_day(self):
        """:raise ValidationError: unless it says on which day it opens once"""
        if not self.date_first:
            raise ValidationError(self.env._("On which day does “%s” open?", self.name))
        if not window_rules.LONG_AGO.year <= self.date_first.year <= window_rules.MAX_YEAR:
            raise ValidationError(self.env._("“%s”: please check the year.", self.name))

    @api.depends(
        "recurrence",
        "month_day",
        "month_nth",
        "month_weekday",
        "hour_from",
        "hour_to",
        "days_later",
        "tz",
        "date_first",
        *DAY_FIELDS,
    )
    @api.depends_context("lang")
    def _compute_when(self):
        for window in self:
            days, hours = window._text_days(), window._text_hours()
            told = self.env._("%(days)s, %(hours)s (%(zone)s)", days=days, hours=hours, zone=window.tz or "UTC")
            # While it is being written it may be on no day yet.
            window.when = days and told

    def _text_days(self):
        if self.recurrence == window_rules.ONCE:
            return format_date(self.env, self.date_first)
        labels = {name: self.fields_get([name], ["string"])[name]["string"] for name in DAY_FIELDS}
        if self.recurrence == window_rules.WEEKLY:
            return ", ".join(labels[name] for name in DAY_FIELDS if self[name])
        if self.recurrence == window_rules.MONTHLY_DAY:
            return self.env._("day %s of each month", self.month_day)
        nth = dict(self._fields["month_nth"]._description_selection(self.env)).get(self.month_nth, "")
        return self.env._(
            "%(nth)s %(weekday)s of each month",
            nth=nth,
            weekday=labels[DAY_FIELDS[int(self.month_weekday or 0)]],
        )

    def _text_hours(self):
        hours = f"{_clock(self.hour_from)} – {_clock(self.hour_to)}"
        return f"{hours} (+{self.days_later})" if self.days_later else hours

    # -- When it is open -------------------------------------------------------------------------

    def _rule(self):
        """What it repeats, as plain data."""
        self.ensure_one()
        if self.recurrence == window_rules.WEEKLY:
            weekdays = frozenset(place for place, name in enumerate(DAY_FIELDS) if self[name])
        else:
            weekdays = frozenset({int(self.month_weekday or 0)})
        return window_rules.WindowRule(
            kind=self.recurrence,
            zone=self.tz,
            start=_minutes(self.hour_from),
            end=_minutes(self.hour_to),
            days_later=self.days_later,
            weekdays=weekdays,
            day=self.month_day,
            nth=int(self.month_nth or 1),
            first=self.date_first or None,
            last=self.date_last or None,
        )

    def _periods(self, begin, end):
        """When it is open between two moments, in UTC, cut to them."""
        return window_rules.periods(self._rule(), begin, end)

    def _facts_between(self, begin, end):
        """These windows as plain data, see :mod:`..collisions`."""
        return [
            Window(
                window.id,
                tuple(window._periods(begin, end)),
                window._touched(),
                frozenset(window.team_ids.ids),
                window.company_id.id or 0,
                window_rules.until(window._rule()),
            )
            for window in self
        ]

    def _touched(self):
        """Keys (model, id) of what it is for. Extend for what other addons add."""
        return frozenset((self.service_ids._name, one) for one in self.service_ids.ids)


def _minutes(hours):
    """Minutes after midnight, whole ones: 0.1 hours are no exact number."""
    return int(round(hours * 60))


def _clock(hours):
    return "{}:{:02}".format(*divmod(_minutes(hours), 60))
