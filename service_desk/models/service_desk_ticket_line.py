from odoo import fields, models

from .service_desk_process_data import TICKET_COLUMNS


class ServiceDeskTicketLine(models.AbstractModel):
    """A row that belongs to exactly one ticket, of whichever process.

    Real foreign keys, one column a process, so that the database keeps them whole and record
    rules can follow them. ``LINE_FIELDS`` maps the ticket's model to its column.
    """

    _name = "service.desk.ticket.line"
    _description = "Row of a Ticket"

    LINE_FIELDS = TICKET_COLUMNS

    incident_id = fields.Many2one("service.desk.incident", index="btree_not_null", ondelete="cascade")
    request_id = fields.Many2one("service.desk.request", index="btree_not_null", ondelete="cascade")
    problem_id = fields.Many2one("service.desk.problem", index="btree_not_null", ondelete="cascade")
    change_id = fields.Many2one("service.desk.change", index="btree_not_null", ondelete="cascade")

    _one_ticket = models.Constraint(
        "CHECK(num_nonnulls(incident_id, request_id, problem_id, change_id) = 1)",
        "This line must belong to one ticket, and to one only.",
    )
