from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .event_case import EventCase


@tagged("post_install", "-at_install")
class TestAlertExpected(EventCase):
    """Alerts that surprise nobody: of what is worked on, and silenced ones."""

    def put(self, change, state, phase):
        """How a change got there is not what is tested."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE service_desk_change SET state = %s, phase = %s WHERE id = %s", [state, phase, change.id]
        )
        self.env.invalidate_all()

    def test_alert_of_what_is_worked_on_is_expected(self):
        """The item, or what it runs on, is in a change under way; when that is over the alert is heard."""
        host, vm = self.make_ci("host"), self.make_ci("vm")
        self.relate(vm, host, self.runs_on)
        change = self.make_change(ci_ids=[Command.set(host.ids)])
        self.put(change, "implementing", "active")
        self.send(self.fire("vm"), self.fire("host"), self.fire("other"))
        for name in ("vm", "host"):
            self.assertEqual((self.alert(name).state, bool(self.alert(name).incident_id)), ("suppressed", False))
            self.assertIn(change.number, self.alert(name).suppressed_by)
        self.assertEqual(self.alert("other").state, "firing")
        self.put(change, "closed", "closed")
        self.let_pass(minutes=6)
        self.work()
        self.assertEqual(self.alert("host").state, "firing")
        self.assertTrue(self.alert("host").incident_id)

    def test_change_that_repairs_it_does_not_keep_it_quiet(self):
        """What has an incident stays what it is, whatever is done about it."""
        host = self.make_ci("host")
        self.send(self.fire("host"))
        self.put(self.make_change(ci_ids=[Command.set(host.ids)]), "implementing", "active")
        host.state = "in_repair"
        self.alert("host").date_next = self.env.cr.now()
        self.work()
        self.assertEqual(self.alert("host").state, "firing")

    def test_item_in_repair_is_quiet(self):
        """Nobody expects it to run."""
        self.make_ci("web1").state = "in_repair"
        self.send(self.fire("web1"))
        self.assertEqual(self.alert("web1").state, "suppressed")

    def test_silence(self):
        """An agent keeps it quiet for a while, and hears of it again after that, or at once."""
        self.rule.wait_minutes = 5
        self.send(self.fire("web1"))
        alert = self.alert("web1").with_user(self.agent)
        alert._silence(self.env.cr.now() + timedelta(hours=1))
        self.work()
        self.assertEqual((alert.state, bool(alert.incident_id)), ("suppressed", False))
        with self.assertRaises(UserError):
            alert._silence(self.env.cr.now() - timedelta(hours=1))
        alert.action_end_silence()
        self.work()
        self.assertEqual((alert.state, bool(alert.incident_id)), ("firing", True))
