from odoo import models

from odoo.addons.service_desk.report import service_desk_report


class ServiceDeskReport(models.Model):
    """The analysis of tickets knows how their promises were kept."""

    _name = "service.desk.report"
    _inherit = ["service.desk.sla.state.mixin", "service.desk.report"]

    _COLUMNS = (
        *service_desk_report.ServiceDeskReport._COLUMNS,
        "date_risk",
        "is_breached",
        "promise_state",
    )
