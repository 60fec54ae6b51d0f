from odoo import models
from odoo.exceptions import UserError

from .service_desk_ci_data import GONE_STATES


class ServiceDeskCiRetireMixin(models.AbstractModel):
    """What others rely on is taken out of use by people after a look at what that does."""

    _name = "service.desk.ci.retire.mixin"
    _description = "Takes Configuration Items Out of Use"
    _inherit = ["service.desk.dialog.mixin"]

    def action_take_out(self, state):
        """Retire or dispose of this item as a person does it on its form.

        :param str state: ``retired`` or ``disposed``
        :return: the dialog that asks, where something relies on it
        """
        self.ensure_one()
        self.check_access("write")
        if state not in GONE_STATES:
            raise UserError(self.env._("Only what is retired or disposed of is taken out of use."))
        # What the door refuses needs no answer first.
        self._check_moves(state, self._door_roles())
        rows, told = self._told_loss()
        if not rows and not told["unseen"]:
            return self.write({"state": state})
        title = self.env._("%(item)s: %(state)s?", item=self.display_name, state=self._state_label(state))
        return self._open_dialog("service.desk.ci.retire.wizard", title, ci_id=self.id, state=state)

    def _told_loss(self):
        """What happens without this item, as far as the user may see it.

        :return: rows of what fails or is weakened, and the rest of ``service.desk.ci.graph.simulate``
        """
        told = self.env["service.desk.ci.graph"]._simulate(self)
        return [row for row in told["rows"] if row["key"] != f"i{self.id}"], told
