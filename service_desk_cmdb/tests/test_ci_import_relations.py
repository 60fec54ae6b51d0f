from unittest.mock import patch

from odoo.tests import tagged

from ..models import service_desk_ci_import_run_mixin
from .import_case import ImportCase


@tagged("post_install", "-at_install")
class TestCiImportRelations(ImportCase):
    """What the columns of a sheet say of what belongs together."""

    def test_relations_stand_in_columns(self):
        """The other is meant by name, number or serial number, also when it stands further down."""
        far = self.make_ci("Far", serial_number="FAR1")
        job = self.bring(
            [
                {"Class": "application", "Name": "Shop", "runs_on": f"Host; {far.number}", "depends_on": "nowhere"},
                {"Class": "server", "Name": "Host"},
            ]
        )
        shop = self.items.search([("name", "=", "Shop")])
        self.assertEqual(set(shop.source_relation_ids.mapped("target_id.name")), {"Host", "Far"})
        row = job.row_ids.sorted("line")[0]
        self.assertTrue(row.has_notice)
        self.assertIn("nowhere", row.message)
        self.assertEqual(row.state, "done")
        self.bring([{"Class": "application", "Name": "Shop", "runs_on": "FAR1"}])
        self.assertEqual(shop.source_relation_ids.target_id, far, "What the source tells no more is over.")

    def test_relations_of_people_stay(self):
        """A source ends only what it told itself."""
        shop, host, other = self.make_ci("Shop", self.application), self.make_ci("Host"), self.make_ci("Other")
        self.relate(shop, other, self.runs_on)
        self.bring([{"Class": "application", "Name": "Shop", "runs_on": "Host"}])
        self.assertEqual(shop.source_relation_ids.target_id, host | other)

    def test_the_check_says_what_becomes_of_relations(self):
        """New ones, those that are over, and what nothing is called; labels, no codes."""
        self.bring([{"Class": "application", "Name": "Shop", "runs_on": "Old"}, {"Class": "server", "Name": "Old"}])
        job = self.check(
            [
                {"Class": "application", "Name": "Shop", "runs_on": "Fresh", "depends_on": "nowhere"},
                {"Class": "server", "Name": "Fresh", "runs_on": ""},
                {"Class": "server", "Name": "Old", "Environment": "test"},
            ]
        )
        shop, fresh, old = job.row_ids.sorted("line")
        self.assertEqual(set(shop.changes.splitlines()), {"+ runs on: Fresh", "− runs on: Old"})
        self.assertEqual((shop.outcome, shop.state), ("changed", "waiting"))
        self.assertIn("nowhere", shop.message)
        self.assertIn("State: In Use", fresh.changes)
        self.assertEqual(old.changes, "Environment: Production → Test")

    def test_rows_about_one_item_tell_its_relations_together(self):
        """However far apart they stand; the same sheet again ends and makes nothing."""
        rows = [{"Name": f"Host {place}"} for place in range(5)]
        rows = [{"Name": "Shop", "depends_on": "Host 0"}, *rows, {"Name": "Shop", "depends_on": "Host 1"}]
        rows += [{"Name": "Host 4", "is needed by": "Shop"}]
        with patch.object(service_desk_ci_import_run_mixin, "ROW_BATCH", 2):
            self.bring(rows)
            shop = self.items.search([("name", "=", "Shop")])
            relations = shop.source_relation_ids
            self.assertEqual(set(relations.mapped("target_id.name")), {"Host 0", "Host 1", "Host 4"})
            job = self.bring(rows[::-1])
        self.assertEqual(shop.source_relation_ids, relations)
        self.assertEqual({outcome for _state, outcome, _message in self.said(job)}, {"same"})

    def test_what_is_the_same_both_ways_is_one_relation(self):
        """Both ends tell that they are connected; the same sheet again changes nothing."""
        rows = [{"Name": "One", "connects_to": "Two"}, {"Name": "Two", "connects_to": "One"}]
        for outcomes in (["new", "new"], ["same", "same"]):
            job = self.bring(rows)
            self.assertEqual([outcome for _state, outcome, _message in self.said(job)], outcomes)
            relations = self.env["service.desk.ci.relation"].search([("told_by", "=", "sheet")])
            self.assertEqual(len(relations), 1)

    def test_relations_that_contradict_each_other_are_told_so(self):
        """One thing is a part of one other, and not of its own part; what was first counts, again too."""
        rows = [
            {"Name": "Disk", "part_of": "Box"},
            {"Name": "Box", "part_of": "Disk"},
            {"Name": "Other", "part_of": "Other"},
            {"Name": "Card", "part_of": "Box"},
            {"Name": "Card", "part_of": "Other"},
        ]
        for _turn in range(2):
            job = self.bring(rows)
            messages = [message for _state, _outcome, message in self.said(job)]
            self.assertEqual([bool(message) for message in messages], [False, True, True, True, True])
            self.assertIn("“Box is a part of Disk” contradicts “Disk is a part of Box”", messages[1])
            self.assertIn("itself", messages[2])
            self.assertIn("Card has too many relations", messages[4])
        parts = self.env["service.desk.ci.relation"].search([("type_id.code", "=", "part_of")])
        mine = parts.filtered(lambda one: one.source_id.name in ("Disk", "Box", "Card", "Other"))
        self.assertEqual(
            sorted((one.source_id.name, one.target_id.name) for one in mine), [("Card", "Box"), ("Disk", "Box")]
        )
