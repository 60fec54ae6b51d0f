from odoo import models
from odoo.exceptions import UserError


class ServiceDeskOffspringMixin(models.AbstractModel):
    """What is made of tickets, a problem or a change, stays behind the walls of those tickets."""

    _name = "service.desk.offspring.mixin"
    _description = "Origin of Other Tickets"

    def _walls_to_keep(self):
        """Team and confidentiality of a ticket that repeats what these say; nothing if all may know.

        :raise UserError: when these stand behind the walls of different teams
        """
        # sudo: how a team is walled decides, whoever asks.
        walled = self.sudo().filtered(lambda one: one.is_confidential or one.team_id.visibility == "restricted")
        if not walled:
            return {}
        if len({ticket.team_id for ticket in walled}) > 1:
            raise UserError(
                self.env._(
                    "%s: different teams keep these to themselves, so that nothing can be made of all of them.",
                    ", ".join(walled.mapped("number")),
                )
            )
        return {"team_id": walled.team_id.id, "is_confidential": any(walled.mapped("is_confidential"))}
