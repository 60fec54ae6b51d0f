from datetime import timedelta

from odoo import api, fields, models

from .service_desk_major_data import REMIND_MINUTES


class ServiceDeskMajorBriefing(models.Model):
    """Who is told how a major incident goes, when they were told last and when they are to be again."""

    _name = "service.desk.major.briefing"
    _description = "Briefing of a Major Incident"
    _inherit = [
        "service.desk.briefed.mixin",
        "service.desk.facts.mixin",
        "service.desk.batch.mixin",
        "service.desk.mailing.mixin",
    ]
    _order = "date_next, id"

    _facts = frozenset({"date_last", "date_next", "is_reminded"})

    major_id = fields.Many2one("service.desk.major", required=True, index=True, ondelete="cascade")
    date_last = fields.Datetime(string="Told Last", readonly=True)
    date_next = fields.Datetime(
        string="Next Update", readonly=True, help="When these people are to hear again. Empty when it is over."
    )
    is_reminded = fields.Boolean(readonly=True)

    _due_index = models.Index("(date_next) WHERE date_next IS NOT NULL AND is_reminded IS NOT TRUE")

    def write(self, vals):
        result = super().write(vals)
        if "major_id" in vals:
            # Where it went is looked at as well as where it came from.
            self.check_access("write")
        if "interval_minutes" in vals:
            # sudo: when somebody is to hear again follows from how often.
            for briefing in self.sudo().filtered("date_next"):
                begin = briefing.date_last or briefing.major_id.date_declared
                briefing.write(
                    {"date_next": begin + timedelta(minutes=briefing.interval_minutes), "is_reminded": False}
                )
        return result

    def _reachable(self):
        """Those whom the desk reaches, or whom somebody tells by hand; the others would hear nothing."""
        return self.filtered(lambda one: one._has_mail() and (one.channel != "announcement" or one._has_banner()))

    def _has_banner(self):
        # sudo: only whether there is one.
        return bool(self.sudo().major_id.announcement_id)

    def _begin(self):
        """From now on they are told regularly."""
        self._due_after(self.env["service.desk.major"]._now())

    def _told(self):
        """They were told just now."""
        now = self.env["service.desk.major"]._now()
        # sudo: the caller has checked who sends; these are facts.
        self.sudo().write({"date_last": now})
        self.filtered(lambda briefing: briefing.major_id.state == "declared")._due_after(now)

    def _due_after(self, moment):
        for interval, briefings in self.sudo().grouped("interval_minutes").items():
            due = {"date_next": moment + timedelta(minutes=interval), "is_reminded": False}
            briefings.write(due)

    @api.model
    def _cron_remind(self):
        """Remind those who tell people of what is due in a moment, once for each time."""
        horizon = fields.Datetime.now() + timedelta(minutes=REMIND_MINUTES)
        due = [
            ("date_next", "<=", horizon),
            ("is_reminded", "!=", True),
            ("major_id.state", "=", "declared"),
        ]
        self._run_batches([(self.search(due), due, "_remind")], 20)

    def _remind(self):
        mails = []
        for major, briefings in self.grouped("major_id").items():
            for user in major._communicators():
                mails.append(briefings._reminder(major, user))
                major._remind_by_todo(user)
        self.is_reminded = True
        self._queue_mails([mail for mail in mails if mail])

    def _reminder(self, major, user):
        """The mail to one who tells people, in their language."""
        if not user.email:
            return None
        known = self._for_reader(user.partner_id, major.company_id)
        return known._mail_values(
            "service_desk.mail_major_reminder",
            user.partner_id,
            major.company_id,
            known.env._("An update is due: %s", major.incident_id.number),
            briefings=known,
            major=major.with_env(known.env),
            url=f"{major.get_base_url()}/odoo/major-incidents/{major.id}",
        )
