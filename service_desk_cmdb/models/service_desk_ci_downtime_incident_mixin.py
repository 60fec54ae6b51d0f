from odoo import api, models

from odoo.addons.service_desk.lifecycle import ENDED_PHASES

from ..event_rules import FAILURES, FIRING, RESOLVED
from .service_desk_event_data import LASTING

#: Impacts of incidents that mean: it does not work.
HARD_IMPACTS = ("1", "2")


class ServiceDeskCiDowntimeIncidentMixin(models.AbstractModel):
    """When things and services did not work by what incidents say, and by what monitoring says of incidents."""

    _name = "service.desk.ci.downtime.incident.mixin"
    _description = "Down Time by Incidents"

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
                    row.write({**row._kept(values), "company_id": incident.company_id.id})
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

    @api.model
    def _take_over(self, double, incident):
        """What did not work by a double before did not work by the incident that goes on.

        What that one says nothing of, since it is not so grave for instance, was down until now.
        """
        # sudo: see _follow_incidents
        rows = self.sudo().search([("incident_id", "in", (double | incident).ids)], order="date_from desc")
        ours = rows.filtered(lambda row: row.incident_id == incident)
        going = {row._target(): row for row in reversed(ours)}
        known = {(row._target(), row.date_from) for row in ours}
        for row in rows - ours:
            same = going.get(row._target())
            if same and (not row.date_to or row.date_to >= same.date_from):
                same.date_from = min(row.date_from, same.date_from)
            elif (row._target(), row.date_from) not in known:
                row._end_at(row.date_to or self.env.cr.now().replace(microsecond=0))
                row.write({"incident_id": incident.id, "is_former": True})

    def _target(self):
        return self.ci_id.id, self.service_id.id

    def _kept(self, values):
        """The same; nothing is taken back of what was told before, by alerts that fire again or by doubles."""
        was_told = self.incident_id.alert_ids or self.incident_id.merge_count
        kept = {**values, "is_former": False}
        return {**kept, "date_from": min(values["date_from"], self.date_from)} if was_told else kept

    @api.model
    def _agreed_until(self, alerts):
        """alert -> until when it was agreed to, of those that went on after that."""
        domain = [("alert_id", "in", alerts.ids), ("is_planned", "=", True), ("date_to", "!=", False)]
        return dict(self._read_group(domain, ["alert_id"], ["date_to:max"]))

    @api.model
    def _wanted(self, incident, agreed):
        """(item, service) -> from when until when, by this incident; items with alerts have times of their own."""
        if incident._is_given_up() or not incident._tells_downtime():
            return {}
        times = self._times(incident, agreed)
        if times["date_to"] and times["date_to"] < times["date_from"]:
            times["date_to"] = times["date_from"]
        found = {(item.id, False): times for item in incident.ci_ids - incident.alert_ids.ci_id}
        return found | {(False, service): times for service in self._services_down(incident)}

    @api.model
    def _times(self, incident, agreed):
        """From when until when, by this incident; until False while it lasts."""
        ends = (incident.date_resolved or incident.date_closed) if incident.phase in ENDED_PHASES else False
        alerts = incident.alert_ids
        if not alerts:
            major = incident._as_major()
            begun = min(filter(None, (major.date_started, incident.date_opened)))
            # What was major no more is over, whenever somebody closes it; what came back afterwards is not.
            stood_down = not incident.reopen_count and major.date_stood_down
            return {"date_from": begun, "date_to": min(filter(None, (ends, stood_down)), default=False)}
        # Monitoring knows better than people when it began and when it was over.
        lasts = any(alert._life().status == FIRING for alert in alerts)
        known = [alert.date_resolved for alert in alerts if alert.date_resolved]
        return {
            "date_from": min(max(alert.date_since, agreed.get(alert, alert.date_since)) for alert in alerts),
            "date_to": False if lasts else max(known, default=ends),
        }

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
        if incident._as_major():
            seen.update(incident.service_id.ids)
        rows = incident.affected_ids.filtered("service_id")
        left_out = rows.filtered(lambda row: row.origin == "left_out")
        hit = (rows - left_out).filtered(lambda row: row.verdict == "fails" or row.origin == "added")
        return {*hit.service_id.ids, *seen} - set(left_out.service_id.ids)
