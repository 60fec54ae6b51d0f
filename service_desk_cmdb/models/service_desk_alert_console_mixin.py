from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_datetime

from odoo.addons.service_desk.lifecycle import OPEN_PHASES

from ..event_rules import RESOLVED
from .service_desk_event_data import LASTING


class ServiceDeskAlertConsoleMixin(models.AbstractModel):
    """What people do with alerts: open an incident, end them, keep them quiet, say what they are about.

    Alerts are the desk's: each verb looks who may, and lets the desk write.
    """

    _name = "service.desk.alert.console.mixin"
    _description = "Alerts in the Hands of People"

    is_opening = fields.Boolean(
        string="Opens Any Moment", compute="_compute_opening", help="The moment has passed; the job is about to do it."
    )
    opening_text = fields.Char(string="Opens Incident", compute="_compute_opening")

    @api.depends("date_opens")
    @api.depends_context("tz", "lang", "uid")
    def _compute_opening(self):
        now = self.env.cr.now()
        for alert in self:
            moment = alert.date_opens
            alert.is_opening = bool(moment) and moment <= now
            at = moment and format_datetime(self.env, moment, dt_format="short")
            alert.opening_text = self.env._("any moment") if alert.is_opening else at

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
        together = {"incident_id": first.incident_id.id, "opening_rule_id": first.opening_rule_id.id}
        (alerts - first).write({"root_id": first.id, **together})
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
