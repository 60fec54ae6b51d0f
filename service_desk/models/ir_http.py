from odoo import models

#: What agents see first after the login.
LANDING_ACTION = "service_desk.service_desk_overview_action"


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Lead agents to the desk, unless they or an admin chose another start.

        Nothing is stored on the user: who leaves the desk lands where everybody does.
        """
        info = super().session_info()
        user = self.env.user
        if not info.get("home_action_id") and user._lands_on_desk():
            action = self.env.ref(LANDING_ACTION, raise_if_not_found=False)
            info["home_action_id"] = action and action.id
        return info
