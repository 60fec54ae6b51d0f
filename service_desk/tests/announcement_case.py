"""What tests of announcements share."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields


class AnnouncementCase:
    """Announcements by a manager, and the job that mails what is told about them."""

    @classmethod
    def announce(cls, user=None, **values):
        """Something that is wrong now, for everybody, unless said otherwise."""
        announcements = cls.env["service.desk.announcement"].with_user(user or cls.manager)
        return announcements.create({"name": "Mail cannot be sent", **values})

    @staticmethod
    def hours(number):
        """A moment so many hours from now."""
        return fields.Datetime.now() + timedelta(hours=number)

    def mail_updates(self):
        """Let the job do its work; returns the mails it left."""
        mails = self.env["mail.mail"].sudo()
        before = mails.search([])
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 99):
            self.env["service.desk.announcement.letter"].sudo()._cron_send()
        return mails.search([]) - before
