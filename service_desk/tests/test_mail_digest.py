"""One mail a day for those who want it, and following what others asked."""

from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .notice_case import NoticeCase
from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestMailDigest(NoticeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rita.write({"service_desk_mail_rhythm": "daily", "tz": "Europe/Brussels"})
        # Of the mails that leave below, only those of the test are counted.
        cls.env["service.desk.digest.line"].search([]).unlink()
        cls.env["mail.mail"].search([("state", "=", "outgoing")]).write({"state": "cancel"})

    def at(self, *moment):
        """Let the transaction's clock stand at a moment (UTC)."""
        return patch.object(type(self.env.cr), "now", lambda cursor: datetime(*moment))

    def run_job(self):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 99):
            self.env["service.desk.digest.line"]._cron_send()
        self.env["mail.mail"].search([("state", "=", "outgoing")]).send()

    def lines(self):
        return self.env["service.desk.digest.line"].search([("partner_id", "=", self.rita.id)])

    def test_answers_wait_for_the_daily_mail(self):
        """All of a day in one mail at seven where the person is, and once only."""
        one, two = self.quiet(), self.quiet(name="Screen is dark")
        with self.mock_mail_gateway(), self.at(2026, 2, 3, 10, 0):
            self.say(one, self.agent, "First word")
            self.say(one, self.agent, "Second word")
            self.say(two, self.agent, "Third word")
            self.assertFalse(self.sent())
        one._public_messages().write({"date": datetime(2026, 2, 3, 10, 0)})
        # Brussels is one hour ahead in winter.
        with self.mock_mail_gateway(), self.at(2026, 2, 4, 5, 59):
            self.run_job()
            self.assertFalse(self.sent())
        with self.mock_mail_gateway(), self.at(2026, 2, 4, 6, 0):
            self.run_job()
            self.run_job()
            (mail,) = self.sent()
        for words in ("First word", "Second word", "Third word", one.number, two.number, "11:00"):
            self.assertIn(words, mail["body"])
        self.assertEqual(mail["headers"]["Auto-Submitted"], "auto-generated")
        self.assertIn("> First word", mail["body_alternative"])

    def test_nothing_happened_nothing_is_sent(self):
        """No mail says that there is none."""
        with self.mock_mail_gateway(), self.at(2026, 2, 4, 6, 0):
            self.run_job()
        self.assertFalse(self.sent())

    def test_hour_of_the_company(self):
        """An admin chooses when the day begins."""
        self.env.company.service_desk_digest_hour = 9
        with self.mock_mail_gateway(), self.at(2026, 2, 3, 10, 0):
            self.say(self.quiet(), self.agent, "Word")
        with self.mock_mail_gateway(), self.at(2026, 2, 4, 7, 59):
            self.run_job()
            self.assertFalse(self.sent())
        with self.mock_mail_gateway(), self.at(2026, 2, 4, 8, 0):
            self.run_job()
            self.assertEqual(len(self.sent()), 1)

    def test_killed_job_has_done_both_or_neither(self):
        """The mail and the forgetting are one transaction."""
        self.say(self.quiet(), self.agent, "Word")
        kept = self.lines()
        kept.write({"date": "2026-02-03 10:00:00"})
        mails = self.env["mail.mail"].search_count([])
        Line = type(self.env["service.desk.digest.line"])
        with (
            self.assertRaises(ZeroDivisionError),
            self.env.cr.savepoint(),
            self.at(2026, 2, 4, 6, 0),
            patch.object(Line, "unlink", lambda lines: 1 / 0),
        ):
            self.env["service.desk.digest.line"]._send_to(self.rita, self.env.company)
        self.assertEqual(self.lines(), kept)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    def test_questions_and_solutions_come_at_once(self):
        """They ask for something; a day later is too late."""
        ticket = self.quiet()
        with self.mock_mail_gateway():
            ticket.write({"state": "pending", "pending_reason_id": self.reason.id})
            ticket.action_resume()
            ticket.write({"state": "resolved", **self.solution})
            self.assertEqual(len(self.sent_to("rita@customer.test")), 2)

    def test_others_are_mailed_at_once(self):
        """The rhythm is each person's own."""
        ticket = self.quiet()
        boss = self.env["res.partner"].create({"name": "Boss", "email": "boss@customer.test"})
        ticket.sudo().message_subscribe(partner_ids=boss.ids)
        with self.mock_mail_gateway():
            self.say(ticket, self.agent, "Word")
        self.assertEqual(len(self.sent()), 1)
        self.assertTrue(self.sent_to("boss@customer.test"))

    def test_what_one_may_no_longer_read_is_left_out(self):
        """Between the word and the mail the ticket may have become another's."""
        ticket = self.quiet()
        self.say(ticket, self.agent, "Word")
        self.lines().write({"date": "2026-02-03 10:00:00"})
        ticket.requester_id = self.employee.partner_id
        with self.mock_mail_gateway(), self.at(2026, 2, 4, 6, 0):
            self.run_job()
        self.assertFalse(self.sent_to("rita@customer.test"))
        self.assertFalse(self.lines())

    def test_notes_are_in_no_daily_mail(self):
        """They never were for the requester."""
        ticket = self.quiet()
        ticket.with_user(self.agent).message_post(body="Secret", subtype_xmlid="mail.mt_note")
        self.assertFalse(self.lines())

    def test_mentioned_colleague_is_called_at_once(self):
        """Agents with one mail a day are still called by their names."""
        self.agent_two.partner_id.service_desk_mail_rhythm = "daily"
        ticket = self.quiet()
        with self.mock_mail_gateway():
            self.say(ticket, self.agent, "Look", partner_ids=self.agent_two.partner_id.ids)
        self.assertEqual(len(self.sent_to("test_agent_two@example.com")), 1)

    def test_employees_choose_in_their_preferences(self):
        """For themselves, and for nobody else."""
        self.employee.with_user(self.employee).service_desk_mail_rhythm = "daily"
        self.assertEqual(self.employee.partner_id.service_desk_mail_rhythm, "daily")
        with self.assertRaises(AccessError):
            self.agent.with_user(self.employee).service_desk_mail_rhythm = "daily"


@tagged("post_install", "-at_install")
class TestMailWatching(NoticeCase, PortalCase):
    def test_portal_users_choose_their_rhythm(self):
        """On their home page; nonsense changes nothing."""
        self.login(self.portal_a)
        self.assertIn('value="now" class="form-check-input" checked', self.get("/my/service-desk").text)
        self.post("/my/service-desk/mails", rhythm="daily")
        self.assertEqual(self.portal_a.partner_id.service_desk_mail_rhythm, "daily")
        self.post("/my/service-desk/mails", rhythm="hourly")
        self.assertEqual(self.portal_a.partner_id.service_desk_mail_rhythm, "daily")

    def test_colleagues_follow_and_stop_following(self):
        """People of an organization that shares its tickets hear of one they follow."""
        self.share(self.portal_a, self.portal_b)
        ticket = self.quiet(requester_id=self.portal_a.partner_id.id)
        self.login(self.portal_b)
        page = f"/my/tickets/{ticket.number}"
        self.assertIn("Follow by mail", self.get(page).text)
        self.post(f"{page}/follow", key="one")
        with self.mock_mail_gateway():
            self.say(ticket, self.agent, "Hello")
        self.assertEqual(len(self.sent_to("test_portal_b@example.com")), 1)
        self.assertIn("Stop following", self.get(page).text)
        self.post(f"{page}/unfollow", key="two")
        with self.mock_mail_gateway():
            self.say(ticket, self.agent, "Hello again")
        self.assertFalse(self.sent_to("test_portal_b@example.com"))

    def test_strangers_follow_nothing(self):
        """The gate answers them as if there were no such ticket."""
        ticket = self.quiet(requester_id=self.portal_a.partner_id.id)
        self.login(self.portal_b)
        self.assertEqual(self.post(f"/my/tickets/{ticket.number}/follow", key="x").status_code, 404)
        self.assertNotIn(self.portal_b.partner_id, ticket.sudo().message_partner_ids)

    def test_requesters_need_not_follow(self):
        """They hear of their ticket in any case."""
        ticket = self.quiet(requester_id=self.portal_a.partner_id.id)
        self.login(self.portal_a)
        self.assertNotIn("Follow by mail", self.get(f"/my/tickets/{ticket.number}").text)
