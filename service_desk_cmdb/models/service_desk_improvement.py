from odoo import api, fields, models


class ServiceDeskImprovement(models.Model):
    """What a drill has found is to be done better like everything else."""

    _inherit = "service.desk.improvement"

    drill_id = fields.Many2one("service.desk.continuity.drill", index="btree_not_null", ondelete="set null")

    @api.depends("drill_id")
    def _compute_company_id(self):
        result = super()._compute_company_id()
        for improvement in self.filtered("drill_id.company_id"):
            improvement.company_id = improvement.drill_id.company_id
        return result

    @api.model_create_multi
    def create(self, vals_list):
        improvements = super().create(vals_list)
        improvements._check_drill()
        return improvements

    def write(self, vals):
        result = super().write(vals)
        if "drill_id" in vals:
            self._check_drill()
        return result

    def _check_drill(self):
        """:raise AccessError: when findings are put into a drill by somebody who does not keep plans"""
        if self.drill_id:
            self.drill_id.check_access("write")
