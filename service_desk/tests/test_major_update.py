from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .major_case import MajorCase


@tagged("post_install", "-at_install")
class TestMajorUpdate(MajorCase):
    """Who is told how it goes, by what way and when again."""

    def setUp(self):
        super().setUp()
        self.major = self.declare()

    def test_plan_of_the_service_begins_to_count(self):
        """Its lines become this incident's own; the first one due is what the countdown shows."""
        self.assertEqual(self.major.plan_id, self.plan)
        self.assertEqual(sorted(self.major.briefing_ids.mapped("interval_minutes")), [30, 60, 120])
        self.assertEqual(self.major.date_next_update, self.briefing(self.major, "phone").date_next)
        self.plan.line_ids.interval_minutes = 5
        self.assertNotIn(5, self.major.briefing_ids.mapped("interval_minutes"))

    def test_banner_stands_at_once(self):
        """With the words of who declared, and takes reports."""
        banners = self.env["service.desk.announcement"].with_user(self.agent).get_banners()
        self.assertEqual([one["name"] for one in banners], ["Mail is out of order"])
        self.assertTrue(banners[0]["is_collecting"])

    def test_update_reaches_each_by_their_way(self):
        """The banner and its subscribers, management by mail, the rest is written down."""
        self.major.announcement_id.with_user(self.employee)._portal_do("subscribe")
        before = self.env["mail.mail"].sudo().search([])
        self.send(self.major, briefings=self.major.briefing_ids)
        mails = self.env["mail.mail"].sudo().search([]) - before
        self.assertEqual(mails.recipient_ids, self.boss)
        self.assertIn("auto-generated", mails.headers)
        self.assertEqual(self.mail_updates().recipient_ids, self.employee.partner_id)
        self.assertEqual(self.major.announcement_id.update_ids.body, "<p>We found it.</p>")
        event = self.major.event_ids.sorted("id")[-1]
        self.assertEqual(event.kind, "update")
        self.assertIn("Everybody, Management, Hotline", event.body)

    def test_who_gets_no_mail_was_not_told(self):
        """The dialog says so, nobody is told alone who is not there, and they stay due."""
        mail, phone = self.briefing(self.major, "email"), self.briefing(self.major, "phone")
        mail.partner_ids = self.boss.copy({"email": False})
        due = mail.date_next
        wizards = self.env["service.desk.major.update.wizard"].with_user(self.agent_two)
        wizard = wizards.new({"major_id": self.major.id, "briefing_ids": [(6, 0, (mail | phone).ids)]})
        self.assertIn("mails to Management", wizard.unreached)
        with self.assertRaisesRegex(UserError, "mails to Management"):
            self.send(self.major, briefings=mail)
        self.send(self.major, briefings=mail | phone)
        self.assertEqual((mail.date_last, mail.date_next), (False, due))
        self.assertTrue(phone.date_last)
        self.assertIn("To: Hotline (not reached: Management)", self.major.event_ids.sorted("id")[-1].body)

    def test_who_reads_a_banner_hears_nothing_without(self):
        """Of a major incident that was declared without one."""
        major = self.declare(has_banner=False)
        with self.assertRaisesRegex(UserError, "no banner, so Everybody"):
            self.send(major, briefings=self.briefing(major, "announcement"))
        major._stand_down("Enough", "<p>It works.</p>")
        self.assertFalse(self.briefing(major, "announcement").date_last)

    def test_declaring_names_who_will_get_no_mail(self):
        """As long as the plan says to nobody where mails go."""
        wizards = self.env["service.desk.major.declare.wizard"].with_user(self.manager)
        wizard = wizards.new({"major_id": self.propose().id, "plan_id": self.plan.id})
        self.assertFalse(wizard.unreached)
        self.plan.line_ids.filtered("partner_ids").partner_ids = False
        wizard = wizards.new({"major_id": self.propose().id, "plan_id": self.plan.id})
        self.assertEqual(wizard.unreached, "Management")

    def test_who_was_told_waits_anew(self):
        """The others are still due."""
        phone, users = self.briefing(self.major, "phone"), self.briefing(self.major, "announcement")
        due = phone.date_next
        self.send(self.major, briefings=users)
        self.assertEqual(phone.date_next, due)
        self.assertTrue(users.date_last)
        self.assertGreaterEqual(users.date_next, users.date_last + timedelta(minutes=60))

    def test_dialog_begins_with_the_words_of_the_plan(self):
        """And keeps what was typed."""
        wizards = self.env["service.desk.major.update.wizard"].with_user(self.agent_two)
        wizard = wizards.new({"major_id": self.major.id})
        self.assertIn("We know:", wizard.body)
        wizard.body = "<p>Mine</p>"
        wizard.briefing_ids = self.briefing(self.major, "email")
        self.assertEqual(wizard.body, "<p>Mine</p>")

    def test_double_click_sends_once(self):
        """The second press of the button finds it sent."""
        wizard = self.send(self.major, briefings=self.major.briefing_ids)
        before = self.env["mail.mail"].sudo().search_count([])
        wizard.action_confirm()
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), before)
        self.assertEqual(len(self.major.announcement_id.update_ids), 1)

    def test_empty_update_and_foreign_people_are_refused(self):
        """Nothing is half sent."""
        other = self.declare()
        for body, briefings in (("<p></p>", self.major.briefing_ids), ("<p>x</p>", other.briefing_ids)):
            with self.subTest(body=body), self.assertRaises(UserError):
                self.major._send_update(body, briefings)
        self.assertFalse(self.major.briefing_ids.filtered("date_last"))

    def test_only_what_runs_is_told_of(self):
        """Neither before it is declared nor after it is stood down; the last words come with standing down."""
        major = self.declare()
        major._stand_down("Enough", "<p>It works again.</p>")
        self.assertEqual(major.announcement_id.update_ids.mapped("body"), ["<p>It works again.</p>"])
        with self.assertRaises(UserError):
            major._send_update("<p>Still here</p>", major.briefing_ids)
        proposed = self.propose().with_user(self.manager)
        with self.assertRaises(UserError):
            proposed._send_update("<p>Early</p>", proposed.briefing_ids)

    def test_reminder_comes_once_before_it_is_due(self):
        """To whoever tells people; a to-do that goes away when they did."""
        self.major.member_ids.create({"major_id": self.major.id, "user_id": self.agent.id, "role": "communications"})
        self.assertFalse(self.run_reminders())
        with freeze_time(fields.Datetime.now() + timedelta(minutes=27)):
            mails = self.run_reminders()
            self.assertEqual(mails.recipient_ids, self.agent.partner_id)
            self.assertFalse(self.run_reminders())
        todo = self.major.sudo().activity_ids
        self.assertEqual(todo.user_id, self.agent)
        self.send(self.major, briefings=self.major.briefing_ids)
        self.assertFalse(self.major.sudo().activity_ids)

    def test_nobody_is_reminded_when_it_is_over(self):
        """Stood down is silent."""
        self.major._stand_down("Enough")
        with freeze_time(fields.Datetime.now() + timedelta(hours=5)):
            self.assertFalse(self.run_reminders())

    def test_another_interval_counts_from_the_last_time(self):
        """Who wants to hear more often hears sooner."""
        phone = self.briefing(self.major, "phone")
        phone.interval_minutes = 10
        self.assertEqual(phone.date_next, self.major.date_declared + timedelta(minutes=10))
        with self.assertRaises(AccessError):
            phone.date_next = False

    def test_nonsense_is_refused(self):
        """An interval of nothing, or of ever."""
        for minutes in (0, -5, 99999999):
            refused = self.assertRaises(CheckViolation)
            with self.subTest(minutes=minutes), mute_logger("odoo.sql_db"), refused, self.env.cr.savepoint():
                self.briefing(self.major, "phone").interval_minutes = minutes
                self.env.flush_all()
