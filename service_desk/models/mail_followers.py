from odoo import api, models
from odoo.fields import Domain


class MailFollowers(models.Model):
    """Who follows a ticket is known to those who may open it: a follower may be who complained."""

    _inherit = "mail.followers"

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not self.env.su and not bypass_access:
            domain = Domain(domain) & self._domain_visible()
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not any(self._ids):
            return result
        hidden = (self - result[0] if result else self)._behind_walls()
        if not hidden:
            return result
        forbidden = (result[0] if result else self.browse()) | hidden
        return forbidden, lambda: self.env["ir.rule"]._make_access_error(operation, forbidden)

    def _behind_walls(self):
        """Rows of tickets that the user may not open."""
        found = self.browse()
        # sudo: only asks of which ticket a row is.
        for model, rows in self.sudo().grouped("res_model").items():
            if model in self._ticket_models():
                tickets = self.env[model].browse(set(rows.mapped("res_id"))).exists()
                seen = set(tickets._filtered_access("read").ids)
                found |= rows.filtered(lambda row, seen=seen: row.res_id not in seen)
        return self.browse(found.ids)

    @api.model
    def _ticket_models(self):
        return list(self.env["service.desk.ticket.line"].LINE_FIELDS)

    @api.model
    def _domain_visible(self):
        """Followers of other documents, and of tickets within the user's walls."""
        tickets = self._ticket_models()
        visible = Domain.OR(
            Domain("res_model", "=", model) & Domain("res_id", "in", self.env[model]._search([]))
            for model in tickets
            if self.env[model].has_access("read")
        )
        return Domain("res_model", "not in", tickets) | visible
