from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.service_desk.models.service_desk_collision_data import FIRM_STATES

from ..quiet_rules import Quiet
from .service_desk_ci_data import DOWN, UP
from .service_desk_event_data import RECHECK_MINUTES, STORM_NODES


@dataclass(frozen=True)
class Reason:
    """Why an alert is expected.

    :param until: when to look again
    :param is_planned: it was agreed that this does not run now
    """

    text: str
    until: datetime
    is_planned: bool = True


class ServiceDeskAlertSuppressMixin(models.AbstractModel):
    """Alerts that surprise nobody: of what is worked on, of what runs on that, and silenced ones."""

    _name = "service.desk.alert.suppress.mixin"
    _description = "Expected Alerts"

    def _suppressions(self):
        """alert -> why it is kept quiet, of those that are.

        What has an incident already fails not because of a change: that may well be its repair.
        """
        if not self:
            return {}
        now = self.env.cr.now()
        quiet = self.env["service.desk.maintenance.window"]._quiet(self.company_id, now)
        again = min([now + timedelta(minutes=RECHECK_MINUTES), *quiet.ends])
        found = {}
        by_item = self._items_worked_on(now, quiet)
        by_service = self._services_out(now)
        in_window = self._in_windows(quiet)
        for alert in self:
            text = by_item.get(alert.ci_id.id) or by_service.get(alert.service_id.id) or in_window.get(alert)
            if text and not alert._has_open_incident():
                found[alert] = Reason(text, again)
            elif alert.date_silenced and alert.date_silenced > now:
                words = self.env._("Silenced by %s", alert.silenced_by_id.name)
                found[alert] = Reason(words, alert.date_silenced, is_planned=False)
        return found

    def _items_worked_on(self, now, quiet):
        """id of an item -> why nothing is expected of it, for the items of these and all they rely on.

        Whatever an item relies on, near or far and redundant or not, explains it: two of three are
        enough until somebody works on one of them.
        """
        items = self.ci_id
        if not items:
            return {}
        edges = defaultdict(set)
        for cause, effect, *_rest in items._walk(items.ids, UP, STORM_NODES):
            edges[cause].add(effect)
        near = self.env["service.desk.ci"].browse({*items.ids, *edges})
        reasons = self._reasons_of(near, now)
        for item in near if quiet else ():
            # What says itself which services fail with it; of the alerts' own items see below.
            if item.service_ids and (text := quiet.why(item.service_ids.ids)):
                reasons.setdefault(item.id, text)
        queue = deque(reasons)
        while queue:
            cause = queue.popleft()
            for effect in edges[cause]:
                if effect not in reasons:
                    reasons[effect] = reasons[cause]
                    queue.append(effect)
        return reasons

    def _reasons_of(self, items, now):
        """id -> why, for those of these items that are worked on themselves."""
        ours = (self.company_id.browse(), self.company_id)
        reasons = {
            item.id: self.env._("%s is in repair", item.name) if item.company_id in ours else self._text_unnamed()
            for item in items
            if item.state == "in_repair"
        }
        changes = self.env["service.desk.change"].search(
            Domain("ci_ids", "in", items.ids)
            & (
                Domain("state", "=", "implementing")
                | (
                    Domain("state", "=", "scheduled")
                    & Domain("date_planned_start", "<=", now)
                    & Domain("date_planned_end", ">", now)
                )
            )
        )
        for change in changes:
            told = self._may_name(change)
            text = self.env._("%s is carried out", change.display_name) if told else self._text_unnamed()
            for item in change.ci_ids:
                reasons.setdefault(item.id, text)
        return reasons

    def _may_name(self, change):
        """Whether everybody who sees these alerts, of one company, may know the change."""
        is_open = not change.is_confidential and (not change.team_id or change.team_id.visibility == "open")
        return is_open and change.company_id == self.company_id

    @api.model
    def _text_unnamed(self):
        return self.env._("Something on which it relies is worked on")

    def _services_out(self, now):
        """id of a service -> the planned outage in which it is."""
        services = self.service_id
        if not services:
            return {}
        outages = self.env["service.desk.outage"].search(
            Domain("service_ids", "in", services.ids)
            & Domain("date_from", "<=", now)
            & Domain("date_to", ">", now)
            & Domain("change_id.state", "in", FIRM_STATES)
        )
        return {
            service.id: self.env._("Planned outage of %s", outage.change_id.display_name)
            if self._may_name(outage.change_id)
            else self._text_unnamed()
            for outage in outages
            for service in outage.service_ids
        }

    # -- Maintenance windows -------------------------------------------------------------------------

    def _in_windows(self, quiet: Quiet):
        """alert -> the window in which all is that would miss what it is about, of those that are in one.

        An item that names no service serves those of what relies on it.
        """
        if not quiet:
            return {}
        bare = self.ci_id.filtered(lambda item: not item.service_ids)
        effects = defaultdict(set)
        for cause, effect, *_rest in bare._walk(bare.ids, DOWN, STORM_NODES) if bare else ():
            effects[cause].add(effect)
        found = {}
        for alert in self:
            item = alert.ci_id
            services = item.service_ids or item.browse(_reached(item.id, effects)).service_ids or alert.service_id
            if text := quiet.why(services.ids):
                found[alert] = text
        return found


def _reached(start, effects):
    """ids of all to which a way leads from here."""
    seen, queue = set(), deque([start])
    while queue:
        new = effects[queue.popleft()] - seen
        seen |= new
        queue.extend(new)
    return seen
