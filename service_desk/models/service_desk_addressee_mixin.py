import re

from odoo import api, models
from odoo.tools import email_normalize, email_split

from ..mail_intake.quoting import new_text
from ..mail_intake.verdict import reads_answers
from .service_desk_notice_data import WRITTEN_TYPES

#: What does not tell one text from another, and how many words at least tell one without it.
NO_WORD = re.compile(r"[\W\d_]+")
MIN_WORDS = 4
#: Earlier mails of a sender that are looked at.
MAX_COMPARED = 5


class ServiceDeskAddresseeMixin(models.AbstractModel):
    """Whom a ticket's mails reach: each person once, those without a contact too, no machine twice."""

    _name = "service.desk.addressee.mixin"
    _description = "Addressees of Ticket Mails"

    # -- Who has no contact --------------------------------------------------------------------

    def message_post(self, **kwargs):
        """Let those who are no contacts of ours read the desk's answers too."""
        if self._is_public_post(kwargs):
            kwargs["outgoing_email_to"] = ", ".join(self._bare_addresses(kwargs)) or False
        return super().message_post(**kwargs)

    def _bare_addresses(self, kwargs):
        """Addresses that a public message goes to beside contacts: who asked, who was copied.

        :param dict kwargs: of ``message_post``
        """
        # sudo: addresses of who takes part are for agents; they are only used to write to them.
        asking = self.sudo().requester_email
        is_own = kwargs.get("email_from") == asking
        addresses = [kwargs.get("outgoing_email_to", not is_own and asking)]
        # A customer's mail has reached those whom it copied; an agent's came to the desk alone.
        author = self.env["res.partner"].browse(kwargs.get("author_id") or ())
        # sudo: whether the author is a colleague is no secret.
        kinds = {"comment"} if author.sudo().partner_share or not author else WRITTEN_TYPES
        if kwargs.get("message_type") in kinds:
            addresses += self._copied_addresses(kwargs.get("incoming_email_to"))
        return [address for address in addresses if address]

    def _copied_addresses(self, reached):
        """Whom participants have copied, so far as anybody reads what comes there.

        :param str reached: addresses that have the mail already
        """
        # sudo: addresses of who takes part are for agents; they are only used to write to them.
        addresses = map(email_normalize, email_split(self.sudo().email_cc or ""))
        reached = {email_normalize(address) for address in email_split(reached or "")}
        return [one for one in addresses if one not in reached and reads_answers(one)]

    # -- Once and not for ever -------------------------------------------------------------------

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """One mail for each address, and to nobody outside what only repeats an earlier mail."""
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        if not self:
            return recipients
        kept = self._each_address_once(message, recipients)
        is_outside = any(person["share"] for person in kept)
        if is_outside and message.message_type == "email" and self._is_said_again(message):
            kept = [person for person in kept if not person["share"]]
        return kept

    @api.model
    def _each_address_once(self, message, recipients):
        """The recipients without doubles and the author, in whatever roles they take part."""
        author = message.author_id.email_normalized or email_normalize(message.email_from or "")
        seen, kept = {author}, []
        # Contacts first: they have a language, a login and a place where failures show.
        for person in sorted(recipients, key=lambda one: not one["id"]):
            address = person["notif"] == "email" and person["email_normalized"]
            if address not in seen or not address:
                kept.append(person)
            seen.add(address)
        return kept

    def _is_said_again(self, message):
        """Whether somebody's mail repeats what they have mailed to this ticket before.

        So machines do that answer whatever they get; two that take part in one ticket would have
        the desk carry their answers to and fro for ever. People at the desk see it in any case, and
        may say a thing twice themselves.
        """
        words = self._bare_words(message)
        # sudo: whether the author is a colleague is no secret.
        if not words or (message.author_id and not message.author_id.sudo().partner_share):
            return False
        earlier = (
            self.env["mail.message"]
            .sudo()
            .search(  # sudo: only compared, never shown
                [
                    ("model", "=", self._name),
                    ("res_id", "=", self.id),
                    ("message_type", "=", "email"),
                    ("email_from", "=", message.email_from),
                    ("id", "<", message.id),
                ],
                order="id desc",
                limit=MAX_COMPARED,
            )
        )
        return any(self._bare_words(one) == words for one in earlier)

    @api.model
    def _bare_words(self, message):
        """What is new in a mail, without the numbers and times that machines put into theirs.

        In a few words a number may be all that is said.
        """
        text = new_text(message.body or "").lower()
        words = NO_WORD.sub(" ", text).strip()
        return words if len(words.split()) >= MIN_WORDS else text
