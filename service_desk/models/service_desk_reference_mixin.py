from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .service_desk_process_data import PROCESSES


class ServiceDeskReferenceMixin(models.AbstractModel):
    """Something tickets refer to. Once a ticket does, it can be archived but not deleted.

    A check and not a restriction in the database, which would stop the addon's removal.
    """

    _name = "service.desk.reference.mixin"
    _description = "Referred to by Tickets"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        for process, _label in PROCESSES:
            # sudo: tickets that the user cannot see count too; none of them is shown.
            tickets = self.env[process].sudo()
            domain = Domain.OR(
                Domain(name, "in", self.ids)
                for name, field in tickets._fields.items()
                if field.type == "many2one" and field.store and field.comodel_name == self._name
            )
            if tickets.search_count(domain, limit=1):
                raise UserError(self.env._("Tickets refer to %s. Archive it instead.", self[0].display_name))
