from unittest.mock import patch

from odoo.fields import Domain
from odoo.tests import tagged

from ..models import service_desk_ci_import_check_mixin, service_desk_ci_import_run_mixin
from .import_case import ImportCase


@tagged("post_install", "-at_install")
class TestCiImportPreview(ImportCase):
    """The check promises no relation that the start refuses."""

    def messages(self, job):
        return [message or "" for _state, _outcome, message in self.said(job)]

    def plus(self, job):
        """The relations that rows promise."""
        changes = job.row_ids.sorted("line").mapped("changes")
        return [[line for line in (one or "").splitlines() if line[0] in "+−"] for one in changes]

    def check_and_start(self, rows):
        """Messages of the check, which are those of the start; it makes as many relations as were promised."""
        relations = self.env["service.desk.ci.relation"]
        before = relations.search(Domain.TRUE)
        job = self.check(rows)
        told, signs = self.messages(job), [line[0] for lines in self.plus(job) for line in lines]
        job.action_start()
        self.run_job()
        self.assertEqual(self.messages(job), told)
        after = relations.search(Domain.TRUE)
        self.assertEqual((len(after - before), len(before - after)), (signs.count("+"), signs.count("−")))
        return told

    def test_nothing_depends_on_itself(self):
        """Also what is not there yet, by its name or its serial number, and in two rows."""
        told = self.check_and_start(
            [
                {"Name": "srv-a", "Serial": "SA1", "depends_on": "SRV-A"},
                {"Name": "srv-b", "Serial": "SB1", "depends_on": "sb1; srv-a"},
                {"Name": "srv-a", "Serial": "SA1", "depends_on": "", "is needed by": "srv-a"},
            ]
        )
        for message in told:
            self.assertIn("nothing is related to itself", message)

    def test_numbers_and_circles_are_told(self):
        """One thing is a part of one other, and not of its own part; what was first counts."""
        told = self.check_and_start(
            [
                {"Name": "Disk", "part_of": "Box"},
                {"Name": "Box", "part_of": "Disk"},
                {"Name": "Card", "part_of": "Box"},
                {"Name": "Card", "part_of": "Other"},
                {"Name": "Other", "part_of": ""},
            ]
        )
        self.assertIn("“Box is a part of Disk” contradicts “Disk is a part of Box”", told[1])
        self.assertIn("Card has too many relations", told[3])
        self.assertEqual([bool(message) for message in told], [False, True, True, True, False])

    def test_what_is_over_makes_room(self):
        """A part goes from one thing to another; one that a person has related stays, and leaves no room."""
        self.bring([{"Name": "Card", "part_of": "Box"}, {"Name": "Box"}, {"Name": "Rack"}, {"Name": "Disk"}])
        box, disk = (self.items.search([("name", "=", name)]) for name in ("Box", "Disk"))
        self.relate(disk, box, self.env.ref("service_desk_cmdb.ci_relation_type_part_of"))
        told = self.check_and_start([{"Name": "Card", "part_of": "Rack"}, {"Name": "Disk", "part_of": "Rack"}])
        self.assertFalse(told[0])
        self.assertIn("Disk has too many relations", told[1])

    def test_what_others_tell_too_is_not_over(self):
        """One source drops a relation that another goes on to tell: neither check nor start calls it a change."""
        self.env["service.desk.ci.source"].create({"name": "Other Scan", "code": "other_scan"})
        rows = [{"class": "server", "name": "srv-a", "depends_on": "srv-b"}, {"class": "server", "name": "srv-b"}]
        for code in ("sheet", "other_scan"):
            self.items.import_items(code, rows)
        relation = self.items.search([("name", "=", "srv-a")]).source_relation_ids
        told = self.check_and_start([{"Name": "srv-a", "depends_on": "srv-c"}, {"Name": "srv-b"}, {"Name": "srv-c"}])
        self.assertEqual([bool(message) for message in told], [False, False, False])
        self.assertEqual(relation.told_by, "other_scan")

    def test_what_changes_is_counted_at_the_row_that_tells_it(self):
        """The other end of a new relation has a row, too, which says nothing new."""
        rows = [{"Name": "srv-a", "part_of": "srv-c"}, {"Name": "srv-b"}, {"Name": "srv-c"}]
        self.check_and_start(rows)
        rows[1]["depends_on"] = "srv-a"
        rows[0]["depends_on"] = rows[2]["depends_on"] = ""
        job = self.check(rows)
        foreseen = [outcome for _state, outcome, _message in self.said(job)]
        job.action_start()
        self.run_job()
        self.assertEqual(foreseen, ["same", "changed", "same"])
        self.assertEqual([outcome for _state, outcome, _message in self.said(job)], foreseen)

    def end_relations(self, kind):
        """A type is narrowed only where nothing contradicts that."""
        self.env["service.desk.ci.relation"].search([("type_id", "=", kind.id)]).unlink()

    def test_classes_that_a_type_does_not_relate_are_told(self):
        """Of new items and of known ones; narrower ones are related."""
        shop = self.make_ci("Shop", self.application)
        self.end_relations(self.runs_on)
        self.runs_on.source_class_ids = self.application
        self.runs_on.target_class_ids = self.server.parent_id or self.server
        rows = [
            {"Class": "server", "Name": "Host", "runs_on": "Blade"},
            {"Class": "server", "Name": "Blade", "runs_on": ""},
            {"Class": "application", "Name": "Till", "runs_on": "Blade; Shop"},
            {"Class": "application", "Name": shop.name, "runs_on": "Till"},
        ]
        told = self.check_and_start(rows)
        self.assertIn("Host is a thing of the class “Server”, which “runs on” does not relate", told[0])
        self.assertIn("Shop is a thing of the class “Application”", told[2])
        self.assertIn("Till is a thing of the class “Application”", told[3])
        self.assertFalse(told[1])

    def test_new_items_of_one_name_are_not_guessed(self):
        """Each is an item of its own; which one another row means nobody can tell."""
        told = self.check_and_start(
            [
                {"Name": "Laptop", "Serial": "L1", "part_of": "Dock"},
                {"Name": "Laptop", "Serial": "L2", "part_of": "Tray"},
                {"Name": "Dock", "Serial": "", "depends_on": "Laptop"},
                {"Name": "Tray", "Serial": "N/A", "depends_on": "L1"},
            ]
        )
        self.assertEqual([bool(message) for message in told], [False, False, True, False])
        self.assertIn("several are called “Laptop”", told[2])

    def test_what_is_in_use_is_meant(self):
        """Of new items of one name, not what is gone; of two in use, nobody can tell."""
        told = self.check_and_start(
            [
                {"Name": "Laptop", "Serial": "L1", "State": "Retired", "depends_on": ""},
                {"Name": "Laptop", "Serial": "L2", "State": "In Use"},
                {"Name": "Screen", "Serial": "S1", "State": "In Use"},
                {"Name": "Screen", "Serial": "S2", "State": "In Use"},
                {"Name": "Dock", "State": "In Use", "depends_on": "Laptop; Screen"},
            ]
        )
        self.assertEqual(told[4], "depends on: several are called “Screen”.")

    def test_what_is_not_taken_over_names_nothing(self):
        """A tag that the sheet tells and people decide is not what the thing is called then."""
        self.env["service.desk.ci.precedence"].create(
            {"class_id": self.server.id, "value_code": "asset_tag", "is_locked": True}
        )
        self.items.create({"name": "srv-a", "serial_number": "SA1", "class_id": self.server.id, "asset_tag": "OURS"})
        told = self.check_and_start(
            [{"Name": "srv-a", "Serial": "SA1", "Asset Tag": "THEIRS"}, {"Name": "srv-b", "depends_on": "THEIRS"}]
        )
        self.assertEqual(told[1], "depends on: nothing here is called “THEIRS”.")

    def test_a_dry_run_of_a_program_promises_what_comes_true(self):
        """Relations too, also between what is new, and what is over; it writes nothing."""
        relations = self.env["service.desk.ci.relation"]
        rows = [
            {"class": "server", "name": "srv-a", "depends_on": "srv-b"},
            {"class": "server", "name": "srv-b"},
            {"class": "server", "name": "srv-c", "depends_on": ["srv-c", "nowhere"]},
        ]
        steps = (
            ("srv-b", ["+ depends on: srv-b"]),
            ("srv-b", []),
            ("srv-c", ["+ depends on: srv-c", "− depends on: srv-b"]),
        )
        for words, promised in steps:
            rows[0]["depends_on"] = words
            before = self.items.search_count(Domain.TRUE), relations.search(Domain.TRUE)
            would = self.items.import_items("sheet", rows, dry_run=True)
            self.assertEqual((self.items.search_count(Domain.TRUE), relations.search(Domain.TRUE)), before)
            did = self.items.import_items("sheet", rows)
            self.assertEqual([one.pop("relations") for one in would], [promised, [], []])
            for key in ("outcome", "changes", "message"):
                self.assertEqual([one[key] for one in would], [one[key] for one in did])
        self.assertEqual(did[0]["outcome"], "changed")
        self.assertIn("nothing is related to itself", did[2]["message"])
        self.assertIn("nothing here is called “nowhere”", did[2]["message"])

    def test_a_check_of_several_turns_counts_as_one(self):
        """What earlier turns of the job have promised is known to later ones."""
        rows = [{"Name": "Card", "Serial": "C1", "part_of": "Box"}, {"Name": "Box"}, {"Name": "Other"}]
        rows += [{"Name": "Card", "Serial": "C1", "part_of": "Other"}, {"Name": "Box", "part_of": "Box"}]
        job = self.imports.create({"file": self.sheet(rows), "source_id": self.source.id, "class_id": self.server.id})
        job.sudo().write({"state": "checking", "user_id": self.keeper.id})
        with (
            patch.object(service_desk_ci_import_run_mixin, "ROW_BATCH", 1),
            patch.object(service_desk_ci_import_check_mixin, "ROW_BATCH", 1),
        ):
            while job.state == "checking":
                job.sudo()._check_on(lambda _count: False)
        self.assertEqual([bool(message) for message in self.messages(job)], [False, False, False, True, True])
        self.assertIn("Card has too many relations", self.messages(job)[3])

    def test_queries_of_the_check_do_not_grow_with_the_rows(self):
        """However many relations there are, and of whichever types."""
        self.end_relations(self.runs_on)
        self.runs_on.source_class_ids = self.server
        known = self.items.create([{"name": f"Box {place}", "class_id": self.server.id} for place in range(100)])
        rows = [
            {"Name": f"Card {place}", "part_of": one.name, "runs_on": one.number} for place, one in enumerate(known)
        ]
        counts = []
        for some in (rows[:10], rows):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.check(some)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLess(counts[1] - counts[0], 25)
