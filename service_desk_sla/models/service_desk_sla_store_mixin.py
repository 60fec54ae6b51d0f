import json
from dataclasses import dataclass

from odoo import api, models
from odoo.tools import SQL

from .. import level_rules
from ..clock_rules import OLA, RUNNING, UC, Clock, Span
from ..moments import to_datetime, to_epoch

#: What a column holds: 68 years around the clock.
MOST_SECONDS = 2**31 - 1
#: What a clock says about the choice of its policy; see :attr:`~..policy_rules.Choice.why`.
WHY_FIELDS = ("policy_name", "policy_version", "named", "rivals")
#: What is read to know where a clock stands.
READ_FIELDS = (
    *WHY_FIELDS,
    "kind",
    "metric",
    "policy_id",
    "target_id",
    "seconds",
    "resource_calendar_id",
    "facts",
    "party",
    "cycle",
    "state",
    "spans",
    "date_agreed",
    "date_promised",
    "date_levels",
    "fired",
    "date_end",
    "former_id",
    "date_due",
    "is_breached",
)
#: What changes in the life of a clock.
CHANGING_FIELDS = (
    "facts",
    "state",
    "spans",
    "resource_calendar_id",
    "date_agreed",
    "date_promised",
    "fired",
    "date_start",
    "date_due",
    "date_risk",
    "date_end",
    "date_next",
    "elapsed",
    "paused",
    "is_breached",
    "date_breached",
    "overrun",
)


@dataclass(frozen=True)
class Measure:
    """What a clock shows at one instant, all of it in seconds; see the fields of the clock."""

    due: int | None
    risk: int | None
    missed: int | None
    next: int | None
    elapsed: int
    paused: int


class ServiceDeskSlaStoreMixin(models.AbstractModel):
    """Clocks in rows: reading them as plain data, measuring them, writing many at once."""

    _name = "service.desk.sla.store.mixin"
    _description = "Rows of Clocks"

    def _as_rules(self):
        """These rows as :class:`~..clock_rules.Clock`, in their order.

        :raise AccessError: when the current user may not read one of them
        """
        self.check_access("read")
        found = self._load_rules("id", self.ids)
        return [found[one][0] for one in self.ids]

    @api.model
    def _load_rules(self, column, ids):
        """Value of a column -> its rows as plain data, earlier turns first, in one query.

        By SQL: jobs read tens of thousands of rows, and records of the ORM would take as long as
        everything else that is done about them. The caller answers for the rights.
        """
        self.flush_model([*READ_FIELDS])
        names = ["id", *READ_FIELDS]
        rows = self.env.execute_query(
            SQL(
                "SELECT %s, %s FROM %s WHERE %s = ANY(%s) ORDER BY cycle, id",
                SQL.identifier(column),
                SQL(", ").join(map(SQL.identifier, names)),
                SQL.identifier(self._table),
                SQL.identifier(column),
                list(ids),
            )
        )
        found = {}
        for key, *values in rows:
            found.setdefault(key, []).append(self._as_rule(dict(zip(names, values, strict=True))))
        return found

    @api.model
    def _as_rule(self, values):
        """A clock by the values of its row."""
        return Clock(
            id=values["id"],
            kind=values["kind"],
            metric=values["metric"],
            policy=values["policy_id"] or 0,
            target=values["target_id"],
            seconds=values["seconds"],
            calendar=values["resource_calendar_id"] or 0,
            facts=values["facts"] or "",
            party=values["party"],
            cycle=values["cycle"],
            state=values["state"],
            spans=tuple(Span(*span) for span in values["spans"] or ()),
            agreed=to_epoch(values["date_agreed"]),
            since=to_epoch(values["date_promised"]) or 0,
            levels_from=to_epoch(values["date_levels"]) or 0,
            fired=tuple(values["fired"] or ()),
            ended=to_epoch(values["date_end"]),
            former=values["former_id"] or 0,
            was_late=bool(values["is_breached"]),
            why=tuple(values[name] for name in WHY_FIELDS),
            was_due=to_epoch(values["date_due"]),
        )

    # -- Measuring ---------------------------------------------------------------------------

    @api.model
    def _schedules(self, clocks):
        """Calendar id -> schedule, for all calendars by which these clocks ever ran."""
        ids = {span.calendar for clock in clocks for span in clock.spans}
        ids |= {clock.calendar for clock in clocks}
        calendars = self.env["resource.calendar"].browse(sorted(ids - {0}))
        return calendars._sla_schedules()

    @api.model
    def _measure(self, clock, schedules, at):
        """What a clock shows at an instant.

        :param clock: :class:`~..clock_rules.Clock`
        :return: :class:`Measure`
        """
        book = self.env["service.desk.sla.policy"]._book()
        until = at if clock.ended is None else clock.ended
        due = clock.would_be_due(schedules)
        missed = clock.missed(schedules, at)
        is_running = clock.state == RUNNING
        risk = None
        if is_running:
            percent = book.warnings.get(clock.policy, 100)
            risk = clock.reach_percent(schedules, percent)
        return Measure(
            due=due if is_running or clock.ended is not None or missed is not None else None,
            risk=risk,
            missed=missed,
            next=self._next_look(clock, schedules, due, missed, at) if is_running else None,
            elapsed=clock.elapsed(schedules, until),
            paused=clock.paused(schedules, until),
        )

    @api.model
    def _next_look(self, clock, schedules, due, missed, at):
        """When something falls due: an escalation level, or the promise itself."""
        schedule = schedules[clock.calendar]
        instants = [reach.act_at(schedule, at) for reach in self._levels_ahead(clock, schedules)]
        if missed is None and due is not None:
            # What is finished exactly when it is due is in time: it is late a second later. So is what
            # is taken up again after the date that was agreed on.
            instants.append(max(due, at) + 1)
        return min((instant for instant in instants if instant is not None), default=None)

    @api.model
    def _levels_ahead(self, clock, schedules):
        """The escalation levels that were not acted upon, as :func:`~..level_rules.ahead`."""
        book = self.env["service.desk.sla.policy"]._book()
        return level_rules.ahead(clock, book.levels.get(clock.policy, ()), schedules)

    # -- Writing -----------------------------------------------------------------------------

    @api.model
    def _row(self, clock, schedules, at):
        """What changes in the life of a clock, as values of its row."""
        shown = self._measure(clock, schedules, at)
        return {
            "kind": clock.kind,
            "metric": clock.metric,
            "facts": clock.facts,
            "state": clock.state,
            "spans": [[span.start, span.end, span.calendar] for span in clock.spans],
            "resource_calendar_id": clock.calendar or False,
            "date_agreed": to_datetime(clock.agreed),
            "date_promised": to_datetime(clock.since),
            "fired": list(clock.fired),
            "date_start": to_datetime(clock.start),
            "date_due": to_datetime(shown.due),
            "date_risk": to_datetime(shown.risk),
            "date_end": to_datetime(clock.ended),
            "date_next": to_datetime(shown.next),
            "elapsed": min(shown.elapsed, MOST_SECONDS),
            "paused": min(shown.paused, MOST_SECONDS),
            "is_breached": shown.missed is not None,
            "date_breached": to_datetime(shown.missed),
            "overrun": min(max(shown.elapsed - clock.allowed(schedules), 0), MOST_SECONDS),
        }

    @api.model
    def _shown_row(self, clock, schedules, at):
        """What a ticket shows of a promise to which nothing has happened.

        One that is over is not measured anew, since its calendar may have changed after its end:
        it stays what is on record of it.
        """
        if clock.is_live:
            return self._row(clock, schedules, at)
        return {
            "kind": clock.kind,
            "metric": clock.metric,
            "state": clock.state,
            "date_due": to_datetime(clock.was_due),
            "date_risk": False,
            "is_breached": clock.was_late,
        }

    @api.model
    def _store(self, found):
        """Write what became of clocks: rows of new ones in one call, changes of others in another.

        :param found: list of (:class:`~..clock_rules.Clock`, its values of :meth:`_row`, what else a
            new row says)
        """
        fresh, changed = [], []
        for clock, row, more in found:
            if clock.id:
                changed.append({"id": clock.id, **row})
            else:
                fresh.append({**row, **more, **self._birth(clock)})
        if changed:
            self._update_rows(self, changed, CHANGING_FIELDS)
        return self.create(fresh)

    @api.model
    def _birth(self, clock):
        """What never changes in the life of a clock, as values of its row."""
        return {
            "policy_id": clock.policy or False,
            "target_id": clock.target,
            "seconds": clock.seconds,
            "party": clock.party,
            "team_id": clock.party if clock.kind == OLA else False,
            "supplier_id": clock.party if clock.kind == UC else False,
            "cycle": clock.cycle,
            "date_levels": to_datetime(clock.levels_from),
            "former_id": clock.former or False,
            **dict(zip(WHY_FIELDS, clock.why, strict=True)),
        }

    @api.model
    def _update_rows(self, model, rows, names):
        """Write different values to many rows in one statement.

        :param model: whose rows
        :param rows: dicts with ``id`` and the fields
        :param names: the fields, all of the same rows
        """
        records = model.browse([row["id"] for row in rows])
        records.flush_recordset(names)
        given = [
            {"id": row["id"], **{name: self._plain(model, name, row[name]) for name in names}}
            for row in rows
        ]
        self.env.cr.execute(self._sql_update(model, names, json.dumps(given, default=str)))
        records.invalidate_recordset(names, flush=False)
        records.modified(names)

    @api.model
    def _sql_update(self, model, names, given):
        """The statement that writes rows given as JSON."""
        pairs, columns = [], []
        for name in names:
            column = SQL.identifier(name)
            pairs.append(SQL("%s = %s", column, SQL.identifier("v", name)))
            columns.append(SQL("%s %s", column, SQL(model._fields[name].column_type[1])))
        return SQL(
            "UPDATE %(table)s t SET %(pairs)s"
            " FROM jsonb_to_recordset(%(rows)s::jsonb) AS v(id int, %(columns)s)"
            " WHERE t.id = v.id",
            table=SQL.identifier(model._table),
            pairs=SQL(", ").join(pairs),
            columns=SQL(", ").join(columns),
            rows=given,
        )

    @staticmethod
    def _plain(model, name, value):
        """A value as JSON has it: nothing for Odoo's False, except where False is meant."""
        is_empty = value is False and model._fields[name].type != "boolean"
        return None if is_empty else value
