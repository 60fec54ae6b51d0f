from odoo import api, fields, models
from odoo.tools import SQL


class ServiceDeskAccessTurn(models.Model):
    """Lets one grant at a time be decided for a person.

    Two conflicting grants that are decided at the same moment would not see each other. Each
    leaves its mark here; PostgreSQL makes the second wait and then begin anew.
    """

    _name = "service.desk.access.turn"
    _description = "Grant Being Decided"
    _log_access = False

    partner_id = fields.Many2one("res.partner", required=True, ondelete="cascade")
    turns = fields.Integer(default=0)

    _partner_uniq = models.UniqueIndex("(partner_id)")

    @api.model
    def _take(self, partners):
        """Be the only one who decides about these people until the transaction ends."""
        if partners:
            self.env.cr.execute(
                SQL(
                    "INSERT INTO service_desk_access_turn (partner_id, turns)"
                    " SELECT unnest(%s), 1 ON CONFLICT (partner_id)"
                    " DO UPDATE SET turns = service_desk_access_turn.turns + 1",
                    sorted(partners.ids),
                ),
                log_exceptions=False,
            )
