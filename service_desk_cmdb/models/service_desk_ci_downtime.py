from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..event_rules import RESOLVED


class ServiceDeskCiDowntime(models.Model):
    """From when until when something was down, and how we know: an alert, or an incident.

    Rows overlap, since several may tell of the same failure; what counts is the time that they cover.
    Services are down with their incidents, items with their alerts, and with incidents that people
    write down about them. The desk keeps these by itself.
    """

    _name = "service.desk.ci.downtime"
    _description = "Down Time"
    _inherit = [
        "service.desk.ci.downtime.incident.mixin",
        "service.desk.handless.mixin",
        "service.desk.export.mixin",
    ]
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
