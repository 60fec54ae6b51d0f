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

    def differing(self, item, **values):
        """Differences that a source has found: key -> (found, authorized)."""
        found = {
            (item.id, key): {"found_value": one, "authorized_value": other, "source_code": "spreadsheets"}
            for key, (one, other) in values.items()
        }
        self.env["service.desk.ci.finding"].sudo()._record("differs", found)
        return item.finding_ids.filtered(lambda one: one.key in values).with_user(self.keeper)

    def test_differences_are_told_in_words(self):
        """Labels of states and attributes, units, yes and no, days as people write them; never codes."""
        item = self.make_fine("Host", attributes={"memory_gb": 16})
        self.env["service.desk.ci.attribute"].create(
            [{"class_id": self.server.id, "name": "Is Spare", "code": "is_spare", "kind": "boolean"}]
        )
        finding = self.differing(item, state=("in_repair", "in_use"))
        self.assertEqual(finding.words, "State: In Repair by Spreadsheets, In Use is authorized.")
        finding = self.differing(item, memory_gb=("32", "16.0"))
        self.assertEqual(finding.words, "Memory: 32 GB by Spreadsheets, 16 GB is authorized.")
        finding = self.differing(item, is_spare=("True", "False"))
        self.assertEqual(finding.words, "Is Spare: Yes by Spreadsheets, No is authorized.")
        finding = self.differing(item, date_bought=("2026-02-01", False))
        self.assertEqual(finding.words, "Bought On: 02/01/2026 by Spreadsheets, nothing is authorized.")

    def test_what_was_found_is_never_empty(self):
        """Alone and nobody's, in a sentence each."""
        lonely = self.make_ci("Lonely")
        self.audit()
        said = {one.kind: one.words for one in lonely.finding_ids.with_user(self.agent)}
        self.assertEqual(said["orphan"], "No relation and no service.")
        self.assertEqual(said["no_owner"], "Nobody owns it, or the owner has left.")

    def test_words_of_many_cost_as_much_as_of_few(self):
        """A page of findings is told in a fixed number of queries."""
        hosts = [self.make_ci(f"Host {place}") for place in range(40)]
        for host in hosts:
            self.differing(host, state=("in_repair", "in_use"))
        known = [("kind", "=", "differs"), ("ci_id", "in", [host.id for host in hosts])]
        findings = self.env["service.desk.ci.finding"].with_user(self.agent).search(known)
        findings.mapped("words")
        counts = []
        for some in (findings[:2], findings):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.mapped("words")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0], counts)
        self.assertLessEqual(counts[1], 12)

    def test_states_people_and_days_are_taken_over(self):
        """What is no text is found again as a sheet would name it; what means nothing here is said."""
        item = self.make_fine("Host")
        self.differing(item, state=("in_repair", "in_use")).action_take_found()
        self.differing(item, owner_id=(self.agent_two.name, self.keeper.name)).action_take_found()
        self.differing(item, date_bought=("2026-02-01", False)).action_take_found()
        self.assertEqual((item.state, item.owner_id), ("in_repair", self.agent_two))
        self.assertEqual(item.date_bought, fields.Date.to_date("2026-02-01"))
        with self.assertRaisesRegex(UserError, "nothing here is called “Nobody At All”"):
            self.differing(item, owner_id=("Nobody At All", False)).action_take_found()

    def test_the_audit_says_what_it_looks_at_and_when(self):
        """Which classes a rule leaves out; when all was looked at; whether it is due. For managers, a button."""
        findings = self.env["service.desk.ci.finding"]
        self.env["ir.config_parameter"].sudo().set_param("service_desk_cmdb.date_audited", False)
        self.env["ir.cron.trigger"].search([]).unlink()
        workstation = self.env.ref("service_desk_cmdb.ci_class_workstation")
        workstation.needs_owner = False
        self.env["service.desk.ci.class"].search([("id", "!=", workstation.id)]).needs_owner = True
        told = findings.with_user(self.agent).audit_told()
        self.assertIn("Without an Owner: all classes but Workstation.", told["rules"])
        self.assertEqual((told["when"], told["is_due"], told["may_audit"]), (False, False, False))
        findings.with_user(self.keeper).action_audit()
        told = findings.with_user(self.keeper).audit_told()
        self.assertEqual((told["is_due"], told["may_audit"]), (True, True))
        self.audit()
        self.assertTrue(findings.with_user(self.agent).audit_told()["when"])
        with self.assertRaises(AccessError):
            findings.with_user(self.employee).audit_told()

    def test_many_classes_are_not_all_named(self):
        """A rule asks most classes or few; beyond a dozen names the rest is counted."""
        classes = self.env["service.desk.ci.class"]
        classes.search([]).needs_relation = False
        told = classes.env["service.desk.ci.finding"].with_user(self.agent).audit_told()["rules"]
        self.assertIn("Related to Nothing: no class.", told)
        classes.create([{"name": f"Kind {n:02}", "code": f"kind_{n:02}", "needs_relation": True} for n in range(15)])
        (told,) = [
            one
            for one in self.env["service.desk.ci.finding"].with_user(self.agent).audit_told()["rules"]
            if one.startswith("Related")
        ]
        self.assertTrue(told.endswith("Kind 11 and 3 more."), told)

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

    def test_what_is_no_longer_so_is_not_decided(self):
        """An old value is not written over what came later; of several those that still hold are accepted."""
        item = self.make_fine("Host", version="3")
        finding = self.differing(item, version=("5", "3"))
        self.env["service.desk.ci.finding"].sudo()._record("differs", {}, among=item)
        item.version = "9"
        with self.assertRaisesRegex(UserError, "no longer so"):
            finding.action_take_found()
        with self.assertRaisesRegex(UserError, "no longer so"):
            finding.action_accept("As agreed")
        other = self.differing(self.make_fine("Other"), version=("7", "6"))
        (finding | other).action_accept("As agreed")
        self.assertEqual((item.version, finding.state, other.state), ("9", "ended", "accepted"))

    def test_accepted_difference_stays_so_whatever_the_source_is_called(self):
        """Nobody is asked again because of a name, or of the language of who imports; another value is another."""
        source = self.env["service.desk.ci.source"].with_user(self.keeper).create(
            {"name": "Scanner", "code": "scanner", "overrules_people": False}
        )
        item = self.make_fine("Host", serial_number="LX-77", version="3")

        def tell(version):
            self.items.import_items("scanner", [{"class": "server", "serial_number": "LX-77", "version": version}])
            self.env.invalidate_all()
            return item.finding_ids.filtered(lambda one: one.key == "version").state

        self.assertEqual(tell("5"), "open")
        item.finding_ids.with_user(self.keeper).action_accept("A test build")
        source.name = "Scanner of the Cellar"
        self.assertEqual(tell("5"), "accepted")
        self.assertEqual(tell("6"), "open")

    def test_differences_are_told_in_the_words_of_the_class(self):
        """Whatever another class means by the same code."""
        tank, wire = self.env["service.desk.ci.class"].create(
            [
                {
                    "name": name,
                    "code": name.lower(),
                    "attribute_ids": [(0, 0, {"code": "measure", "name": label, "kind": "integer", "unit": unit})],
                }
                for name, label, unit in (("Tank", "Volume", "l"), ("Wire", "Length", "m"))
            ]
        )
        words = [self.differing(self.make_ci("It", kind), measure=("5", "4")).words for kind in (tank, wire)]
        self.assertEqual(
            words,
            ["Volume: 5 l by Spreadsheets, 4 l is authorized.", "Length: 5 m by Spreadsheets, 4 m is authorized."],
        )

    def test_what_served_only_what_is_gone_is_alone(self):
        """Its application was retired, its service archived: nobody would find out what it is for."""
        host, blade = self.make_fine("Host"), self.make_ci("Blade", owner_id=self.keeper.id)
        blade.service_ids = service = self.env["service.desk.service"].create({"name": "Orders"})
        self.audit()
        self.assertFalse(self.kinds(host) | self.kinds(blade))
        host.target_relation_ids.source_id.state = "retired"
        service.active = False
        self.audit()
        self.assertEqual((self.kinds(host), self.kinds(blade)), ({"orphan"}, {"orphan"}))
