from odoo import fields, models

from .service_desk_import_data import TICKET_STATES
from .service_desk_import_value import ALL_STATES
from .service_desk_ticket_data import PRIORITIES


class ServiceDeskImportTicket(models.Model):
    """A ticket that was read from a file and waits to be loaded, or was.

    Written by the check and by the load alone. It makes an import restartable: what is loaded says
    so in the same transaction that loaded it.
    """

    _name = "service.desk.import.ticket"
    _description = "Ticket to Import"
    _order = "import_id, id"
    _rec_name = "number"
    _log_access = False

    import_id = fields.Many2one("service.desk.import", required=True, index=True, ondelete="cascade")
    number = fields.Char(required=True, help="In the other tool.")
    line = fields.Integer(help="In the file; the header is line 1.")
    row_count = fields.Integer(string="Rows")
    name = fields.Char(string="Subject")
    ticket_state = fields.Selection(ALL_STATES, string="State")
    priority = fields.Selection(PRIORITIES)
    date_opened = fields.Datetime(string="Opened")
    state = fields.Selection(TICKET_STATES, string="Progress", required=True, default="waiting")
    payload = fields.Json(help="The whole ticket; emptied once it is loaded.")
    res_id = fields.Integer(string="Ticket")
    message = fields.Char(help="Why it could not be loaded.")

    _number_uniq = models.Constraint("UNIQUE(import_id, number)", "This ticket is listed already.")
    _waiting_index = models.Index("(import_id, id) WHERE state = 'waiting'")

    def action_open_ticket(self):
        """Open the ticket that came of this line."""
        self.ensure_one()
        return self.env[self.import_id.process].browse(self.res_id)._get_records_action()
