from odoo import api, models
from odoo.tools import SQL

from ..clock_rules import CANCELLED, PAUSED, RESOLUTION, RUNNING, SLA
from .service_desk_sla_data import SUBJECT_COLUMNS

#: What a record shows of its clocks; written by them alone.
SUMMARY_FIELDS = ("date_due", "date_risk", "is_breached", "promise_state")
#: What of its clocks a record looks at for that.
SUMMED_FIELDS = ("kind", "metric", "state", "date_due", "date_risk", "is_breached")


class ServiceDeskSlaSummaryMixin(models.AbstractModel):
    """What a ticket or task shows of its clocks, so that lists need not look at them."""

    _name = "service.desk.sla.summary.mixin"
    _description = "Summary of Clocks"

    def _sla_summarize(self):
        """Show on these records what their clocks say, as it stands in the database."""
        rows = {record_id: [] for record_id in self.ids}
        for record_id, *values in self._sla_summed():
            rows[record_id].append(dict(zip(SUMMED_FIELDS, values, strict=True)))
        # Jobs come with thousands of records, of which nothing else is looked at.
        # sudo: what a record shows follows from its clocks, whoever set them going.
        self.sudo().fetch(self._sla_shown_fields())
        self._sla_show(rows)

    def _sla_summed(self):
        """What their clocks say, in one query; the caller answers for the rights."""
        store = self.env["service.desk.sla.clock"]
        column = SUBJECT_COLUMNS[self._name]
        store.flush_model([column, *SUMMED_FIELDS])
        return self.env.execute_query(
            SQL(
                "SELECT %s FROM %s WHERE %s = ANY(%s) AND kind = %s AND state != %s",
                SQL(", ").join(SQL.identifier(name) for name in (column, *SUMMED_FIELDS)),
                SQL.identifier(store._table),
                SQL.identifier(column),
                self.ids,
                SLA,
                CANCELLED,
            )
        )

    @api.model
    def _sla_shown_fields(self):
        """What of a record itself is looked at to know what it shows of its clocks."""
        return list(SUMMARY_FIELDS)

    def _sla_show(self, rows):
        """Show on these records what their clocks say, one statement for those that differ.

        :param dict rows: record id -> values of its clocks
        """
        # sudo: what a record shows follows from its clocks, whoever set them going.
        records = self.sudo()
        differing = []
        for record in records:
            shown = record._sla_summary(rows[record.id])
            if any(record[name] != value for name, value in shown.items()):
                differing.append({"id": record.id, **shown})
        if differing:
            names = [name for name in differing[0] if name != "id"]
            self.env["service.desk.sla.clock"]._update_rows(records, differing, names)

    def _sla_summary(self, rows):
        """What one record shows of its clocks with the requester; inner ones are the desk's own."""
        clocks = [row for row in rows if row["kind"] == SLA and row["state"] != CANCELLED]
        running = [row for row in clocks if row["state"] == RUNNING]
        risks = [row["date_risk"] for row in running if row["date_risk"]]
        state = self._sla_promise_state([row["state"] for row in clocks])
        return {
            "date_due": self._sla_date_due(clocks, state),
            "date_risk": min(risks, default=False),
            "is_breached": any(row["is_breached"] for row in clocks),
            "promise_state": state,
        }

    def _sla_date_due(self, clocks, state):
        """The next promise; of what is over, by when it was to be done."""
        if state == "running":
            counted = [row for row in clocks if row["state"] == RUNNING]
        elif state == "ended":
            counted = [row for row in clocks if row["metric"] == RESOLUTION]
        elif clocks:
            return self._sla_agreed_date()
        else:
            return self.date_due
        return min((row["date_due"] for row in counted if row["date_due"]), default=False)

    def _sla_agreed_date(self):
        """The date that was agreed on, if any: it stands while the clocks stand still."""
        return False

    @api.model
    def _sla_promise_state(self, states):
        """Running when one clock runs, ended when all have ended; nothing without any clock."""
        if not states:
            return False
        if RUNNING in states:
            return "running"
        return "paused" if PAUSED in states else "ended"
