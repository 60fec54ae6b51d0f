from odoo import models

#: What may end somebody's right to decide: the login, the kind of user, the companies.
DECIDING_FIELDS = frozenset({"active", "group_ids", "company_ids", "role"})


class ResUsers(models.Model):
    """Approvers who leave: what waits for them goes on without them."""

    _inherit = "res.users"

    def write(self, vals):
        result = super().write(vals)
        if DECIDING_FIELDS & vals.keys():
            self.env["service.desk.approval"]._on_users_changed(self)
        return result
