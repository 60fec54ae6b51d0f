from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .event_case import EventCase

VERBS = {
    "service.desk.alert": ("action_open_incident", "action_show_incident", "action_end", "action_end_silence"),
    "service.desk.event": ("action_retry",),
    "service.desk.event.source": ("action_new_key", "action_drop_key"),
}


@tagged("post_install", "-at_install")
class TestAlertRights(EventCase):
    """Who sees and does what about monitoring."""

    def test_rights(self):
        """Requesters see nothing, agents write nothing, and walls and companies hold."""
        self.send(self.fire("web1"))
        alert = self.alert("web1")
        for user in (self.employee, self.portal_a):
            for name in ("service.desk.alert", "service.desk.event", "service.desk.event.source"):
                with self.assertRaises(AccessError):
                    self.env[name].with_user(user).search([])
        with self.assertRaises(AccessError):
            alert.with_user(self.agent).write({"state": "resolved"})
        self.source.sudo().team_id = self.team_walled
        self.assertFalse(self.alerts.with_user(self.agent).search([("id", "=", alert.id)]))
        self.assertTrue(self.alerts.with_user(self.agent_walled).search([("id", "=", alert.id)]))
        _company, stranger = self.make_company()
        self.source.sudo().team_id = False
        self.assertFalse(self.alerts.with_user(stranger).search([("id", "=", alert.id)]))
        with self.assertRaises(AccessError):
            alert.with_user(stranger).action_open_incident()

    def test_strangers_have_no_verb(self):
        """Requesters, agents of another company and of outside the wall; keys and retries are for keepers."""
        self.send(self.fire("web1"))
        records = {name: self.env[name].search([("source_id", "=", self.source.id)]) for name in list(VERBS)[:2]}
        records["service.desk.event.source"] = self.source.sudo()
        _company, stranger = self.make_company()
        self.source.sudo().team_id = self.team_walled
        for user in (self.employee, self.portal_a, stranger, self.agent):
            for name, verbs in VERBS.items():
                for verb in verbs:
                    with self.subTest(user=user.login, verb=verb), self.assertRaises(AccessError):
                        getattr(records[name].with_user(user), verb)()
        for name, verbs in list(VERBS.items())[1:]:
            for verb in verbs:
                with self.subTest(verb=verb), self.assertRaises(AccessError):
                    getattr(records[name].with_user(self.agent_walled), verb)()

    def test_strangers_have_no_dialog(self):
        """Alerts that somebody may not see are neither silenced nor assigned by way of the dialog."""
        self.send(self.fire("web1"))
        _company, stranger = self.make_company()
        for mode in ("assign", "silence"):
            values = {"alert_ids": self.alert("web1").ids, "mode": mode, "ci_id": self.make_ci("x").id}
            with self.subTest(mode=mode), self.assertRaises(AccessError):
                self.env["service.desk.alert.wizard"].with_user(stranger).create(values).action_confirm()

    def test_own_defaults_decide_nothing(self):
        """What somebody stored as their default stands in no row that the desk writes for them."""
        defaults = self.env["ir.default"].with_user(self.agent)
        defaults.set("service.desk.ci.downtime", "is_planned", True, user_id=True)
        defaults.set("service.desk.alert", "suppressed_by", "Nobody", user_id=True)
        item = self.make_ci("web1")
        self.send(self.fire("nobody"))
        self.alert("nobody").with_user(self.agent)._assign_item(item.with_user(self.agent))
        down = self.env["service.desk.ci.downtime"].search([("ci_id", "=", item.id)])
        self.assertEqual((down.is_planned, self.alert("nobody").suppressed_by), (False, False))

    def test_root_behind_a_wall_has_no_name(self):
        """An alert that everybody sees may be because of one that they do not."""
        self.send(self.fire("web1"))
        alert = self.alert("web1")
        self.source.sudo().team_id = self.team_walled
        self.assertEqual(alert.with_user(self.agent_walled).sudo().display_name, "web1 is down")
        self.assertEqual(alert.with_user(self.agent).sudo().display_name, f"Alert {alert.id}")

    def test_down_time_tells_nothing_of_what_is_behind_a_wall(self):
        """Neither of a confidential incident, nor of a restricted team's alert; figures count all the same."""
        item = self.make_ci("web1")
        self.make_incident(ci_ids=[Command.set(item.ids)], impact="1", is_confidential=True)
        self.source.sudo().team_id = self.team_walled
        self.send(self.fire("web1"))
        rows = self.env["service.desk.ci.downtime"].search([("ci_id", "=", item.id)])
        self.assertEqual(len(rows), 2)
        self.assertFalse(rows.with_user(self.agent_two)._filtered_access("read"))
        self.assertEqual(rows.with_user(self.agent)._filtered_access("read").incident_id.is_confidential, True)
        self.assertEqual(item.with_user(self.agent_two).failure_count, 1)
