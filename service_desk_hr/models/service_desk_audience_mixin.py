from odoo import api, fields, models


class ServiceDeskAudienceMixin(models.AbstractModel):
    """What is for some departments alone, with all below them, for some jobs, or for some places."""

    _inherit = "service.desk.audience.mixin"

    department_ids = fields.Many2many("hr.department", string="For Departments", help="Empty means for all of them.")
    job_ids = fields.Many2many("hr.job", string="For Jobs", help="Empty means for all of them.")
    location_ids = fields.Many2many("hr.work.location", string="For Work Locations", help="Empty means for all.")

    @api.model
    def _audience_fields(self):
        narrowing = {"department_ids": "departments", "job_ids": "jobs", "location_ids": "locations"}
        return super()._audience_fields() | narrowing
