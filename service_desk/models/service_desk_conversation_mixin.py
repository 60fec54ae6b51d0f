from urllib.parse import quote

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..lifecycle import OPEN_PHASES, PENDING


class ServiceDeskConversationMixin(models.AbstractModel):
    """What is said on a ticket, to whom, and what follows from it."""

    _name = "service.desk.conversation.mixin"
    _description = "Ticket Conversation"
    _inherit = ["service.desk.rating.mixin", "mail.activity.mixin"]

    _mail_post_access = "write"

    portal_path = fields.Char(compute="_compute_portal_path", help="Where the requester finds it.")

    # What agents plan to do is internal; employees who ask could read it from their ticket.
    activity_state = fields.Selection(groups="service_desk.group_agent")
    activity_user_id = fields.Many2one(groups="service_desk.group_agent")
    activity_type_id = fields.Many2one(groups="service_desk.group_agent")
    activity_type_icon = fields.Char(groups="service_desk.group_agent")
    activity_date_deadline = fields.Date(groups="service_desk.group_agent")
    activity_summary = fields.Char(groups="service_desk.group_agent")

    @api.depends("number")
    def _compute_portal_path(self):
        for ticket in self:
            ticket.portal_path = f"/my/tickets/{quote(ticket.number or '')}"

    # -- Who may read what is said -------------------------------------------------------------

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Messages are for those who work the ticket.

        Requesters may read the ticket itself; were that enough for its messages, employees would
        read internal notes by RPC. The portal shows them the public part.
        """
        if message_operation == "read":
            return dict.fromkeys(self, "write")
        return super()._mail_get_operation_for_mail_message_operation(message_operation)

    def message_post(self, **kwargs):
        """Post on a ticket.

        Stock Odoo lets followers post, and anybody name somebody else as the author. Here posting
        needs the right to work on the ticket, and a message is from whoever is logged in; the
        server's own code speaks for requesters and mails.
        """
        if not self.env.su:
            self.check_access(self._mail_post_access)
            if kwargs.get("rating_id") or kwargs.get("rating_value"):
                raise AccessError(self.env._("Those who asked rate a ticket, on the portal."))
            kwargs |= {"author_id": self.env.user.partner_id.id, "email_from": None}
        if kwargs.get("message_type") == "comment":
            self._refuse_note_to_outsiders(kwargs)
        return super().message_post(**kwargs)

    def _refuse_note_to_outsiders(self, kwargs):
        """A note that mentions the requester would be mailed to them."""
        if self._is_public_post(kwargs) or not kwargs.get("partner_ids"):
            return
        # sudo: only the names and rights of those who were named are looked up.
        partners = self.env["res.partner"].sudo().browse(kwargs["partner_ids"])
        outsiders = partners.filtered(lambda partner: partner in self._asking_partners() or partner.user_ids).filtered(
            lambda partner: not self._may_work(partner.user_ids)
        )
        if outsiders:
            raise UserError(
                self.env._(
                    "Notes stay inside the desk, and %(names)s cannot read them. Send a message"
                    " instead, or leave them out.",
                    names=", ".join(outsiders.mapped("name")),
                )
            )

    @api.model
    def _is_public_post(self, kwargs):
        """Whether requesters read what is about to be posted; see :meth:`_is_public_comment`."""
        return not kwargs.get("is_internal") and (
            kwargs.get("subtype_xmlid") == "mail.mt_comment" or kwargs.get("subtype_id") == self._comment_subtype_id()
        )

    def _may_work(self, users):
        return any(self._may_hear(user.id, "write") for user in users)

    def message_notify(self, **kwargs):
        """Hint at a ticket; for agents, in their own name. See :meth:`message_post`."""
        if not self.env.su:
            if not self.env.user.has_group("service_desk.group_agent"):
                raise AccessError(self.env._("Only agents of the desk send hints about tickets."))
            kwargs |= {"author_id": self.env.user.partner_id.id, "email_from": None}
        return super().message_notify(**kwargs)

    def _check_can_update_message_content(self, messages):
        """Mails with what requesters read were sent; authors may only put their own notes right."""
        me = self.env.user.partner_id
        for message in messages:
            if self._is_public_comment(message) or message.author_id != me:
                raise UserError(self.env._("What was said on a ticket stays as it is."))
        return super()._check_can_update_message_content(messages)

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Followers whom a wall has shut out since hear nothing more of the ticket.

        Everybody may follow what they may read, and choose notes for it. Notes and tracked changes
        are sent to those alone who work the ticket; a notice of the desk, to whom it is meant for.
        """
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        kind = (msg_vals or {}).get("message_type") or message.message_type
        if not self or kind == "user_notification":
            return recipients
        is_public = message.subtype_id.id == self._comment_subtype_id() and not message.is_internal
        meant = set(message.partner_ids.ids)
        return [
            person
            for person in recipients
            if self._may_hear(person.get("uid"), "read" if is_public or person["id"] in meant else "write")
        ]

    def _may_hear(self, user_id, operation="read"):
        """Whether that user may open, or work on, this ticket.

        People without a login were asked to listen by somebody of the desk.
        """
        if not user_id:
            return True
        # sudo: only the user's own rights are looked up, in all of their companies.
        user = self.env["res.users"].sudo().browse(user_id)
        ticket = self.with_user(user.id).with_context(allowed_company_ids=user.company_ids.ids)
        return ticket.sudo(False).has_access(operation)

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Any login can hand a forged mail to the gateway by RPC, so it makes no tickets here."""
        raise AccessError(self.env._("Tickets cannot be created through this mail address."))

    def _public_messages(self):
        """What the requester may read of the conversation, oldest first.

        Callers have checked that the ticket is theirs; this leaves out notes and system lines.
        """
        self.ensure_one()
        # sudo: message rules want write access on the ticket, which requesters do not have.
        return (
            self.env["mail.message"]
            .sudo()
            .search([*self._public_message_domain(), ("res_id", "=", self.id)], order="date, id")
        )

    @api.model
    def _public_message_domain(self):
        """What of the conversations on tickets of this process requesters may read."""
        return [
            ("model", "=", self._name),
            ("message_type", "in", ["comment", "email"]),
            ("subtype_id", "=", self._comment_subtype_id()),
            ("is_internal", "=", False),
        ]

    # -- What follows from a message -----------------------------------------------------------

    def _message_post_after_hook(self, message, msg_vals):
        result = super()._message_post_after_hook(message, msg_vals)
        if self._is_public_comment(message):
            if message.author_id in self._asking_partners():
                self._on_requester_reply(message)
            elif message.author_id.main_user_id and not message.author_id.partner_share:
                self._on_first_response(message)
        return result

    def _is_public_comment(self, message):
        return (
            message.message_type in ("comment", "email")
            and not message.is_internal
            and message.subtype_id.id == self._comment_subtype_id()
        )

    @api.model
    def _comment_subtype_id(self):
        """The id of what requesters read, without a query (Odoo protects it from deletion)."""
        return self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment")

    def _reply_dialog(self, body, **context):
        """The dialog that writes to the requester, begun with some words; nothing is sent before it is.

        :param body: HTML to begin with
        :param context: what else the dialog knows, for those who count what was sent
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reply"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_composition_mode": "comment",
                "default_subtype_xmlid": "mail.mt_comment",
                "default_partner_ids": self.requester_id.ids,
                "default_body": body,
                **context,
            },
        }

    def _asking_partners(self):
        """Those for whom and by whom the ticket was raised."""
        return self.requester_id | self.submitted_by_id

    def _on_requester_reply(self, message):
        """The requester's own answer ends the waiting for it."""
        if self.phase == PENDING and self.pending_reason_id.sudo().resumes_on_reply:
            # sudo: the move follows from the reply; requesters cannot write tickets.
            self.sudo()._resume()

    def _on_first_response(self, message):
        if not self.date_first_response and self.phase in OPEN_PHASES:
            # Not the message's own date: clocks of all servers go by that of the database.
            self._write_facts({"date_first_response": self._now()})

    def _requester_text(self):
        """The ticket in its requester's language, for sentences that the requester reads."""
        self.ensure_one()
        return self.with_context(lang=self.requester_id.lang or self.env.lang)
