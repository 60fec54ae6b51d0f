from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.service_desk.lifecycle import OPEN_PHASES

from ..event_rules import FAILURES, FIRING, RESOLVED
from ..impact_rules import ALL, Need
from ..storm_rules import roots
from .service_desk_ci_data import DOWN
from .service_desk_event_data import CAUSE_MINUTES, DECIDE_AT_ONCE, STORM_NODES

CAUSE_TIME = timedelta(minutes=CAUSE_MINUTES)


class ServiceDeskAlertStormMixin(models.AbstractModel):
    """When much fails at once, one alert stands for the others: what failed first, not what feels it."""

    _name = "service.desk.alert.storm.mixin"
    _description = "Storms of Alerts"

    def _settle_storms(self):
        """Hang each of these, of one company, below the alert that stands for it."""
        if not self:
            return
        for wall, alerts in self.grouped(lambda alert: alert._wall()).items():
            alerts._settle_by_item(wall)
        for source, alerts in self.filtered(lambda alert: not alert.ci_id).grouped("source_id").items():
            alerts._settle_by_number(source)

    def _wall(self):
        """The restricted team for whose eyes it is, or none: a root stands where all of its own can see it."""
        team = self.source_id.team_id
        return team if team.visibility != "open" else team.browse()

    @api.model
    def _domain_within(self, wall):
        teams = Domain("source_id.team_id", "=", wall.id)
        return teams if wall else teams | Domain("source_id.team_id.visibility", "=", "open")

    # -- By what relies on what --------------------------------------------------------------------

    def _settle_by_item(self, wall):
        """What fails because of something that failed hangs below that; the same item has one root."""
        if not self.ci_id:
            return
        domain = self._domain_heard(self.company_id) & Domain("ci_id", "!=", False) & self._domain_within(wall)
        others = self.search(domain, order="date_since, id", limit=DECIDE_AT_ONCE * 4)
        known = (others | self.filtered("ci_id")).sorted(lambda alert: (alert.date_since, alert.id))
        first = {}
        for alert in known:
            best = first.get(alert.ci_id.id)
            if not best or (alert._is_cause() and not best._is_cause()):
                first[alert.ci_id.id] = alert
        order = {item: (alert.date_since, alert.id) for item, alert in first.items()}
        causes = [item for item, alert in first.items() if alert._is_cause()]
        rows = self.env["service.desk.ci"]._walk(causes, DOWN, STORM_NODES) if causes else []
        # What is weakened and still works has another cause.
        needs = {
            (effect, kind): Need(total, need, value) for _cause, effect, kind, need, value, total in rows if need != ALL
        }
        above = roots(order, (row[:3] for row in rows), causes, needs)
        for alert in known:
            top = first[above[alert.ci_id.id]]
            is_below = top != alert and top._is_cause() and alert._may_be_because_of(top)
            if is_below and alert.root_id != top:
                alert.root_id = top
            elif not is_below and alert.root_id and not alert._has_open_incident():
                # What it was thought to hang below stands for nothing any more.
                alert.write({"root_id": False, "date_next": self.env.cr.now()})
        known.filtered("root_id")._join_roots()

    def _is_cause(self):
        """Whether it can stand for others: something has failed, and the desk works on it or soon will."""
        is_failure = self.state == FIRING and self.severity in FAILURES and self.rule_id._opens()
        return is_failure and (self._has_open_incident() or self._is_news())

    def _may_be_because_of(self, top):
        """What began long before has another cause: a certificate that ends soon, a disk that fills up.

        So has what began before at all, and is only to be seen: no rule calls that a failure.
        """
        early = CAUSE_TIME if self._can_lead() else timedelta()
        return self.date_since >= top.date_since - early

    # -- By number ---------------------------------------------------------------------------------

    def _settle_by_number(self, source):
        """Too many alerts about nothing known, from one source at once, are one trouble."""
        lonely = self.filtered(lambda alert: alert._wants_incident())
        if not lonely or not source.storm_count:
            return
        since = self.env.cr.now() - timedelta(minutes=source.storm_minutes)
        recent = self.search(
            self._domain_heard(self.company_id)
            & Domain("source_id", "=", source.id)
            & Domain("ci_id", "=", False)
            & Domain("date_last", ">=", since),
            order="date_since, id",
        ).filtered(lambda alert: alert._date_arrived() >= since)
        storm = self._going_storm(source, since)
        many = (recent | lonely).filtered(lambda alert: alert.rule_id._opens())
        if not storm and len(many) <= source.storm_count:
            return
        if not storm:
            # One that gets no incident would stand for the others in none.
            able = many.filtered(lambda alert: alert._has_open_incident() or alert in lonely)
            storm = able.sorted(lambda alert: (not alert._has_open_incident(), alert.date_since, alert.id))[0]
            storm._begin_storm()
            lonely |= many
        below = lonely - storm
        below.root_id = storm
        below._join_roots()

    def _begin_storm(self):
        """Let it stand for many; its incident says so, unless somebody works on that one."""
        self.is_storm = True
        if self._has_open_incident() and self.incident_id._is_untouched():
            self.incident_id.name = self._text_subject()

    def _going_storm(self, source, since):
        """The storm of a source that goes on: somebody works on it, and something joined it lately."""
        storms = self.search(
            Domain("source_id", "=", source.id)
            & Domain("is_storm", "=", True)
            & Domain("incident_id.phase", "in", OPEN_PHASES),
            order="id desc",
            limit=1,
        )
        arrived = [alert._date_arrived() for alert in storms | storms.child_ids]
        return storms if arrived and max(arrived) >= since else storms.browse()

    def _date_arrived(self):
        """When its last beginning came, by the desk's clock: a sender's may go wrong, and tells of it later."""
        changes = self._changes()
        begun = changes[:-1] if self.state == RESOLVED else changes
        return begun[-1] if begun else self.date_since
