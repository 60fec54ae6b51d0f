from datetime import timedelta

from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from odoo.addons.service_desk.lifecycle import DONE, OPEN_PHASES

from ..event_rules import RESOLVED
from .service_desk_event_data import ALWAYS, CRITICALITY_IMPACTS, NAMED_AT_ONCE, NEVER, SEVERITY_LEVELS


class ServiceDeskAlertIncidentMixin(models.AbstractModel):
    """Incidents of alerts: opened, reopened, joined, and ended when all is well again."""

    _name = "service.desk.alert.incident.mixin"
    _description = "Incidents of Alerts"

    # -- Opened ------------------------------------------------------------------------------------

    def _open_incidents(self):
        """Open an incident for each of these, or go on with the one that it had a short while ago."""
        again = self.filtered(lambda alert: alert._may_reopen())
        for alert in again:
            alert._reopen()
        new = self - again
        for company, alerts in new.grouped("company_id").items():
            incidents = self.env["service.desk.incident"].with_company(company)
            opened = incidents.create([alert._incident_values() for alert in alerts])
            for alert, incident in zip(alerts, opened, strict=True):
                alert.incident_id = incident.id
        for rule, alerts in self.grouped("rule_id").items():
            alerts.opening_rule_id = rule
        # Those below were waiting for their root's incident.
        self.child_ids._join_roots()
        # What serves people is down with what monitoring saw, from when it saw it.
        self.env["service.desk.ci.downtime"]._follow_incidents(self.incident_id)

    def _may_reopen(self):
        incident = self.incident_id
        hours = self.rule_id.reopen_hours if self.rule_id else 0
        limit = self.env.cr.now() - timedelta(hours=hours)
        return bool(hours and incident.phase == DONE and incident.date_resolved and incident.date_resolved >= limit)

    def _reopen(self):
        incident = self.incident_id
        incident.write({"state": incident._lifecycle.working})
        incident._log_note(self.env._("Reopened: monitoring sees it again."), self.name)
        self._add_things(self.ci_id)

    def _incident_values(self):
        source, rule, item = self.source_id, self.rule_id, self.ci_id
        impact, urgency = SEVERITY_LEVELS[self.severity]
        team = rule.team_id or item.team_id or source.team_id
        values = {
            "name": self._text_subject(),
            "description": self._text_facts(),
            "company_id": self.company_id.id,
            "channel": "monitoring",
            "requester_id": source.user_id.partner_id.id,
            "service_id": self.service_id.id,
            "impact": rule.impact or CRITICALITY_IMPACTS.get(item.criticality) or impact,
            "urgency": rule.urgency or urgency,
            "ci_ids": [Command.set(item.ids)],
            "previous_id": self.incident_id.id,
        }
        return {**values, "team_id": team.id} if team else values

    def _text_subject(self):
        """What its incident is called; of a storm it is only the first to be seen."""
        if not self.is_storm:
            return self.name
        return self.env._("Many alerts of %(tool)s at once: %(name)s", tool=self.source_id.name, name=self.name)

    def _text_facts(self):
        rows = Markup().join(Markup("<li>%s: <b>%s</b></li>") % pair for pair in (self.labels or {}).items())
        told = Markup("<p>%s</p>") % self.description if self.description else Markup()
        link = Markup('<p><a href="%s">%s</a></p>') % (self.link, self.link) if self.link else Markup()
        return told + Markup("<ul>%s</ul>") % rows + link

    # -- Joined ------------------------------------------------------------------------------------

    def _join_roots(self):
        """What hangs below another alert is worked on in that one's incident, in one note for all.

        Incidents of theirs that nobody has touched end as doubles; others become children.
        """
        for root, alerts in self.grouped("root_id").items():
            if not root or not root._has_open_incident():
                continue
            goal = root.incident_id
            joining = alerts.filtered(lambda alert, goal=goal: not alert._belongs_to(goal))
            if not joining:
                continue
            own = joining.incident_id.filtered(lambda incident: incident.phase in OPEN_PHASES) - goal
            untouched = own.filtered(lambda incident: incident._is_untouched())
            touched = own - untouched
            joining.filtered(lambda alert, touched=touched: alert.incident_id not in touched).incident_id = goal
            if untouched:
                # Also alerts that ended meanwhile belong to where their incident went.
                self.search([("incident_id", "in", untouched.ids)]).incident_id = goal
                untouched._end_as_double(goal)
            if not goal.parent_id:
                touched.filtered(lambda incident: not incident.parent_id).parent_id = goal
            goal._log_note(self._text_joined(root, joining), joining._text_named())

    def _belongs_to(self, goal):
        """Whether its incident is this one, or one of people's own that is linked as well as it can be."""
        incident = self.incident_id
        if incident == goal:
            return True
        return self._has_open_incident() and not incident._is_untouched() and bool(incident.parent_id or goal.parent_id)

    def _text_joined(self, root, alerts):
        if root.is_storm:
            return self.env._(
                "Alerts of %(name)s that came together: %(count)s", count=len(alerts), name=root.source_id.name
            )
        return self.env._("Alerts because of %(name)s: %(count)s", count=len(alerts), name=root.ci_id.name or root.name)

    def _text_named(self):
        """Some of these in words, and how many more there are."""
        worst = self.sorted(lambda alert: (alert.severity, alert.name))[:NAMED_AT_ONCE]
        named = [alert._text_name() for alert in worst]
        if len(self) > NAMED_AT_ONCE:
            named.append(self.env._("and %s more", len(self) - NAMED_AT_ONCE))
        return Markup("<br/>").join(named)

    def _text_name(self):
        """What it says, and about what, unless it says that itself."""
        item = self.ci_id.name
        return self.name if not item or item.lower() in self.name.lower() else f"{item}: {self.name}"

    def _add_things(self, items):
        """What an alert turns out to be about, its incident is about, too."""
        for alert in self:
            incident = alert.incident_id
            new = (items - incident.ci_ids).filtered(
                lambda item, incident=incident: item.company_id.id in (False, incident.company_id.id)
            )
            if incident and new:
                incident.ci_ids = [Command.link(item.id) for item in new]

    # -- Ended -------------------------------------------------------------------------------------

    def _end_incidents(self):
        """Resolve the incidents of which nothing lasts any more, as far as their rules let the desk do so."""
        incidents = self.incident_id.filtered(lambda incident: incident.phase in OPEN_PHASES)
        if not incidents:
            return
        alerts = self.search([("incident_id", "in", incidents.ids)]).grouped("incident_id")
        for incident in incidents:
            alerts[incident]._end_incident(incident)

    @api.model
    def _code_ended(self):
        return self.env.ref("service_desk_cmdb.resolution_code_ended", raise_if_not_found=False)

    def _end_incident(self, incident):
        """All alerts of an incident: where they have ended for good, so has it."""
        if any(alert.state != RESOLVED or alert.is_flapping for alert in self):
            return
        first = self.sorted("id")[0]
        rule = first.opening_rule_id or first.rule_id
        words = self.env._("Monitoring sees it no more.")
        may = rule.auto_resolve or NEVER
        if may != ALWAYS and (may == NEVER or not incident._is_untouched()):
            incident._log_note(words, self._text_named())
            return
        code = self._code_ended() or self.env["service.desk.resolution.code"].search(Domain.TRUE, limit=1)
        try:
            with self.env.cr.savepoint():
                incident.write({"state": "resolved", "resolution": words, "resolution_code_id": code.id})
        except UserError as error:
            # Something else stands in the way: people see to it.
            incident._log_note(words, str(error))
