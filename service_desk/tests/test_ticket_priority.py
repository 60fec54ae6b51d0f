"""Priority from the matrix, and the override that a leader answers for."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.service_desk_ticket_data import DEFAULT_MATRIX
from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestTicketPriority(ServiceDeskCase):
    def test_matrix_as_installed(self):
        """All nine cells of the matrix give the usual ITIL priorities."""
        for (impact, urgency), priority in DEFAULT_MATRIX.items():
            incident = self.make_incident(impact=impact, urgency=urgency)
            self.assertEqual(incident.priority, priority)

    def test_edited_cell_holds_for_new_tickets_only(self):
        """An edited matrix decides from now on and leaves existing tickets alone."""
        before = self.make_incident()
        self.env.ref("service_desk.priority_matrix_medium_medium").priority = "1"
        self.assertEqual(self.make_incident().priority, "1")
        self.assertEqual(before.priority, "3")

    def test_company_cell_goes_before_the_shared_one(self):
        """A company's own cell holds for its tickets alone."""
        company, user = self.make_company()
        self.env["service.desk.priority.matrix"].create(
            {"impact": "2", "urgency": "2", "priority": "5", "company_id": company.id}
        )
        self.assertEqual(self.make_incident().priority, "3")
        other = self.env["service.desk.incident"].with_user(user).create({"name": "x"})
        self.assertEqual(other.priority, "5")

    def test_agent_may_not_override(self):
        """An override needs a manager or the team's leader."""
        with self.assertRaises(AccessError):
            self.make_incident().write({"priority_override": "1", "priority_override_reason": "The boss"})

    def test_override_without_reason_is_refused(self):
        """Whoever overrides says why, in words and not in spaces."""
        incident = self.make_incident().with_user(self.manager)
        with self.assertRaisesRegex(UserError, "Say why"):
            incident.write({"priority_override": "1", "priority_override_reason": "  "})

    def test_override_survives_until_cleared(self):
        """A change of impact does not end an override; clearing it does, with its reason."""
        incident = self.make_incident().with_user(self.manager)
        incident.write({"priority_override": "1", "priority_override_reason": "Board meeting"})
        incident.impact = "3"
        self.assertEqual(incident.priority, "1")
        self.assertIn("Board meeting", incident.message_ids[0].body)
        incident.priority_override = False
        self.assertEqual(incident.priority, "4")
        self.assertFalse(incident.priority_override_reason)

    def test_reason_of_an_override_is_guarded_too(self):
        """An agent can neither blank nor rewrite why a manager overrode."""
        incident = self.make_incident()
        incident.with_user(self.manager).write({"priority_override": "1", "priority_override_reason": "Board meeting"})
        with self.assertRaises(AccessError):
            incident.write({"priority_override_reason": "No reason"})
        with self.assertRaises(UserError):
            incident.with_user(self.manager).write({"priority_override_reason": ""})

    def test_leader_may_override_on_their_team(self):
        """The leader of the ticket's team may, the leader of another team may not."""
        self.team_one.leader_id = self.agent
        incident = self.make_incident()
        incident.write({"priority_override": "2", "priority_override_reason": "VIP"})
        self.assertEqual(incident.priority, "2")
        other = self.make_incident(team_id=self.team_two.id)
        with self.assertRaises(AccessError):
            other.write({"priority_override": "2", "priority_override_reason": "VIP"})
