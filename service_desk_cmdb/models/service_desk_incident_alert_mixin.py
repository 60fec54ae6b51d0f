from odoo import api, fields, models

#: States of a major incident that was called one.
WERE_MAJOR = ("declared", "stood_down", "reviewed")


class ServiceDeskIncidentAlertMixin(models.AbstractModel):
    """Incidents that monitoring opened, or that explain what it sees."""

    _name = "service.desk.incident.alert.mixin"
    _description = "Alerts of Incidents"

    alert_ids = fields.One2many(
        "service.desk.alert", "incident_id", string="Alerts", readonly=True, groups="service_desk.group_agent"
    )
    alert_count = fields.Integer(
        string="Number of Alerts", compute="_compute_alert_count", groups="service_desk.group_agent"
    )

    def _compute_alert_count(self):
        alerts = self.env["service.desk.alert"]
        counts = dict(alerts._read_group([("incident_id", "in", self.ids)], ["incident_id"], ["__count"]))
        for incident in self:
            incident.alert_count = counts.get(incident._origin, 0)

    def action_open_alerts(self):
        """Show the alerts of this incident."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk_cmdb.service_desk_alert_action")
        # What failed stands first, then what feels it.
        ranked = self.env.ref("service_desk_cmdb.service_desk_alert_view_list_incident").id
        return {
            **action,
            "views": [(ranked, "list"), (False, "kanban"), (False, "form")],
            "name": self.env._("Alerts of %s", self.number),
            "domain": [("incident_id", "=", self.id)],
            "context": {},
        }

    def _move_belongings(self, target):
        """Alerts go along: the incident that goes on ends with the last of them. So does the time before."""
        result = super()._move_belongings(target)
        if target._name != self._name:
            return result
        downtime = self.env["service.desk.ci.downtime"]
        if self.alert_ids:
            alerts = self.alert_ids
            alerts.incident_id = target
            alerts._add_things(alerts.ci_id)
            downtime._follow_incidents(target)
        downtime._take_over(self, target)
        return result

    def _is_untouched(self):
        """Whether nobody has begun to work on it."""
        self.ensure_one()
        return self.state == self._lifecycle.initial and not self.user_id and not self.worklog_ids

    def _is_left_alone(self):
        """Whether nobody works on it, nor has changed anything about it last."""
        return self._is_untouched() and self.write_uid._is_superuser()

    def _is_given_up(self):
        """Whether it turned out to be none, or part of another."""
        return bool(self.merged_into_id) or self.state == self._lifecycle.dropping

    def _end_as_double(self, goal):
        """End incidents that monitoring opened and nobody touched: all there is to them is in their alerts.

        The same end as a merge has, for many at once and without a note for each.
        """
        self.write(
            {
                "state": self._lifecycle.dropping,
                "merged_into_id": goal.id,
                "resolution": self.env._("Merged into %s.", goal.number),
            }
        )

    # -- Down time ---------------------------------------------------------------------------------

    def _tells_downtime(self):
        """Whether it says what was down: it is about things, or major, and then its service was."""
        return bool(self.ci_ids) or self.major_state in WERE_MAJOR

    def _as_major(self):
        """The major incident that it is or was."""
        if self.major_state not in WERE_MAJOR:
            return self.env["service.desk.major"]
        return self.major_ids.filtered(lambda one: one.state in WERE_MAJOR)[:1]

    def _affected_changed(self):
        result = super()._affected_changed()
        self.env["service.desk.ci.downtime"]._follow_incidents(self)
        return result

    @api.model_create_multi
    def create(self, vals_list):
        incidents = super().create(vals_list)
        about = incidents.sudo().filtered(lambda one: one._tells_downtime())  # sudo: what it is about is for agents
        if about:
            self.env["service.desk.ci.downtime"]._follow_incidents(about)
        return incidents

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"state", "ci_ids", "impact", "service_id", "major_state", "company_id"}:
            # sudo: see create
            about = self if "ci_ids" in vals else self.sudo().filtered(lambda one: one._tells_downtime())
            if about:
                self.env["service.desk.ci.downtime"]._follow_incidents(about)
        return result
