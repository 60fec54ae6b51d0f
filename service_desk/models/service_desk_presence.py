from datetime import timedelta

from odoo import api, fields, models


class ServiceDeskPresence(models.Model):
    """Which user had which ticket open, and when last. Nobody reads it but the desk's own code."""

    _name = "service.desk.presence"
    _description = "Presence on a Ticket"
    _log_access = False

    res_model = fields.Char(required=True)
    res_id = fields.Integer(required=True)
    user_id = fields.Many2one("res.users", required=True, ondelete="cascade", index=True)
    date_seen = fields.Datetime(required=True)

    _seen_uniq = models.Constraint("UNIQUE(res_model, res_id, user_id)", "Seen already.")

    @api.autovacuum
    def _gc_presence(self):
        """Forget who looked at what after an hour."""
        self.search([("date_seen", "<", self.env.cr.now() - timedelta(hours=1))]).unlink()
