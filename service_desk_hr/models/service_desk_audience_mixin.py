from odoo import api, fields, models


class ServiceDeskAudienceMixin(models.AbstractModel):
    """What is for some departments alone, with all below them."""

    _inherit = "service.desk.audience.mixin"

    department_ids = fields.Many2many("hr.department", string="For Departments", help="Empty means for all of them.")

    @api.model
    def _audience_fields(self):
        return super()._audience_fields() | {"department_ids": "departments"}
