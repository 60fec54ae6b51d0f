from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..overview.figures import (
    AGE_DAYS,
    COHORTS,
    GROUPS,
    REPORT,
    WORK,
    age_steps,
    backlog,
)
from .service_desk_overview_count_mixin import AGES, DAYS
from .service_desk_portal_data import translated


class ServiceDeskOverview(models.AbstractModel):
    """The desk at a glance: all figures of a period in one answer, and the tickets behind each.

    Which figures there are and what they count is in ``overview/figures.py``. Each cohort takes one
    query, in which all its figures are counted at once, in total and by team, service and day.
    People count what they may see, since every query goes through the record rules.
    """

    _name = "service.desk.overview"
    _description = "Desk Overview"
    _inherit = [
        "service.desk.overview.options.mixin",
        "service.desk.overview.count.mixin",
        "service.desk.overview.knowledge.mixin",
    ]

    @api.model
    @api.readonly
    def get_overview(self, options=None):
        """All figures at once.

        :param dict options: see :meth:`_read_options`; what is missing is as usual
        :return: ``options`` as they were understood, ``choices`` to offer, ``figures`` (label,
            meaning, value), ``groups`` by team and so on, ``series`` by day, ``held_mails`` and
            ``knowledge`` that somebody should see to
        """
        options = self._read_options(options)
        at = self._moments(options)
        counted = {cohort: self._count(cohort, options, at) for cohort in COHORTS}
        values = self._gather(counted)
        return {
            "options": {**options, "moment": at.now},
            "choices": self._choices(),
            "figures": self._told_figures(values),
            "groups": self._told_groups(values, at),
            "held_mails": self._held_mails(),
            "knowledge": self._knowledge(),
            "series": {
                "starts": at.starts,
                "is_weekly": at.is_weekly,
                "opened": self._series(values, "opened", at),
                "resolved": self._series(values, "resolved", at),
                "backlog": self._backlog(options, at),
            },
        }

    @api.model
    def _held_mails(self):
        """How many mails need a decision from whoever may take it."""
        inbox = self.env["service.desk.inbox"]
        return inbox._count_open() if inbox.has_access("read") else 0

    # -- Telling -------------------------------------------------------------------------------

    @api.model
    def _told_figures(self, values):
        return {
            key: {
                "label": translated(self.env, figure.label),
                "meaning": translated(self.env, figure.meaning),
                "kind": figure.kind,
                **values[None, None].get(key, {"count": 0}),
            }
            for key, figure in self._figures().items()
        }

    @api.model
    def _told_groups(self, values, at):
        """Group -> its rows as (value, label, figures), in the order in which people read them."""
        groups = {}
        for (name, value), figures in values.items():
            if name and name != DAYS:
                groups.setdefault(name, []).append({"value": value, "figures": figures})
        for name, rows in groups.items():
            labels = self._labels(name, [row["value"] for row in rows])
            for row in rows:
                row["label"] = labels[row["value"]]
            places = {value: place for place, value in enumerate(labels)}
            rows.sort(key=lambda row, places=places: places[row["value"]])
        return groups

    @api.model
    def _series(self, values, key, at):
        return [values.get((DAYS, step), {}).get(key, {}).get("count", 0) for step in range(1, len(at.starts) + 1)]

    @api.model
    def _labels(self, group, values):
        """Value -> what people call it, in the order in which they read it."""
        if group == AGES:
            return self._age_labels()
        field = self.env[WORK]._fields[group]
        if field.type == "selection":
            return dict(field._description_selection(self.env))
        nothing = {
            "team_id": self.env._("No team"),
            "service_id": self.env._("No service"),
            "pending_reason_id": self.env._("Approval"),
        }
        # sudo: names alone, of what the tickets that were counted point at.
        records = self.env[field.comodel_name].sudo().browse(filter(None, values))
        named = sorted((record.display_name, record.id) for record in records)
        return {**{record_id: name for name, record_id in named}, None: nothing[group]}

    @api.model
    def _age_labels(self):
        """The youngest first; the step is how many of the limits an age has passed."""
        days = [0, *AGE_DAYS]
        labels = {}
        for place, (least, most) in enumerate(zip(days, [*days[1:], None], strict=True)):
            step = len(AGE_DAYS) - place
            if most is None:
                labels[step] = self.env._("over %s days", least)
            elif most == 1:
                labels[step] = self.env._("under a day")
            else:
                labels[step] = self.env._("%(least)s to %(most)s days", least=least, most=most)
        return labels

    # -- The tickets behind a number -----------------------------------------------------------

    @api.model
    @api.readonly
    def get_records_action(self, options, key, group=None, value=None):
        """The list of exactly the tickets that a number counted.

        :param dict options: as :meth:`get_overview` returned them
        :param str key: a figure, or ``backlog``
        :param str group: ``team_id``, ``day`` and so on, when the number was one of a group
        :param value: which one of the group, as :meth:`get_overview` told it
        """
        options = self._read_options(options)
        at = self._moments(options)
        model, domain, title = self._records(key, at, group, value)
        domain = self._domain(options, domain)
        self.env[model].check_access("read")
        # The names are of what one's own tickets point at, and of nothing else.
        if group and group != DAYS and self.env[model].search_count(domain, limit=1):
            title = f"{title}: {self._labels(group, [value]).get(value or None, '')}"
        views = ["list", "kanban"] if model == WORK else ["list", "kanban", "pivot", "graph"]
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": model,
            "views": [(False, view) for view in views],
            "mobile_view_mode": "kanban",
            "domain": list(domain),
            "context": {},
            "target": "current",
        }

    @api.model
    def _records(self, key, at, group, value):
        """The model, the domain and the name of what a number counted."""
        if key == "backlog":
            end = at.steps[self._step(at, value)]
            return REPORT, backlog(end), self.env._("Open at the end of the day")
        figure = self._figures().get(str(key))
        if not figure:
            raise UserError(self.env._("There is no figure %s.", key))
        cohort = COHORTS[figure.cohort]
        domain = figure.domain(at)
        if group in (AGES, DAYS):
            domain &= self._step_domain(cohort.date_field, group, at, value)
        elif group:
            if group not in GROUPS[figure.cohort]:
                raise UserError(self.env._("%(figure)s is not told by %(group)s.", figure=key, group=group))
            if isinstance(value, (dict, list)):
                raise UserError(self.env._("%s cannot be understood here.", value))
            domain &= Domain(group, "=", value or False)
        return cohort.model, domain, translated(self.env, figure.label)

    @api.model
    def _step_domain(self, date_field, group, at, value):
        """Between the moments where a step begins and ends; the first age has no beginning."""
        steps = (None, *age_steps(at), None) if group == AGES else (None, *at.steps)
        place = self._age(value) if group == AGES else self._step(at, value)
        domain = Domain.TRUE
        if steps[place]:
            domain &= Domain(date_field, ">=", steps[place])
        if steps[place + 1]:
            domain &= Domain(date_field, "<", steps[place + 1])
        return domain

    @api.model
    def _step(self, at, value):
        """A step of the period, counted from 1 as :meth:`get_overview` does."""
        if not isinstance(value, int) or not 1 <= value <= len(at.starts):
            raise UserError(self.env._("This day is not part of the period."))
        return value

    @api.model
    def _age(self, value):
        """A step of the ages: how many of their limits a ticket has passed."""
        if not isinstance(value, int) or not 0 <= value <= len(AGE_DAYS):
            raise UserError(self.env._("%s cannot be understood here.", value))
        return value
