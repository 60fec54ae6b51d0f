import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.service_desk.lifecycle import OPEN_PHASES

from ..event_rules import FIRING, RESOLVED
from ..flap_rules import flapping_since, is_flapping, quiet_from
from .service_desk_event_data import (
    DECIDE_AFTER_SECONDS,
    DECIDE_AT_ONCE,
    FOLD_IN_A_ROW,
    LASTING,
    NEW,
    RETRY_MINUTES,
    SUPPRESSED,
)

_logger = logging.getLogger(__name__)


class ServiceDeskAlertDecideMixin(models.AbstractModel):
    """The job: events become alerts, and what is due is decided, many together.

    Each step ends with a commit. What is killed begins again where the last one ended; what it had
    done since is undone as a whole.
    """

    _name = "service.desk.alert.decide.mixin"
    _description = "What Becomes of Alerts"
    _inherit = ["service.desk.batch.mixin"]

    date_opens = fields.Datetime(
        string="Opens an Incident At",
        compute="_compute_date_opens",
        help="When its rule opens an incident, unless it ends or is kept quiet until then.",
    )
    has_open_incident = fields.Boolean(string="Is in Work", compute="_compute_has_open_incident")

    @api.depends("date_next", "state", "root_id", "rule_id.action", "incident_id.phase", "changes", "is_flapping")
    def _compute_date_opens(self):
        # sudo: only whether its incident is open, for those who may be outside of its walls.
        for alert in self.sudo():
            alert.date_opens = alert.date_next and alert._wants_incident() and alert._moment_to_open()

    @api.depends("incident_id.phase")
    def _compute_has_open_incident(self):
        for alert in self.sudo():  # sudo: as above
            alert.has_open_incident = alert._has_open_incident()

    @api.model
    def _cron_process(self):
        """Make alerts of events, and incidents of alerts."""
        cron = self.env["ir.cron"]
        waiting = self.env["service.desk.event"].search_count([("state", "=", NEW)])
        cron._commit_progress(remaining=waiting + self.search_count(self._domain_due()))
        while self._take_turn():
            folded = self._fold_many(cron)
            if not self._take_turn():
                return
            decided = 0 if self._may_wait() else self._decide_due()
            has_time = cron._commit_progress(decided)
            if not (folded or decided):
                return
            if not has_time:
                # Odoo lets it go on when somebody wakes its workers, or a minute later.
                self.env.cr.postcommit.add(cron._notifydb)
                return

    @api.model
    def _may_wait(self):
        """Whether there are more events to see first: a storm is decided about as a whole.

        Not for long: where events never cease, incidents would never begin.
        """
        overdue = self.env.cr.now() - timedelta(seconds=DECIDE_AFTER_SECONDS)
        has_more = self.env["service.desk.event"].search_count([("state", "=", NEW)], limit=1)
        return bool(has_more) and not self.search_count([("date_next", "<=", overdue)], limit=1)

    @api.model
    def _fold_many(self, cron):
        """Make alerts of events until there are none, or it is time to look at something else.

        :return: how many events there were
        """
        folded = 0
        while folded < FOLD_IN_A_ROW and (count := self._fold_next()):
            folded += count
            if not cron._commit_progress(count) or not self._take_turn():
                break
        return folded

    @api.model
    def _domain_due(self):
        return Domain("date_next", "<=", self.env.cr.now())

    @api.model
    def _decide_due(self):
        """Decide about the alerts that are due.

        :return: how many there were
        """
        due = self.search(self._domain_due(), order="id", limit=DECIDE_AT_ONCE)
        for _company, alerts in due.grouped("company_id").items():
            self._try_together(alerts, lambda some: some._decide(), self._note_failed_decision)
        return len(due)

    @api.model
    def _note_failed_decision(self, alert, error):
        """One about which nothing can be decided stops no other: it is tried again later."""
        _logger.error("Nothing could be decided about the alert %s.", alert.id, exc_info=error)
        alert.date_next = self.env.cr.now() + timedelta(minutes=RETRY_MINUTES)

    def _decide(self):
        """What these alerts of one company mean now."""
        self.date_next = False
        self._follow_merges()
        self._note_flapping()
        ended = self.filtered(lambda alert: alert.state == RESOLVED)
        over = ended.filtered(lambda alert: not alert.is_flapping)
        ended._look_back()
        over._end_incidents()
        led = over._led()
        lasting = self - ended
        heard = lasting._sort_out_suppressed()
        (self - heard)._let_go()
        heard |= ended._sort_out_restless()
        heard._settle_without(over)
        self._follow(led)
        opening = heard.filtered(lambda alert: alert._wants_incident() and alert._is_ripe())
        opening._open_incidents()
        # What serves people is down as long as monitoring sees it, whoever has resolved the incident.
        self.env["service.desk.ci.downtime"]._follow_incidents(self.incident_id - opening.incident_id)

    def _choose_rules(self):
        """Look for the rules of these anew, since more is known of them."""
        for company, alerts in self.grouped("company_id").items():
            rules = self.env["service.desk.event.rule"]._for_company(company.id)
            for alert in alerts:
                labels = alert.labels or {}
                alert.rule_id = rules._choose(alert.source_id, alert.severity, labels, alert.ci_id, alert.service_id)

    def _wants_incident(self):
        """Whether it stands for itself, its rule says so, and nobody works on it yet."""
        return (
            (self.state == FIRING or (self.state == RESOLVED and self.is_flapping))
            and not self.root_id
            and bool(self.rule_id)
            and self.rule_id._opens()
            and not self._has_open_incident()
            and self._is_news()
        )

    def _has_open_incident(self):
        return bool(self.incident_id) and self.incident_id.phase in OPEN_PHASES

    def _is_news(self):
        """Whether it began again since its incident ended: what somebody closed stays so until then."""
        incident = self.incident_id
        ended = incident.date_resolved or incident.date_closed
        changes = self._changes()
        if not incident or not ended or not changes or changes[-1].replace(microsecond=0) >= ended:
            return True
        # The desk ends an incident when nothing fires: what does has begun since, even if it was told of meanwhile.
        return bool(incident.resolution_code_id) and incident.resolution_code_id == self._code_ended()

    def _follow_merges(self):
        """Where somebody has merged their incident, they go along."""
        for alert in self:
            goal = alert.incident_id.merged_into_id
            if goal and goal.phase in OPEN_PHASES:
                alert.incident_id = goal

    def _let_go(self):
        """What hung below these, and is in no incident yet, stands for itself from now on."""
        below = self.child_ids.filtered(lambda alert: alert.state in LASTING and not alert._has_open_incident())
        below.write({"root_id": False, "date_next": self.env.cr.now()})

    # -- Flapping ----------------------------------------------------------------------------------

    def _note_flapping(self):
        """Mark those that begin and end all the time; they are looked at again when they may be quiet."""
        now = self.env.cr.now()
        for alert in self:
            source, changes = alert.source_id, alert._changes()
            flaps = is_flapping(changes, now, source.flap_changes, source.flap_minutes)
            if flaps != alert.is_flapping:
                since = flapping_since(changes, source.flap_changes, source.flap_minutes) if flaps else False
                alert.write({"is_flapping": flaps, "date_flapping": since})
            if flaps:
                quiet = quiet_from(changes, source.flap_changes, source.flap_minutes)
                waits = alert._wants_incident() and not alert._is_ripe()
                alert.date_next = min(quiet, alert._moment_to_open()) if waits else quiet

    def _moment_to_open(self):
        """When its incident opens, if it wants one: what flaps is treated as if it had fired all the time."""
        if not self.is_flapping:
            return self.date_next
        since = self.date_flapping or self.date_since
        return since + timedelta(minutes=self.rule_id.wait_minutes)

    def _is_ripe(self):
        return not self.is_flapping or self._moment_to_open() <= self.env.cr.now()

    def _sort_out_restless(self):
        """Of these, all of them over, those that flap and want an incident by now, unless that is expected."""
        restless = self.filtered(lambda alert: alert.is_flapping and alert._wants_incident() and alert._is_ripe())
        reasons = restless._suppressions()
        for alert, reason in reasons.items():
            alert.date_next = min(alert.date_next, reason.until)
        return restless.filtered(lambda alert: alert not in reasons)

    # -- Suppression -------------------------------------------------------------------------------

    def _sort_out_suppressed(self):
        """Keep those quiet that are expected now; returns the others."""
        reasons = self._suppressions()
        quiet = self.filtered(lambda alert: alert in reasons)
        for alert in quiet:
            reason = reasons[alert]
            alert.write(
                {"state": SUPPRESSED, "suppressed_by": reason.text, "date_next": reason.until, "root_id": False}
            )
        heard = self - quiet
        heard.filtered(lambda alert: alert.state == SUPPRESSED).write({"state": FIRING, "suppressed_by": False})
        self._note_planned(reasons)
        return heard

    def _note_planned(self, reasons):
        """Write down which down times of these were agreed to."""
        downtime = self.env["service.desk.ci.downtime"]
        planned = self.filtered(lambda alert: alert in reasons and reasons[alert].is_planned)
        downtime._plan(planned)
        downtime._end_plan(self - planned)
        downtime._find_undecided(self).is_undecided = False

    def _look_back(self):
        """Also what was over before anybody decided about it may have been agreed to: a restart in a change."""
        short = self.env["service.desk.ci.downtime"]._find_undecided(self).alert_id
        short._note_planned(short._suppressions())

    @api.model
    def _domain_heard(self, company):
        """Alerts of a company that last and are not expected."""
        return (
            Domain("company_id", "=", company.id) & Domain("state", "in", LASTING) & Domain("state", "!=", SUPPRESSED)
        )
