"""What requesters may do with their tickets, and what follows from what they say."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestTicketRequester(ServiceDeskCase):
    def waiting(self):
        incident = self.make_incident()
        incident.write({"state": "pending", "pending_reason_id": self.reason.id})
        return incident

    def test_requester_follows_and_agent_does_not(self):
        """The requester hears of the conversation; whoever wrote the call down need not."""
        incident = self.make_incident()
        self.assertEqual(incident.message_partner_ids, self.employee.partner_id)

    def test_former_requester_hears_no_more(self):
        """When a ticket turns out to be about somebody else, the first one stops following."""
        incident = self.make_incident()
        other = self.portal_a.partner_id
        incident.write({"requester_id": other.id})
        self.assertEqual(incident.message_partner_ids, other)
        self.assertFalse(incident.with_user(self.employee).search([("id", "=", incident.id)]))

    def test_submitter_stays_when_the_requester_changes(self):
        """Whoever asked for somebody else keeps following what they asked for."""
        incident = self.make_incident(submitted_by_id=self.manager.partner_id.id)
        incident.write({"requester_id": self.portal_a.partner_id.id})
        self.assertEqual(incident.submitted_by_id, self.manager.partner_id)

    def test_customer_is_the_requesters_organization(self):
        """Stored when the ticket is made; a later move of the person changes no old ticket."""
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        self.portal_a.partner_id.parent_id = firm
        incident = self.make_incident(requester_id=self.portal_a.partner_id.id)
        self.assertEqual(incident.customer_id, firm)
        self.portal_a.partner_id.parent_id = False
        self.env.flush_all()
        self.assertEqual(incident.customer_id, firm)

    def test_own_reply_resumes(self):
        """The requester's answer puts a waiting ticket back to work."""
        incident = self.waiting()
        incident.with_user(self.employee)._requester_reply(self.employee.partner_id, "Here it is")
        self.assertEqual(incident.state, "in_progress")

    def test_agents_words_do_not_resume(self):
        """Neither an agent's reply nor a note ends the waiting."""
        incident = self.waiting()
        incident.message_post(body="Still there?", message_type="comment", subtype_xmlid="mail.mt_comment")
        incident.message_post(body="No answer yet")
        self.assertEqual(incident.state, "pending")

    def test_auto_reply_does_not_resume(self):
        """An out-of-office answer is no answer."""
        incident = self.waiting()
        incident.sudo().message_post(
            body="I am away",
            author_id=self.employee.partner_id.id,
            message_type="auto_comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.assertEqual(incident.state, "pending")

    def test_first_public_reply_of_an_agent_is_the_first_response(self):
        """Notes and the requester's own words are no response; a second reply moves nothing."""
        incident = self.make_incident()
        incident.message_post(body="note")
        incident.with_user(self.employee)._requester_reply(self.employee.partner_id, "Hello?")
        self.assertFalse(incident.date_first_response)
        incident.message_post(body="We are on it", message_type="comment", subtype_xmlid="mail.mt_comment")
        self.assertTrue(incident.date_first_response)

    def test_requester_closes_and_rates(self):
        """Closing an open ticket stamps both dates; the rating is stored once and can be changed."""
        incident = self.make_incident()
        mine = incident.with_user(self.employee)
        mine._requester_close()
        self.assertEqual(incident.state, "closed")
        self.assertTrue(incident.date_resolved and incident.date_closed)
        mine._requester_rate(1, "Slow")
        mine._requester_rate(5, "On second thought")
        self.assertEqual(incident.rating_ids.mapped("rating"), [5.0])

    def test_rating_an_open_ticket_is_refused(self):
        """There is nothing to rate yet; neither are other numbers ratings."""
        with self.assertRaisesRegex(UserError, "once your ticket is resolved"):
            self.make_incident().with_user(self.employee)._requester_rate(5, "")
        with self.assertRaisesRegex(UserError, "three faces"):
            self.make_resolved().with_user(self.employee)._requester_rate(4, "")

    def test_reopening_in_time(self):
        """Within the days the company grants, the requester takes a resolution back."""
        incident = self.make_resolved()
        incident.with_user(self.employee)._requester_reopen(self.employee.partner_id, "Not solved")
        self.assertEqual((incident.state, incident.reopen_count), ("in_progress", 1))
        self.assertIn("Not solved", incident._public_messages()[-1].body)

    def test_reopening_too_late_is_refused_and_posts_nothing(self):
        """Later a new ticket is the way; the old one stays as it was."""
        incident = self.make_resolved()
        self.move_back(incident, date_resolved=timedelta(days=15))
        count = len(incident.message_ids)
        with self.assertRaisesRegex(UserError, "too long ago"):
            incident.with_user(self.employee)._requester_reopen(self.employee.partner_id, "Again")
        self.assertEqual((incident.state, len(incident.message_ids)), ("resolved", count))

    def test_requester_cannot_write_directly(self):
        """State, priority, team, requester: nothing can be written by RPC."""
        incident = self.make_incident().with_user(self.employee)
        for values in (
            {"state": "closed"},
            {"urgency": "1"},
            {"team_id": False},
            {"requester_id": self.portal_a.partner_id.id},
            {"name": "x"},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                incident.write(values)
        with self.assertRaises(AccessError):
            self.env["service.desk.incident"].with_user(self.employee).create({"name": "x"})
