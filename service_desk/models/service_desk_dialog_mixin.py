from odoo import models


class ServiceDeskDialogMixin(models.AbstractModel):
    """Records whose buttons open a dialog about them before anything is done."""

    _name = "service.desk.dialog.mixin"
    _description = "Opens Dialogs"

    def _open_dialog(self, model, title, **defaults):
        """The action that opens a dialog about these records.

        :param str model: the wizard that asks
        :param str title: what the dialog is called, in the user's language
        :param defaults: field of the wizard -> its value to begin with
        """
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": model,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "active_model": self._name,
                "active_ids": self.ids,
                **{f"default_{name}": value for name, value in defaults.items()},
            },
        }
