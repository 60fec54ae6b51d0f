from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .ci_case import CiCase


@tagged("post_install", "-at_install")
class TestCiAudit(CiCase):
    """What the audit finds, and what becomes of it."""

    def audit(self):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 99):
            self.env["service.desk.ci"].sudo()._cron_audit()
        self.env.invalidate_all()

    def kinds(self, item):
        return set(item.finding_ids.filtered(lambda one: one.state == "open").mapped("kind"))

    def make_fine(self, name, **values):
        """An owned server on which something runs."""
        item = self.make_ci(name, owner_id=self.keeper.id, **values)
        self.relate(self.make_ci(f"App on {name}", self.application, owner_id=self.keeper.id), item, self.runs_on)
        return item

    def test_nothing_is_found_about_what_is_fine(self):
        """Owned, related, new."""
        item = self.make_fine("Host")
        self.audit()
        self.assertFalse(item.finding_ids)

    def test_alone_and_nobodys(self):
        """A server without relations and owner; an owner who has left is none."""
        lonely, left = self.make_ci("Lonely"), self.make_fine("Left")
        left.owner_id = self.agent_two
        self.agent_two.sudo().active = False
        self.audit()
        self.assertEqual(self.kinds(lonely), {"orphan", "no_owner"})
        self.assertEqual(self.kinds(left), {"no_owner"})

    def test_what_is_not_in_use_is_left_alone(self):
        """Planned and retired things need nothing yet, or any more."""
        items = self.make_ci("Planned", state="planned") | self.make_ci("Retired", state="retired")
        self.audit()
        self.assertFalse(items.finding_ids)

    def test_not_seen_for_long(self):
        """By the days of the class, or of the one above it."""
        item = self.make_fine("Host")
        item.sudo().date_seen = fields.Datetime.now() - timedelta(days=31)
        self.audit()
        self.assertEqual(self.kinds(item), {"stale"})
        item.sudo().date_seen = fields.Datetime.now() - timedelta(days=29)
        self.audit()
        self.assertEqual(item.finding_ids.state, "ended")

    def test_same_serial_number(self):
        """However it is written; placeholders are no serial numbers."""
        one, two = self.make_fine("One", serial_number="ABC123"), self.make_fine("Two", serial_number=" abc123 ")
        for number in ("To Be Filled By O.E.M.", "00000000", "None"):
            self.make_fine("P", serial_number=number)
            self.make_fine("Q", serial_number=number)
        self.audit()
        self.assertEqual((self.kinds(one), self.kinds(two)), ({"duplicate"}, {"duplicate"}))
        found = self.env["service.desk.ci.finding"].search([("kind", "=", "duplicate")])
        self.assertEqual(found.ci_id, one.sudo() | two.sudo())

    def test_required_later(self):
        """What its class requires by now."""
        item = self.make_fine("Host")
        self.env["service.desk.ci.attribute"].create(
            {"class_id": self.server.id, "name": "Rack Label", "code": "rack_label", "is_required": True}
        )
        self.audit()
        self.assertEqual(self.kinds(item), {"incomplete"})
        self.assertIn("Rack Label", item.finding_ids.detail)

    def test_accepted_stays_so_until_it_is_another(self):
        """Nobody is asked twice about the same."""
        item = self.make_ci("Lonely", owner_id=self.keeper.id)
        self.audit()
        finding = item.finding_ids.with_user(self.keeper)
        finding.action_accept("Stands by itself")
        self.audit()
        self.assertEqual((finding.state, finding.reason), ("accepted", "Stands by itself"))
        self.relate(self.make_ci("App", self.application), item, self.runs_on)
        self.audit()
        self.assertEqual(finding.state, "ended")

    def test_accepting_asks_why(self):
        """From the list of findings by a dialog; nobody accepts without a word."""
        self.make_ci("Lonely")
        self.audit()
        findings = self.env["service.desk.ci.finding"].with_user(self.keeper).search([("ci_id.name", "=", "Lonely")])
        for nothing in (None, "", "  "):
            with self.assertRaises(UserError):
                findings.action_accept(nothing)
        dialog = self.env["service.desk.ci.accept.wizard"].with_user(self.keeper)
        dialog.with_context(active_ids=findings.ids).create({"reason": "It is a museum piece"}).action_confirm()
        self.assertEqual(set(findings.mapped("state")), {"accepted"})
        self.assertEqual(set(findings.mapped("reason")), {"It is a museum piece"})
        self.assertEqual(findings.decided_by_id, self.keeper)

    def test_found_value_is_taken_over(self):
        """What a source has found becomes what is authorized, by column or attribute."""
        item = self.make_fine("Host", attributes={"memory_gb": 16})
        findings = self.env["service.desk.ci.finding"].sudo()
        findings._record(
            "differs",
            {
                (item.id, "memory_gb"): {"found_value": "32", "authorized_value": "16.0"},
                (item.id, "version"): {"found_value": "5", "authorized_value": False},
            },
        )
        item.finding_ids.with_user(self.keeper).action_take_found()
        self.assertEqual((item._values()["memory_gb"], item.version), (32.0, "5"))
        self.assertEqual(set(item.finding_ids.mapped("state")), {"ended"})

    def test_rights(self):
        """Agents look on; nobody writes findings."""
        item = self.make_ci("Lonely")
        self.audit()
        finding = item.finding_ids[:1].with_user(self.agent)
        self.assertTrue(finding.kind)
        for verb in ("action_accept", "action_take_found", "action_audit"):
            with self.assertRaises(AccessError):
                getattr(finding, verb)()
        with self.assertRaises(AccessError):
            finding.with_user(self.keeper).write({"state": "ended"})
        with self.assertRaises(AccessError):
            self.env["service.desk.ci"].with_user(self.agent).action_audit()
        with self.assertRaises(AccessError):
            finding.with_user(self.employee).read(["kind"])
        with self.assertRaises(UserError):
            finding.with_user(self.keeper).action_take_found()
