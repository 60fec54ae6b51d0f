import re
from dataclasses import dataclass
from datetime import timedelta

from odoo import api, models
from odoo.tools import email_normalize, email_split

from ..mail_intake import trust
from .service_desk_inbox_data import FLOOD

#: What would end the quotes around a name, or keep them from ending.
UNQUOTABLE = re.compile(r'["\\]')
MAX_NAME = 200


@dataclass
class Sender:
    """Who wrote a mail, as far as that can be known."""

    address: str
    name: str
    #: ``res.partner`` and ``res.users``, empty for strangers.
    partner: object
    user: object
    #: What mail servers found out, see ``mail_intake.trust``.
    trust: str
    takes_part: bool = False

    @property
    def is_known(self):
        return bool(self.partner)

    @property
    def formatted(self):
        return f'"{self.name}" <{self.address}>' if self.name else self.address


class ServiceDeskInboxSenderMixin(models.AbstractModel):
    """Who wrote a mail, and what that person may do by mail.

    A mail proves little: it gives the rights of a person who takes part in a ticket, never more.
    """

    _name = "service.desk.inbox.sender.mixin"
    _description = "Senders of Mail"

    @api.model
    def _find_sender(self, letter):
        """The person behind an address; the one with a login where several share it."""
        partner = self._find_partner(letter.sender)
        user = partner.user_ids.filtered("active")[:1]
        proven = trust.check(letter, self._authentication_server())
        if proven == trust.UNKNOWN and self._parameter("mail_must_prove"):
            proven = trust.FAILED
        return Sender(letter.sender, self._name_of(letter), partner, user, proven)

    @api.model
    def _name_of(self, letter):
        """What the sender wants to be called; an address for a name would be somebody else's."""
        name = UNQUOTABLE.sub("", letter.sender_name)
        return "" if "@" in name else name[:MAX_NAME]

    @api.model
    def _find_partner(self, address):
        """The contact of an address, colleagues first, then who logs in by it.

        Portal users change their address as they like: a login of another name comes last.
        """
        normalized = email_normalize(address)
        if not normalized:
            return self.env["res.partner"]
        company = self.company_id or self.env.company
        found = self.env["res.partner"].search(
            [("email_normalized", "=", normalized), ("company_id", "in", [False, company.id])],
            limit=20,
        )

        def place(partner):
            users = partner.user_ids
            is_login = normalized in users.mapped(lambda user: (user.login or "").lower())
            return (partner.partner_share or not users, not is_login, bool(users), partner.id)

        return found.sorted(place)[:1]

    @api.model
    def _make_partner(self, address, name):
        """A contact for somebody who wrote for the first time."""
        return self.env["res.partner"].create(
            {"name": name or address, "email": address, "company_id": self.company_id.id}
        )

    def _takes_part(self, ticket, sender):
        """Whether the sender may say something on a ticket: who asks, follows, was copied or works
        on it."""
        if sender.partner and sender.partner in ticket._asking_partners() | ticket.message_partner_ids:
            return True
        if self._is_agent_of(ticket, sender):
            return True
        copied = {email_normalize(one) for one in email_split(ticket.email_cc or "")}
        asking = {email_normalize(ticket.requester_email or ""), ticket.requester_id.email_normalized}
        return email_normalize(sender.address) in (copied | asking) - {False, None, ""}

    @api.model
    def _is_agent_of(self, ticket, sender):
        """Whether the sender works at the desk, and may work on this ticket."""
        if not sender.user or not sender.user.has_group("service_desk.group_agent"):
            return False
        companies = sender.user.company_ids.ids
        own = ticket.with_user(sender.user).with_context(allowed_company_ids=companies)
        return own.sudo(False).has_access("write")

    # -- Storms --------------------------------------------------------------------------------

    def _is_flooding(self, sender):
        """Whether one address has sent more mails in an hour than people do."""
        limit = self._parameter("mail_limit")
        if not limit or self._is_allowed(sender.address):
            return False
        since = self.create_date - timedelta(hours=1)
        return (
            self.search_count(
                [
                    ("sender", "=", sender.address),
                    ("create_date", ">=", since),
                    ("create_date", "<=", self.create_date),
                    ("id", "<", self.id),
                ],
                limit=limit,
            )
            >= limit
        )

    @api.model
    def _is_allowed(self, address):
        """Whether Odoo's list of allowed senders names an address: monitoring, for instance."""
        return bool(
            self.env["mail.gateway.allowed"].search_count(
                [("email_normalized", "=", email_normalize(address))], limit=1
            )
        )

    def _report_flood(self, sender, team):
        """Tell the team about a storm, once for as long as it lasts."""
        told = self.search_count(
            [
                ("sender", "=", sender.address),
                ("verdict", "=", FLOOD),
                ("create_date", ">=", self.create_date - timedelta(hours=1)),
                ("id", "<", self.id),
            ],
            limit=1,
        )
        people = team.leader_id or team.member_ids
        if team and not told:
            team.message_notify(
                partner_ids=people.partner_id.ids,
                subject=self.env._("A storm of mails from %s", sender.address),
                body=self.env._(
                    "%(sender)s has sent more than %(limit)s mails within an hour. Those that"
                    " follow are held in the inbox, where they can be released.",
                    sender=sender.address,
                    limit=self._parameter("mail_limit"),
                ),
            )

    # -- Settings ------------------------------------------------------------------------------

    def _parameter(self, name):
        """A setting of the company this mail is for."""
        company = self.company_id or self.env.company
        return company[f"service_desk_{name}"]

    def _authentication_server(self):
        return self._parameter("mail_auth_server") or ""
