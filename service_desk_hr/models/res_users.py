from odoo import api, models


class ResUsers(models.Model):
    """A login that appears lets journeys go on that waited for one."""

    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        self.env["service.desk.journey"]._on_logins(users.filtered("active"))
        return users

    def write(self, vals):
        opened = self.filtered(lambda user: not user.active) if vals.get("active") else self.browse()
        result = super().write(vals)
        if opened:
            self.env["service.desk.journey"]._on_logins(opened)
        return result
