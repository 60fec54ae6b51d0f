from odoo import models

#: What decides to which organization a person belongs.
ORGANIZATION_FIELDS = frozenset({"parent_id", "is_company", "company_type"})


class ResPartner(models.Model):
    """Policies name organizations; one that becomes part of another is promised what that one is."""

    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        if not ORGANIZATION_FIELDS.isdisjoint(vals):
            policies = self.env["service.desk.sla.policy"]
            if not policies._book().partners.isdisjoint(self.ids):
                self.env.registry.clear_cache()
        return result
