from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.service_desk.overview import periods

from ..clock_rules import LIVE
from ..words import labels
from .service_desk_sla_data import KINDS, METRICS, REPORT

#: By what the figures of a period are told.
GROUPS = ("metric", "service_id", "team_id", "priority", "customer_id", "policy_id")
#: Of each group, those with the most breaches.
MOST_ROWS = 10
#: So many months are drawn.
MONTHS = 12
PERIODS = ("30", "90", "this_month", "last_month")
DEFAULT_OPTIONS = {"period": "30", "kind": "sla"}


class ServiceDeskSlaAchievement(models.AbstractModel):
    """How promises are kept, at a glance: a period in figures, a year in a line, the most missed first.

    Counted in the report on achievement, so everybody counts what they may see, and a number opens
    the very rows that it counted.
    """

    _name = "service.desk.sla.achievement"
    _description = "Service Level Overview"

    @api.model
    @api.readonly
    def get_achievement(self, options=None):
        """All figures of the page.

        :param dict options: ``period`` (one of :data:`PERIODS`) and ``kind`` of promise
        :return: ``options`` as understood, ``kinds`` to choose from, ``figures``, ``months`` and
            ``groups``: field -> rows with ``value``, ``label``, ``count``, ``breached`` and ``rate``
        """
        options = self._read_options(options)
        told = self._grouped(self._domain(options))
        groups = {name: self._told_rows(name, rows) for name, rows in told.items() if name}
        return {
            "options": options,
            "kinds": self.env[REPORT]._fields["kind"]._description_selection(self.env),
            "figures": {**self._told_numbers(*told[None][0]), **self._open_figures(options)},
            "groups": groups,
            "months": self._told_months(options),
        }

    @api.model
    @api.readonly
    def get_records_action(self, options, group=None, value=None, outcome=None):
        """Open the rows that a number counted.

        :param group: a field of :data:`GROUPS`, or ``month`` with the first day of it as ``value``
        :param outcome: ``breached`` for what was missed alone, ``open`` and ``late`` for what is open
        """
        self.env[REPORT].check_access("read")
        options = self._read_options(options)
        domain = self._domain_open(options) if outcome in ("open", "late") else self._domain(options)
        if group == "month":
            first = self._read_day(value)
            domain = self._domain_days(options, first, fields.Date.end_of(first, "month"))
        elif group:
            if group not in GROUPS or isinstance(value, (list, dict)):
                raise UserError(self.env._("Figures are not told by %s.", group))
            domain &= Domain(group, "=", value or False)
        if outcome in ("breached", "late"):
            domain &= Domain("breached_count", "=", 1)
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk_sla.service_desk_sla_report_action")
        views = [(False, view) for view in ("list", "kanban", "pivot", "graph")]
        return {**action, "views": views, "domain": list(domain), "context": {}, "path": False}

    # -- What was asked for ----------------------------------------------------------------------

    @api.model
    def _read_options(self, options):
        """:raise UserError: when there is no such period or kind"""
        asked = options if isinstance(options, dict) else {}
        options = {name: asked.get(name) or default for name, default in DEFAULT_OPTIONS.items()}
        if options["period"] not in PERIODS:
            raise UserError(self.env._("There is no period %s.", options["period"]))
        if options["kind"] not in dict(KINDS):
            raise UserError(self.env._("There is no kind of promise %s.", options["kind"]))
        return options

    @api.model
    def _read_day(self, value):
        try:
            return fields.Date.to_date(value).replace(day=1)
        except (AttributeError, TypeError, ValueError) as error:
            raise UserError(self.env._("%s is not a day.", value)) from error

    @api.model
    def _today(self):
        return periods.today(self.env.cr.now(), str(self.env.tz))

    @api.model
    def _domain(self, options):
        first, last = periods.days(options["period"], self._today())
        return self._domain_days(options, first, last)

    @api.model
    def _domain_days(self, options, first, last):
        moments = periods.moments(first, last, self.env.cr.now(), str(self.env.tz))
        decided = self.env[REPORT]._domain_decided(moments.start, moments.end)
        return Domain("kind", "=", options["kind"]) & decided

    @api.model
    def _domain_open(self, options):
        return Domain("kind", "=", options["kind"]) & Domain("state", "in", LIVE)

    # -- Counting --------------------------------------------------------------------------------

    @api.model
    def _grouped(self, domain):
        """field -> rows (value, count, breached), and under None the total; all in one query."""
        aggregates = ["__count", "breached_count:sum"]
        sets = [[], *([name] for name in GROUPS)]
        results = self.env[REPORT]._read_grouping_sets(domain, sets, aggregates)
        total, *others = results
        return {None: total or [(0, 0)], **dict(zip(GROUPS, others, strict=True))}

    @api.model
    def _told_numbers(self, count, breached):
        breached = breached or 0
        return {
            "count": count,
            "breached": breached,
            "rate": round(100.0 * (count - breached) / count, 1) if count else None,
        }

    @api.model
    def _told_rows(self, name, rows):
        """Those with the most breaches, told by their names."""
        worst = sorted(rows, key=lambda row: (-(row[2] or 0), -row[1]))[:MOST_ROWS]
        field = self.env[REPORT]._fields[name]
        words = labels(self.env[REPORT], name) if field.type == "selection" else None
        told = []
        for value, count, breached in worst:
            # sudo: names of what the counted rows, which the reader may see, point at.
            label = words.get(value) if words else value.sudo().display_name
            row = {"value": value if words else value.id, "label": label or self.env._("None")}
            told.append({**row, **self._told_numbers(count, breached)})
        return told

    @api.model
    def _open_figures(self, options):
        """What is open now, and what of it is late."""
        [(count, late)] = self.env[REPORT]._read_group(
            self._domain_open(options), [], ["__count", "breached_count:sum"]
        )
        return {"open": count, "late": late or 0}

    @api.model
    def _told_months(self, options):
        """The share that was met, metric by metric, in the last twelve months."""
        today = self._today()
        starts = [fields.Date.subtract(today.replace(day=1), months=back) for back in range(MONTHS - 1, -1, -1)]
        domain = self._domain_days(options, starts[0], fields.Date.end_of(today, "month"))
        groups = self.env[REPORT]._read_group(domain, ["date:month", "metric"], ["met_rate:avg"])
        rates = {(month.strftime("%Y-%m"), metric): round(rate, 1) for month, metric, rate in groups}
        words = labels(self.env[REPORT], "metric")
        used = [metric for metric, _word in METRICS if any(key[1] == metric for key in rates)]
        return {
            "starts": starts,
            "series": [
                {
                    "key": metric,
                    "label": words[metric],
                    "values": [rates.get((start.strftime("%Y-%m"), metric)) for start in starts],
                }
                for metric in used
            ],
        }
