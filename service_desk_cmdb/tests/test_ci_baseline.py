from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..wizard import service_desk_ci_compare_wizard
from .ci_case import CiCase


@tagged("post_install", "-at_install")
class TestCiBaseline(CiCase):
    """Pictures of the landscape, and what has changed since."""

    def take(self, **values):
        values = {"name": "Before", "class_ids": [(6, 0, (self.server | self.application).ids)], **values}
        baseline = self.env["service.desk.ci.baseline"].with_user(self.keeper).create(values)
        baseline.action_take()
        return baseline

    def told(self, baseline, other=None, user=None):
        """What an auditor reads: (item, difference, what, before, after)."""
        wizard = self.env["service.desk.ci.compare.wizard"].with_user(user or self.agent)
        wizard = wizard.create({"baseline_id": baseline.id, "other_id": other.id if other else False})
        wizard.action_compare()
        return {(one.name, one.kind, one.what, one.before, one.after) for one in wizard.line_ids}

    # -- Compared with now -----------------------------------------------------------------------

    def test_nothing_has_changed(self):
        """Right afterwards, however much is said of the items."""
        self.make_ci("Host", attributes={"cpu_cores": 8}, owner_id=self.keeper.id, date_bought="2026-01-01")
        self.relate(self.make_ci("App", self.application), self.items.search([("name", "=", "Host")]), self.runs_on)
        baseline = self.take()
        self.assertGreaterEqual(baseline.line_count, 2)
        self.assertFalse(self.told(baseline))

    def test_what_has_changed_is_told_in_words(self):
        """Attributes with their unit, an owner, a relation, a state, what came and what went."""
        host = self.make_ci("Host", attributes={"memory_gb": 1500000.5})
        app, old, lost = self.make_ci("App", self.application), self.make_ci("Old"), self.make_ci("Lost")
        baseline = self.take()
        host.write({"attributes": {"memory_gb": 32}, "owner_id": self.keeper.id})
        self.relate(app, host, self.runs_on)
        self.make_ci("New")
        old.state = "retired"
        lost.unlink()
        self.assertEqual(
            self.told(baseline),
            {
                ("Host", "changed", "Memory", "1500000.5 GB", "32 GB"),
                ("Host", "changed", "Owner", False, "test_keeper"),
                ("App", "changed", "runs on", False, "Host"),
                ("Old", "changed", "State", "In Use", "Retired"),
                ("New", "come", False, False, False),
                ("Lost", "gone", False, False, False),
            },
        )

    def test_services_contracts_dates_and_redundancy_are_on_it(self):
        """What an auditor asks for besides."""
        cluster, service = self.make_ci("Cluster"), self.env["service.desk.service"].create({"name": "Orders"})
        need = {"type_id": self.depends_on.id, "need": "count", "need_value": 2}
        cluster.redundancy_ids = [(0, 0, need)]
        baseline = self.take()
        cluster.write({"service_ids": [(4, service.id)], "date_warranty_end": "2030-05-01"})
        cluster.redundancy_ids.need_value = 1
        self.assertEqual(
            self.told(baseline),
            {
                ("Cluster", "changed", "Services", False, "Orders"),
                ("Cluster", "changed", "Warranty Until", False, "05/01/2030"),
                ("Cluster", "changed", "Redundancy of “depends on”", "At Least So Many: 2", "At Least So Many: 1"),
            },
        )

    def test_what_left_the_part_has_changed_and_is_not_gone(self):
        """A server that went to another environment, and one that was disposed of."""
        moved, done = self.make_ci("Moved"), self.make_ci("Done")
        baseline = self.take(environment="production")
        moved.environment = "test"
        done.state = "disposed"
        self.assertEqual(
            self.told(baseline),
            {
                ("Moved", "changed", "Environment", "Production", "Test"),
                ("Done", "changed", "State", "In Use", "Disposed Of"),
            },
        )

    def test_other_words_are_no_change(self):
        """Of the setup, of people, or in the language of who compares."""
        host = self.make_ci("Host", attributes={"cpu_cores": 8}, owner_id=self.agent_two.id)
        self.relate(self.make_ci("App", self.application), host, self.runs_on)
        baseline = self.take()
        self.env["service.desk.ci.attribute"].search([("code", "=", "cpu_cores")]).name = "Cores"
        self.runs_on.name = "is carried by"
        self.agent_two.name = "Bea"
        self.env["res.lang"]._activate_lang("fr_FR")
        self.agent.lang = "fr_FR"
        self.assertFalse(self.told(baseline))

    def test_attribute_that_was_removed_is_told_by_its_code(self):
        """And breaks nothing."""
        extra = self.env["service.desk.ci.attribute"].create(
            {"class_id": self.server.id, "name": "Rack Label", "code": "rack_label"}
        )
        self.make_ci("Host", attributes={"rack_label": "A3"})
        baseline = self.take()
        extra.unlink()
        self.assertEqual(self.told(baseline), {("Host", "changed", "rack_label", "A3", False)})

    # -- Compared with another one ---------------------------------------------------------------

    def test_two_baselines(self):
        """What changed between them, whatever happened afterwards, whichever was named first."""
        host, lost = self.make_ci("Host"), self.make_ci("Lost")
        one = self.take()
        host.name = "Host A"
        lost.unlink()
        self.make_ci("New")
        two = self.take(name="After")
        one.sudo().date = "2026-01-01"
        host.name = "Host B"
        found = {
            ("Host B", "changed", "Name", "Host", "Host A"),
            ("Lost", "gone", False, False, False),
            ("New", "come", False, False, False),
        }
        self.assertEqual(self.told(one, two), found)
        self.assertEqual(self.told(two, one), found)

    def test_different_parts_are_said(self):
        """All servers cannot be compared with all applications without a word about it."""
        self.make_ci("Host")
        one, two = self.take(), self.take(class_ids=[(6, 0, self.application.ids)])
        wizard = self.env["service.desk.ci.compare.wizard"].create({"baseline_id": one.id, "other_id": two.id})
        wizard.action_compare()
        self.assertTrue(wizard.has_other_scope)

    def test_many_are_compared_in_batches_and_cut_with_a_word(self):
        """What nobody can read is counted."""
        for number in range(5):
            self.make_ci(f"Host {number}")
        baseline = self.take()
        self.items.search([("name", "=like", "Host _")]).write({"owner_id": self.keeper.id})
        self.patch(service_desk_ci_compare_wizard, "MAX_LINES", 3)
        wizard = self.env["service.desk.ci.compare.wizard"].create({"baseline_id": baseline.id})
        wizard.action_compare()
        self.assertEqual((wizard.is_cut, wizard.difference_count, wizard.changed_count), (True, 5, 5))
        self.assertEqual(len(wizard.line_ids), 3)

    def test_queries_do_not_depend_on_how_many_there_are(self):
        """Comparing many costs as many statements as comparing a few."""

        def compare(count):
            hosts = self.items.create(
                [{"name": f"H{n}", "class_id": self.server.id, "state": "in_use"} for n in range(count)]
            )
            app = self.make_ci("App", self.application)
            baseline = self.take()
            for host in hosts:
                self.relate(app, host, self.runs_on)
            hosts.owner_id = self.keeper
            return self.queries(baseline._differences)

        self.assert_same_queries(compare, 3, 40)

    # -- Evidence ----------------------------------------------------------------------------------

    def test_what_was_taken_stays_as_it_was(self):
        """Neither the picture nor what it is of is changed, it is taken once, and nobody makes it older."""
        baseline = self.take()
        with self.assertRaises(UserError):
            baseline.action_take()
        with self.assertRaises(UserError):
            baseline.class_ids = [(6, 0, self.server.ids)]
        with self.assertRaises(AccessError):
            baseline.line_ids[:1].write({"picture": {}})
        with self.assertRaises(UserError):
            baseline.unlink()
        mine = self.env["service.desk.ci.baseline"].with_user(self.keeper)
        with self.assertRaises(UserError):
            mine.create({"name": "X", "date": "2020-01-01"})
        with self.assertRaises(UserError):
            mine.create({"name": "X"}).date = "2020-01-01"
        with self.assertRaises(UserError):
            mine.create({"name": "X"}).action_compare()
        mine.create({"name": "X"}).unlink()

    # -- Who reads it --------------------------------------------------------------------------------

    def test_auditor_opens_prints_and_filters(self):
        """By the buttons: who reads items reads what has changed."""
        host = self.make_ci("Host")
        baseline = self.take()
        host.name = "Other"
        action = baseline.with_user(self.agent).action_compare()
        wizard = self.env[action["res_model"]].with_user(self.agent).browse(action["res_id"])
        line = wizard.line_ids.filtered(lambda one: one.number == host.number)
        self.assertEqual((line.name, line.what, line.before, line.after), ("Other", "Name", "Host", "Other"))
        self.assertEqual(line.action_open_item()["res_id"], host.id)
        listed = (
            self.env["service.desk.ci.compare.line"].with_user(self.agent).search(wizard.action_open_lines()["domain"])
        )
        self.assertEqual(listed, wizard.line_ids)
        report = wizard.action_print()
        sheet = (
            self.env["ir.actions.report"].with_user(self.agent)._render_qweb_html(report["report_name"], wizard.ids)[0]
        )
        self.assertIn("1 changed, 0 new, 0 gone", " ".join(sheet.decode().split()))
        self.assertIn(host.number, sheet.decode())

    def test_exported_differences_are_no_formulas(self):
        """What somebody called an item does not run on the auditor's computer."""
        host = self.make_ci("Host")
        baseline = self.take()
        host.name = '=HYPERLINK("http://evil.test")'
        wizard = self.env["service.desk.ci.compare.wizard"].create({"baseline_id": baseline.id})
        wizard.action_compare()
        rows = wizard.line_ids.export_data(["name", "after"])["datas"]
        self.assertTrue(all(cell.startswith("'=") for row in rows for cell in row))

    def test_gone_item_says_so_when_opened(self):
        """Not a page of errors."""
        lost = self.make_ci("Lost")
        baseline = self.take()
        lost.unlink()
        wizard = self.env["service.desk.ci.compare.wizard"].create({"baseline_id": baseline.id})
        wizard.action_compare()
        with self.assertRaises(UserError):
            wizard.line_ids.action_open_item()

    def test_rights(self):
        """Agents take none; requesters see none; a comparison is its user's own."""
        baseline = self.take()
        self.make_ci("New")
        with self.assertRaises(AccessError):
            self.env["service.desk.ci.baseline"].with_user(self.agent).create({"name": "Mine"})
        with self.assertRaises(AccessError):
            baseline.with_user(self.employee).action_compare()
        action = baseline.with_user(self.agent).action_compare()
        wizard = self.env[action["res_model"]].with_user(self.agent_two).browse(action["res_id"])
        for records in (wizard, wizard.sudo().line_ids.with_user(self.agent_two)):
            with self.assertRaises(AccessError):
                records.read(["create_uid"])
        self.assertFalse(self.env["service.desk.ci.compare.line"].with_user(self.agent_two).search([]))

    def test_other_companies(self):
        """Neither the baseline of another company, nor what others have with an item that all share."""
        company, other_agent = self.make_company()
        baseline = self.take()
        with self.assertRaises(AccessError):
            baseline.with_user(other_agent).action_compare()
        with self.assertRaises(AccessError):
            baseline.line_ids.with_user(other_agent).read(["picture"])
        shared, theirs = self.items.sudo().create(
            [
                {"name": name, "class_id": self.server.id, "state": "in_use", "company_id": owner}
                for name, owner in (("Shared", False), ("Theirs", company.id))
            ]
        )
        self.env["service.desk.ci.relation"].create(
            {"source_id": shared.id, "target_id": theirs.id, "type_id": self.depends_on.id}
        )
        service = self.env["service.desk.service"].create({"name": "Theirs, too", "company_id": company.id})
        service.ci_ids = shared
        self.assertEqual(shared.service_ids, service)
        self.keeper.company_ids += company
        self.env["service.desk.ci.baseline"].invalidate_model()
        mine = (
            self.env["service.desk.ci.baseline"]
            .with_user(self.keeper)
            .with_context(allowed_company_ids=self.keeper.company_ids.ids)
        )
        wide = mine.create({"name": "Wide", "company_id": self.env.company.id})
        wide.action_take()
        self.assertIn("Shared", wide.line_ids.mapped("name"))
        self.assertNotIn("Theirs", str(wide.line_ids.mapped("picture")) + str(wide.line_ids.mapped("name")))

    # -- What was taken stays as it was ------------------------------------------------------------

    def test_zero_and_no_are_something(self):
        """A number that became zero is not gone, and one that nobody knew of is told; so is a no."""
        size = {"name": "Size", "code": "size", "kind": "integer"}
        flag = {"name": "Flag", "code": "flag", "kind": "boolean"}
        values = {"name": "Sized", "code": "sized", "attribute_ids": [(0, 0, size), (0, 0, flag)]}
        kind = self.env["service.desk.ci.class"].with_user(self.keeper).create(values)
        full, bare = self.make_ci("Full", kind, attributes={"size": 4}), self.make_ci("Bare", kind)
        baseline = self.take(class_ids=[(6, 0, kind.ids)])
        full.attributes = {"size": 0}
        bare.attributes = {"size": 0, "flag": False}
        self.assertEqual(
            self.told(baseline),
            {
                ("Full", "changed", "Size", "4", "0"),
                ("Bare", "changed", "Size", False, "0"),
                ("Bare", "changed", "Flag", False, "No"),
            },
        )

    def test_part_stays_the_part(self):
        """Neither its class nor its place is deleted: it would be a picture of everything, and all else be new."""
        values = {"name": "Shelf", "code": "shelf"}
        kind = self.env["service.desk.ci.class"].with_user(self.keeper).create(values)
        item = self.make_ci("Item", kind)
        self.take(class_ids=[(6, 0, kind.ids)])
        item.class_id = self.server
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            kind.unlink()
        place = self.make_ci("Room", self.env.ref("service_desk_cmdb.ci_class_location"))
        self.take(class_ids=False, location_id=place.id)
        with self.assertRaisesRegex(UserError, "stands in Room. Retire it instead"):
            place.unlink()

    def test_classes_that_mean_different_things_by_one_code(self):
        """Each item is told in the words, the type and the unit of its own class."""
        kinds = self.env["service.desk.ci.class"].with_user(self.keeper).create(
            [
                {"name": name, "code": name.lower(), "attribute_ids": [(0, 0, {"code": "measure", **attribute})]}
                for name, attribute in (
                    ("Tank", {"name": "Volume", "kind": "integer", "unit": "l"}),
                    ("Wire", {"name": "Length", "kind": "integer", "unit": "m"}),
                    ("Lamp", {"name": "Is Lit", "kind": "boolean"}),
                )
            ]
        )
        said = {"Tank": 5, "Wire": 7, "Lamp": True}
        items = [self.make_ci(kind.name, kind, attributes={"measure": said[kind.name]}) for kind in kinds]
        baseline = self.take(class_ids=[(6, 0, kinds.ids)])
        for item in items:
            item.attributes = {"measure": 0}
        self.assertEqual(
            self.told(baseline),
            {
                ("Tank", "changed", "Volume", "5 l", "0 l"),
                ("Wire", "changed", "Length", "7 m", "0 m"),
                ("Lamp", "changed", "Is Lit", "Yes", "No"),
            },
        )

    def test_what_went_to_another_company_is_gone(self):
        """Whoever compares, also in both companies at once; what all have by now is there still."""
        company, _stranger = self.make_company()
        self.keeper.company_ids += company
        both = self.keeper.company_ids.ids
        item, shared = self.make_ci("Item"), self.make_ci("Shared")
        baseline = self.take()
        item.with_context(allowed_company_ids=both).company_id = company
        shared.company_id = False
        for companies in (self.env.company.ids, both):
            self.env.invalidate_all()
            wizard = self.env["service.desk.ci.compare.wizard"].with_user(self.keeper)
            wizard = wizard.with_context(allowed_company_ids=companies).create({"baseline_id": baseline.id})
            wizard.action_compare()
            self.assertEqual([(one.name, one.kind) for one in wizard.line_ids], [("Item", "gone")])
