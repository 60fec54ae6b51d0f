from odoo import models


class ServiceDeskSlaClock(models.Model):
    """Finding the clocks of a period among those of many years."""

    _inherit = "service.desk.sla.clock"

    _end_index = models.Index("(company_id, date_end) WHERE date_end IS NOT NULL")
    _late_index = models.Index("(company_id, date_breached) WHERE is_breached")
