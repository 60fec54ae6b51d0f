from odoo.exceptions import AccessError
from odoo.tests import tagged

from .event_case import EventCase


@tagged("post_install", "-at_install")
class TestAlertConsole(EventCase):
    """What agents do in the console, and who sees what there."""

    def test_agent_ends_what_no_tool_ends(self):
        """The incident is resolved by the rule; what fires again is the same trouble once more."""
        item = self.make_ci("web1")
        self.send(self.fire("web1"))
        alert = self.alert("web1")
        alert.with_user(self.agent).action_end()
        self.work()
        self.assertEqual((alert.state, alert.incident_id.state), ("resolved", "resolved"))
        self.assertIn("Ended by test_agent", "".join(alert.incident_id.message_ids.mapped("body")))
        down = self.env["service.desk.ci.downtime"].search([("ci_id", "=", item.id)])
        self.assertEqual(len(down.filtered("date_to")), 1)
        self.let_pass(minutes=1)
        self.send(self.fire("web1"))
        self.assertEqual((alert.state, alert.incident_id.state), ("firing", "in_progress"))
        with self.assertRaises(AccessError):
            alert.with_user(self.employee).action_end()

    def test_item_that_is_assigned_chooses_another_rule(self):
        """Rules may ask for a class, which is known only then."""
        rules = self.env["service.desk.event.rule"]
        rules.create({"name": "Log", "sequence": 2, "class_id": self.server.id, "action": "log"})
        self.rule.wait_minutes = 5
        self.send(self.fire("nobody"))
        self.alert("nobody").with_user(self.agent)._assign_item(self.make_ci("web1").with_user(self.agent))
        self.work()
        self.let_pass(minutes=6)
        self.work()
        self.assertEqual((self.alert("nobody").rule_id.name, bool(self.alert("nobody").incident_id)), ("Log", False))

    def test_agent_assigns_an_item_and_opens_an_incident(self):
        """What was without an item has one, and so has the next alert of the same trouble."""
        self.rule.active = False
        self.send(self.fire("nobody"), self.fire("else"))
        item = self.make_ci("web1")
        alerts = (self.alert("nobody") | self.alert("else")).with_user(self.agent)
        wizard = self.env["service.desk.alert.wizard"].with_user(self.agent)
        wizard.create({"alert_ids": alerts.ids, "mode": "assign", "ci_id": item.id}).action_confirm()
        action = alerts.action_open_incident()
        incident = self.incidents.browse(action["res_id"])
        self.assertEqual((alerts.incident_id, incident.ci_ids), (incident, item.sudo()))
        self.send(self.calm("nobody"))
        self.let_pass(days=3)
        self.send(self.fire("nobody"))
        self.assertEqual(self.alert("nobody").ci_id, item.sudo())
