import re

from odoo import api, models
from odoo.fields import Domain

from .service_desk_process_data import PROCESSES, TICKET_COLUMNS

#: As numbers of tickets look; more of them in a subject name nothing.
NUMBER = re.compile(r"\b[A-Z]{2,5}\d{5,10}\b")
MAX_NUMBERS = 5


class ServiceDeskInboxThreadMixin(models.AbstractModel):
    """Whose mail it is: the team it was sent to, and the ticket it is about."""

    _name = "service.desk.inbox.thread.mixin"
    _description = "Threads of Mail"

    @api.model
    def _aliases(self, addresses):
        """Aliases of teams among addresses."""
        local_parts = [address.partition("@")[0] for address in addresses]
        return self.env["mail.alias"].search(
            Domain("alias_parent_model_id", "=", self.env["ir.model"]._get_id("service.desk.team"))
            & Domain("alias_parent_thread_id", "!=", False)
            & (
                Domain("alias_full_name", "in", addresses)
                | (Domain("alias_name", "in", local_parts) & Domain("alias_incoming_local", "=", True))
            )
        )

    @api.model
    def _find_team(self, letter):
        """The team that a mail was sent to, the first of several in the order of recipients."""
        aliases = self._aliases(letter.recipients)
        order = {address: place for place, address in enumerate(letter.recipients)}
        local = {address.partition("@")[0]: place for address, place in reversed(order.items())}

        def place(alias):
            return order.get(alias.alias_full_name, local.get(alias.alias_name, len(order)))

        alias = min(aliases, key=place, default=aliases.browse())
        return self.env["service.desk.team"].browse(alias.alias_parent_thread_id).exists()

    @api.model
    def _find_ticket(self, letter):
        """The ticket that a mail is about, by its thread, else by a number in the subject."""
        found = self._ticket_of_thread(letter) or self._ticket_of_subject(letter)
        return found._living() if found else self.env[PROCESSES[0][0]]

    @api.model
    def _ticket_of_thread(self, letter):
        if not letter.references:
            return None
        messages = self.env["mail.message"].search(
            [("message_id", "in", letter.references), ("model", "in", list(TICKET_COLUMNS))],
            order="id desc",
            limit=1,
        )
        if messages:
            return self.env[messages.model].browse(messages.res_id).exists()
        # The customer's own mails are no messages of ours; here they came in.
        row = self.search([("message_id", "in", letter.references), ("res_id", "!=", False)], limit=1)
        return self.env[row.res_model].browse(row.res_id).exists() if row else None

    @api.model
    def _ticket_of_subject(self, letter):
        """The ticket whose number the subject holds, if that is one ticket."""
        numbers = NUMBER.findall(letter.subject.upper())[:MAX_NUMBERS]
        found = [
            ticket
            for model, _label in (PROCESSES if numbers else ())
            for ticket in self.env[model].search([("number", "in", numbers)], limit=2)
        ]
        return found[0] if len(found) == 1 else None

    @api.model
    def _names_thread(self, letter, ticket):
        """Whether a mail answers the ticket's conversation, not only writes down its number."""
        found = self._ticket_of_thread(letter)
        return bool(found) and found._living() == ticket
