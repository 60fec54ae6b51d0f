from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..overview.figures import COHORTS, FIGURES, GROUPS, REPORT, TICKETS, WORK, age_steps

#: Names of groups that are not fields.
DAYS, AGES = "day", "age"


class ServiceDeskOverviewCountMixin(models.AbstractModel):
    """Counts the figures of a cohort, all of them in one query.

    Every query goes through the record rules, so people count what they may see.
    """

    _name = "service.desk.overview.count.mixin"
    _description = "Counting for the Overview"

    @api.model
    def _figures(self):
        """Key -> figure, of this desk. Extend for figures of other addons about the same tickets."""
        return FIGURES

    @api.model
    def _count(self, cohort, options, at):
        """(group, its value) -> figure -> numbers, for all figures of a cohort in one query.

        ``(None, None)`` stands for all tickets together.
        """
        facts = COHORTS[cohort]
        model = self.env[facts.model]
        query = model._search(self._domain(options, facts.domain(at)))
        groups = [*GROUPS[cohort], *self._step_groups(cohort)]
        figures = {key: figure for key, figure in self._figures().items() if figure.cohort == cohort}
        columns, aggregates = [], []
        for name in groups:
            sql = self._sql_group(model, query, cohort, name, at)
            columns.append(SQL("%s AS %s", sql, SQL.identifier(name)))
        for key, figure in figures.items():
            columns += self._sql_columns(model, query, key, figure, at)
            aggregates += self._sql_aggregates(key, figure)
        # Materialized: facts that take a look-up are found out once, not once for each grouping.
        rows = self.env.execute_query_dict(
            SQL(
                "WITH ticket AS MATERIALIZED (%(tickets)s)"
                " SELECT GROUPING(%(names)s) AS grouping, %(names)s, %(aggregates)s"
                " FROM ticket GROUP BY GROUPING SETS ((), %(sets)s)",
                tickets=query.select(*columns),
                names=SQL(", ").join(SQL.identifier(name) for name in groups),
                sets=SQL(", ").join(SQL("(%s)", SQL.identifier(name)) for name in groups),
                aggregates=SQL(", ").join(aggregates),
            )
        )
        return {self._group_of(row, groups): self._numbers(row, figures) for row in rows}

    @api.model
    def _step_groups(self, cohort):
        """Groups made of steps in time: ages of what is open, days of what happened."""
        if cohort == "open":
            return [AGES]
        return [DAYS] if COHORTS[cohort].date_field else []

    @api.model
    def _sql_group(self, model, query, cohort, name, at):
        if name not in (AGES, DAYS):
            return model._field_to_sql(query.table, name, query)
        steps = age_steps(at) if name == AGES else at.steps
        return self._sql_step(model, query, COHORTS[cohort].date_field, steps)

    @api.model
    def _sql_step(self, model, query, date_field, steps):
        """How many of the ``steps`` in time lie before the moment in ``date_field``."""
        moment = model._field_to_sql(query.table, date_field, query)
        return SQL("width_bucket(%s, %s::timestamp[])", moment, list(steps))

    @api.model
    def _sql_columns(self, model, query, key, figure, at):
        """What a figure needs to know of each ticket: is it looked at, does it count, how long."""

        def sql(domain):
            return domain.optimize_full(model)._to_sql(model, query.table, query)

        base, condition = figure.base(at), figure.condition(at)
        yield SQL("%s AS %s", sql(base), SQL.identifier(f"{key}_base"))
        yield SQL("%s AS %s", sql(base & condition), SQL.identifier(key))
        if figure.measure:
            measure = model._field_to_sql(query.table, figure.measure, query)
            yield SQL("%s AS %s", measure, SQL.identifier(f"{key}_measure"))

    @api.model
    def _sql_aggregates(self, key, figure):
        of = {name: SQL.identifier(f"{key}{name}") for name in ("", "_base", "_measure")}
        numbers = {"count": SQL("COUNT(*) FILTER (WHERE %s)", of[""])}
        if figure.is_share:
            numbers["total"] = SQL("COUNT(*) FILTER (WHERE %s)", of["_base"])
        if figure.kind == "hours":
            numbers["median"] = SQL(
                "percentile_cont(0.5) WITHIN GROUP (ORDER BY %s) FILTER (WHERE %s)",
                of["_measure"],
                of["_base"],
            )
        if figure.measure:
            numbers["mean"] = SQL("AVG(%s) FILTER (WHERE %s)", of["_measure"], of["_base"])
        for name, sql in numbers.items():
            yield SQL("%s AS %s", sql, SQL.identifier(f"{key}_{name}"))

    @api.model
    def _group_of(self, row, groups):
        """Which grouping a row belongs to: the one whose bit is not set."""
        for place, name in enumerate(reversed(groups)):
            if not row["grouping"] >> place & 1:
                return name, row[name]
        return None, None

    @api.model
    def _numbers(self, row, figures):
        return {
            key: {name: row[f"{key}_{name}"] for name in ("count", "total", "median", "mean") if f"{key}_{name}" in row}
            for key in figures
        }

    @api.model
    def _gather(self, counted):
        """(group, its value) -> figure -> numbers, of all cohorts."""
        values = {(None, None): {}}
        for cohort in counted.values():
            for group, numbers in cohort.items():
                values.setdefault(group, {}).update(numbers)
        return values

    @api.model
    def _backlog(self, options, at):
        """How many tickets were open at the end of each day: what is open now, counted backward.

        Open at the end of a day is what is open now, less what was opened since, plus what ended
        since. So only the tickets of the period and after it are looked at.
        """
        open_now = self.env[WORK]._search(self._domain(options, TICKETS))
        rows = self.env.execute_query(
            SQL(
                "SELECT step, SUM(count) FROM (%s UNION ALL %s UNION ALL %s) AS move(step, count) GROUP BY step",
                self._sql_moves(options, at, "date_opened", 1),
                self._sql_moves(options, at, "date_ended", -1),
                open_now.select(SQL("NULL::int"), SQL("COUNT(*)")),
            )
        )
        changes = {step: int(count) for step, count in rows}
        levels, level = [], changes.get(None, 0)
        for step in range(len(at.starts), 0, -1):
            level -= changes.get(step + 1, 0)
            levels.insert(0, level)
        # A day that is still to come has no end yet.
        return [level if start <= at.now else None for level, start in zip(levels, at.steps, strict=False)]

    @api.model
    def _sql_moves(self, options, at, date_field, sign):
        """How many tickets came or went in each step of the period, and after it."""
        report = self.env[REPORT]
        query = report._search(self._domain(options, TICKETS & Domain(date_field, ">=", at.start)))
        query.groupby = SQL("1")
        step = self._sql_step(report, query, date_field, at.steps)
        return query.select(step, SQL("%s * COUNT(*)", sign))
