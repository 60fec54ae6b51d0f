from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.service_desk.lifecycle import OPEN_PHASES

from .service_desk_sla_state_mixin import state_domain

#: Name of the figure -> the state of the promises it counts.
STATES = {"breached": "breached", "at_risk": "risk"}


class DigestDigest(models.Model):
    """Promises in the digest mail: what is late and what soon will be, when the mail is written."""

    _inherit = "digest.digest"

    kpi_service_desk_breached = fields.Boolean("Tickets Breached")
    kpi_service_desk_breached_value = fields.Integer(compute="_compute_kpi_service_desk_breached_value")
    kpi_service_desk_at_risk = fields.Boolean("Tickets at Risk")
    kpi_service_desk_at_risk_value = fields.Integer(compute="_compute_kpi_service_desk_at_risk_value")

    def _compute_kpi_service_desk_breached_value(self):
        self._tell_service_desk("breached", lambda report, domain: report.search_count(domain))

    def _compute_kpi_service_desk_at_risk_value(self):
        self._tell_service_desk("at_risk", lambda report, domain: report.search_count(domain))

    @api.model
    def _service_desk_domain(self, name, start, end):
        if name not in STATES:
            return super()._service_desk_domain(name, start, end)
        # What is open is known for the present alone; the mail compares it with nothing.
        return Domain("phase", "in", OPEN_PHASES) & state_domain(STATES[name], self.env.cr.now())

    def _compute_kpis_actions(self, company, user):
        menu = self.env.ref("service_desk.menu_root").id
        action = f"service_desk.service_desk_overview_action?menu_id={menu}"
        return super()._compute_kpis_actions(company, user) | {
            f"kpi_service_desk_{name}": action for name in STATES
        }
