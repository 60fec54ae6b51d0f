from odoo import api, fields, models
from odoo.fields import Domain

from ..overview.figures import FIGURES, REPORT, backlog
from ..overview.periods import Moments


class DigestDigest(models.Model):
    """Figures of the desk in the digest mail, each as the overview defines it.

    Who may not read tickets gets the mail without them: Odoo leaves out what raises AccessError.
    """

    _inherit = "digest.digest"

    kpi_service_desk_opened = fields.Boolean("Tickets Opened")
    kpi_service_desk_opened_value = fields.Integer(compute="_compute_kpi_service_desk_opened_value")
    kpi_service_desk_resolved = fields.Boolean("Tickets Resolved")
    kpi_service_desk_resolved_value = fields.Integer(compute="_compute_kpi_service_desk_resolved_value")
    kpi_service_desk_backlog = fields.Boolean("Tickets Still Open")
    kpi_service_desk_backlog_value = fields.Integer(compute="_compute_kpi_service_desk_backlog_value")
    kpi_service_desk_satisfied = fields.Boolean("Satisfied Requesters (%)")
    kpi_service_desk_satisfied_value = fields.Integer(compute="_compute_kpi_service_desk_satisfied_value")

    def _compute_kpi_service_desk_opened_value(self):
        self._tell_service_desk("opened", lambda report, domain: report.search_count(domain))

    def _compute_kpi_service_desk_resolved_value(self):
        self._tell_service_desk("resolved", lambda report, domain: report.search_count(domain))

    def _compute_kpi_service_desk_backlog_value(self):
        self._tell_service_desk("backlog", lambda report, domain: report.search_count(domain))

    def _compute_kpi_service_desk_satisfied_value(self):
        def percent(report, domain):
            [[rate]] = report._read_group(domain, [], ["satisfied_rate:avg"])
            return round(rate or 0)

        self._tell_service_desk("satisfied", percent)

    def _tell_service_desk(self, name, tell):
        """Work out one figure for each digest, in the company that it is about.

        :param tell: function from the report and a domain to the value
        """
        start, end, _companies = self._get_kpi_compute_parameters()
        domain = self._service_desk_domain(name, start, end)
        # Asked before the loop: a digest without recipients must raise for them, too.
        report = self.env[REPORT]
        report.browse().check_access("read")
        for digest in self:
            company = digest.company_id or self.env.company
            digest[f"kpi_service_desk_{name}_value"] = tell(report, domain & Domain("company_id", "=", company.id))

    @api.model
    def _service_desk_domain(self, name, start, end):
        if name == "backlog":
            return backlog(end)
        at = Moments(now=end, day_end=end, steps=(start, end), starts=(start,))
        if name == "satisfied":
            figure = FIGURES[name]
            return FIGURES["resolved"].domain(at) & figure.base(at)
        return FIGURES[name].domain(at)

    def _compute_kpis_actions(self, company, user):
        menu = self.env.ref("service_desk.menu_root").id
        action = f"service_desk.service_desk_overview_action?menu_id={menu}"
        names = ("opened", "resolved", "backlog", "satisfied")
        return super()._compute_kpis_actions(company, user) | {f"kpi_service_desk_{name}": action for name in names}
