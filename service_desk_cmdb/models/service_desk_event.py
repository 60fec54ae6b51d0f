import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .. import event_rules
from .service_desk_event_data import DROP_AT_ONCE, EVENT_STATES, FAILED, NEW, SEVERITIES, STATUSES


class ServiceDeskEvent(models.Model):
    """What a monitoring tool has sent, as it came. A job makes alerts of it.

    Stored under a unique key before the sender hears that we have it: nothing gets lost when the
    job fails or is killed, and what is sent twice is here once.
    """

    _name = "service.desk.event"
    _description = "Monitoring Event"
    _inherit = ["service.desk.handless.mixin", "service.desk.export.mixin"]
    _order = "id desc"
    _rec_name = "summary"
    # Hundreds come in a second, and nobody but the desk ever writes one.
    _log_access = False
    #: In the order of arrival. Numbers begin anew one day, see ``init``.
    _order_of_work = "date_received, id"

    source_id = fields.Many2one("service.desk.event.source", required=True, readonly=True, ondelete="cascade")
    key = fields.Char(required=True, readonly=True)
    date_received = fields.Datetime(string="Arrived", required=True, readonly=True)
    date = fields.Datetime(string="Happened", required=True, readonly=True)
    status = fields.Selection(STATUSES, required=True, readonly=True)
    severity = fields.Selection(SEVERITIES, required=True, readonly=True)
    summary = fields.Char(readonly=True)
    description = fields.Text(readonly=True)
    link = fields.Char(readonly=True)
    labels = fields.Json(string="Label Values", readonly=True)
    labels_text = fields.Text(string="Labels", compute="_compute_labels_text")
    fingerprint = fields.Char(required=True, readonly=True)
    state = fields.Selection(EVENT_STATES, string="Processing", required=True, readonly=True, default=NEW)
    attempts = fields.Integer(readonly=True)
    reason = fields.Char(readonly=True, help="Why it failed.")
    alert_id = fields.Many2one("service.desk.alert", readonly=True, index="btree_not_null", ondelete="set null")

    _key_uniq = models.UniqueIndex("(source_id, key)")
    _rate_index = models.Index("(source_id, date_received, id)")
    _waiting_index = models.Index("(date_received, id) WHERE state = 'new'")
    _failed_index = models.Index("(id) WHERE state = 'failed'")
    _print_index = models.Index("(source_id, fingerprint, date)")

    def init(self):
        """Number from the beginning again after 2,147,483,647, which 500 a second reach in fifty days.

        By then those of the first days have long been dropped, see ``_gc_old``.
        """
        self.env.cr.execute(SQL("ALTER SEQUENCE service_desk_event_id_seq CYCLE"))

    @api.depends("labels")
    def _compute_labels_text(self):
        for event in self:
            event.labels_text = "\n".join(f"{name} = {value}" for name, value in (event.labels or {}).items())

    # -- Arrival ---------------------------------------------------------------------------------

    @api.model
    def _receive(self, source, events):
        """Keep events unless they are known, in one statement, and have them looked at soon.

        :param source: ``service.desk.event.source`` whose key came with them
        :param events: a list of :class:`~..event_rules.Event`
        :return: the id of the first one, the same for a body that comes again; None for an empty one
        """
        now = self.env.cr.now()
        rows = event_rules.dated(event_rules.single(events), now)
        if not rows:
            return None
        rows = self._renew(source, rows)
        columns = [
            [getattr(row, name) for row in rows]
            for name in ("key", "date", "status", "severity", "summary", "description", "link", "fingerprint")
        ]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO service_desk_event
                            (source_id, date_received, state, attempts, key, date, status, severity, summary,
                             description, link, fingerprint, labels)
                     SELECT %s, %s, 'new', 0, key, date, status, severity, summary,
                            NULLIF(description, ''), NULLIF(link, ''), fingerprint, labels::jsonb
                       FROM unnest(%s, %s::timestamp[], %s, %s, %s, %s, %s, %s, %s)
                            AS t(key, date, status, severity, summary, description, link, fingerprint, labels)
                            -- What is only sent again takes no number.
                      WHERE NOT EXISTS (SELECT FROM service_desk_event e WHERE e.source_id = %s AND e.key = t.key)
                ON CONFLICT (source_id, key) DO NOTHING
                  RETURNING key, id
                """,
                source.id,
                now,
                *columns,
                [json.dumps(dict(row.labels)) for row in rows],
                source.id,
            )
        )
        kept = dict(self.env.cr.fetchall())
        if kept:
            self._wake()
        if rows[0].key in kept:
            return kept[rows[0].key]
        ((first,),) = self.env.execute_query(
            SQL("SELECT id FROM service_desk_event WHERE source_id = %s AND key = %s", source.id, rows[0].key)
        )
        return first

    @api.model
    def _renew(self, source, rows):
        """What a sender tells as long as it lasts is news after an end that it told itself.

        Alertmanager takes for an end that it has heard nothing for a while; when it hears of it again, all that
        it tells is the beginning that is known.
        """
        lasting = [row for row in rows if row.is_repeated]
        if not lasting:
            return rows
        known = self.env.execute_query(
            SQL(
                """
                SELECT told.key, ended.key, ended.date
                  FROM unnest(%s::text[], %s::text[], %s::timestamp[]) AS told(key, fingerprint, date)
                  JOIN service_desk_event known ON known.source_id = %s AND known.key = told.key
                  JOIN LATERAL (
                           SELECT e.key, e.date
                             FROM service_desk_event e
                            WHERE e.source_id = %s AND e.fingerprint = told.fingerprint
                              AND e.date >= told.date AND e.status = 'resolved'
                            ORDER BY e.date DESC
                            LIMIT 1
                       ) ended ON TRUE
                """,
                *[[getattr(row, name) for row in lasting] for name in ("key", "fingerprint", "date")],
                source.id,
                source.id,
            )
        )
        return event_rules.renewed(rows, {key: end for key, *end in known})

    def _find_overtakers(self):
        """event -> when it was over, or began again, of those of these that this has overtaken on its way."""
        prints, dates = self.mapped("fingerprint"), self.mapped("date")
        rows = self.env.execute_query(
            SQL(
                """
                SELECT told.id, min(e.date)
                  FROM unnest(%s::int[], %s::int[], %s::text[], %s::text[], %s::timestamp[])
                       AS told(id, source, fingerprint, status, date)
                  JOIN service_desk_event e ON e.source_id = told.source AND e.fingerprint = told.fingerprint
                   AND e.date > told.date AND e.status != told.status
                 -- The first two say once more what the join says: what is left to join is little, in a new table too.
                 WHERE e.fingerprint = ANY(%s) AND e.date > %s AND e.state = 'done'
                   -- Of what has the moment of its arrival nobody knows when it was.
                   AND e.date < e.date_received
                 GROUP BY told.id
                """,
                self.ids,
                [event.source_id.id for event in self],
                prints,
                self.mapped("status"),
                dates,
                prints,
                min(dates, default=None),
            )
        )
        return {self.browse(id_): date for id_, date in rows}

    @api.model
    def _wake(self):
        """Have the job run soon, unless it is asked to already."""
        # Asked with each event: remembered, and one look into an index.
        cron_id = self.env["ir.model.data"]._xmlid_to_res_id("service_desk_cmdb.cron_event", raise_if_not_found=True)
        self.env["ir.cron.trigger"].flush_model(["cron_id", "call_at"])
        waiting = self.env.execute_query(
            SQL(
                "SELECT FROM ir_cron_trigger WHERE cron_id = %s AND call_at <= %s LIMIT 1",
                cron_id,
                self.env.cr.now(),
            )
        )
        if not waiting:
            self.env["ir.cron"].browse(cron_id)._trigger()

    # -- What people do with it --------------------------------------------------------------------

    def action_retry(self):
        """Try failed events once more."""
        self.env["service.desk.event.source"].check_access("write")
        self.check_access("read")
        # sudo: who keeps the sources may have their events tried again.
        self.sudo().filtered(lambda event: event.state == FAILED).write({"state": NEW, "attempts": 0, "reason": False})
        self.sudo()._wake()
        return True

    # -- Housekeeping ------------------------------------------------------------------------------

    @api.autovacuum
    def _gc_old(self):
        """Drop events that are older than their source keeps them; alerts stay.

        :return: how many there were, and whether there may be more
        """
        count = 0
        for source in self.env["service.desk.event.source"].with_context(active_test=False).search(Domain.TRUE):
            self.env.cr.execute(
                SQL(
                    "DELETE FROM service_desk_event WHERE id IN (SELECT id FROM service_desk_event"
                    " WHERE source_id = %s AND date_received < %s AND state != 'new' LIMIT %s)",
                    source.id,
                    self.env.cr.now() - timedelta(days=source.keep_days),
                    DROP_AT_ONCE,
                )
            )
            count = max(count, self.env.cr.rowcount)
        self.invalidate_model()
        return count, count == DROP_AT_ONCE
