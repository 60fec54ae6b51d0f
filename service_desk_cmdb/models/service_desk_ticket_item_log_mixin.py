from odoo import models

from odoo.addons.service_desk.some_of import some_of

#: So many items are named in a line of the history.
NAMED_ITEMS = 5


class ServiceDeskTicketItemLogMixin(models.AbstractModel):
    """Which items a ticket was about before is in its history: one line each time, whoever writes."""

    _name = "service.desk.ticket.item.log.mixin"
    _description = "History of the Items of a Ticket"

    def write(self, vals):
        if "ci_ids" not in vals:
            return super().write(vals)
        # sudo: for the history, which is the desk's; the items are of the ticket's company.
        before = {ticket: ticket.ci_ids for ticket in self.sudo()}
        result = super().write(vals)
        bodies = {
            ticket.id: ticket._text_items(ticket.ci_ids - had, had - ticket.ci_ids)
            for ticket, had in before.items()
            if ticket.ci_ids != had
        }
        if bodies and not self.env.context.get("tracking_disable"):
            self.browse(bodies)._message_log_batch(bodies=bodies)
        return result

    def _text_items(self, added, removed):
        """What has come and what is gone, in one line."""
        told = []
        if added:
            told.append(
                self.env._("Items added (%(count)s): %(names)s.", count=len(added), names=self._text_names(added))
            )
        if removed:
            told.append(
                self.env._(
                    "Items removed (%(count)s): %(names)s.", count=len(removed), names=self._text_names(removed)
                )
            )
        return " ".join(told)

    def _text_names(self, items):
        return some_of(self.env, items.mapped("name"), NAMED_ITEMS)
