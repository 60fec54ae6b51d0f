from odoo import fields, models
from odoo.exceptions import UserError

from ..lifecycle import SYSTEM


class ServiceDeskTask(models.Model):
    """Tasks by which access is granted or revoked."""

    _inherit = "service.desk.task"

    access_id = fields.Many2one(
        "service.desk.access",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="What it grants or revokes.",
    )
    access_verb = fields.Selection([("grant", "Grant"), ("revoke", "Revoke")], readonly=True)

    def _payload_facts(self):
        """What another system is told that is to grant or revoke."""
        facts = super()._payload_facts()
        access = self.access_id
        if access:
            holder, user = access.partner_id, access.partner_id.user_ids[:1]
            facts["access"] = {
                "operation": self.access_verb,
                "id": access.id,
                "entitlement": {"code": access.entitlement_id.code or None, "name": access.entitlement_id.name},
                "holder": {"name": holder.name, "email": holder.email or None, "login": user.login or None},
                "until": access.date_end and access.date_end.isoformat() + "Z" or None,
                "reason": access.reason or None,
            }
        return facts

    def _check_moves(self, target, roles):
        """Who gets it does not say that they got it."""
        holders = self.sudo().access_id.partner_id  # sudo: only asks whether the user is one of them
        mine = self.env.user.partner_id._same_person() if holders else holders
        own = self.sudo().filtered(lambda task: task.access_id.partner_id & mine)
        if own and target == "done" and SYSTEM not in roles:
            raise UserError(self.env._("Let a colleague do %s: it is about your own access.", own[0].display_name))
        return super()._check_moves(target, roles)

    def _owners(self):
        return super()._owners() | ({self.access_id} if self.access_id else set())
