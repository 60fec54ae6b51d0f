from markupsafe import Markup

from odoo import models
from odoo.tools import format_datetime

from odoo.addons.service_desk.models.service_desk_notice_data import AUTOMATIC_HEADERS

from ..words import labels


class ServiceDeskSlaLevelLetterMixin(models.AbstractModel):
    """How colleagues hear that a promise is in danger or broken: in their inbox or by mail.

    Each person once for each level that a clock reaches, in their language and by their clock. It
    stays inside the desk: it is a notice to persons and no part of the ticket's conversation.
    """

    _name = "service.desk.sla.level.letter.mixin"
    _description = "Notices of an Escalation Level"
    _inherit = ["service.desk.mailing.mixin"]

    def _tell(self, clock, subject, users):
        """Tell these users, with one message for all who read it alike."""
        company = subject.company_id
        readers = {}
        for user in users:
            env = self._for_reader(user.partner_id, company).env
            readers.setdefault((env.lang, env.context["tz"]), []).append(user)
        for (lang, tz), theirs in readers.items():
            env = self.with_context(lang=lang, tz=tz).env
            self._send(clock.with_env(env), subject.with_env(env), theirs)

    def _send(self, clock, subject, users):
        """Send one message; the environment says in which language."""
        is_thread = "message_ids" in subject._fields
        sender = subject if is_thread else subject.env["mail.thread"]
        place = {} if is_thread else {"model": subject._name, "res_id": subject.id}
        company = subject.company_id
        sender.message_notify(
            subject=self._text_subject(subject),
            body=self._text_body(clock, subject),
            partner_ids=[user.partner_id.id for user in users],
            author_id=company.partner_id.id,
            email_from=company.email_formatted or company.catchall_formatted,
            email_layout_xmlid="mail.mail_notification_light",
            email_add_signature=False,
            force_email_lang=subject.env.lang,
            mail_headers=dict(AUTOMATIC_HEADERS),
            **place,
        )

    def _text_subject(self, subject):
        name = f"{subject.number} {subject.name}"
        if self.percent < 100:
            return subject.env._(
                "%(percent)s %% of the time are used up: %(ticket)s", percent=self.percent, ticket=name
            )
        return subject.env._("Overdue: %s", name)

    def _text_body(self, clock, subject):
        """What was promised, by when, and in whose hands it is."""
        env = subject.env
        due = format_datetime(env, clock.date_due, tz=env.context["tz"]) if clock.date_due else ""
        lines = [
            (env._("Promise"), f"{_word(clock, 'metric')}, {clock.policy_name or ''}"),
            (env._("Used up"), f"{self.percent} %"),
            (env._("Due") if self.percent < 100 else env._("Was due"), due),
            (env._("Priority"), _word(subject, "priority")),
            (env._("Team"), subject.team_id.name or env._("nobody yet")),
            (env._("Assignee"), subject.user_id.name or env._("nobody yet")),
        ]
        rows = Markup("").join(
            Markup("<li>%s: <b>%s</b></li>") % (label, value) for label, value in lines if value
        )
        return Markup("<ul>%s</ul>") % rows


def _word(record, name):
    return labels(record, name).get(record[name], "")
