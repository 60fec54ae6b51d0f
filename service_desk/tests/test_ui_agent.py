"""The agent's screen in a real browser."""

from odoo.tests import HttpCase, tagged

# The module, not its class: pytest would run that class's own tests here.
from odoo.addons.web.tests import test_js

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestUiAgent(ServiceDeskCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Both look at the screen that agents have on the first day.
        cls.boiler = cls.make_incident(name="Boiler is cold")

    def test_agent_works_an_incident_to_its_end(self):
        """Take, reply, note, hold, resume, escalate, resolve, by clicks alone."""
        incident = self.make_incident(name="Turbine vibrates")
        incident.with_user(self.agent_two).announce_presence()
        self.start_tour("/odoo/service-desk", "service_desk_agent_works", login=self.agent.login)
        self.assertEqual((incident.state, incident.team_id), ("resolved", self.team_two))
        self.assertEqual(incident.resolution_code_id, self.code)
        self.assertTrue(incident.date_first_response)
        self.assertEqual(
            incident.transition_ids.mapped("state_to"),
            ["in_progress", "pending", "in_progress", "resolved"],
        )
        self.check_conversation(incident)

    def check_conversation(self, incident):
        """The reply went to the requester, the note stayed inside."""
        # The notice that the ticket waits quotes the question; a person said it once.
        comments = incident.message_ids.filtered(lambda one: one.message_type == "comment")
        said = comments.filtered(lambda message: "Which turbine" in message.body)
        noted = incident.message_ids.filtered(lambda message: "Bearing, I think" in message.body)
        self.assertIn(self.employee.partner_id, said.notified_partner_ids)
        self.assertFalse(noted.notified_partner_ids)
        public = incident._public_messages()
        self.assertEqual((said in public, noted in public), (True, False))

    def test_agent_drags_cards_to_other_states(self):
        """A drag takes, asks for what is needed, or leaves the card where it was."""
        incident = self.make_incident(name="Turbine vibrates", impact="1", urgency="1")
        self.boiler.write({"impact": "1", "urgency": "1"})
        self.start_tour("/odoo/incidents", "service_desk_agent_drags", login=self.agent.login)
        self.assertEqual((incident.state, incident.user_id), ("pending", self.agent))
        self.assertEqual(incident.pending_reason_id, self.reason)
        self.assertEqual(self.boiler.state, "new")

    def test_ticket_for_a_walled_team_is_written_down(self):
        """The form helps while writing, and leaves when the ticket is out of sight."""
        self.start_tour("/odoo/service-desk", "service_desk_agent_writes_down", login=self.agent.login)
        written = self.env["service.desk.incident"].search([("name", "=", "Boiler makes a noise")])
        self.assertEqual(written.team_id, self.team_walled)
        self.assertEqual(written.requester_id, self.employee.partner_id)

    def test_every_menu_and_view_opens(self):
        """Each menu, each kind of view and each filter of the desk shows without an error."""
        self.make_request()
        self.make_resolved()
        self.browser_js(
            "/odoo/service-desk",
            "odoo.loader.modules.get('@web/webclient/clickbot/clickbot_loader')"
            ".startClickEverywhere('service_desk.menu_root');",
            "odoo.isReady === true",
            login=self.admin_user.login,
            timeout=1200,
            success_signal="clickbot test succeeded",
        )

    def test_widgets_alone(self):
        """The widgets of the screen, each by itself (``static/tests/*.test.js``)."""
        suite = test_js.HOOTCommon._generate_hash(self, "@service_desk")
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite}",
            "",
            "",
            login=self.admin_user.login,
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" not in message,
        )
