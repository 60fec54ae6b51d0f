import logging
from collections import Counter
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from odoo.addons.service_desk.models.service_desk_notice_data import AUTOMATIC_HEADERS

#: So many notices of their own a person gets in an hour; what follows comes together.
MOST_NOTICES = 15
#: So many of what comes together are named.
MOST_LINES = 50

_logger = logging.getLogger(__name__)


class ServiceDeskSlaBundleMixin(models.AbstractModel):
    """When a thousand promises break at once nobody gets a thousand mails.

    A person hears of the first ones of an hour one by one. The rest of a run is noted here and told
    in one message at its end; a job that is killed has told and crossed out, or neither.
    """

    _name = "service.desk.sla.bundle.mixin"
    _description = "Escalations Told Together"
    _inherit = ["service.desk.mailing.mixin"]

    later_user_ids = fields.Many2many(
        "res.users",
        "service_desk_sla_escalation_later_rel",
        "escalation_id",
        "user_id",
        string="To Be Told",
        readonly=True,
        help="They have been told of so many that these come together.",
    )

    @api.model
    def _count_told(self):
        """User id -> how many escalations of the last hour they were told of."""
        since = self.env.cr.now() - timedelta(hours=1)
        groups = self._read_group([("date", ">", since)], ["user_ids"], ["__count"])
        return Counter({user.id: count for user, count in groups})

    @api.model
    def _tell_together(self):
        """Tell each person at once of all that was put off for them.

        :return: whether there was anything to tell
        """
        try:
            waiting = self.search([("later_user_ids", "!=", False)], order="id").try_lock_for_update()
            for user in waiting.later_user_ids:
                waiting.filtered(lambda line, user=user: user in line.later_user_ids)._tell_safely(user)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self.env.cr.rollback()
            _logger.info("Another job tells of these escalations.")
            return False
        return bool(waiting)

    def _tell_safely(self, user):
        """Tell one person and cross that out; when it fails it waits, and nobody else does."""
        try:
            with self.env.cr.savepoint():
                self._tell_one(user)
                self.write({"later_user_ids": [(3, user.id)]})
                self.env.flush_all()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception:
            _logger.exception("User %s could not be told of %s escalations.", user.id, len(self))

    def _tell_one(self, user):
        """One message to one person about those of these that they may still work on."""
        lines = self._that_concern(user)
        if not lines:
            return
        company = user.company_id
        reader = lines._for_reader(user.partner_id, company)
        env = reader.env
        env["mail.thread"].with_context(mail_notify_force_send=False).message_notify(
            subject=env._("Promises in danger or broken: %s", len(reader)),
            body=reader._text_together(),
            partner_ids=user.partner_id.ids,
            author_id=company.partner_id.id,
            email_from=company.email_formatted or company.catchall_formatted,
            email_layout_xmlid="mail.mail_notification_light",
            email_add_signature=False,
            force_email_lang=env.lang,
            mail_headers=dict(AUTOMATIC_HEADERS),
        )
        env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _that_concern(self, user):
        """Those about what this user may work on now, the furthest gone first."""
        subjects = {line: line.clock_id._subject() for line in self}
        open_ones = set()
        for records in self.env["service.desk.sla.clock"]._by_model(subjects.values()):
            mine = records.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
            open_ones |= {(records._name, one) for one in mine._filtered_access("write")._ids}
        return self.filtered(lambda line: (subjects[line]._name, subjects[line].id) in open_ones).sorted(
            lambda line: (-line.percent, line.id)
        )

    def _text_together(self):
        """A line for each, with its way to the ticket; in the reader's language."""
        rows = Markup("").join(
            Markup("<li><a href='%s'>%s %s</a>: <b>%s %%</b></li>")
            % (f"/odoo/{subject._name}/{subject.id}", subject.number, subject.name, line.percent)
            for line in self[:MOST_LINES]
            for subject in line.clock_id._subject()
        )
        rest = len(self) - MOST_LINES
        more = Markup("<p>%s</p>") % self.env._("And %s more: see the queue.", rest) if rest > 0 else ""
        return Markup("<p>%s</p><ul>%s</ul>%s") % (
            self.env._("So much of the promised time is used up:"), rows, more
        )
