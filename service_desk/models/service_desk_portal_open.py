from datetime import timedelta
from hashlib import sha256

from odoo import api, models
from odoo.tools import hash_sign, verify_hash_signed

from .service_desk_process_data import TICKET_COLUMNS

#: What the signature of such a link is good for, and nothing else.
SCOPE = "service_desk.open_link"


class ServiceDeskPortal(models.AbstractModel):
    """The gate's side door: links in mails that open a ticket for reading, where an admin allows it.

    A link names a ticket and the address it was mailed to, is signed, and ends with its days, with
    the setting, or when the ticket is no longer that person's. Whoever has the mail has the link,
    so it shows the conversation and does nothing.
    """

    _inherit = "service.desk.portal"

    @api.model
    def _open_link_path(self, ticket):
        """The path that opens a ticket for its requester, or None where a login is needed.

        :param ticket: with superuser rights
        """
        company = ticket.company_id
        address = ticket._notice_address()
        if company.service_desk_mail_link != "open" or ticket.is_confidential or not address:
            return None
        token = hash_sign(
            ticket.env,
            SCOPE,
            [ticket._name, ticket.id, self._seal(address), company.service_desk_mail_link_key],
            expiration=timedelta(days=company.service_desk_mail_link_days),
        )
        return f"/tickets/view/{token}"

    @api.model
    def _seal(self, address):
        """What tells an address from others without telling it: a token can be read."""
        return sha256((address or "").encode()).hexdigest()[:16]

    @api.model
    def _ticket_of_link(self, token):
        """The ticket a link opens, with superuser rights; None for what is forged, over or revoked."""
        # sudo: the signature stands for the reader's right, see above.
        portal = self.sudo()
        try:
            model, ticket_id, seal, key = verify_hash_signed(portal.env, SCOPE, token) or ()
        except (ValueError, TypeError):
            return None
        ticket = portal.env[model].browse(ticket_id).exists() if model in TICKET_COLUMNS else None
        if not ticket:
            return None
        company = ticket.company_id
        holds = (
            company.service_desk_mail_link == "open"
            and company.service_desk_mail_link_key == key
            and not ticket.is_confidential
            and self._seal(ticket._notice_address()) == seal
        )
        return ticket if holds else None
