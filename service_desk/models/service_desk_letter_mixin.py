import ast

from odoo import models

from .service_desk_notice_data import (
    AUTOMATIC_HEADERS,
    BUTTON,
    COLLEAGUES_BUTTON,
    WORDS,
    WRITTEN_TYPES,
)
from .service_desk_portal_data import translated

#: The layouts of Odoo that the desk's own one stands in for; one that an admin chose is kept.
STOCK_LAYOUTS = frozenset({False, None, "", "mail.mail_notification_layout", "mail.mail_notification_light"})
LAYOUT = "service_desk.mail_layout"
#: Whether this transaction has woken the mail queue.
HURRIED = "service_desk.hurried"


class ServiceDeskLetterMixin(models.AbstractModel):
    """How a ticket's mails look, what they carry besides the words, and where their button leads.

    The words come from people, or from ``service.desk.notice.mixin``; whom they reach is the
    ``service.desk.addressee.mixin``'s.
    """

    _name = "service.desk.letter.mixin"
    _description = "Ticket Mails"

    # -- Where the button leads ------------------------------------------------------------------

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        """The button says what there is to do."""
        groups = super()._notify_get_recipients_groups(message, model_description, msg_vals=msg_vals)
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

    def _notify_by_email_render_layout(self, message, recipients_group, msg_vals=False, render_values=None):
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
        # sudo: the domain stands in every mail of the company.
        domain = self.sudo().company_id.alias_domain_id.name or "service-desk.invalid"
        return f"<{self._name}-{self.id}@{domain}>"

    def _first_letter_id(self):
        """The Message-ID of the mail that the ticket came from, if it came by mail."""
        if self.channel != "email":
            return None
        # sudo: the inbox is for managers; the id is one that the requester's mail has.
        letter = (
            self.env["service.desk.inbox"]
            .sudo()
            .search(
                [("res_model", "=", self._name), ("res_id", "=", self.id), ("message_id", "!=", False)],
                order="id",
                limit=1,
            )
        )
        return letter.message_id
