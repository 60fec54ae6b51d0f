from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ServiceDeskTicketLine(models.AbstractModel):
    """A row that belongs to exactly one ticket, of whichever process.

    Real foreign keys, one column a process, so that the database keeps them whole and record
    rules can follow them. ``LINE_FIELDS`` maps the ticket's model to its column.
    """

    _name = "service.desk.ticket.line"
    _description = "Row of a Ticket"

    LINE_FIELDS = {
        "service.desk.incident": "incident_id",
        "service.desk.request": "request_id",
    }

    incident_id = fields.Many2one(
        "service.desk.incident", index="btree_not_null", ondelete="cascade"
    )
    request_id = fields.Many2one("service.desk.request", index="btree_not_null", ondelete="cascade")

    @api.constrains("incident_id", "request_id")
    def _check_one_ticket(self):
        for line in self:
            if sum(bool(line[name]) for name in self.LINE_FIELDS.values()) != 1:
                raise ValidationError(self.env._("This line must belong to one ticket, and to one only."))
