from odoo import models
from odoo.fields import Domain
from odoo.tools import html2plaintext

from odoo.addons.service_desk.lifecycle import OPEN_PHASES

from ..event_rules import FIRING
from .service_desk_event_data import LASTING

#: What an incident takes from the alert that it is about.
FOLLOWED = ("name", "description", "service_id", "impact", "urgency", "team_id", "ci_ids")


class ServiceDeskAlertFollowMixin(models.AbstractModel):
    """What stood for others is over, and they go on: their incident is about them from then on."""

    _name = "service.desk.alert.follow.mixin"
    _description = "What Goes On after Its Root"

    def _led(self):
        """incident -> which of these, all of them over, it was about; of those incidents that go on."""
        known = self.filtered(lambda alert: alert._has_open_incident() and not alert.is_storm)
        going = known._going_on(known.incident_id, LASTING)
        led = {}
        for alert in known.sorted(lambda alert: (alert.date_since, alert.id)):
            if alert.incident_id in going and alert._leads():
                led.setdefault(alert.incident_id, alert)
        return led

    def _leads(self):
        return self.incident_id.name == self._text_subject() or FIRING in self.child_ids.mapped("state")

    def _can_lead(self):
        """Whether an incident may be about it alone: its rule opens one, or it had one of its own.

        What people have put into an incident although no rule knows it is as good.
        """
        if self.opening_rule_id or self.rule_id:
            return bool(self.opening_rule_id) or self.rule_id._opens()
        opener = self.incident_id.create_uid
        return bool(opener) and not opener._is_superuser()

    def _going_on(self, incidents, states=(FIRING,)):
        """incident -> what of it still lasts, if anything does."""
        if not incidents:
            return {}
        return self.search(Domain("incident_id", "in", incidents.ids) & Domain("state", "in", states)).grouped(
            "incident_id"
        )

    def _settle_without(self, over):
        """Settle these, and what hung below those that are over; a storm stands for its own to the end."""
        freed = over.filtered(lambda alert: not alert.is_storm).child_ids.filtered(lambda alert: alert.state == FIRING)
        guests = freed.filtered(lambda alert: alert.incident_id == alert.root_id.incident_id)
        homes = {one: alerts for one, alerts in guests.grouped("incident_id").items() if one and one._is_left_alone()}
        freed.root_id = False
        # They may go where something else stands for them; what they leave behind is over, and no double.
        self.browse().union(*homes.values()).incident_id = False
        (self | freed)._settle_storms()
        for incident, alerts in homes.items():
            alerts.filtered(lambda alert: not alert.incident_id).incident_id = incident

    def _follow(self, led):
        """Let incidents follow what still fires, and end where all has gone elsewhere.

        :param led: see :meth:`_led`
        """
        lasting = self.env["service.desk.incident"].union(*led).filtered(lambda one: one.phase in OPEN_PHASES)
        self.browse().union(*self._going_on(lasting, LASTING).values())._leave()
        going = self._going_on(lasting)
        for incident, alerts in going.items():
            alerts._take_over(led[incident])
        left = [led[incident] for incident in lasting if incident not in going]
        self.browse().union(*left)._end_incidents()

    def _leave(self):
        """Of these, what no incident is about alone stands by itself again, or goes with what it is because of."""
        leaders = self.filtered(lambda alert: alert._can_lead())
        others = (self - leaders).filtered(
            lambda alert: alert.root_id not in leaders or alert.root_id.incident_id != alert.incident_id
        )
        others.incident_id = False
        others._join_roots()

    def _take_over(self, ended):
        """Let the incident of these be about what goes on; where people work on it, it is only told."""
        incident = self.incident_id
        roots = self.filtered(lambda alert: alert.root_id not in self)
        # The worst, and of those the one that takes most with it.
        top = roots.sorted(
            lambda alert: (alert.severity, -len(alert.child_ids & self), alert.date_since, alert.id)
        )[0]
        if not incident._is_untouched():
            incident._log_note(self.env._("%s is over, others go on:", ended.name), self._text_named())
            return
        values = ended._untouched_values(top._incident_values())
        if not top._brings_item():
            values.pop("ci_ids", None)
        if "ci_ids" in values:
            self.env["service.desk.ci.downtime"]._part(incident, ended.date_resolved)
        incident.write(values)
        top._add_things(roots.ci_id)
        title = self.env._("%(ended)s is over; from now on this is about %(name)s.", ended=ended.name, name=top.name)
        incident._log_note(title, self._text_named())

    def _brings_item(self):
        """Whether its incident is about another item when it is about this alert alone."""
        item, incident = self.ci_id, self.incident_id
        return bool(item) and item != incident.ci_ids and item.company_id.id in (False, incident.company_id.id)

    def _untouched_values(self, values):
        """Those of these values that its incident may take: what people have changed stays.

        Where somebody has written to it, that is all that is not any more as the desk had it from this alert.
        """
        incident = self.incident_id
        values = {name: values[name] for name in FOLLOWED if name in values}
        if incident.write_uid._is_superuser():
            return values
        (now,) = incident.read(FOLLOWED, load="")
        given = {**self._incident_values(), "ci_ids": self.ci_id.ids}
        return {name: value for name, value in values.items() if _plain(now[name]) == _plain(given.get(name))}


def _plain(value):
    """A value to be compared: texts as they are read, since they are stored cleaned."""
    return html2plaintext(value) if isinstance(value, str) else value
