import logging
from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from .. import flap_rules
from ..event_rules import FIRING, RESOLVED
from .service_desk_event_data import (
    DEFAULT_REOPEN_HOURS,
    DONE,
    FAILED,
    FOLD_AT_ONCE,
    MAX_ATTEMPTS,
    NEW,
    SUPPRESSED,
    TURN,
)

_logger = logging.getLogger(__name__)


class ServiceDeskAlertFoldMixin(models.AbstractModel):
    """Events become alerts, in the order in which they came."""

    _name = "service.desk.alert.fold.mixin"
    _description = "From Events to Alerts"
    _inherit = ["service.desk.batch.mixin"]

    @api.model
    def _take_turn(self):
        """Whether this transaction is the one that works on events; the order would be lost in two."""
        self.env.cr.execute(SQL("SELECT pg_try_advisory_xact_lock(%s)", TURN))
        return self.env.cr.fetchone()[0]

    @api.model
    def _fold_next(self):
        """Make alerts of the oldest events that wait.

        :return: how many events there were
        """
        told = self.env["service.desk.event"]
        events = told.search([("state", "=", NEW)], order=told._order_of_work, limit=FOLD_AT_ONCE)
        if not events:
            return 0
        self._try_together(events, self._fold, self._note_failed_event)
        return len(events)

    @api.model
    def _note_failed_event(self, event, error):
        """One that cannot be understood stops no other: it is kept where people see it."""
        _logger.error("The event %s could not be made an alert.", event.id, exc_info=error)
        attempts = event.attempts + 1
        state = FAILED if attempts >= MAX_ATTEMPTS else NEW
        event.write({"attempts": attempts, "state": state, "reason": f"{type(error).__name__}: {error}"[:500]})

    @api.model
    def _fold(self, events):
        """Make alerts of these, all or none of them."""
        for source, told in events.grouped("source_id").items():
            self._fold_source(source, told)
        events.write({"state": DONE, "reason": False})

    @api.model
    def _fold_source(self, source, events):
        by_print = events.grouped("fingerprint")
        known = self._latest(source, list(by_print))
        rules = self.env["service.desk.event.rule"]._for_company(source.company_id.id)
        overtakers = events._find_overtakers()
        fresh, going, touched, episodes = [], [], self.browse(), {}
        for fingerprint, told in by_print.items():
            alert = known.get(fingerprint, self.browse())
            life, spans = flap_rules.live(alert._life(), told, overtakers)
            if not alert or alert._is_forgotten(told[-1].date_received, life):
                life, spans = flap_rules.live(flap_rules.Life(), told, overtakers)
                if life.changes:
                    fresh.append((told, life, spans, alert))
            else:
                going.append((alert, told, life))
                episodes[alert] = spans
        self._match_again(source, going)
        for alert, told, life in going:
            alert._take(told, life, rules)
            told.alert_id = alert
            touched |= alert
        for alert, spans in self._create_fresh(source, fresh, rules):
            touched |= alert
            episodes[alert] = spans
        self.env["service.desk.ci.downtime"]._follow(touched, episodes)

    @api.model
    def _match_again(self, source, going):
        """What begins again may be about what was not there before, or stands in place of what is gone.

        :param going: (alert, its events, its life with them)
        """
        lost = [
            (alert, told[-1].labels or {})
            for alert, told, life in going
            if life.status == FIRING
            and life.turns != alert.flap_count
            and (not alert.ci_id or alert.ci_id._is_gone())
        ]
        if not lost:
            return
        ids = self.env["service.desk.event.match"]._find(source.company_id.id, [labels for _alert, labels in lost])
        for (alert, _labels), id_ in zip(lost, ids, strict=True):
            if id_:
                alert.ci_id = id_
                alert.service_id = alert.ci_id.service_ids[:1] or alert.service_id

    @api.model
    def _latest(self, source, fingerprints):
        """fingerprint -> its last alert."""
        self.flush_model(["source_id", "fingerprint"])
        rows = self.env.execute_query(
            SQL(
                # Grouped, and not the last of each: a new table's rows would be read whole for each.
                "SELECT max(id) FROM service_desk_alert WHERE source_id = %s AND fingerprint = ANY(%s)"
                " GROUP BY fingerprint",
                source.id,
                list(fingerprints),
            )
        )
        # Read together.
        alerts = self.browse([id_ for (id_,) in rows])
        return {alert.fingerprint: alert for alert in alerts}

    def _is_forgotten(self, arrived, life):
        """Whether what ended so long ago is another trouble when it comes again."""
        hours = self.rule_id.reopen_hours if self.rule_id else DEFAULT_REOPEN_HOURS
        minutes = self.source_id.flap_minutes
        is_again = self.state == RESOLVED and life.turns != self.flap_count
        limit = max(timedelta(hours=hours), timedelta(minutes=minutes))
        return bool(is_again and self.changes and self._changes()[-1] < arrived - limit)

    def _take(self, events, life, rules):
        """Write down what these events make of a known alert."""
        last = events[-1]
        has_changed = life.turns != self.flap_count
        values = {"count": life.count, "date_last": last.date_received, "severity": life.severity}
        if last.status == FIRING:
            values.update(name=last.summary, description=last.description, link=last.link, labels=last.labels)
        # Rules may be others by now, and so may its labels.
        if life.severity != self.severity or (has_changed and life.status == FIRING):
            values.update(self._judged(life, last, rules))
        if has_changed:
            values.update(self._turned(life, last.date_received))
        self.write(values)

    def _judged(self, life, last, rules):
        """What else changes when it is another rule's; what waits already waits no longer by the same one."""
        labels = (last.labels if last.status == FIRING else self.labels) or {}
        rule = rules._choose(self.source_id, life.severity, labels, self.ci_id, self.service_id)
        is_same, waits_for = rule == self.rule_id, self.date_next
        self.rule_id = rule
        look = self._date_to_look(life, last.date_received)
        return {"date_next": min(look, waits_for) if is_same and waits_for else look}

    def _turned(self, life, arrived):
        """What else changes when it has begun or ended."""
        values = {
            "state": RESOLVED if life.status == RESOLVED else SUPPRESSED if self.state == SUPPRESSED else FIRING,
            "date_since": life.since,
            "date_resolved": life.ended,
            "changes": [one.isoformat() for one in life.changes],
            "flap_count": life.turns,
            "date_next": self._date_to_look(life, arrived),
        }
        if life.status == RESOLVED:
            values.update(root_id=False, suppressed_by=False)
        return values

    def _date_to_look(self, life, arrived):
        """When to decide about it: at once when it ended or flaps, after the wait of its rule when it began."""
        if life.status == RESOLVED or self.incident_id or self.is_flapping:
            return arrived
        return arrived + timedelta(minutes=self.rule_id.wait_minutes if self.rule_id else 0)

    @api.model
    def _create_fresh(self, source, fresh, rules):
        """Create alerts of what nobody knew, unless a rule ignores it.

        :return: pairs of an alert and what its first events tell of failures, see :func:`~..flap_rules.live`
        """
        labels = [told[-1].labels or {} for told, *_rest in fresh]
        ids = self.env["service.desk.event.match"]._find(source.company_id.id, labels)
        # Read together.
        items = self.env["service.desk.ci"].browse({one for one in ids if one})
        rows, kept = [], []
        for (told, life, spans, older), item_id in zip(fresh, ids, strict=True):
            # What somebody has said of the same trouble holds where nothing matches.
            item = items.browse(item_id or ()).with_prefetch(items._prefetch_ids) or older.ci_id
            service = item.service_ids[:1] or source.service_id
            rule = rules._choose(source, life.severity, told[-1].labels or {}, item, service)
            if rule and rule._ignores():
                continue
            rows.append(self._fresh_values(source, told, life, item, service, rule))
            kept.append((told, spans))
        alerts = self.create(rows)
        for alert, (told, _spans) in zip(alerts, kept, strict=True):
            told.alert_id = alert
        return [(alert, spans) for alert, (_told, spans) in zip(alerts, kept, strict=True)]

    @api.model
    def _fresh_values(self, source, told, life, item, service, rule):
        last = next((one for one in reversed(told) if one.status == FIRING), told[-1])
        is_over = life.status == RESOLVED
        wait = timedelta(minutes=rule.wait_minutes if rule and not is_over else 0)
        return {
            "source_id": source.id,
            # Given, so that nothing has to be computed for it.
            "company_id": source.company_id.id,
            "fingerprint": last.fingerprint,
            "name": last.summary,
            "description": last.description,
            "link": last.link,
            "labels": last.labels,
            "state": RESOLVED if is_over else FIRING,
            "severity": life.severity,
            "count": life.count,
            "date_first": told[0].date,
            "date_since": life.since,
            "date_resolved": life.ended,
            "date_last": told[-1].date_received,
            "changes": [one.isoformat() for one in life.changes],
            "flap_count": life.turns,
            "ci_id": item.id,
            "service_id": service.id,
            "rule_id": rule.id,
            "date_next": told[-1].date_received + wait,
        }
