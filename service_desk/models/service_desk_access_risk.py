from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class ServiceDeskAccessRisk(models.Model):
    """Somebody answers for one person holding two entitlements that conflict, for a time.

    Never the person themself. It is not edited: who thinks differently withdraws it.
    """

    _name = "service.desk.access.risk"
    _description = "Accepted Risk"
    _order = "date desc, id desc"
    _rec_name = "conflict_id"

    partner_id = fields.Many2one("res.partner", string="Holder", required=True, index=True, ondelete="cascade")
    conflict_id = fields.Many2one("service.desk.entitlement.conflict", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="conflict_id.company_id", store=True, index=True)
    reason = fields.Char(required=True, help="Why it is needed, and what watches over it.")
    date_end = fields.Datetime(string="Until", help="The access ends with it. Empty means as long as the access.")
    accepted_by_id = fields.Many2one("res.users", readonly=True)
    date = fields.Datetime(readonly=True, string="Accepted On")
    date_withdrawn = fields.Datetime(readonly=True, copy=False, string="Withdrawn On")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.update(
                accepted_by_id=self.env.uid, date=self.env.cr.now().replace(microsecond=0), date_withdrawn=False
            )
        risks = super().create(vals_list)
        risks._check_acceptor()
        return risks

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("An accepted risk is not edited. Withdraw it and write another."))
        return super().write(vals)

    def _check_acceptor(self):
        """Nobody answers for a risk of their own."""
        if self.env.user.partner_id in self.partner_id._same_person():
            raise AccessError(self.env._("Somebody else must accept the risk of your own access."))
        for risk in self:
            if risk.date_end and risk.date_end <= self.env.cr.now():
                raise UserError(self.env._("Say until when in the future the risk is accepted."))

    def action_withdraw(self):
        """No longer answer for it. What was granted stays until somebody revokes it or it is reviewed."""
        if not self.env.user.has_group("service_desk.group_access_manager"):
            raise AccessError(self.env._("Access managers withdraw accepted risks."))
        self.check_access("read")
        # sudo: nobody edits these rows; this is the one thing that is written on them.
        self.sudo().filtered(lambda risk: not risk.date_withdrawn).write(
            {"date_withdrawn": self.env.cr.now().replace(microsecond=0)}
        )
        return True

    @api.model
    def _valid(self, partners, conflicts, asking):
        """(holder id, conflict id) -> the acceptance that holds now.

        :param asking: ``res.partner`` who asked for the access, whose own acceptances do not count
        """
        rows = self.search(
            [
                ("partner_id", "in", partners.ids),
                ("conflict_id", "in", conflicts.ids),
                ("accepted_by_id.partner_id", "not in", asking.ids),
                ("date_withdrawn", "=", False),
                "|",
                ("date_end", "=", False),
                ("date_end", ">", self.env.cr.now()),
            ],
            order="date, id",
        )
        return {(row.partner_id.id, row.conflict_id.id): row for row in rows}
