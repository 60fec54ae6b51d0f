from odoo import fields, models

from .service_desk_inbox_data import CONTACT, UNKNOWN_SENDERS
from .service_desk_process_data import REQUESTER_PROCESSES


class ServiceDeskTeam(models.Model):
    """What a team makes of the mail it gets."""

    _name = "service.desk.team"
    _inherit = ["service.desk.team", "mail.alias.mixin.optional"]

    # A team is not kept from going by its address.
    alias_id = fields.Many2one(ondelete="set null", index="btree_not_null")
    mail_process = fields.Selection(
        REQUESTER_PROCESSES,
        string="A Mail Becomes",
        required=True,
        default=REQUESTER_PROCESSES[0][0],
        help="What is made of a mail to this team's address.",
    )
    unknown_sender = fields.Selection(
        UNKNOWN_SENDERS,
        string="Unknown Senders",
        required=True,
        default=CONTACT,
        help="What becomes of a mail whose sender is no contact yet.",
    )
    thanks_keeps_resolved = fields.Boolean(
        string="A Thank-You Keeps It Resolved",
        default=True,
        help="A mail that says thanks and nothing else does not reopen a resolved ticket.",
    )

    def _alias_get_creation_values(self):
        """Mail to the alias is the desk's; the inbox finds the team by it."""
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id(self.mail_process or REQUESTER_PROCESSES[0][0])
        if self.id:
            values["alias_parent_model_id"] = self.env["ir.model"]._get_id(self._name)
            values["alias_parent_thread_id"] = self.id
            values["alias_defaults"] = repr({"team_id": self.id})
        return values
