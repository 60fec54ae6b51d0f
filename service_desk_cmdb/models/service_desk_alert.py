from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.service_desk.lifecycle import OPEN_PHASES

from ..event_rules import RESOLVED
from ..flap_rules import Life
from .service_desk_event_data import ALERT_STATES, DROP_AT_ONCE, KEEP_ALERT_DAYS, LASTING, SEVERITIES


class ServiceDeskAlert(models.Model):
    """One trouble that monitoring sees, from its first event to its end, and what the desk does about it.

    Divided by subject: events become alerts (fold), alerts find what stands for them (storm), are kept
    quiet (suppress) or become incidents (decide, incident). Agents of the company see them; those of
    other teams do not see what a restricted team's sources tell. Written by the desk; people have verbs.
    """

    _name = "service.desk.alert"
    _description = "Alert"
    _inherit = [
        "service.desk.handless.mixin",
        "service.desk.export.mixin",
        "service.desk.alert.fold.mixin",
        "service.desk.alert.decide.mixin",
        "service.desk.alert.suppress.mixin",
        "service.desk.alert.storm.mixin",
        "service.desk.alert.incident.mixin",
    ]
    _order = "date_last desc, id desc"

    name = fields.Char(string="Summary", required=True, readonly=True)
    source_id = fields.Many2one(
        "service.desk.event.source", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="source_id.company_id", store=True, precompute=True, index=True, string="Company of the Source"
    )
    fingerprint = fields.Char(required=True, readonly=True)
    state = fields.Selection(ALERT_STATES, string="Status", required=True, readonly=True)
    severity = fields.Selection(SEVERITIES, required=True, readonly=True)
    description = fields.Text(readonly=True)
    link = fields.Char(readonly=True)
    labels = fields.Json(string="Label Values", readonly=True)
    labels_text = fields.Text(string="Labels", compute="_compute_labels_text")
    count = fields.Integer(string="Events", readonly=True)
    date_first = fields.Datetime(string="First Seen", readonly=True)
    date_since = fields.Datetime(string="Firing Since", readonly=True)
    date_last = fields.Datetime(string="Last Event", readonly=True)
    date_resolved = fields.Datetime(string="Ended", readonly=True)
    changes = fields.Json(
        string="Moments of Change", readonly=True, help="When it last began and ended, by the desk's clock."
    )
    is_flapping = fields.Boolean(string="Flapping", readonly=True)
    flap_count = fields.Integer(string="Changes", readonly=True, help="How often it has begun or ended.")
    ci_id = fields.Many2one(
        "service.desk.ci", string="Item", readonly=True, index="btree_not_null", ondelete="set null"
    )
    service_id = fields.Many2one("service.desk.service", readonly=True, index="btree_not_null", ondelete="set null")
    rule_id = fields.Many2one("service.desk.event.rule", readonly=True, index="btree_not_null", ondelete="set null")
    incident_id = fields.Many2one("service.desk.incident", readonly=True, index="btree_not_null", ondelete="set null")
    root_id = fields.Many2one(
        "service.desk.alert", string="Because Of", readonly=True, index="btree_not_null", ondelete="set null"
    )
    is_below = fields.Boolean(
        string="Because of Another", compute="_compute_is_below", store=True, help="Lists show what failed first."
    )
    child_ids = fields.One2many("service.desk.alert", "root_id", string="Alerts Below")
    child_count = fields.Integer(string="Below It", compute="_compute_child_count")
    is_storm = fields.Boolean(string="Storm", readonly=True, help="Stands for many alerts without an item.")
    suppressed_by = fields.Char(string="Kept Quiet By", readonly=True)
    date_silenced = fields.Datetime(string="Silent Until", readonly=True)
    silenced_by_id = fields.Many2one("res.users", readonly=True)
    date_next = fields.Datetime(string="Looked At Again", readonly=True)
    event_ids = fields.One2many("service.desk.event", "alert_id", string="Event List")

    _fingerprint_index = models.Index("(source_id, fingerprint, id DESC)")
    # Two of them at once would open two incidents.
    _lasting_uniq = models.UniqueIndex("(source_id, fingerprint) WHERE state IN ('firing', 'suppressed')")
    _next_index = models.Index("(date_next) WHERE date_next IS NOT NULL")
    _lasting_ci_index = models.Index("(ci_id) WHERE state IN ('firing', 'suppressed')")
    _console_index = models.Index("(date_last DESC, id DESC)")

    @api.depends("name", "source_id.team_id")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """What it says; to those outside the walls of its source, who may see it as a root, only its number."""
        visible = self.env.user.service_desk_visible_team_ids
        for alert in self:
            # sudo: only whose walls it is within.
            team = alert.sudo().source_id.team_id
            is_told = not team or team in visible or self.env.user._is_superuser()
            alert.display_name = alert.name if is_told else self.env._("Alert %s", alert.id)

    @api.depends("labels")
    def _compute_labels_text(self):
        for alert in self:
            alert.labels_text = "\n".join(f"{name} = {value}" for name, value in (alert.labels or {}).items())

    @api.depends("root_id")
    def _compute_is_below(self):
        for alert in self:
            alert.is_below = bool(alert.root_id)

    def _compute_child_count(self):
        counts = dict(self._read_group([("root_id", "in", self.ids)], ["root_id"], ["__count"]))
        for alert in self:
            alert.child_count = counts.get(alert._origin, 0)

    # -- Life ------------------------------------------------------------------------------------

    def _life(self):
        """What is known of it, as plain data."""
        if not self:
            return Life()
        return Life(
            status="firing" if self.state in LASTING else RESOLVED,
            severity=self.severity,
            since=self.date_since or None,
            ended=self.date_resolved or None,
            count=self.count,
            changes=self._changes(),
            turns=self.flap_count,
        )

    def _changes(self):
        return tuple(datetime.fromisoformat(one) for one in self.changes or ())

    # -- What people do with it --------------------------------------------------------------------

    def _check_may_work(self):
        """:raise AccessError: for those who do not work at the desk, or may not see one of these"""
        if not self.env.user.has_group("service_desk.group_agent") and not self.env.su:
            raise AccessError(self.env._("Alerts are for the desk."))
        self.check_access("read")

    def _check_may_touch(self):
        """:raise AccessError: when something would be done to an incident that is behind a wall for the user"""
        self.sudo().incident_id.sudo(False).check_access("write")

    def action_open_incident(self):
        """Open one incident for all of these that have none, and show it."""
        self._check_may_work()
        new = self.filtered(lambda alert: alert.incident_id.sudo().phase not in OPEN_PHASES)
        if not new:
            incident = self.incident_id[:1]
            if not incident:
                raise UserError(self.env._("Choose an alert first."))
            return incident._get_records_action()
        if len(new.company_id) > 1:
            raise UserError(self.env._("These belong to several companies; choose those of one."))
        # sudo: who may was checked; the alerts are the desk's.
        alerts = new.sudo()
        new.filtered(lambda alert: alert.sudo()._may_reopen())._check_may_touch()
        first = alerts.sorted(lambda alert: (alert.severity, alert.date_first, alert.id))[0]
        first._open_incidents()
        (alerts - first).write({"root_id": first.id, "incident_id": first.incident_id.id})
        first._add_things(alerts.ci_id)
        first.incident_id._log_note(
            self.env._("Opened by %s from the console.", self.env.user.name), alerts._text_named()
        )
        return first.incident_id.with_env(self.env)._get_records_action()

    def action_show_incident(self):
        """Open the incident that was opened for it."""
        self.ensure_one()
        self.check_access("read")
        if not self.incident_id:
            raise UserError(self.env._("There is no incident for this alert."))
        return self.incident_id._get_records_action()

    def action_end(self):
        """Say that these are over: not every tool tells the end. What fires again begins again."""
        self._check_may_work()
        self._check_may_touch()
        now = self.env.cr.now()
        # sudo: who may was checked; the alerts are the desk's.
        alerts = self.sudo().filtered(lambda alert: alert.state in LASTING)
        for alert in alerts:
            life = alert._life().follow(RESOLVED, alert.severity, now, now)
            alert.write(alert._turned(life, now))
        self.env["service.desk.ci.downtime"].sudo()._follow(alerts, {})
        for incident, ended in alerts.filtered("incident_id").grouped("incident_id").items():
            incident._log_note(self.env._("Ended by %s in the console.", self.env.user.name), ended._text_named())
        self.env["service.desk.event"].sudo()._wake()
        return True

    def action_end_silence(self):
        """Hear of these again."""
        self._check_may_work()
        # sudo: who may was checked; the alerts are the desk's.
        self.sudo().write({"date_silenced": False, "silenced_by_id": False, "date_next": self.env.cr.now()})
        self.env["service.desk.event"].sudo()._wake()
        return True

    def _silence(self, until):
        """Keep these quiet until then, whatever monitoring says.

        :raise UserError: for a moment that has passed
        """
        self._check_may_work()
        if not until or until <= self.env.cr.now():
            raise UserError(self.env._("Until when? Choose a moment to come."))
        # sudo: see action_end_silence
        self.sudo().write({"date_silenced": until, "silenced_by_id": self.env.uid, "date_next": self.env.cr.now()})
        self.env["service.desk.event"].sudo()._wake()

    def _assign_item(self, item):
        """Say which item these are about; the same trouble is about it next time, too."""
        self._check_may_work()
        if not item:
            raise UserError(self.env._("Which item is it? Choose one."))
        item.check_access("read")
        if any(item.company_id.id not in (False, alert.company_id.id) for alert in self):
            raise UserError(self.env._("%s belongs to another company.", item.display_name))
        self._check_may_touch()
        # sudo: see action_end_silence
        alerts = self.sudo()
        alerts.write({"ci_id": item.id})
        for alert in alerts.filtered(lambda alert: not alert.service_id):
            alert.service_id = item.sudo().service_ids[:1]
        lasting = alerts.filtered(lambda alert: alert.state in LASTING)
        lasting._choose_rules()
        lasting.date_next = self.env.cr.now()
        alerts.filtered("incident_id")._add_things(item.sudo())
        self.env["service.desk.ci.downtime"].sudo()._follow(alerts, {})
        self.env["service.desk.event"].sudo()._wake()

    # -- Housekeeping ------------------------------------------------------------------------------

    @api.autovacuum
    def _gc_forgotten(self):
        """Drop what was over long ago and has left no trace: neither an incident nor down time.

        :return: how many there were, and whether there may be more
        """
        self.flush_model()
        self.env.cr.execute(
            SQL(
                "DELETE FROM service_desk_alert WHERE id IN (SELECT id FROM service_desk_alert a"
                " WHERE state = %s AND date_last < %s AND incident_id IS NULL"
                " AND NOT EXISTS (SELECT FROM service_desk_ci_downtime d WHERE d.alert_id = a.id)"
                " AND NOT EXISTS (SELECT FROM service_desk_alert b WHERE b.root_id = a.id) LIMIT %s)",
                RESOLVED,
                self.env.cr.now() - timedelta(days=KEEP_ALERT_DAYS),
                DROP_AT_ONCE,
            )
        )
        count = self.env.cr.rowcount
        self.env.invalidate_all(flush=False)
        return count, count == DROP_AT_ONCE
