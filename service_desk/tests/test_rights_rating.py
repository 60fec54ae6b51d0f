"""Ratings come from those who asked, once their ticket is solved, by whatever way they come."""

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestRightsRating(PortalCase):
    def token(self, ticket):
        """The secret in a link that a mail of the admin's own design may carry."""
        return ticket.sudo()._rating_get_access_token()

    def rate(self, token, rate=1, **data):
        """Send the form behind such a link."""
        with mute_logger("odoo.http"):
            return self.post(f"/rate/{token}/submit_feedback", rate=rate, **data)

    def given(self, ticket):
        ticket.invalidate_recordset(["rating_ids"])
        ratings = ticket.sudo().rating_ids.filtered("consumed")
        return [(rating.rating, rating.feedback) for rating in ratings]

    def test_link_in_a_mail_rates_a_solved_ticket(self):
        """Also without a login; the second answer replaces the first."""
        incident = self.make_resolved()
        token = self.token(incident)
        self.authenticate(None, None)
        self.rate(token, 1, feedback="Slow")
        self.assertEqual(self.given(incident), [(1.0, "Slow")])
        self.rate(token, 5, feedback="But good")
        self.assertEqual(self.given(incident), [(5.0, "But good")])

    def test_rating_by_link_is_no_part_of_the_conversation(self):
        """As one given on the portal, it is for the desk."""
        incident = self.make_resolved()
        token = self.token(incident)
        self.authenticate(None, None)
        self.rate(token, 1, feedback="Slow")
        message = incident.sudo().rating_ids.message_id
        self.assertEqual(message.subtype_id, self.env.ref("mail.mt_note"))
        self.assertNotIn(message, incident._public_messages())

    def test_following_the_link_rates_nothing(self):
        """Scanners of mails follow links."""
        incident = self.make_resolved()
        token = self.token(incident)
        self.authenticate(None, None)
        for path in (f"/rate/{token}/1", f"/rate/{token}/submit_feedback?rate=1"):
            self.assertEqual(self.get(path).status_code, 200)
        self.assertEqual(self.given(incident), [])

    def test_open_ticket_is_not_rated(self):
        """Nor is one that was called off; the sentence says when it can be."""
        incident, request = self.make_incident(), self.make_request()
        request.write({"state": "rejected", "resolution": "<p>No budget.</p>"})
        for user in (None, self.employee):
            for ticket in (incident, request):
                token = self.token(ticket)
                self.authenticate(user and user.login, user and user.login.ljust(8, "x"))
                with self.subTest(user=user and user.login, ticket=ticket.number):
                    response = self.rate(token)
                    self.assertEqual(response.status_code, 422)
                    self.assertIn("once your ticket is solved", response.text)
                    self.assertEqual(self.given(ticket), [])

    def test_others_with_the_link_do_not_rate(self):
        """A forwarded mail gives nobody the requester's voice: agents least of all."""
        incident = self.make_resolved()
        token = self.token(incident)
        for user in (self.agent, self.admin_user, self.portal_b):
            with self.subTest(user=user.login):
                self.login(user)
                self.assertGreaterEqual(self.rate(token, 5).status_code, 400)
                self.assertEqual(self.given(incident), [])

    def test_strange_links_find_nothing(self):
        """Guesses and the tokens of nothing."""
        self.login(self.portal_b)
        for token in ("x", "0" * 32, "%25", "'--"):
            with self.subTest(token=token):
                self.assertEqual(self.rate(token).status_code, 404)

    def test_token_is_read_by_nobody_at_the_desk(self):
        """Whoever had it could rate in the requester's name."""
        incident = self.make_resolved()
        self.token(incident)
        rating = self.env["rating.rating"].sudo().search([("res_id", "=", incident.id)], limit=1)
        for user in (self.employee, self.portal_b, self.agent, self.manager, self.admin_user):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    rating.with_user(user).read(["access_token"])
                with self.assertRaises(AccessError):
                    rating.with_user(user).search([("access_token", "!=", False)])

    def test_message_brings_no_rating_along(self):
        """Agents rate neither their own work nor a colleague's, by RPC or the web client."""
        incident = self.make_resolved()
        for values in ({"rating_value": 5}, {"rating_value": "5"}, {"rating_id": 1}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                incident.with_user(self.agent).message_post(body="Well done", **values)
        self.login(self.agent)
        thread = {"thread_model": incident._name, "thread_id": incident.id}
        answer = self.make_jsonrpc_request(
            "/mail/message/post", {**thread, "post_data": {"body": "Done", "rating_value": 5}}
        )
        self.make_jsonrpc_request(
            "/mail/message/update_content",
            {
                "message_id": answer["message_id"],
                "update_data": {"body": "Well done", "attachment_ids": [], "rating_value": 5},
            },
        )
        self.assertEqual(self.given(incident), [])
