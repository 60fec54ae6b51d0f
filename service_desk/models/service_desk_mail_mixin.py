from odoo import fields, models
from odoo.tools import email_normalize, email_split

#: Longer chains of merges and conversions are followed no further.
MAX_STEPS = 20


class ServiceDeskMailMixin(models.AbstractModel):
    """A ticket's side of mail: who may write to it, and where answers go."""

    _name = "service.desk.mail.mixin"
    _description = "Ticket by Mail"

    requester_email = fields.Char(
        readonly=True,
        copy=False,
        help="Who asked by mail, when there is no contact for them.",
    )
    email_cc = fields.Char(
        string="Copied",
        copy=False,
        groups="service_desk.group_agent",
        help="Addresses that those who take part have copied; they may answer by mail.",
    )

    def write(self, vals):
        # Once there is a contact, answers go there alone.
        if vals.get("requester_id"):
            vals = {**vals, "requester_email": False}
        return super().write(vals)

    def _participant_addresses(self):
        """Normalized addresses of all who may write to this ticket by mail, agents aside."""
        self.ensure_one()
        people = self._asking_partners() | self.message_partner_ids
        copied = [email_normalize(address) for address in email_split(self.email_cc or "")]
        own = email_normalize(self.requester_email or "")
        return {*people.mapped("email_normalized"), *copied, own} - {False, None, ""}

    def _living(self):
        """The ticket that this one goes on as, after merges and conversions."""
        ticket = self
        for _step in range(MAX_STEPS):
            successor = ticket.merged_into_id or ticket._successor_ticket()
            if not successor:
                break
            ticket = successor
        return ticket

    def _values_for_follow_up(self):
        """What a new ticket takes over from this one, which is over."""
        return {
            "previous_id": self.id,
            "service_id": self.service_id.id,
            "category_id": self.category_id.id,
            "is_confidential": self.is_confidential,
        }

    def _keep_description(self, html, attachments):
        """Store what a mail says as the description, with its pictures in their places.

        :param html: Markup, cleaned
        :param list attachments: name, content and facts of each file, as ``message_post`` takes them
        """
        self.ensure_one()
        ticket = self.with_context(attachments_mime_plainxml=True, image_no_postprocess=True)
        kept = ticket._process_attachments_for_post(
            attachments, [], {"model": self._name, "res_id": self.id, "body": html}
        )
        self.description = kept.get("body", html)
        files = [command[1] for command in kept["attachment_ids"]]
        if files:
            # The portal shows files of what was said; these came with the question.
            self._keep_mailed_files(files)

    def _keep_mailed_files(self, attachment_ids):
        """Show files to the requester as those of the question."""
        # sudo: the requester says it, whoever keeps it.
        self.with_context(mail_post_autofollow_author_skip=True).sudo()._message_create(
            [
                {
                    "model": self._name,
                    "res_id": self.id,
                    "author_id": self.submitted_by_id.id or self.requester_id.id,
                    "email_from": self.requester_email or self.requester_id.email_formatted,
                    "body": "",
                    "message_type": "comment",
                    "subtype_id": self._comment_subtype_id(),
                    "attachment_ids": [(4, file_id) for file_id in attachment_ids],
                }
            ]
        )

    def _notify_get_reply_to_batch(self, defaults=None, author_ids=None):
        """Answers go to the address of the team that works the ticket."""
        result = super()._notify_get_reply_to_batch(defaults=defaults, author_ids=author_ids)
        # sudo: the address of a team is no secret.
        for ticket in self.sudo():
            address = ticket.team_id.alias_email
            if address:
                result[ticket.id] = ticket._notify_get_reply_to_formatted_email(
                    address, author_id=(author_ids or {}).get(ticket.id, False)
                )
        return result
