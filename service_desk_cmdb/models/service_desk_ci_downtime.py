from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.service_desk.lifecycle import ENDED_PHASES

from ..event_rules import FAILURES, FIRING, RESOLVED
from .service_desk_event_data import LASTING

#: Impacts of incidents that mean: it does not work.
HARD_IMPACTS = ("1", "2")


class ServiceDeskCiDowntime(models.Model):
    """From when until when something was down, and how we know: an alert, or an incident.

    Rows overlap, since several may tell of the same failure; what counts is the time that they cover.
    Services are down with their incidents, items with their alerts, and with incidents that people
    write down about them. The desk keeps these by itself.
    """

    _name = "service.desk.ci.downtime"
    _description = "Down Time"
    _inherit = ["service.desk.handless.mixin", "service.desk.export.mixin"]
    _order = "date_from desc, id desc"

    ci_id = fields.Many2one("service.desk.ci", string="Item", index="btree_not_null", readonly=True, ondelete="cascade")
    service_id = fields.Many2one("service.desk.service", index="btree_not_null", readonly=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    date_from = fields.Datetime(string="From", required=True, readonly=True)
    date_to = fields.Datetime(string="Until", readonly=True, help="Empty while it lasts.")
    is_planned = fields.Boolean(string="Planned", readonly=True, help="It was agreed that it does not run.")
    is_former = fields.Boolean(readonly=True, help="Ended with what its incident was about before it followed another.")
    is_undecided = fields.Boolean(readonly=True, help="Nobody has asked yet whether it was agreed to.")
    alert_id = fields.Many2one("service.desk.alert", index="btree_not_null", readonly=True, ondelete="cascade")
    incident_id = fields.Many2one("service.desk.incident", index="btree_not_null", readonly=True, ondelete="cascade")

    _one_target = models.Constraint(
        "CHECK(num_nonnulls(ci_id, service_id) = 1 AND num_nonnulls(alert_id, incident_id) = 1)",
        "Down time is of one thing, and is known from one place.",
    )
    _alert_uniq = models.UniqueIndex("(alert_id, date_from) WHERE alert_id IS NOT NULL")
    _incident_uniq = models.UniqueIndex(
        "(incident_id, COALESCE(ci_id, 0), COALESCE(service_id, 0), date_from) WHERE incident_id IS NOT NULL"
    )
    _ci_index = models.Index("(ci_id, date_from) WHERE ci_id IS NOT NULL")
    _service_index = models.Index("(service_id, date_from) WHERE service_id IS NOT NULL")

    # -- From alerts ---------------------------------------------------------------------------------

    @api.model
    def _follow(self, alerts, episodes):
        """Write down what alerts say about their items.

        :param dict episodes: alert -> from when until when its item failed by its last events, see
            :func:`~..flap_rules.live`
        """
        alerts = alerts.filtered("ci_id")
        going = self.search([("alert_id", "in", alerts.ids), ("date_to", "=", False)]).grouped("alert_id")
        fresh = []
        for alert in alerts:
            row = going.get(alert, self.browse())
            if row and row.ci_id != alert.ci_id:
                row.ci_id = alert.ci_id
            told = episodes.get(alert, ())
            if row and told and told[0][1]:
                row._end_at(told[0][1])
            spans = [(begin, end) for begin, end in told if begin and (not end or _lasted(begin, end))]
            fresh += [self._of_alert(alert, *span, is_undecided=True) for span in spans]
            lasts = alert._life().is_failure()
            if row and not lasts and not row.date_to:
                row._end_at(alert.date_resolved if alert.state == RESOLVED else self.env.cr.now())
            elif lasts and not row and not any(begin for begin, _end in told):
                fresh.append(self._of_alert(alert, alert.date_since, False))
        self.union(*going.values())._drop_nothing()
        self._add(fresh)

    def _drop_nothing(self):
        """What was over in the same second was no down time."""
        empty = self.filtered(lambda row: row.date_to and not _lasted(row.date_from, row.date_to))
        if empty:
            # Deleting them in Odoo's way writes all that waits of other models, in the desk's name.
            self.flush_model()
            self.env.cr.execute(SQL("DELETE FROM service_desk_ci_downtime WHERE id IN %s", empty._ids))
            self.invalidate_model()

    def _end_at(self, moment):
        for row in self:
            row.date_to = max(moment, row.date_from)

    @api.model
    def _of_alert(self, alert, since, ended, **more):
        return {
            "ci_id": alert.ci_id.id,
            "company_id": alert.company_id.id,
            "alert_id": alert.id,
            "date_from": since,
            "date_to": ended,
            **more,
        }

    @api.model
    def _add(self, rows):
        """Add rows that are not there yet: an item may be told of twice for the same moment."""
        keys = {(row["alert_id"], row["date_from"]) for row in rows}
        known = self.search([("alert_id", "in", [row["alert_id"] for row in rows])]) if rows else ()
        keys -= {(row.alert_id.id, row.date_from) for row in known}
        # One alert begins once at a moment.
        unique = {(row["alert_id"], row["date_from"]): row for row in rows}
        self.create([row for key, row in unique.items() if key in keys])

    @api.model
    def _plan(self, alerts):
        """What these alerts tell was agreed to; what it was found to be before, it was until now."""
        rows = self.search(
            Domain("alert_id", "in", alerts.ids)
            & Domain("is_planned", "=", False)
            & (Domain("date_to", "=", False) | Domain("is_undecided", "=", True))
        )
        undecided = rows.filtered("is_undecided")
        undecided.is_planned = True
        (rows - undecided)._change_plan(True)

    @api.model
    def _end_plan(self, alerts):
        """From now on what these alerts tell is a failure: what was agreed to is over."""
        domain = [("alert_id", "in", alerts.ids), ("date_to", "=", False), ("is_planned", "=", True)]
        self.search(domain)._change_plan(False)

    def _change_plan(self, is_planned):
        """What goes on is from now on what it was not before: agreed to, or a failure."""
        # Incidents are opened to the second, too.
        now = self.env.cr.now().replace(microsecond=0)
        self.filtered(lambda row: row.date_from >= now).is_planned = is_planned
        rows = self.filtered(lambda row: row.date_from < now)
        rows._end_at(now)
        self._add([self._of_alert(row.alert_id, row.date_to, False, is_planned=is_planned) for row in rows])

    @api.model
    def _find_undecided(self, alerts):
        """Rows of these alerts of which nobody has asked yet whether they were agreed to."""
        return self.search([("alert_id", "in", alerts.ids), ("is_undecided", "=", True)])

    # -- From incidents ------------------------------------------------------------------------------

    @api.model
    def _follow_incidents(self, incidents):
        """Write down what incidents say about their things and services; what was given up was no failure."""
        # sudo: follows from the incidents, which somebody was allowed to write.
        rows = self.sudo()
        incidents = incidents.sudo()
        known = rows.search([("incident_id", "in", incidents.ids)], order="date_from").grouped("incident_id")
        gone, fresh = rows.browse(), []
        agreed = rows._agreed_until(incidents.alert_ids)
        for incident in incidents:
            wanted = rows._wanted(incident, agreed) if incident.impact in HARD_IMPACTS else {}
            last = {row._target(): row for row in known.get(incident, rows)}
            former = known.get(incident, rows).filtered("is_former")
            lasting = {False, *(rows._services_down(incident, is_over=False) if former else ())}
            kept = set(wanted) | (set() if incident._is_given_up() else {row._target() for row in former})
            gone |= known.get(incident, rows).filtered(lambda row, kept=kept: row._target() not in kept)
            for target, values in wanted.items():
                row = last.get(target)
                if row and row.is_former and target[1] not in lasting:
                    continue
                # What came back after a pause is another failure of the same incident.
                if row and not (row.date_to and values["date_from"] > row.date_to):
                    row.write(row._kept(values))
                else:
                    told = {"incident_id": incident.id, "company_id": incident.company_id.id, **values}
                    fresh.append({**told, "ci_id": target[0], "service_id": target[1]})
        gone.unlink()
        told = rows.union(*known.values()).exists() | rows.create(fresh)
        # People are quick to write down what was over before.
        told.filtered("incident_id.alert_ids")._drop_nothing()

    @api.model
    def _part(self, incident, moment):
        """End what was down with an incident that is about something else from then on; that stays written down."""
        # sudo: see _follow_incidents
        rows = self.sudo().search([("incident_id", "=", incident.id), ("date_to", "=", False)])
        rows._end_at(moment)
        rows.is_former = True

    def _target(self):
        return self.ci_id.id, self.service_id.id

    def _kept(self, values):
        """The same; an alert that ended and fires again takes nothing back of what was down until then."""
        has_alerts = bool(self.incident_id.alert_ids)
        kept = {**values, "is_former": False}
        return {**kept, "date_from": min(values["date_from"], self.date_from)} if has_alerts else kept

    @api.model
    def _agreed_until(self, alerts):
        """alert -> until when it was agreed to, of those that went on after that."""
        domain = [("alert_id", "in", alerts.ids), ("is_planned", "=", True), ("date_to", "!=", False)]
        return dict(self._read_group(domain, ["alert_id"], ["date_to:max"]))

    @api.model
    def _wanted(self, incident, agreed):
        """(item, service) -> from when until when, by this incident."""
        is_over = incident.phase in ENDED_PHASES
        if incident._is_given_up() or not incident.ci_ids:
            return {}
        ends = (incident.date_resolved or incident.date_closed) if is_over else False
        times = {"date_from": incident.date_opened, "date_to": ends}
        items = incident.ci_ids
        alerts = incident.alert_ids
        if alerts:
            # Monitoring knows better than people when it began and when it was over.
            lasting = any(alert._life().status == FIRING for alert in alerts)
            known = [alert.date_resolved for alert in alerts if alert.date_resolved]
            times = {
                "date_from": min(max(alert.date_since, agreed.get(alert, alert.date_since)) for alert in alerts),
                "date_to": False if lasting else max(known, default=ends),
            }
            items -= alerts.ci_id
        if times["date_to"] and times["date_to"] < times["date_from"]:
            times["date_to"] = times["date_from"]
        found = {(item.id, False): times for item in items}
        return found | {(False, service): times for service in self._services_down(incident)}

    @api.model
    def _services_down(self, incident, is_over=True):
        """ids of the services that are down with an incident: found, added by hand, or seen by monitoring.

        What has lost both of two is only weakened by each of two incidents: its own alert says that it is down.

        :param is_over: whether also alerts count that are over
        """
        states = (*LASTING, RESOLVED) if is_over else LASTING
        alerts = incident.alert_ids.filtered(lambda alert: alert.severity in FAILURES and alert.state in states)
        failed = alerts.ci_id
        seen = {id_ for name, id_ in incident._services_hit(failed, incident.company_id) if name == "service_id"}
        rows = incident.affected_ids.filtered("service_id")
        left_out = rows.filtered(lambda row: row.origin == "left_out")
        hit = (rows - left_out).filtered(lambda row: row.verdict == "fails")
        return {*hit.service_id.ids, *seen} - set(left_out.service_id.ids)

    # -- Figures -------------------------------------------------------------------------------------

    @api.model
    def _spans(self, field, ids, start):
        """id -> ([(from, to)] unplanned, [(from, to)] planned) since a moment; what lasts ends now."""
        now = self.env.cr.now()
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT %(field)s, is_planned, date_from, COALESCE(date_to, %(now)s) FROM service_desk_ci_downtime"
                " WHERE %(field)s = ANY(%(ids)s) AND (date_to IS NULL OR date_to > GREATEST(%(start)s, date_from))",
                field=SQL.identifier(field),
                ids=list(ids),
                start=start,
                now=now,
            )
        )
        found = {one: ([], []) for one in ids}
        for one, is_planned, begin, end in rows:
            found[one][bool(is_planned)].append((begin, end))
        return found


def _lasted(begin, end):
    return end.replace(microsecond=0) > begin.replace(microsecond=0)
