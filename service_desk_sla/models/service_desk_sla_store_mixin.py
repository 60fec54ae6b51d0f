from odoo import api, models
from odoo.tools import SQL

from ..clock_rules import OLA, UC, Clock, Span
from ..moments import to_datetime

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


class ServiceDeskSlaStoreMixin(models.AbstractModel):
    """Clocks in rows: reading them as plain data, and writing what became of them."""

    _name = "service.desk.sla.store.mixin"
    _description = "Rows of Clocks"
    _inherit = ["service.desk.sla.measure.mixin", "service.desk.sla.bulk.mixin"]

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
                SQL(", ").join(map(self._sql_plain, names)),
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
    def _sql_plain(self, name):
        """A column as clocks count in it: instants in whole seconds since the epoch."""
        column = SQL.identifier(name)
        if self._fields[name].type != "datetime":
            return column
        return SQL("FLOOR(EXTRACT(EPOCH FROM %s))::bigint", column)

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
            agreed=values["date_agreed"],
            since=values["date_promised"] or 0,
            levels_from=values["date_levels"] or 0,
            fired=tuple(values["fired"] or ()),
            ended=values["date_end"],
            former=values["former_id"] or 0,
            was_late=bool(values["is_breached"]),
            why=tuple(values[name] for name in WHY_FIELDS),
            was_due=values["date_due"],
        )

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
            "overrun": min(shown.overrun, MOST_SECONDS),
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
