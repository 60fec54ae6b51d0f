"""What leaves the desk by mail, and who might read more in it than is theirs."""

import re
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .notice_case import NoticeCase
from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestMailLeaks(NoticeCase, PortalCase):
    def test_copied_people_get_mails_of_their_own(self):
        """Nobody reads in a header who else is written to."""
        with self.mock_mail_gateway():
            ticket = self.ticket_of(self.arrive(Cc="bob@elsewhere.test, cid@elsewhere.test"))
            self.say(ticket, self.agent, "Hello")
        for mail in self.sent():
            with self.subTest(mail["email_to"]):
                self.assertEqual(len(mail["email_to"]), 1)
                self.assertFalse(mail["email_cc"])
                told = f"{mail['body']}{mail['body_alternative']}{mail['headers']}{mail['references']}"
                others = {"bob@elsewhere.test", "cid@elsewhere.test", "rita@customer.test"} - set(mail["email_to"])
                self.assertFalse([one for one in others if one in told])
        self.assertTrue(self.sent_to("bob@elsewhere.test"))

    def test_note_reaches_no_copied_person_and_no_requester(self):
        """Neither by the screen nor by a mail that begins with the command."""
        row = self.arrive(Cc="bob@elsewhere.test", Message_ID="<rita@customer.test>")
        ticket = self.ticket_of(row)
        with self.mock_mail_gateway():
            ticket.with_user(self.agent).message_post(body="Hush", subtype_xmlid="mail.mt_note", message_type="comment")
            self.arrive(self.agent.email, text="#note Hush", In_Reply_To="<rita@customer.test>")
        self.assertIn("Hush", "".join(ticket.message_ids.mapped("body")))
        self.assertFalse(self.sent_to("bob@elsewhere.test") + self.sent_to("rita@customer.test"))

    def test_daily_mail_tells_nothing_of_a_ticket_that_went_behind_a_wall(self):
        """What was said before counts by who may read it when the mail is written."""
        partner = self.agent_two.partner_id
        partner.service_desk_mail_rhythm = "daily"
        self.agent_two.notification_type = "email"
        ticket = self.quiet(team_id=self.team_one.id)
        ticket.sudo().message_subscribe(partner_ids=partner.ids)
        self.say(ticket, self.agent, "A secret later on")
        lines = self.env["service.desk.digest.line"].search([("partner_id", "=", partner.id)])
        self.assertTrue(lines and ticket._is_heard_by(partner))
        lines.date = self.env.cr.now() - timedelta(days=3)
        self.team_one.sudo().member_ids -= self.agent_two
        ticket.sudo().is_confidential = True
        with self.mock_mail_gateway():
            self.env["service.desk.digest.line"]._send_to(partner, self.env.company)
            self.env["mail.mail"].search([("state", "=", "outgoing")]).send()
        self.assertFalse(self.sent_to(partner.email))
        self.assertFalse(lines.exists())

    def test_open_link_of_a_merged_ticket_tells_nothing_of_the_other(self):
        """The ticket that goes on may be another person's."""
        self.env.company.sudo().service_desk_mail_link = "open"
        company = self.env["res.partner"].create({"name": "Customer", "is_company": True})
        colleague = self.env["res.partner"].create({"name": "Colleague", "parent_id": company.id})
        self.rita.parent_id = company
        mine, other = self.quiet(), self.quiet(requester_id=colleague.id, name="Others' trouble")
        with self.mock_mail_gateway():
            self.say(mine, self.agent, "Hello")
        (mail,) = self.sent_to("rita@customer.test")
        path = re.search(r'href="[^"]*?(/tickets/view/[^"]+)"', mail["body"])[1]
        self.say(other, self.agent, "For the other alone")
        mine.with_user(self.agent).action_merge(other.id)
        self.assertEqual(mine.merged_into_id, other)
        response = self.get(path)
        self.assertNotIn("Others' trouble", response.text)
        self.assertNotIn("For the other alone", response.text)

    def test_words_of_a_template_in_a_ticket_stay_words(self):
        """A requester who writes in the language of templates makes the desk compute nothing."""
        ticket = self.quiet(name="{{ object.env.cr.dbname }} <t t-out='1+41'/>")
        with self.mock_mail_gateway():
            ticket._send_notice("received")
            self.say(ticket, self.agent, "{{ 6 * 7 }} <t t-out='6*7'/>")
        for mail in self.sent():
            self.assertNotIn(self.env.cr.dbname, f"{mail['subject']}{mail['body']}")
            self.assertNotIn(">42<", mail["body"])

    def test_footer_of_a_team_computes_nothing(self):
        """Managers write it; it is text, not a template."""
        self.team_one.with_user(
            self.manager
        ).mail_footer = "<p>{{ 6 * 7 }} <t t-out='6*7'>x</t><script>y()</script></p>"
        ticket = self.quiet(team_id=self.team_one.id)
        with self.mock_mail_gateway():
            self.say(ticket, self.agent, "Hello")
        (mail,) = self.sent_to("rita@customer.test")
        self.assertIn("{{ 6 * 7 }}", mail["body"])
        self.assertNotIn("42", mail["body"].partition("{{ 6 * 7 }}")[2][:40])
        self.assertNotIn("<script", mail["body"])

    def test_requesters_do_not_see_that_a_mail_failed(self):
        """Whom the desk could not reach is the desk's business."""
        ticket = self.quiet(requester_id=self.employee.partner_id.id)
        ticket.sudo().has_mail_failure = True
        mine = self.env[ticket._name].with_user(self.employee)
        self.assertNotIn("has_mail_failure", mine.fields_get())
        self.assertNotIn("mail_failure_text", mine.fields_get())
        for call in (
            lambda: mine.search([("has_mail_failure", "=", True)]),
            lambda: mine.browse(ticket.id).read(["has_mail_failure"]),
            lambda: mine.formatted_read_group([], ["has_mail_failure"], ["__count"]),
        ):
            with self.assertRaises(AccessError):
                call()
