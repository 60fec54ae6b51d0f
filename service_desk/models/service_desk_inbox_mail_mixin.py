import base64

from odoo import api, models

from ..mail_intake import trust, verdict
from ..mail_intake.letter import Letter
from .service_desk_inbox_data import (
    DONE,
    FLOOD,
    HELD,
    HOLD,
    IGNORED,
    INTRUDER,
    SIGNS,
    STRANGER,
    UNPROVEN,
)
from .service_desk_portal_data import translated
from .service_desk_process_data import TICKET_COLUMNS


class ServiceDeskInboxMailMixin(models.AbstractModel):
    """What becomes of a mail: a ticket, a reply, or a line that somebody may look at."""

    _name = "service.desk.inbox.mail.mixin"
    _description = "Reading Mail"
    _inherit = [
        "service.desk.inbox.thread.mixin",
        "service.desk.inbox.sender.mixin",
        "service.desk.inbox.ticket.mixin",
    ]

    def _process_mail(self):
        """Decide on one mail, and do it."""
        letter = Letter(base64.b64decode(self.raw or b""))
        judged = self._judge(letter)
        if not judged.is_human:
            if judged.kind == verdict.BOUNCE:
                self._note_bounce(letter)
            return self._end(IGNORED, judged.kind, translated(self.env, SIGNS[judged.sign]))
        ticket, team = self._find_ticket(letter), self._find_team(letter)
        self._belongs_to(ticket, team)
        sender = self._find_sender(letter)
        sender.takes_part = bool(ticket) and self._takes_part(ticket, sender)
        if not self.is_released and (held := self._doubt(letter, sender, ticket, team)):
            return self._end(HELD, *held)
        # Whoever let it in vouches for the sender, not for a number that anybody may write down.
        may_answer = sender.takes_part or (self.is_released and self._names_thread(letter, ticket))
        if ticket and not may_answer:
            ticket = ticket.browse()
        done = self._answer(ticket, letter, sender) if ticket else self._open(team, letter, sender)
        self._belongs_to(done, done.team_id)
        return self._end(DONE, verdict.HUMAN)

    # -- Kinds of mail -----------------------------------------------------------------------

    def _judge(self, letter):
        """Whether a person wrote it; a person here, or a list of senders, may have said so."""
        judged = verdict.judge(letter, self._is_ours)
        if judged.is_human or self.is_released:
            return verdict.Verdict(verdict.HUMAN)
        is_list = judged.kind == verdict.LIST
        may_try = is_list or judged.kind == verdict.AUTO_REPLY
        if (may_try and self._is_allowed(letter.sender)) or (is_list and self._is_own_list(letter)):
            return verdict.Verdict(verdict.HUMAN)
        return judged

    @api.model
    def _is_own_list(self, letter):
        """Whether a list of our own passed the mail on: support@ is a group at many mail providers."""
        name = letter.header("List-Id").rpartition("<")[2].strip("> ").lower()
        domains = {address.rpartition("@")[2] for address in self._own_addresses()}
        domains.add((self.env.company.partner_id.email_normalized or "").rpartition("@")[2])
        return any(name.endswith(f".{domain}") for domain in domains - {""})

    @api.model
    def _is_ours(self, letter):
        """Whether Odoo sent this mail itself."""
        if letter.sender in self._own_addresses() or self._aliases([letter.sender]):
            return True
        # Mails that came in are stored with their own ids too, by this very job.
        messages = (
            self.env["mail.message"].search(
                [("message_id", "=", letter.message_id), ("message_type", "!=", "email")], limit=1
            )
            if letter.message_id
            else self.env["mail.message"]
        )
        return bool(messages)

    @api.model
    def _is_report_on_ticket(self, letter):
        """Whether a mail server reports on a mail that a ticket has sent.

        Mails of the desk that came back name theirs somewhere inside.
        """
        if verdict.judge(letter).kind != verdict.BOUNCE:
            return False
        named = [*letter.references, *letter.enclosed_ids]
        return bool(
            named
            and self.env["mail.message"].search_count(
                [("message_id", "in", named), ("model", "in", list(TICKET_COLUMNS))], limit=1
            )
        )

    @api.model
    def _own_addresses(self):
        """Addresses that Odoo writes from, and that it answers to."""
        domains = self.env["mail.alias.domain"].search([("name", "!=", False)])
        names = ("bounce_email", "catchall_email", "default_from_email")
        return {address for name in names for address in domains.mapped(name) if address}

    def _note_bounce(self, letter):
        """Tell the ticket, and whoever wrote on it, that a mail did not arrive.

        Odoo knows the formats of these reports; which message it was about decides.
        """
        gateway = self.env["mail.thread"]
        message = gateway._service_desk_parse(letter.raw)
        if message is None:
            return
        email_message, facts = message
        bounced = facts.get("bounced_message")
        if not bounced or not gateway.env["mail.message"]._is_ticket_model(bounced.model):
            return
        ticket = self.env[bounced.model].browse(bounced.res_id).exists()
        if ticket:
            self._belongs_to(ticket, ticket.team_id)
        gateway._routing_handle_bounce(email_message, facts)

    # -- Doubts ------------------------------------------------------------------------------

    def _doubt(self, letter, sender, ticket, team):
        """Why somebody has to look at a mail first: kind and reason, None when it is in order."""
        if sender.trust == trust.FAILED:
            return UNPROVEN, self.env._("Its mail server denies that %s sent it.", sender.address)
        if not sender.address:
            return STRANGER, self.env._("It has no sender.")
        if len({address for _name, address in letter.senders}) > 1:
            # A mail server looks at one of them, and vouches for that one alone.
            return UNPROVEN, self.env._("It names several senders.")
        if self._is_flooding(sender):
            self._report_flood(sender, team or ticket.team_id)
            return FLOOD, self.env._("%s has sent too many mails.", sender.address)
        if ticket and not sender.takes_part and self._names_thread(letter, ticket):
            return INTRUDER, self.env._(
                "%(sender)s takes no part in %(ticket)s.",
                sender=sender.address,
                ticket=ticket.number,
            )
        if not sender.is_known and not sender.takes_part and team.unknown_sender == HOLD:
            return STRANGER, self.env._("The desk does not know %s.", sender.address)
        return None

    # -- Results -----------------------------------------------------------------------------

    def _end(self, state, kind, reason=""):
        """Close a row with the decision on it, and why where people will ask."""
        self.write({"state": state, "verdict": kind, "reason": reason or False})

    def _belongs_to(self, ticket, team):
        """Remember which ticket and team a mail is about, for whoever looks at it."""
        values = {"team_id": team.id, "company_id": team.company_id.id}
        if ticket:
            values = {
                "res_model": ticket._name,
                "res_id": ticket.id,
                "ticket_number": ticket.number,
                "team_id": ticket.team_id.id,
                "company_id": ticket.company_id.id,
            }
        self.write(values)
