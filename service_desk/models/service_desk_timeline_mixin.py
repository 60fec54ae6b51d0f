from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import babel_locale_parse, format_datetime
from odoo.tools.misc import format_date, get_lang

from ..timeline_rules import Scale

#: Ranges people may choose, in days.
RANGES = (7, 14, 31)
#: A bar that is thinner cannot be clicked.
MIN_WIDTH = 0.004


class ServiceDeskTimelineMixin(models.AbstractModel):
    """What all timelines have in common: the days that are asked for, and how they are told."""

    _name = "service.desk.timeline.mixin"
    _description = "Timeline of Days"

    @api.model
    def _scale(self, options):
        return Scale(fields.Date.to_date(options["date"]), options["days"], self._zone())

    @api.model
    def _frame(self, options, scale):
        """What a timeline shows whatever stands on it."""
        now = fields.Datetime.now()
        return {
            "options": options,
            "title": self._title(scale),
            "days": self._days(scale),
            "now": scale.place(now) if scale.start <= now < scale.end else False,
        }

    # -- What is asked -----------------------------------------------------------------------------

    @api.model
    def _zone(self):
        return self.env.tz.key if hasattr(self.env.tz, "key") else str(self.env.tz)

    @api.model
    def _today(self):
        return fields.Date.context_today(self)

    @api.model
    def _read_options(self, options):
        """Options that can be answered, whatever is sent.

        :raise UserError: when a day is none, or too far away
        """
        options = options if isinstance(options, dict) else {}
        days = options.get("days") if options.get("days") in RANGES else RANGES[1]
        try:
            first = date.fromisoformat(options["date"]) if options.get("date") else self._monday()
        except (TypeError, ValueError):
            raise UserError(self.env._("This is no day.")) from None
        if not 1980 <= first.year <= 2200:
            raise UserError(self.env._("There is nothing planned so far away."))
        return {"date": first.isoformat(), "days": days}

    @api.model
    def _monday(self):
        """The first day of this week, as people here count it."""
        today = self._today()
        first = int(get_lang(self.env).week_start) - 1
        return today - timedelta(days=(today.weekday() - first) % 7)

    # -- How it is told ----------------------------------------------------------------------------

    @api.model
    def _span(self, scale, start, end):
        """Where it stands, and when it is in words."""
        left, right = scale.place(start), scale.place(end)
        return {
            "left": left,
            "width": max(right - left, MIN_WIDTH),
            "start": fields.Datetime.to_string(start),
            "when": " – ".join(format_datetime(self.env, moment, dt_format="short") for moment in (start, end)),
        }

    @api.model
    def _days(self, scale):
        lang, today = get_lang(self.env).code, self._today()
        locale = babel_locale_parse(lang)
        days = [scale.first + timedelta(days=number) for number in range(scale.days)]
        return [
            {
                "date": day.isoformat(),
                "number": day.day,
                "weekday": locale.days["stand-alone"]["abbreviated"][day.weekday()],
                "label": format_date(self.env, day),
                "is_today": day == today,
                "is_weekend": day.weekday() > 4,
            }
            for day in days
        ]

    @api.model
    def _title(self, scale):
        last = scale.first + timedelta(days=scale.days - 1)
        return f"{format_date(self.env, scale.first)} – {format_date(self.env, last)}"
