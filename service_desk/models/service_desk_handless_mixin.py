from odoo import api, models
from odoo.exceptions import AccessError


class ServiceDeskHandlessMixin(models.AbstractModel):
    """Records that nobody writes over RPC, whatever their role: verbs check who asks and do the rest.

    Also whoever is given rights on such a table by mistake goes through the verbs. The host says in
    ``_text_hands`` what is done instead.
    """

    _name = "service.desk.handless.mixin"
    _description = "Written by the Desk Alone"
    _inherit = ["service.desk.own.defaults.mixin"]

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_hands()
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_hands()
        return super().write(vals)

    def _refuse_hands(self):
        """:raise AccessError: unless the desk's own code does it"""
        if not self.env.su:
            raise AccessError(self._text_hands())

    @api.model
    def _text_hands(self):
        return self.env._("The desk keeps these by itself.")
