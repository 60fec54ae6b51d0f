"""The portal in a real browser: an employee raises, answers, closes and rates."""

from odoo.fields import Domain
from odoo.tests import tagged

from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestPortalTour(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Else what the desk knows would be offered before the ticket is sent; that has tests of its own.
        cls.env["service.desk.article"].search(Domain.TRUE).audience = "desk"

    def test_story_of_an_incident(self):
        """From the first click to the rating, with the agent's part in between."""
        login = self.employee.login
        self.start_tour("/my", "service_desk_portal_raise", login=login)
        incident = self.newest()
        self.assertEqual(incident.requester_id, self.employee.partner_id)
        self.assertEqual((incident.urgency, incident.channel), ("1", "portal"))
        self.assertEqual(incident._public_messages().attachment_ids.raw, b"pixels")

        worked = incident.with_user(self.agent)
        worked.action_take()
        self.say(worked, self.agent, "Which floor is it on?")
        worked.write({"state": "pending", "pending_reason_id": self.reason.id})
        self.start_tour("/my/service-desk", "service_desk_portal_answer", login=login)
        self.assertEqual(incident.state, "in_progress")

        worked.write(
            {
                "state": "resolved",
                "resolution": "<p>We turned the scanner around.</p>",
                "resolution_code_id": self.code.id,
            }
        )
        self.start_tour("/my/service-desk", "service_desk_portal_close", login=login)
        rating = incident.rating_ids.filtered("consumed")
        self.assertEqual((incident.state, rating.rating), ("closed", 5.0))
        self.assertEqual(rating.feedback, "That was quick")

    def test_words_survive_a_login_that_expired(self):
        """Files cannot: the form asks for them again."""
        self.start_tour("/my/service-desk", "service_desk_portal_expired", login=self.employee.login)


@tagged("post_install", "-at_install")
class TestPortalTourPhone(TestPortalTour):
    """The same story on a telephone."""

    browser_size = "390x844"
    touch_enabled = True
    # Odoo runs inherited tests only where they are asked for.
    allow_inherited_tests_method = True
