from odoo import api, fields, models


class ServiceDeskImprovement(models.Model):
    """What the review of a problem or of a change has decided to do better."""

    _inherit = "service.desk.improvement"

    problem_id = fields.Many2one("service.desk.problem", check_company=True, index="btree_not_null", ondelete="cascade")
    change_id = fields.Many2one("service.desk.change", check_company=True, index="btree_not_null", ondelete="set null")

    @api.depends("problem_id")
    def _compute_company_id(self):
        result = super()._compute_company_id()
        for improvement in self.filtered("problem_id"):
            improvement.company_id = improvement.problem_id.company_id
        return result

    @api.model_create_multi
    def create(self, vals_list):
        self._check_problems(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_problems([vals])
        return super().write(vals)

    @api.model
    def _check_problems(self, vals_list):
        """Who adds an action to a problem may work on that."""
        ids = {vals["problem_id"] for vals in vals_list if vals.get("problem_id")}
        if ids:
            self.env["service.desk.problem"].browse(ids).check_access("write")

    @api.model
    def _with_origin(self, vals):
        """An action from a change belongs to the change's company."""
        values = super()._with_origin(vals)
        change = self.env["service.desk.change"].browse(values.get("change_id") or ())
        if change and not values.get("company_id") and not values.get("contract_id"):
            values["company_id"] = change.company_id.id
        return values
