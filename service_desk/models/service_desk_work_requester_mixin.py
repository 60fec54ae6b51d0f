from odoo import api, fields, models
from odoo.fields import Domain

from .service_desk_process_data import TICKET_COLUMNS

TASK, APPROVAL = "service.desk.task", "service.desk.approval"


class ServiceDeskWorkRequesterMixin(models.AbstractModel):
    """For whom something in the queue is.

    Tasks cross walls that their tickets do not: a team does its part of an order that it may not
    read. Names of requesters are told, and found, only where the reader may read the ticket.
    """

    _name = "service.desk.work.requester.mixin"
    _description = "Requester in the Work Queue"

    requester_name = fields.Char(string="Requester", compute="_compute_requester_name", search="_search_requester_name")

    @api.depends("res_model", "res_id", "requester_id")
    @api.depends_context("uid")
    def _compute_requester_name(self):
        for model, rows in self.grouped("res_model").items():
            if model == TASK:
                names = self._names_of_tasks(rows.mapped("res_id"))
            elif model == APPROVAL:
                # sudo: the rows of the queue are what the reader is asked; it stands on the page.
                asked = self.env[APPROVAL].sudo().browse(rows.mapped("res_id"))
                names = {approval.id: approval.requester_name for approval in asked}
            else:
                # sudo: the name of who asks, on a ticket that the reader has before them.
                names = {row.res_id: row.requester_id.sudo().name for row in rows}
            for row in rows:
                row.requester_name = names.get(row.res_id)

    @api.model
    def _names_of_tasks(self, task_ids):
        """id of a task -> name of the requester, where the current user may read the ticket."""
        # sudo: only asks of which tickets they are.
        tasks = self.env[TASK].sudo().browse(task_ids)
        names = {}
        for column in TICKET_COLUMNS.values():
            tickets = tasks[column].sudo(False)._filtered_access("read")
            # sudo: as above
            told = {ticket.id: ticket.requester_id.name for ticket in tickets.sudo()}
            names |= {task.id: told[task[column].id] for task in tasks if task[column].id in told}
        return names

    @api.model
    def _search_requester_name(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        named = Domain("requester_id.name", operator, value)
        # With the reader's own rights: who is hidden in the list is not found by a search either.
        readable = Domain.OR(
            Domain(column, "in", self.env[model]._search(named)) for model, column in TICKET_COLUMNS.items()
        )
        # sudo: rows of the queue pass its own rules; only ids leave these.
        tasks = self.env[TASK].sudo()._search(readable)
        approvals = self.env[APPROVAL].sudo()._search(Domain("requester_name", operator, value))
        return (
            named
            | Domain("res_model", "=", TASK) & Domain("res_id", "in", tasks)
            | Domain("res_model", "=", APPROVAL) & Domain("res_id", "in", approvals)
        )
