from datetime import timedelta

from markupsafe import Markup

from odoo import api, models
from odoo.tools import html_sanitize
from odoo.tools.mail import email_normalize

from ..lifecycle import DONE, ENDED_PHASES
from ..mail_intake import courtesy, quoting, verdict
from ..mail_intake.contents import contents_of
from .service_desk_inbox_data import ACKNOWLEDGE_PAUSES, CONTACT, REMARKS
from .service_desk_portal_data import translated
from .service_desk_process_data import REQUESTER_PROCESSES

MAX_SUBJECT = 250
#: Addresses that get the desk's answers besides the requester; who copies more does not mean them.
MAX_COPIED = 50


class ServiceDeskInboxTicketMixin(models.AbstractModel):
    """What mails do to tickets: answer one, or make one."""

    _name = "service.desk.inbox.ticket.mixin"
    _description = "Tickets of Mail"

    # -- Replies -----------------------------------------------------------------------------

    def _answer(self, ticket, letter, sender):
        """Add a mail to a ticket, and let follow what follows from a reply.

        :return: the ticket it went to: a new one, linked, when the old one is over
        """
        read = contents_of(letter)
        is_asking = self._is_asking(ticket, sender)
        if is_asking and not self._keep_or_reopen(ticket, read, letter):
            return self._open(ticket.team_id, letter, sender, previous=ticket)
        is_agent = self._is_agent_of(ticket, sender)
        is_note, html = quoting.take_command(read.html) if is_agent else (False, read.html)
        is_note = is_note or (is_agent and self._answers_note(letter))
        self._post(ticket, letter, sender, read, html, is_note)
        if not is_note:
            self._note_copied(ticket, letter, sender)
        return ticket

    @api.model
    def _is_asking(self, ticket, sender):
        if sender.partner:
            return sender.partner in ticket._asking_partners()
        return bool(sender.address) and ticket.requester_email == sender.address

    def _keep_or_reopen(self, ticket, read, letter):
        """What the requester's mail does to a ticket that has ended.

        :return: whether the mail belongs on this ticket; False when it needs a new one
        """
        if ticket.phase not in ENDED_PHASES:
            return True
        keeps = ticket.team_id.thanks_keeps_resolved or not ticket.team_id
        if keeps and courtesy.is_thanks(quoting.new_text(read.html)):
            return True
        if not ticket.can_reopen:
            return ticket.phase == DONE and not ticket.date_resolved
        ticket._requester_move(ticket._lifecycle.working)
        return True

    @api.model
    def _answers_note(self, letter):
        """Whether a mail answers something that only the desk reads."""
        message = self.env["mail.message"].search([("message_id", "in", letter.references[:1])], limit=1)
        return bool(message) and (message.is_internal or message.subtype_id.internal)

    def _post(self, ticket, letter, sender, read, html, is_note):
        """Put a mail into the conversation, with its files."""
        body = self._clean(quoting.fold(html)) + self._remarks(read)
        return ticket.with_context(
            mail_post_autofollow_author_skip=True,
            mail_create_nosubscribe=True,
            attachments_mime_plainxml=True,
            image_no_postprocess=True,
        ).message_post(
            author_id=sender.partner.id,
            email_from=sender.formatted,
            body=body,
            subject=letter.subject[:MAX_SUBJECT] or False,
            message_type="email",
            subtype_xmlid="mail.mt_note" if is_note else "mail.mt_comment",
            message_id=letter.message_id or False,
            attachments=self._attachments(read),
            incoming_email_to=", ".join(letter.recipients) or False,
        )

    def _note_copied(self, ticket, letter, sender):
        """Whom a participant copies takes part from then on."""
        copied = [*letter.copied, *((letter.sender,) if not sender.partner else ())]
        known = ticket._participant_addresses()
        ours = {*self._aliases(copied).mapped("alias_full_name"), *self._own_addresses()}
        fresh = [one for one in copied if email_normalize(one) not in known and one not in ours]
        if fresh and len(fresh) + (ticket.email_cc or "").count("@") > MAX_COPIED:
            ticket._message_log(body=self.env._("This mail went to a crowd, which the desk does not answer."))
        elif fresh:
            ticket.email_cc = ", ".join(filter(None, [ticket.email_cc, *fresh]))

    # -- New tickets -------------------------------------------------------------------------

    def _open(self, team, letter, sender, previous=None):
        """Make a ticket of a mail.

        :param team: ``service.desk.team`` it was sent to, maybe none
        :param previous: the ticket it takes up again, which is over
        """
        read = contents_of(letter)
        asked = self._original(letter, sender, read)
        requester, submitter = self._requester(asked, sender, team)
        values = {
            "name": self._title(asked["subject"], asked["html"]),
            "team_id": team.id,
            "channel": "email",
            "requester_id": requester.id,
            "requester_email": False if requester else asked["address"],
            "submitted_by_id": submitter.id,
            "company_id": (team.company_id or previous and previous.company_id or self.env.company).id,
            **(previous._values_for_follow_up() if previous else {}),
        }
        model = previous._name if previous else team.mail_process or REQUESTER_PROCESSES[0][0]
        tickets = self.env[model].with_company(values["company_id"])
        ticket = tickets.with_context(service_desk_acknowledge=False).create(values)
        ticket = ticket.with_context(service_desk_acknowledge=None)
        ticket._keep_description(
            self._clean(quoting.fold(asked["html"])) + self._remarks(read), self._attachments(read)
        )
        if asked["remark"]:
            ticket._log_note(self.env._("Forwarded by %s", sender.formatted), asked["remark"])
        self._note_copied(ticket, letter, sender)
        self._answer_arrival(ticket, asked["address"])
        return ticket

    def _answer_arrival(self, ticket, address):
        """Acknowledge a new ticket, in answer to the mail that it came by."""
        if self._is_worth_an_answer(address):
            self.acknowledged_to = address
            # Only what belongs to the ticket can be referred to by its mails.
            self._belongs_to(ticket, ticket.team_id)
            ticket.with_context(service_desk_acknowledge=True)._acknowledge()

    def _original(self, letter, sender, read):
        """What was asked and by whom: by the sender, or by whoever an agent's mail comes from."""
        asked = {
            "address": sender.address,
            "name": sender.name,
            "subject": quoting.bare_subject(letter.subject),
            "html": read.html,
            "remark": "",
        }
        is_agent = sender.user and sender.user.has_group("service_desk.group_agent")
        # An answer quotes a mail just as a forward of the same program does.
        is_forward = is_agent and not quoting.is_reply(letter.subject)
        found = quoting.forwarded(read.html) if is_forward else None
        if found and found.address != sender.address and not self._aliases([found.address]):
            asked.update(
                address=found.address,
                name=found.name,
                subject=found.subject or asked["subject"],
                html=found.html,
                remark=self._clean(found.remark),
            )
        return asked

    def _requester(self, asked, sender, team):
        """For whom a mail is, and who sent it in."""
        if asked["address"] == sender.address:
            requester = sender.partner
        else:
            requester = self._find_partner(asked["address"])
        if not requester and (team.unknown_sender or CONTACT) == CONTACT:
            requester = self._make_partner(asked["address"], asked["name"])
        return requester, sender.partner if asked["address"] != sender.address else requester

    @api.model
    def _title(self, subject, html):
        """The subject, else the first words."""
        title = subject or quoting.new_text(html).partition("\n")[0]
        return title[:MAX_SUBJECT].strip() or self.env._("Mail without a subject")

    def _is_worth_an_answer(self, address):
        """Whether the sender hears that the mail came: once in a while, if anybody reads it."""
        if not verdict.reads_answers(address):
            return False
        now = self.env.cr.now()
        told = self.search(
            [("acknowledged_to", "=", address), ("create_date", ">=", now - timedelta(days=1))],
            order="create_date desc",
            limit=len(ACKNOWLEDGE_PAUSES),
        )
        if not told:
            return True
        pause = timedelta(minutes=ACKNOWLEDGE_PAUSES[len(told) - 1])
        return told[0].create_date < now - pause

    # -- Bodies ------------------------------------------------------------------------------

    @api.model
    def _clean(self, html):
        return Markup(
            html_sanitize(
                html or "",
                sanitize_attributes=True,
                # What covers the whole screen could pretend to be a part of it.
                sanitize_style=True,
                sanitize_form=True,
                strip_classes=True,
            )
        )

    def _remarks(self, read):
        words = (translated(self.env, REMARKS[remark]) for remark in read.remarks)
        lines = Markup("").join(Markup("<li>%s</li>") % line for line in words)
        return Markup("<ul>%s</ul>") % lines if lines else Markup("")

    @api.model
    def _attachments(self, read):
        return [(one.name, one.content, {"cid": one.cid} if one.cid else {}) for one in read.files]
