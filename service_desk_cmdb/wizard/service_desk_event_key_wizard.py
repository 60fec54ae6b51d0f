from odoo import fields, models


class ServiceDeskEventKeyWizard(models.TransientModel):
    """Shows the key of a source of events, once.

    A browser that is closed while the dialog is open tries to save it. Odoo's own dialog for keys has no
    table, so that the key ends up in the server's log; this one has a table, and no column for the key.
    """

    _name = "service.desk.event.key.wizard"
    _description = "Key of a Source of Events"

    key = fields.Char(store=False, readonly=True)
