from odoo import models


class ServiceDeskSlaExplainedMixin(models.AbstractModel):
    """Tickets on which agents say why a promise was broken."""

    _name = "service.desk.sla.explained.mixin"
    _description = "Tickets With Explained Breaches"

    def action_explain_breach(self):
        """Open the dialog that asks why promises about these tickets were broken."""
        return self._open_dialog("service.desk.sla.breach.wizard", self.env._("Explain the Breach"))
