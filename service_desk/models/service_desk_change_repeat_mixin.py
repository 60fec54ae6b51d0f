from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .. import change_rules
from ..days import in_utc, in_zone, zone_of
from .service_desk_change_data import STANDARD

REPEAT_UNITS = [
    (change_rules.DAYS, "Days"),
    (change_rules.WEEKS, "Weeks"),
    (change_rules.MONTHS, "Months"),
]
#: Years between which something may begin to repeat; others were mistyped.
FIRST_YEAR, LAST_YEAR = 2000, 2100


class ServiceDeskChangeRepeatMixin(models.AbstractModel):
    """Models whose changes come again and again: the job drafts each one ahead, and once.

    Days and the time of day count in the zone of the company, so that four in the morning is four
    in the morning in summer and in winter. A model for all companies repeats in each that has
    agents of its own, by the clock of each.
    """

    _name = "service.desk.change.repeat.mixin"
    _description = "Repeating Change"
    _inherit = ["service.desk.batch.mixin"]

    repeat_unit = fields.Selection(REPEAT_UNITS, string="Repeat In", copy=False, help="Empty: it does not repeat.")
    repeat_every = fields.Integer(string="Every", default=1, help="Each so many days, weeks or months.")
    repeat_from = fields.Date(string="First On", copy=False)
    repeat_until = fields.Date(string="Last On", copy=False)
    repeat_time = fields.Float(string="At", default=20, help="By the clock of the company.")
    repeat_ahead_days = fields.Integer(
        string="Days Ahead", default=14, help="So many days before, the change is drafted."
    )
    is_repeat_scheduled = fields.Boolean(
        string="Schedule at Once", default=True, help="Otherwise somebody looks at each draft and schedules it."
    )
    repeat_next = fields.Datetime(string="Next Time", compute="_compute_repeat_next")

    _repeat_sane = models.Constraint(
        "CHECK(repeat_every BETWEEN 1 AND 366 AND repeat_time >= 0 AND repeat_time < 24"
        " AND repeat_ahead_days BETWEEN 1 AND 366)",
        "Something repeats each 1 to 366 days, weeks or months, at a time of the day, and is drafted"
        " 1 to 366 days ahead.",
    )

    @api.depends("repeat_unit", "repeat_every", "repeat_from", "repeat_until", "repeat_time", "company_id")
    def _compute_repeat_next(self):
        now = self.env.cr.now()
        for model in self:
            moments = model._moments(now, 366) if model.repeat_unit and model.repeat_from else {}
            model.repeat_next = min(moments.values(), default=False)

    @api.constrains("repeat_unit", "repeat_from", "repeat_until")
    def _check_repeat(self):
        for model in self.filtered("repeat_unit"):
            if not model.repeat_from:
                raise ValidationError(self.env._("“%s” repeats: say from which day on.", model.display_name))
            if model.repeat_until and model.repeat_until < model.repeat_from:
                raise ValidationError(self.env._("“%s” would end before its first time.", model.display_name))
            for day in filter(None, (model.repeat_from, model.repeat_until)):
                if not FIRST_YEAR <= day.year <= LAST_YEAR:
                    raise ValidationError(
                        self.env._("“%s”: please check the year of its repetition.", model.display_name)
                    )

    def _moments(self, now, days, company=None):
        """Day -> moment in UTC of each time that is still to come in so many days.

        :param company: by whose clock; that of the model, else the reader's, when it is not given
        """
        self.ensure_one()
        zone = zone_of(company or self.company_id or self.env.company)
        today = in_zone(now, zone).date()
        last = today + timedelta(days=days)
        found = change_rules.occurrences(
            self.repeat_from,
            max(self.repeat_every, 1),
            self.repeat_unit,
            today,
            min(last, self.repeat_until) if self.repeat_until else last,
        )
        minutes = round(self.repeat_time * 60)
        clock = timedelta(minutes=min(max(minutes, 0), 24 * 60 - 1))
        moments = {day: in_utc(datetime.combine(day, datetime.min.time()) + clock, zone) for day in found}
        return {day: moment for day, moment in moments.items() if moment > now}

    # -- The job -------------------------------------------------------------------------------

    @api.model
    def _cron_repeat(self):
        """Draft what comes in the next days; what was drafted stays, a crash repeats nothing."""
        domain = Domain("state", "=", "published") & Domain("repeat_unit", "!=", False)
        self._run_batches([(self.search(domain, order="id"), domain, "_repeat")], batch_size=1)

    def _repeat(self):
        """Make the changes of these models that are still missing."""
        everywhere = self.env.ref("service_desk.group_agent").all_user_ids.company_id
        for model in self:
            for company in model.company_id or everywhere:
                model._repeat_in(company)

    def _repeat_in(self, company):
        """Make the changes of this model that are still missing in one company."""
        moments = self._moments(self.env.cr.now(), self.repeat_ahead_days, company)
        changes = self.env["service.desk.change"].with_company(company)
        known = changes.with_context(active_test=False).search(
            [
                ("model_id", "=", self.id),
                ("company_id", "=", company.id),
                ("date_repeated", "in", list(moments)),
            ]
        )
        for day in sorted(moments.keys() - set(known.mapped("date_repeated"))):
            change = changes.create(self._repeated_values(company, day, moments[day]))
            if self.is_repeat_scheduled:
                change._schedule_if_possible()

    def _repeated_values(self, company, day, start):
        """What the change of one day begins with."""
        publisher = self.published_by_id.partner_id
        return {
            "name": self.name,
            "company_id": company.id,
            "change_type": STANDARD,
            "model_id": self.id,
            "requester_id": publisher.id if publisher.company_id in (company, company.browse()) else False,
            "channel": "api",
            "date_planned_start": start,
            "date_planned_end": self._end_of(start),
            "date_repeated": day,
        }
