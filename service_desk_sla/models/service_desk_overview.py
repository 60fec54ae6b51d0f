from odoo import api, models

from ..overview_figures import SLA_FIGURES


class ServiceDeskOverview(models.AbstractModel):
    """Promises on the overview."""

    _inherit = "service.desk.overview"

    @api.model
    def _figures(self):
        return {**super()._figures(), **SLA_FIGURES}
