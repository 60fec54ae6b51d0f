from odoo import api, fields, models
from odoo.exceptions import UserError


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
        if "drill_id" in vals:
            self._check_stays()
        result = super().write(vals)
        if "drill_id" in vals:
            self._check_drill()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_findings(self):
        self._check_stays()

    def _check_stays(self):
        """:raise UserError: when what a drill has found would be lost; a wrong one is dropped, with a word"""
        held = self.sudo().filtered(lambda one: one.drill_id.state == "done")  # sudo: only whether it was held
        if held:
            raise UserError(self.env._("“%s” was found by a drill that was held.", held[0].name))

    def _check_drill(self):
        """:raise AccessError: when findings are put into a drill by somebody who does not keep plans"""
        if self.drill_id:
            self.drill_id.check_access("write")
