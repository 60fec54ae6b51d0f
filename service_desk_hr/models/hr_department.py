from odoo import api, models


class HrDepartment(models.Model):
    """Who manages a department finds its people's journeys in the menu, and menus are remembered."""

    _inherit = "hr.department"

    @api.model_create_multi
    def create(self, vals_list):
        departments = super().create(vals_list)
        if departments.manager_id:
            self.env.registry.clear_cache()
        return departments

    def write(self, vals):
        result = super().write(vals)
        if "manager_id" in vals:
            self.env.registry.clear_cache()
        return result
