from odoo import api, fields, models

#: What an improvement may come from -> the ticket behind whose walls it stands then.
ORIGINS = {"problem_id": "problem_id", "change_id": "change_id", "major_id": "major_id.incident_id"}


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
        improvements = super().create(vals_list)
        # What came as a default of a client's context is looked at as well.
        improvements._check_origins(ORIGINS)
        return improvements

    def write(self, vals):
        result = super().write(vals)
        self._check_origins(ORIGINS.keys() & vals.keys())
        return result

    def _check_origins(self, names):
        """Who adds an action to a problem, a change or a major incident may work on the ticket.

        :raise AccessError: otherwise
        """
        for name in names:
            tickets = self.mapped(ORIGINS[name])
            if tickets:
                tickets.check_access("write")

    @api.model
    def _with_origin(self, vals):
        """An action from a change belongs to the change's company."""
        values = super()._with_origin(vals)
        change = self.env["service.desk.change"].browse(values.get("change_id") or ())
        if change and not values.get("company_id") and not values.get("contract_id"):
            values["company_id"] = change.company_id.id
        return values
