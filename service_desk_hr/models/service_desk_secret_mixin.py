from odoo import api, models
from odoo.exceptions import UserError


class ServiceDeskSecretMixin(models.AbstractModel):
    """What is done because somebody leaves: nobody carries it to where they would read it, or to them.

    The host has a ``secret_from_id``, for rules to ask for, and says with ``_barred_assignees`` whose it
    is not.
    """

    _name = "service.desk.secret.mixin"
    _description = "Not for Who Leaves"

    def _secrets(self):
        """Those of these from which somebody is kept away."""
        # sudo: whether there is anybody; who it is nobody is told.
        return self.sudo().filtered("secret_from_id").sudo(self.env.su)

    @api.model_create_multi
    def create(self, vals_list):
        made = super().create(vals_list)
        for one in made._secrets():
            one._check_not_theirs(one.user_id.id)
        return made

    def write(self, vals):
        if vals.get("user_id"):
            for one in self._secrets():
                one._check_not_theirs(vals["user_id"])
        return super().write(vals)

    def _check_not_theirs(self, user_id):
        """By hand it is given to them no more than in turn; what the desk gives by itself passes them over.

        :raise UserError: for one of those who do not get it
        """
        if self.env.su:
            return
        barred = self._barred_assignees().filtered(lambda user: user.id == user_id)
        if barred:
            # sudo: agents may not read every colleague's user record.
            raise UserError(self.env._("%s cannot take this one.", barred.sudo().name))

    def copy_data(self, default=None):
        """:raise UserError: for one that would lose its walls"""
        if secret := self._secrets()[:1]:
            raise UserError(self.env._("%s belongs to a journey. It cannot be duplicated.", secret.number))
        return super().copy_data(default)
