from odoo import api, fields, models


class ServiceDeskImprovement(models.Model):
    """What the review of a change has decided to do better."""

    _inherit = "service.desk.improvement"

    change_id = fields.Many2one("service.desk.change", check_company=True, index="btree_not_null", ondelete="set null")

    @api.model
    def _with_origin(self, vals):
        """An action from a change belongs to the change's company."""
        values = super()._with_origin(vals)
        change = self.env["service.desk.change"].browse(values.get("change_id") or ())
        if change and not values.get("company_id") and not values.get("contract_id"):
            values["company_id"] = change.company_id.id
        return values
