from unittest.mock import patch

from odoo.tests import tagged

from .announcement_case import AnnouncementCase
from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestAnnouncementMail(AnnouncementCase, ServiceDeskCase):
    """Who is mailed what, and how often."""

    def setUp(self):
        super().setUp()
        self.announcement = self.announce()

    def subscribe(self, *users):
        for user in users:
            self.announcement.with_user(user)._portal_do("subscribe")

    def recipients(self, mails):
        return sorted(mails.recipient_ids.mapped("email"))

    def test_subscribers_get_one_mail_each(self):
        """Once for each update, however often somebody clicked or the job runs."""
        self.subscribe(self.employee, self.employee, self.portal_a)
        self.announcement.action_post_update("<p>We found it.</p>")
        mails = self.mail_updates()
        self.assertEqual(self.recipients(mails), ["test_employee@example.com", "test_portal_a@example.com"])
        self.assertTrue(all(len(mail.recipient_ids) == 1 for mail in mails), "Nobody sees another's address.")
        self.assertIn("We found it.", mails[0].body_html)
        self.assertFalse(self.mail_updates())

    def test_who_left_hears_no_more(self):
        """Also of what was written before, if it was not mailed yet."""
        self.subscribe(self.employee, self.portal_a)
        self.announcement.action_post_update("<p>We found it.</p>")
        self.announcement.with_user(self.employee)._portal_do("unsubscribe")
        self.assertEqual(self.recipients(self.mail_updates()), ["test_portal_a@example.com"])

    def test_who_came_later_gets_no_old_news(self):
        """They have read it on the page."""
        self.announcement.action_post_update("<p>We found it.</p>")
        self.subscribe(self.employee)
        self.assertFalse(self.mail_updates())

    def test_narrowed_audience_is_mailed_no_more(self):
        """Whoever may not read it any more hears nothing of it by mail either."""
        self.subscribe(self.employee, self.portal_a)
        self.announcement.audience = "internal"
        self.announcement.action_post_update("<p>Internal matters.</p>")
        self.assertEqual(self.recipients(self.mail_updates()), ["test_employee@example.com"])

    def test_mail_is_in_the_readers_language(self):
        """The frame at least; the words are those of the writer."""
        self.env["res.lang"]._activate_lang("nl_NL")
        self.portal_a.partner_id.lang = "nl_NL"
        self.subscribe(self.portal_a)
        self.announcement.action_post_update("<p>We found it.</p>")
        self.assertIn('lang="nl-NL"', self.mail_updates().body_html)

    def test_no_machine_answers(self):
        """Vacation notices stay silent, so that no loop begins."""
        self.subscribe(self.portal_a)
        self.announcement.action_post_update("<p>We found it.</p>")
        headers = self.mail_updates().headers
        self.assertIn("auto-generated", headers)
        self.assertIn("X-Auto-Response-Suppress", headers)

    def test_end_is_told(self):
        """The last mail says that it is over."""
        self.subscribe(self.portal_a)
        wizard = self.env["service.desk.announcement.update.wizard"].with_user(self.manager)
        wizard.create(
            {"announcement_id": self.announcement.id, "body": "<p>Works again.</p>", "is_over": True}
        ).action_confirm()
        self.assertEqual(self.announcement.state, "over")
        self.assertEqual(self.mail_updates().subject, "Over: Mail cannot be sent")

    def test_killed_job_repeats_nothing(self):
        """What a batch has queued is marked with it; the next job goes on with the rest."""
        self.subscribe(self.employee, self.portal_a, self.portal_b)
        self.announcement.action_post_update("<p>We found it.</p>")
        letters = self.env["service.desk.announcement.letter"].sudo()
        one_by_one = patch("odoo.addons.service_desk.models.service_desk_announcement_letter.BATCH_SIZE", 1)
        out_of_time = patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 0)
        mails = self.env["mail.mail"].sudo()
        before = mails.search([])
        with one_by_one, out_of_time:
            letters._cron_send()
        first = mails.search([]) - before
        self.assertEqual(len(first), 1)
        rest = self.mail_updates()
        self.assertEqual(len(rest), 2)
        self.assertFalse(first.recipient_ids & rest.recipient_ids)

    def test_many_subscribers_cost_one_statement(self):
        """Posting takes as long for ten thousand as for ten."""

        def measure(count):
            partners = self.env["res.partner"].create([{"name": f"P{number}"} for number in range(count)])
            self.announcement._subscribe(partners)
            return self.queries(lambda: self.announcement.action_post_update("<p>News.</p>"))

        self.assert_same_queries(measure, 1, 20)

    def test_agents_subscribe_on_their_screen(self):
        """By the button; the mail leads them to their own screen."""
        self.announcement.with_user(self.agent).action_subscribe()
        self.assertTrue(self.announcement.with_user(self.agent).is_subscribed)
        self.announcement.action_post_update("<p>We found it.</p>")
        self.assertIn(f"/odoo/service.desk.announcement/{self.announcement.id}", self.mail_updates().body_html)
        self.announcement.with_user(self.agent).action_unsubscribe()
        self.assertFalse(self.announcement.with_user(self.agent).is_subscribed)
