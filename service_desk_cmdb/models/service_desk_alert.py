from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..event_rules import FIRING, RESOLVED
from ..flap_rules import Life
from .service_desk_event_data import ALERT_STATES, DROP_AT_ONCE, KEEP_ALERT_DAYS, LASTING, SEVERITIES


class ServiceDeskAlert(models.Model):
    """One trouble that monitoring sees, from its first event to its end, and what the desk does about it.

    Divided by subject: events become alerts (fold), alerts find what stands for them (storm), are kept
    quiet (suppress) or become incidents (decide, incident, follow). Agents of the company see them; those of
    other teams do not see what a restricted team's sources tell. Written by the desk; people have verbs (console).
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
        "service.desk.alert.follow.mixin",
        "service.desk.alert.console.mixin",
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
    date_flapping = fields.Datetime(string="Flapping Since", readonly=True)
    console_rank = fields.Integer(
        compute="_compute_console_rank", store=True, help="Lists show what goes on first, also what flaps."
    )
    flap_count = fields.Integer(string="Changes", readonly=True, help="How often it has begun or ended.")
    ci_id = fields.Many2one(
        "service.desk.ci", string="Item", readonly=True, index="btree_not_null", ondelete="set null"
    )
    service_id = fields.Many2one("service.desk.service", readonly=True, index="btree_not_null", ondelete="set null")
    rule_id = fields.Many2one("service.desk.event.rule", readonly=True, index="btree_not_null", ondelete="set null")
    opening_rule_id = fields.Many2one(
        "service.desk.event.rule",
        string="Opened by Rule",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="It ends the incident that it has opened, whatever the alert becomes meanwhile.",
    )
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

    @api.depends("state", "is_flapping")
    def _compute_console_rank(self):
        for alert in self:
            goes_on = alert.state == FIRING or (alert.state == RESOLVED and alert.is_flapping)
            alert.console_rank = 0 if goes_on else 1 if alert.state == RESOLVED else 2

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
            status=FIRING if self.state in LASTING else RESOLVED,
            severity=self.severity,
            since=self.date_since or None,
            ended=self.date_resolved or None,
            count=self.count,
            changes=self._changes(),
            turns=self.flap_count,
        )

    def _changes(self):
        return tuple(datetime.fromisoformat(one) for one in self.changes or ())

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
