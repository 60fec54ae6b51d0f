from odoo import api, fields, models
from odoo.fields import Domain

APPROVAL = "service.desk.approval"


class ServiceDeskWork(models.Model):
    """Approvals in the queue are seen by who is asked, and by nobody else.

    The rule asks with each query of the queue, which serves every agent all day: it takes no
    query of its own, and looks twice only at seats on which somebody sits for another.
    """

    _inherit = "service.desk.work"

    is_open_to_me = fields.Boolean(
        compute="_compute_is_open_to_me",
        search="_search_is_open_to_me",
        help="No approval, or one that waits for the current user.",
    )

    @api.model
    def _domain_my_seats(self):
        """Rows of seats on which the user may vote now."""
        # sudo: the rows of the queue are the user's own seats, or those they sit on today.
        approvals = self.env[APPROVAL].sudo()
        approvers = self.env["service.desk.approval.delegation"]._approvers_of(self.env.user)
        return (
            Domain("res_model", "=", APPROVAL)
            & Domain("user_id", "in", [self.env.uid, *approvers])
            & Domain("res_id", "in", approvals._search(approvals._domain_waiting_for_me()))
        )

    def _search_is_open_to_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("res_model", "!=", APPROVAL) | self._domain_my_seats()
        return domain if True in value else ~domain

    @api.depends_context("uid")
    def _compute_is_open_to_me(self):
        # Nobody has a seat in what they may not decide: only those of others are doubtful.
        plain = self.filtered(lambda row: row.res_model != APPROVAL or row.user_id.id == self.env.uid)
        plain.is_open_to_me = True
        doubtful = self - plain
        # sudo: the flag is what the rules ask for.
        found = doubtful and self.sudo().search(Domain("id", "in", doubtful.ids) & self._domain_my_seats())
        for row in doubtful:
            row.is_open_to_me = row.id in found.ids

    @api.model
    @api.private
    @api.readonly
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """Fetch what the rule above looks at together with what was asked for."""
        if field_names:
            field_names = [*field_names, "res_model", "user_id"]
        return super().search_fetch(domain, field_names, offset, limit, order)
