from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..lifecycle import DONE, ENDED_PHASES, OPEN_PHASES
from .service_desk_change_data import BAD_OUTCOMES, GOOD_OUTCOMES

#: So long after its end a change is still asked whether it caused what is reported.
AFTERMATH = timedelta(days=7)
#: Proposals that are shown.
MAX_PROPOSALS = 20


class ServiceDeskChangeLinkMixin(models.AbstractModel):
    """What a change fixes, serves and breaks."""

    _name = "service.desk.change.link.mixin"
    _description = "Links of a Change"

    caused_count = fields.Integer(string="Incidents Caused", compute="_compute_caused_count")
    proposed_incident_ids = fields.Many2many(
        "service.desk.incident",
        string="Did It Cause These?",
        compute="_compute_proposed_incident_ids",
        groups="service_desk.group_agent",
        help="Incidents on the same services since it began that nobody has traced to a change yet.",
    )
    improvement_ids = fields.One2many(
        "service.desk.improvement", "change_id", string="Actions", groups="service_desk.group_agent"
    )

    @api.depends("caused_incident_ids")
    def _compute_caused_count(self):
        for change in self:
            change.caused_count = len(change.caused_incident_ids)

    @api.depends("date_actual_start", "date_actual_end", "service_id", "service_ids", "caused_incident_ids")
    def _compute_proposed_incident_ids(self):
        incidents = self.env["service.desk.incident"]
        for change in self:
            domain = change._domain_aftermath()
            change.proposed_incident_ids = domain and incidents.search(domain, limit=MAX_PROPOSALS, order="id desc")

    def _domain_aftermath(self):
        """Incidents on its services from its beginning to a week after its end; None before."""
        services = self._affected_services().ids
        if not self.date_actual_start or not services:
            return None
        last = (self.date_actual_end or self._now()) + AFTERMATH
        return (
            Domain("service_id", "in", services)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("date_opened", ">=", self.date_actual_start)
            & Domain("date_opened", "<=", last)
            & Domain("caused_by_change_id", "=", False)
        )

    # -- Who waits for it ----------------------------------------------------------------------

    def _tickets_to_resolve(self):
        """Open tickets that this change was to fix, a recordset for each process.

        Only those that the current user may work on. A problem offers its incidents when it is
        resolved itself. Extended by who knows of more.
        """
        found = (self.incident_ids, self.request_ids)
        return [tickets.filtered(lambda one: one.phase in OPEN_PHASES)._filtered_access("write") for tickets in found]

    def action_close(self):
        """Close what was reviewed; where it went well, offer to resolve who waited for it."""
        self.check_access("write")
        if len(self) == 1 and self.state == "review" and self.outcome in GOOD_OUTCOMES:
            if any(self._tickets_to_resolve()):
                self._check_moves("closed", self._door_roles())
                return self._open_dialog("service.desk.change.close.wizard", self.env._("Close"))
        return self.write({"state": "closed"})

    # -- Buttons -------------------------------------------------------------------------------

    def action_open_caused(self):
        """Show the incidents that it caused."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Caused by %s", self.number),
            "res_model": "service.desk.incident",
            "view_mode": "list,form",
            "domain": [("caused_by_change_id", "=", self.id)],
        }

    # -- What follows for problems -----------------------------------------------------------------

    def _after_moves(self, sources, target):
        result = super()._after_moves(sources, target)
        phases = self._lifecycle.phases
        if phases[target] in ENDED_PHASES:
            # sudo: who ends a change need not see the problems that wait for it.
            ended = self.sudo().filtered(lambda change: phases[sources[change.id]] in OPEN_PHASES)
            for change in ended:
                is_fixed = phases[target] == DONE and change.outcome not in BAD_OUTCOMES
                change.problem_ids._on_change_done(change, is_fixed)
        return result
