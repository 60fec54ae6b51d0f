from odoo import api, fields, models


class ServiceDeskMajorScreenMixin(models.AbstractModel):
    """The buttons of a major incident: thin, most of them open a dialog."""

    _name = "service.desk.major.screen.mixin"
    _description = "Screen of a Major Incident"
    _inherit = ["service.desk.dialog.mixin"]

    may_run = fields.Boolean(compute="_compute_may_run", help="The current user leads, helps or is a manager.")

    @api.depends_context("uid")
    @api.depends("commander_id", "member_ids.user_id")
    def _compute_may_run(self):
        for major in self:
            major.may_run = major._may_run()

    def action_open_incident(self):
        """The incident itself."""
        self.check_access("read")
        return self.incident_id._get_records_action()

    def action_open_children(self):
        """Those who wait for it."""
        self.check_access("read")
        return self.incident_id.action_open_children()

    def action_open_announcement(self):
        """The banner."""
        self.check_access("read")
        return self.announcement_id._get_records_action()

    def action_resolve(self):
        """The incident's own dialog, which offers those who wait for it."""
        self._check_runs()
        return self.incident_id.action_resolve()

    def action_open_declaration(self):
        """Open the dialog that declares it."""
        self._check_is_manager()
        return self._dialog("declare", self.env._("Declare a Major Incident"))

    def action_open_decline(self):
        """Open the dialog that asks why not."""
        self._check_is_manager()
        return self._dialog("decline", self.env._("Decline"))

    def action_open_update(self):
        """Open the dialog in which an update is written."""
        self._check_runs()
        return self._dialog("update", self.env._("Send an Update"))

    def action_open_stand_down(self):
        """Open the dialog that ends it."""
        self._check_runs()
        return self._dialog("stand.down", self.env._("Stand Down"))

    def action_open_note(self):
        """Open the dialog for an entry in the timeline."""
        self._check_runs()
        return self._dialog("event", self.env._("Add to the Timeline"))

    def action_open_join(self):
        """Open the dialog with the incidents that probably belong to it."""
        self.check_access("read")
        likely = self._likely_children()
        return self._dialog("join", self.env._("Join Incidents"), incident_ids=[(6, 0, likely.ids)])

    def action_print_review(self):
        """The review on paper."""
        self.check_access("read")
        return self.env.ref("service_desk.major_report_action").report_action(self)

    def _dialog(self, name, title, **defaults):
        self.ensure_one()
        return self._open_dialog(f"service.desk.major.{name}.wizard", title, major_id=self.id, **defaults)
