from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: So long before an incident a change on the same service is suspected.
SUSPICION = timedelta(days=3)


class ServiceDeskIncident(models.Model):
    """Incidents may lead to a change, and come from one."""

    _name = "service.desk.incident"
    _inherit = ["service.desk.incident", "service.desk.change.source.mixin"]

    suspect_change_id = fields.Many2one(
        "service.desk.change",
        string="Change Shortly Before",
        compute="_compute_suspect_change_id",
        groups="service_desk.group_agent",
        help="The last change on what it is about in the days before it was reported.",
    )

    @api.model
    def _link_fields(self):
        return super()._link_fields() | {"caused_by_change_id"}

    @api.depends("service_id", "date_opened", "caused_by_change_id")
    def _compute_suspect_change_id(self):
        changes = self.env["service.desk.change"]
        for incident in self:
            domain = incident._domain_suspects()
            incident.suspect_change_id = domain and changes.search(domain, order="date_actual_start desc", limit=1)

    def _domain_suspects(self):
        """Changes on what it is about that began shortly before; None where one is known or nothing is."""
        same = self._domain_same_subject()
        if self.caused_by_change_id or not same or not self.date_opened:
            return None
        return (
            same
            & Domain("company_id", "=", self.company_id.id)
            & Domain("date_actual_start", "<=", self.date_opened)
            & Domain("date_actual_start", ">=", self.date_opened - SUSPICION)
        )

    def _domain_same_subject(self):
        """Changes that work on what this incident is about; None where that is not known. Extend it."""
        service = self.service_id.id
        return (Domain("service_id", "=", service) | Domain("service_ids", "=", service)) if service else None

    def _hints(self):
        change = self.suspect_change_id
        if not change:
            return super()._hints()
        hint = self._hint(
            "suspect_change",
            self.env._("A change shortly before:"),
            change,
            "action_caused_by_change",
            self.env._("Caused by This Change"),
            level="warning",
        )
        return [*super()._hints(), hint]

    def action_caused_by(self):
        """Note that the change in the context has caused these; the button of a change's proposal."""
        self.check_access("write")
        change_id = self.env.context.get("service_desk_change_id")
        change = self.env["service.desk.change"].browse(change_id if type(change_id) is int else ()).exists()
        if not change:
            raise UserError(self.env._("Open this from a change."))
        change.check_access("read")
        return self.write({"caused_by_change_id": change.id})

    def action_caused_by_change(self):
        """Note that the change shortly before has caused it."""
        self.check_access("write")
        for incident in self:
            if not incident.suspect_change_id:
                raise UserError(self.env._("No change on the service of %s is known.", incident.display_name))
            incident.caused_by_change_id = incident.suspect_change_id
        return True
