from datetime import timedelta

from markupsafe import Markup

from odoo import models

from .service_desk_notice_data import CLOSED
from .service_desk_portal_data import RATINGS, translated

#: What the desk has said within so many minutes is not said again because of a hold.
JUST_MINUTES = 60


class ServiceDeskNoticeWordsMixin(models.AbstractModel):
    """What a notice says besides its template: an agent's answer, the open question, the rating."""

    _name = "service.desk.notice.words.mixin"
    _description = "Words of Ticket Notices"

    def _take_words(self):
        """What an agent has said to the requester in this transaction, taken out of its own mail.

        :return: Markup and the files that belong to it
        """
        mails = self.env["mail.mail"].search(
            [
                ("mail_message_id.model", "=", self._name),
                ("mail_message_id.res_id", "=", self.id),
                ("state", "=", "outgoing"),
                ("create_date", "=", self.env.cr.now()),
            ]
        )
        # Older ones are on their way already; a search tells seconds apart and nothing less.
        mails = mails.filtered(lambda mail: mail.create_date == self.env.cr.now())
        asking, address = self._asking_partners(), self._notice_address()
        messages = mails.mail_message_id.filtered(
            lambda message: self._is_public_comment(message) and message.author_id not in asking
        )
        said = mails.filtered(lambda mail: mail.mail_message_id in messages)
        taken = said.filtered(lambda mail: mail._drop_recipient(self.requester_id, address))
        messages = taken.mail_message_id.sorted("id")
        return Markup("").join(messages.mapped("body")), messages.attachment_ids

    def _open_question(self):
        """The message that the desk wrote last, if the requester has said nothing since."""
        last = self._public_messages()[-1:]
        is_desk = last.author_id and last.author_id not in self._asking_partners()
        return last if is_desk else last.browse()

    def _has_just_asked(self):
        """Whether the requester has the question in their mail already.

        Most agents reply first and put the ticket on hold then.
        """
        question = self._open_question()
        since = self.env.cr.now() - timedelta(minutes=JUST_MINUTES)
        is_mailed = self.requester_id.service_desk_mail_rhythm != "daily"
        return bool(question) and is_mailed and question.date >= since

    def _text_also_about(self, others):
        """Which other tickets of the same person a notice stands for."""
        if not others:
            return Markup("")
        lines = Markup("").join(Markup("<li>%s %s</li>") % (ticket.number, ticket.name) for ticket in others)
        return Markup("<p>%s</p><ul>%s</ul>") % (
            self._requester_text().env._("The same holds for:"),
            lines,
        )

    def _faces(self, event):
        """Where the requester says how it was, as pairs of address and words.

        On the ticket's page, and so only who can log in: agents read what was mailed, and a link
        that rates by itself would let them praise themselves.
        """
        is_asked = event == CLOSED and self.company_id.service_desk_ask_rating
        if not is_asked or not self.requester_id.user_ids:
            return []
        page = self.get_base_url() + self.portal_path
        env = self._requester_text().env
        return [(page, translated(env, label)) for _value, label, _icon in RATINGS]
