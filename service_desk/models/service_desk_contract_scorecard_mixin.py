from dataclasses import dataclass
from datetime import date, datetime

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..contract_rules import DAY
from ..days import start_of_day
from ..lifecycle import OPEN_PHASES
from .service_desk_contract_data import MONEY_GROUP
from .service_desk_process_data import PROCESSES, TICKET_COLUMNS
from .service_desk_ticket_data import PRIORITIES

#: What a scorecard looks at when nobody says.
DEFAULT_MONTHS = 3

#: What is read of each ticket.
_COLUMNS = (
    "date_opened",
    "date_resolved",
    "date_first_response",
    "date_reopened",
    "phase",
    "priority",
)


@dataclass(frozen=True)
class Period:
    """Days of a scorecard, and the moments at which they begin and are over (UTC, without a zone)."""

    first: date
    last: date
    begin: datetime
    end: datetime


class ServiceDeskContractScorecardMixin(models.AbstractModel):
    """How it went: figures of a contract from the real tickets.

    For contract managers. The figures count *all* tickets of the contract within its company, also
    confidential ones and those of restricted teams, since a promise was kept or broken whoever may
    read about it; they are numbers alone and tell nothing of any ticket. The lists behind the
    buttons of the form show each reader the tickets that they may see.

    Another addon adds figures by extending :meth:`_scorecard_figures` (numbers of the period) or
    :meth:`_scorecard` (whole tables, under a key of its own).
    """

    _name = "service.desk.contract.scorecard.mixin"
    _description = "Scorecard of a Contract"

    scorecard_html = fields.Html(
        string="Scorecard", compute="_compute_scorecard_html", sanitize=False, groups=MONEY_GROUP
    )

    def _compute_scorecard_html(self):
        """The last three months, for the contract's form."""
        for contract in self:
            is_old = contract._origin.id and contract.state != "draft"
            contract.scorecard_html = is_old and contract._scorecard_body(*contract._default_period())

    @api.model
    def _default_period(self):
        today = fields.Date.context_today(self)
        return today - relativedelta(months=DEFAULT_MONTHS), today

    def _scorecard_body(self, date_from, date_to):
        """The figures of a period as HTML."""
        return self.env["ir.qweb"]._render(
            "service_desk.contract_scorecard",
            {"card": self._scorecard(date_from, date_to), "contract": self},
            minimal_qcontext=True,
        )

    # -- Figures -----------------------------------------------------------------------------

    def _scorecard(self, date_from, date_to):
        """The figures of this contract for the days from one to another, both included.

        Days are those of the reader's time zone. Counts all tickets of the company, see the class.

        :return: dict with ``date_from``, ``date_to``, ``figures`` (a list of dicts with ``key``,
            ``label``, ``help``, ``value`` and ``unit``, which is count, percent or hours; the
            value is None where there is nothing to measure) and ``priorities`` (a list of dicts
            with ``priority``, ``label``, ``opened``, ``resolved``, ``median``)
        """
        self.ensure_one()
        self.env["service.desk.contract"]._check_is_manager()
        self.check_access("read")
        period = self._scorecard_period(date_from, date_to)
        # sudo: numbers about all tickets of the contract; the caller is a contract manager.
        contract = self.sudo()
        totals = {row["priority"]: row for row in contract._scorecard_totals(period)}
        figures = contract._scorecard_figures(period, totals[None])
        words = self.env["service.desk.incident"]._fields["priority"]._description_selection(self.env)
        return {
            "date_from": date_from,
            "date_to": date_to,
            "figures": figures,
            "priorities": [{"label": word, **totals[key]} for key, word in words if key in totals],
        }

    @api.model
    def _scorecard_period(self, first, last):
        zone = self.env.user.tz or "UTC"
        return Period(first, last, start_of_day(first, zone), start_of_day(last + DAY, zone))

    def _scorecard_figures(self, period, totals):
        """The numbers of a period, in the order in which they are shown. Extend it to add some.

        :param period: :class:`Period`
        :param dict totals: what :meth:`_scorecard_totals` counted over all priorities
        :return: list of dicts, see :meth:`_scorecard`
        """
        env = self.env
        by_clock = env._("From opening to resolution, nights included.")
        is_supplier = self.kind == "supplier"
        waited, waiting_tickets = self._scorecard_waiting(period)
        resolved = totals["resolved"]
        passed = env._("Tickets Passed to Them") if is_supplier else env._("Tickets Reported")
        rows = [
            ("opened", passed, env._("Opened in the period."), totals["opened"], "count"),
            ("resolved", env._("Resolved"), env._("Resolved in the period."), resolved, "count"),
            ("open", env._("Open Now"), env._("Whenever they were opened."), totals["open"], "count"),
            ("reopened", env._("Reopened"), env._("Came back in the period."), totals["reopened"], "count"),
            (
                "reopened_rate",
                env._("Reopened per 100 Resolved"),
                "",
                round(100 * totals["reopened"] / resolved, 1) if resolved else None,
                "percent",
            ),
            ("response", env._("First Answer, Median"), env._("From opening on."), totals["response"], "hours"),
            ("median", env._("Resolution, Median"), by_clock, totals["median"], "hours"),
            ("average", env._("Resolution, Average"), by_clock, totals["average"], "hours"),
            (
                "waiting",
                env._("Waited for Them"),
                env._("Hours in which tickets stood still for their answer."),
                waited,
                "hours",
            ),
            ("waiting_tickets", env._("Tickets That Waited for Them"), "", waiting_tickets, "count"),
        ]
        return [dict(zip(("key", "label", "help", "value", "unit"), row, strict=True)) for row in rows]

    def _scorecard_totals(self, period):
        """Counts and times by priority, and for all under the priority None; one query.

        Called with superuser rights.
        """
        opened = self._within("date_opened", period)
        resolved = self._within("date_resolved", period)
        hours = SQL("EXTRACT(epoch FROM t.date_resolved - t.date_opened) / 3600.0")
        response = SQL("EXTRACT(epoch FROM t.date_first_response - t.date_opened) / 3600.0")
        rows = self.env.execute_query_dict(
            SQL(
                "SELECT t.priority, count(*) FILTER (WHERE %(opened)s) AS opened,"
                " count(*) FILTER (WHERE %(resolved)s) AS resolved,"
                " count(*) FILTER (WHERE t.phase IN %(open)s) AS open,"
                " count(*) FILTER (WHERE %(reopened)s) AS reopened,"
                " percentile_cont(0.5) WITHIN GROUP (ORDER BY %(hours)s) FILTER (WHERE %(resolved)s) AS median,"
                " avg(%(hours)s) FILTER (WHERE %(resolved)s) AS average,"
                " percentile_cont(0.5) WITHIN GROUP (ORDER BY %(response)s)"
                "   FILTER (WHERE %(opened)s AND t.date_first_response IS NOT NULL) AS response"
                " FROM (%(tickets)s) t GROUP BY GROUPING SETS ((), (t.priority))",
                opened=opened,
                resolved=resolved,
                reopened=self._within("date_reopened", period),
                open=OPEN_PHASES,
                hours=hours,
                response=response,
                tickets=self._scorecard_tickets(),
            )
        )
        known = dict(PRIORITIES)
        return [row for row in rows if row["priority"] is None or row["priority"] in known]

    @api.model
    def _within(self, name, period):
        column = SQL.identifier("t", name)
        return SQL("%s >= %s AND %s < %s", column, period.begin, column, period.end)

    def _scorecard_tickets(self):
        """The contract's tickets of all processes, as a sub-select of what figures look at."""
        branches = []
        for process, _label in PROCESSES:
            tickets = self.env[process].with_context(active_test=False)
            tickets.flush_model(_COLUMNS)
            query = tickets._search(self._ticket_domain())
            branches.append(query.select(*(SQL.identifier(query.table, name) for name in _COLUMNS)))
        return SQL(" UNION ALL ").join(SQL("(%s)", branch) for branch in branches)

    def _scorecard_waiting(self, period):
        """Hours in which tickets waited for the other side within the period, and how many did.

        Called with superuser rights.
        """
        side = "supplier" if self.kind == "supplier" else "requester"
        now = self.env.cr.now().replace(microsecond=0)
        [(seconds, count)] = self.env.execute_query(
            SQL(
                "SELECT sum(EXTRACT(epoch FROM"
                " LEAST(COALESCE(s.ended, %(now)s), %(end)s) - GREATEST(s.begin, %(begin)s))),"
                " count(DISTINCT (s.process, s.ticket_id)) FROM (%(spans)s) s"
                " JOIN service_desk_pending_reason r ON r.id = s.reason AND r.waits_for = %(side)s"
                " WHERE s.phase_to = 'pending' AND s.begin < LEAST(%(end)s, %(now)s)"
                " AND COALESCE(s.ended, %(now)s) > %(begin)s",
                now=now,
                begin=period.begin,
                end=period.end,
                side=side,
                spans=self._scorecard_spans(),
            )
        )
        return round(float(seconds or 0) / 3600, 2), count

    def _scorecard_spans(self):
        """From when until when a ticket was in which phase, and why, as a sub-select.

        From the history of states; what a ticket waits for now is on the ticket, since the reason
        may change while it waits.
        """
        self.env["service.desk.transition"].flush_model()
        branches = []
        for process, column in TICKET_COLUMNS.items():
            tickets = self.env[process]
            tickets.flush_model(["pending_reason_id"])
            branches.append(
                SQL(
                    "SELECT %(process)s AS process, l.%(column)s AS ticket_id, l.date AS begin, l.phase_to,"
                    " lead(l.date) OVER w AS ended,"
                    " CASE WHEN lead(l.id) OVER w IS NULL"
                    " THEN k.pending_reason_id ELSE l.pending_reason_id END AS reason"
                    " FROM service_desk_transition l JOIN %(table)s k ON k.id = l.%(column)s"
                    " WHERE l.%(column)s IN (%(tickets)s)"
                    " WINDOW w AS (PARTITION BY l.%(column)s ORDER BY l.date, l.id)",
                    process=process,
                    column=SQL.identifier(column),
                    table=SQL.identifier(tickets._table),
                    tickets=tickets._search(self._ticket_domain()).subselect(),
                )
            )
        return SQL(" UNION ALL ").join(SQL("(%s)", branch) for branch in branches)

    # -- Actions -----------------------------------------------------------------------------

    def action_open_scorecard(self):
        """Look at another period, and print it."""
        return self._open_dialog("service.desk.contract.scorecard.wizard", self.env._("Scorecard"))
