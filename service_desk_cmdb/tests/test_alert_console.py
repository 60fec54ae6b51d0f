from datetime import timedelta

from lxml import etree

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

    def test_alert_that_waits_says_when_it_opens_an_incident(self):
        """After the minutes of its rule; not what is only shown, is over, quiet or in work."""
        self.rule.wait_minutes = 5
        self.env["service.desk.event.rule"].create({"name": "Log", "severity": "5", "action": "log"})
        self.make_ci("web4").state = "in_repair"
        self.receive(self.fire("web1"), self.fire("web2", "warning"), self.fire("web3"), self.calm("web3"))
        while self.alerts._fold_next():
            pass
        self.env.invalidate_all()
        waiting = self.alert("web1").with_user(self.agent)
        self.assertAlmostEqual(
            waiting.date_opens, self.env.cr.now() + timedelta(minutes=5), delta=timedelta(seconds=1)
        )
        self.assertFalse((self.alert("web2") | self.alert("web3")).filtered("date_opens"))
        self.rule.wait_minutes = 0
        self.send(self.fire("web4"))
        self.assertEqual((self.alert("web4").state, self.alert("web4").date_opens), ("suppressed", False))
        self.let_pass(minutes=6)
        self.work()
        self.env.invalidate_all()
        self.assertEqual((waiting.has_open_incident, waiting.date_opens), (True, False))

    def test_alert_whose_moment_has_passed_opens_any_moment(self):
        """The job comes each minute: until then no past moment is told as one to come."""
        self.rule.wait_minutes = 5
        self.receive(self.fire("web1"))
        while self.alerts._fold_next():
            pass
        alert = self.alert("web1").with_user(self.agent)
        self.assertFalse(alert.is_opening)
        self.assertRegex(alert.opening_text, r"\d")
        self.let_pass(minutes=6)
        self.env.invalidate_all()
        self.assertEqual((alert.is_opening, alert.opening_text), (True, "any moment"))
        self.work()
        self.env.invalidate_all()
        self.assertEqual((alert.is_opening, alert.opening_text), (False, False))

    def test_when_it_opens_is_told_outside_of_the_walls_of_its_incident(self):
        """A restricted team works on the last one; that is no reason to fail."""
        self.rule.write({"wait_minutes": 5, "team_id": self.team_walled.id})
        self.send(self.fire("web1"))
        self.let_pass(minutes=6)
        self.work()
        alert = self.alert("web1")
        self.assertEqual(alert.incident_id.team_id, self.team_walled)
        self.env.invalidate_all()
        seen = alert.with_user(self.agent).read(["date_opens", "has_open_incident"])[0]
        self.assertEqual((seen["date_opens"], seen["has_open_incident"]), (False, True))

    def test_flapping_alert_speaks_of_its_incident_only_when_it_has_one(self):
        """The form asks whether one is open."""
        arch = self.alerts.with_user(self.agent).get_view(view_type="form")["arch"]
        sentence = etree.fromstring(arch).xpath("//span[contains(., 'stays open until it is quiet')]")[0]
        self.assertEqual(sentence.get("invisible"), "not has_open_incident")
