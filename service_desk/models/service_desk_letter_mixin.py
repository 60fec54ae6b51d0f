import ast
import re

from odoo import api, models
from odoo.tools import email_normalize, email_split

from ..mail_intake.quoting import new_text
from ..mail_intake.verdict import reads_answers
from .service_desk_notice_data import (
    AUTOMATIC_HEADERS,
    BUTTON,
    COLLEAGUES_BUTTON,
    WORDS,
    WRITTEN_TYPES,
)
from .service_desk_portal_data import translated

#: The layouts of Odoo that the desk's own one stands in for; one that an admin chose is kept.
STOCK_LAYOUTS = frozenset(
    {False, None, "", "mail.mail_notification_layout", "mail.mail_notification_light"}
)
LAYOUT = "service_desk.mail_layout"
#: What does not tell one text from another.
NO_WORD = re.compile(r"[\W\d_]+")
MIN_WORDS = 4
#: Earlier mails of a sender that are looked at.
MAX_COMPARED = 5
#: Whether this transaction has woken the mail queue.
HURRIED = "service_desk.hurried"


class ServiceDeskLetterMixin(models.AbstractModel):
    """How a ticket's mails look, what they carry besides the words, and where their button leads.

    The words come from people, or from ``service.desk.notice.mixin``.
    """

    _name = "service.desk.letter.mixin"
    _description = "Ticket Mails"

    # -- To whom -------------------------------------------------------------------------------

    def message_post(self, **kwargs):
        """Let those whom participants have copied read the desk's answers too."""
        is_comment = kwargs.get("subtype_xmlid") == "mail.mt_comment" or (
            kwargs.get("subtype_id") == self._comment_subtype_id()
        )
        # A customer's mail has reached those whom it copied; an agent's came to the desk alone.
        author = self.env["res.partner"].browse(kwargs.get("author_id") or ())
        kinds = {"comment"} if author.sudo().partner_share or not author else WRITTEN_TYPES
        if is_comment and kwargs.get("message_type") in kinds:
            copied = self._copied_addresses(kwargs.get("incoming_email_to"))
            more = filter(None, [kwargs.get("outgoing_email_to"), *copied])
            kwargs["outgoing_email_to"] = ", ".join(more) or False
        return super().message_post(**kwargs)

    def _copied_addresses(self, reached):
        """Whom participants have copied, so far as anybody reads what comes there.

        :param str reached: addresses that have the mail already
        """
        # sudo: addresses of who takes part are for agents; they are only used to write to them.
        addresses = map(email_normalize, email_split(self.sudo().email_cc or ""))
        reached = {email_normalize(address) for address in email_split(reached or "")}
        return [one for one in addresses if one not in reached and reads_answers(one)]

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """One mail for each address, and none to the author's, in whatever role they take part."""
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        if not self:
            return recipients
        author = message.author_id.email_normalized or email_normalize(message.email_from or "")
        seen, kept = {author}, []
        # Contacts first: they have a language, a login and a place where failures show.
        for person in sorted(recipients, key=lambda one: not one["id"]):
            address = person["notif"] == "email" and person["email_normalized"]
            if address not in seen or not address:
                kept.append(person)
            seen.add(address)
        is_outside = any(person["share"] for person in kept)
        if is_outside and message.message_type == "email" and self._is_said_again(message):
            kept = [person for person in kept if not person["share"]]
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
        earlier = self.env["mail.message"].sudo().search(  # sudo: only compared, never shown
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
        return any(self._bare_words(one) == words for one in earlier)

    @api.model
    def _bare_words(self, message):
        """What is new in a mail, without the numbers and times that machines put into theirs.

        In a few words a number may be all that is said.
        """
        text = new_text(message.body or "").lower()
        words = NO_WORD.sub(" ", text).strip()
        return words if len(words.split()) >= MIN_WORDS else text

    # -- Where the button leads ------------------------------------------------------------------

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        """The button says what there is to do."""
        groups = super()._notify_get_recipients_groups(
            message, model_description, msg_vals=msg_vals
        )
        words = WORDS.get(self.env.context.get("service_desk_event"))
        if self and (words or self._is_public_comment(message)):
            groups = [*self._group_of_open_link(), *groups]
        for name, _is_member, data in groups if self else ():
            label = words[1] if words else COLLEAGUES_BUTTON if name == "user" else BUTTON
            data.setdefault("button_access", {})["title"] = translated(self.env, label)
        return groups

    def _group_of_open_link(self):
        """The requester alone, whose button needs no login where an admin allows that."""
        # sudo: setting and address only decide where the requester's own button leads.
        ticket = self.sudo()
        path = ticket.env["service.desk.portal"]._open_link_path(ticket)
        if not path:
            return []

        def is_requester(person):
            if ticket.requester_id:
                return person["id"] == ticket.requester_id.id
            return person["email_normalized"] == ticket._notice_address()

        button = {"url": ticket.get_base_url() + path}
        data = {"active": True, "has_button_access": True, "button_access": button}
        return [["service_desk_requester", is_requester, data]]

    # -- Looks ---------------------------------------------------------------------------------

    def _notify_by_email_prepare_rendering_context(self, message, *args, **kwargs):
        values = super()._notify_by_email_prepare_rendering_context(message, *args, **kwargs)
        if not self:
            return values
        # sudo: names and addresses that belong to the ticket; the reader is one of its people.
        ticket = values["record"].sudo()
        words = WORDS.get(self.env.context.get("service_desk_event"))
        is_public = self._is_public_comment(message)
        return values | {
            "desk_number": ticket.number,
            "desk_subject": ticket.name,
            "desk_heading": translated(ticket.env, words[0]) if words else "",
            "desk_author": message.message_type in WRITTEN_TYPES and self._text_author(message),
            "desk_is_public": is_public or bool(words),
            "desk_takes_answers": bool(ticket.team_id.alias_email or ticket.company_id.catchall_email),
            "desk_footer": ticket.team_id.mail_footer,
        }

    def _text_author(self, message):
        """Who wrote an answer; an address is nobody else's business."""
        # sudo: the name that stands above the words on the portal as well.
        return message.author_id.sudo().name or self._name_in_address(message.email_from)

    def _notify_by_email_render_layout(
        self, message, recipients_group, msg_vals=False, render_values=None
    ):
        msg_vals = dict(msg_vals or {})
        layout = msg_vals.get("email_layout_xmlid", message.email_layout_xmlid)
        if self and layout in STOCK_LAYOUTS:
            msg_vals["email_layout_xmlid"] = LAYOUT
        return super()._notify_by_email_render_layout(
            message, recipients_group, msg_vals=msg_vals, render_values=render_values
        )

    # -- When --------------------------------------------------------------------------------------

    def _notify_thread_by_email(self, message, recipients_data, **kwargs):
        """Have what a job has written sent at once; the mail queue's own turn comes once an hour.

        Odoo leaves mails of scheduled actions to its queue, which commits after each of them.
        """
        result = super()._notify_thread_by_email(message, recipients_data, **kwargs)
        noted = self.env.cr.precommit.data
        is_left_to_queue = self.env.context.get("mail_notify_force_send") is False
        if self and is_left_to_queue and not noted.get(HURRIED):
            noted[HURRIED] = True
            # sudo: nothing is changed, the queue only begins earlier.
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
        return result

    # -- Headers -------------------------------------------------------------------------------

    def _notify_by_email_get_base_mail_values(self, message, recipients_data, additional_values=None):
        """Thread the ticket's mails, and say of those that no person wrote that this is so."""
        values = super()._notify_by_email_get_base_mail_values(
            message, recipients_data, additional_values=additional_values
        )
        if not self:
            return values
        headers = ast.literal_eval(values.get("headers") or "{}")
        # Odoo would show all customers' addresses to each other, for the sake of "reply to all".
        headers.pop("X-Msg-To-Add", None)
        if message.message_type not in WRITTEN_TYPES:
            headers = {**AUTOMATIC_HEADERS, **headers}
        first = self._first_letter_id()
        thread = [*filter(None, [first]), self._thread_id()]
        headers["In-Reply-To"] = thread[0]
        known = (values.get("references") or "").split()
        references = [*thread, *(one for one in known if one not in thread)]
        return values | {"references": " ".join(references), "headers": repr(headers)}

    def _thread_id(self):
        """The id of a mail that nobody has: mail programs put under it all that refer to it."""
        domain = self.sudo().company_id.alias_domain_id.name or "service-desk.invalid"
        return f"<{self._name}-{self.id}@{domain}>"

    def _first_letter_id(self):
        """The Message-ID of the mail that the ticket came from, if it came by mail."""
        if self.channel != "email":
            return None
        # sudo: the inbox is for admins; the id is one that the requester's mail has.
        letter = self.env["service.desk.inbox"].sudo().search(
            [("res_model", "=", self._name), ("res_id", "=", self.id), ("message_id", "!=", False)],
            order="id",
            limit=1,
        )
        return letter.message_id
