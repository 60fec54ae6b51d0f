"""Escalation to the next tier, to a supplier and to management."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestTicketEscalation(ServiceDeskCase):
    def dialog(self, tickets, **values):
        return (
            self.env["service.desk.escalate.wizard"]
            .with_user(self.agent)
            .with_context(active_model=tickets._name, active_ids=tickets.ids)
            .create(values)
        )

    def test_next_tier_takes_over_with_note(self):
        """The ticket goes to the team its team escalates to."""
        incident = self.make_incident()
        incident.action_escalate("Rebooted twice")
        self.assertEqual(incident.team_id, self.team_two)
        self.assertIn("Rebooted twice", incident.message_ids[0].body)

    def test_last_tier_has_nowhere_to_go(self):
        """A team without a next one gives a sentence."""
        incident = self.make_incident(team_id=self.team_two.id)
        with self.assertRaisesRegex(UserError, "no team to escalate to"):
            incident.action_escalate("x")

    def test_empty_note_is_refused(self):
        """Nobody escalates without a word."""
        for note in ("", "   ", False, 123, ["x"]):
            with self.assertRaisesRegex(UserError, "next team needs to know"):
                self.make_incident().action_escalate(note)

    def test_escalating_into_a_walled_team_works(self):
        """An agent may hand over to a team whose tickets they will not see any more."""
        self.team_one.escalation_team_id = self.team_walled
        incident = self.make_incident()
        incident.action_take()
        incident.action_escalate("Looks like fraud")
        self.assertFalse(incident.search([("id", "=", incident.id)]))
        self.assertEqual(incident.with_user(self.agent_walled).team_id, self.team_walled)

    def test_requester_cannot_escalate(self):
        """Requesters cannot use the agents' verbs by RPC."""
        incident = self.make_incident()
        with self.assertRaises(AccessError):
            incident.with_user(self.employee).action_escalate("now!")

    def test_supplier_gets_it_with_reference(self):
        """The ticket waits for the supplier, with their number."""
        supplier = self.env["res.partner"].create({"name": "Cable Corp", "is_company": True})
        incident = self.make_incident()
        self.dialog(
            incident, way="supplier", supplier_id=supplier.id, supplier_ref="CC-1", note="Line dead"
        ).action_confirm()
        self.assertEqual(incident.state, "pending")
        self.assertEqual(incident.pending_reason_id.waits_for, "supplier")
        self.assertEqual((incident.supplier_id, incident.supplier_ref), (supplier, "CC-1"))

    def test_requesters_reply_does_not_end_waiting_for_a_supplier(self):
        """Only reasons that say so end with the requester's reply."""
        supplier = self.env["res.partner"].create({"name": "Cable Corp"})
        incident = self.make_incident()
        self.dialog(incident, way="supplier", supplier_id=supplier.id, note="x").action_confirm()
        incident.with_user(self.employee)._requester_reply(self.employee.partner_id, "And?")
        self.assertEqual(incident.state, "pending")

    def test_supplier_reference_survives_a_second_word(self):
        """Telling the supplier again keeps their number."""
        supplier = self.env["res.partner"].create({"name": "Cable Corp"})
        incident = self.make_incident()
        self.dialog(incident, way="supplier", supplier_id=supplier.id, supplier_ref="CC-1", note="x").action_confirm()
        self.assertEqual(self.dialog(incident, way="supplier", note="y").supplier_ref, "CC-1")
        incident._escalate_to_supplier(supplier, "", "Still dead")
        self.assertEqual(incident.supplier_ref, "CC-1")

    def test_management_levels_ask_leader_owner_and_managers(self):
        """Each level schedules an activity for the one who answers there; the top is the end."""
        self.team_one.leader_id = self.agent_two
        service = self.env["service.desk.service"].create(
            {"name": "Mail", "owner_id": self.manager.id, "team_id": self.team_one.id}
        )
        incident = self.make_incident(service_id=service.id)
        for level, user in ((1, self.agent_two), (2, self.manager)):
            self.dialog(incident, way="management", note="Board is waiting").action_confirm()
            self.assertEqual(incident.escalation_level, level)
            self.assertIn(user, incident.sudo().activity_ids.user_id)
        self.dialog(incident, way="management", note="x").action_confirm()
        with self.assertRaisesRegex(UserError, "to the top"):
            self.dialog(incident, way="management", note="x").action_confirm()

    def test_owner_behind_a_wall_is_passed_over(self):
        """Who may not open the ticket is not asked to act; the next one above is."""
        service = self.env["service.desk.service"].create({"name": "Any", "owner_id": self.agent_two.id})
        incident = self.make_incident(self.agent_walled, team_id=self.team_walled.id, service_id=service.id)
        asked = incident._escalation_user(2)
        self.assertTrue(asked.has_group("service_desk.group_manager"))
        self.assertEqual(self.make_incident(service_id=service.id)._escalation_user(2), self.agent_two)

    def test_closed_ticket_is_not_escalated(self):
        """Whatever the way, what is over stays where it is."""
        incident = self.make_resolved()
        for values in ({"way": "tier", "team_id": self.team_two.id}, {"way": "management"}):
            with self.assertRaisesRegex(UserError, "not open"):
                self.dialog(incident, note="x", **values).action_confirm()
