import base64
import random
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..models import service_desk_ci_import_run_mixin, service_desk_ci_source_mixin
from ..models import service_desk_ci_source_data as data
from ..reconcile.known import Known
from .import_case import ImportCase


@tagged("post_install", "-at_install")
class TestCiReconcile(ImportCase):
    """Several sources, people, and one landscape."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scan = cls.make_source("scan", sequence=2, overrules_people=False)

    def tell(self, code, *rows, user=None):
        items = self.items.with_user(user) if user else self.items
        return items.import_items(code, [{"class": "server", **row} for row in rows])

    def finding(self, item):
        return item.finding_ids.filtered(lambda one: one.kind == "differs" and one.state == "open")

    # -- For programs ------------------------------------------------------------------------------

    def test_programs_hear_what_became_of_each_row(self):
        """New, changed with what, unchanged, or a sentence why not; a dry run changes nothing."""
        rows = [{"name": "Host", "hostname": "h1", "memory_gb": 4}, {"serial_number": "X"}]
        (would,) = self.items.import_items("scan", [{"class": "server", **rows[0]}], dry_run=True)
        self.assertEqual(would["outcome"], "new")
        self.assertFalse(self.items.search([("name", "=", "Host")]))
        good, bad = self.tell("scan", *rows)
        item = self.items.browse(good["id"])
        self.assertEqual((good["outcome"], good["number"]), ("new", item.number))
        self.assertIn(["name", "", "Host"], good["changes"])
        self.assertEqual(bad["outcome"], "problem")
        self.assertIn("name", bad["message"])
        (same,) = self.tell("scan", rows[0])
        self.assertEqual((same["outcome"], same["id"], same["changes"]), ("same", item.id, []))
        (changed,) = self.items.import_items("scan", [{"number": item.number, "version": "2"}])
        self.assertEqual(changed["changes"], [["version", "", "2"]])

    def test_programs_relate_items(self):
        """As a list or a text; what is unknown is said and does no harm."""
        answers = self.tell("scan", {"name": "A", "depends_on": ["B", "nobody"]}, {"name": "B"})
        self.assertIn("nobody", answers[0]["message"])
        self.assertEqual(self.items.browse(answers[0]["id"]).source_relation_ids.target_id.id, answers[1]["id"])

    def test_what_cannot_be_is_refused_in_words(self):
        """Unknown sources, names that mean nothing, too much, and people who keep no items."""
        with self.assertRaisesRegex(UserError, "nobody"):
            self.tell("nobody", {"name": "Host"})
        with self.assertRaisesRegex(ValidationError, "colour"):
            self.tell("scan", {"name": "Host", "colour": "red"})
        with self.assertRaises(ValidationError):
            self.items.import_items("scan", "rows")
        with self.assertRaises(UserError):
            self.items.import_items("scan", [{"name": "Host"}] * (data.MAX_SENT + 1))
        for user in (self.agent, self.manager, self.employee):
            with self.assertRaises(AccessError):
                self.tell("scan", {"name": "Host"}, user=user)
        for row in (
            {"name": "x" * 600},
            {"name": "a\0b"},
            {"name": "half \ud800", "depends_on": "x"},
            {"name": "Host", "date_bought": "soon"},
            {"name": "Host", "date_bought": "01/02/2025"},
            {"name": "Host", "owner_id": "nobody@example.com"},
            {"name": "Host", "state": "flying"},
            {"name": "Host", "class": "starship"},
            {"name": "Host", "url": "https://example.com"},
            {"number": "CI9999999"},
        ):
            with self.subTest(row=row):
                (answer,) = self.items.import_items("scan", [{"class": "server", **row}])
                self.assertEqual(answer["outcome"], "problem")
                self.assertTrue(answer["message"])
        self.assertFalse(self.items.search([("name", "=", "Host")]))

    def test_items_of_other_companies_are_not_touched(self):
        """Another company's machine with the same serial number is another machine."""
        other = self.env["res.company"].create({"name": "Other Company"})
        theirs = self.env["service.desk.ci"].create(
            {"name": "Theirs", "class_id": self.server.id, "serial_number": "S1", "company_id": other.id}
        )
        (answer,) = self.tell("scan", {"name": "Mine", "serial_number": "S1"})
        self.assertEqual(answer["outcome"], "new")
        self.assertEqual(theirs.name, "Theirs")

    # -- Identity ----------------------------------------------------------------------------------

    def test_a_class_has_its_own_keys(self):
        """Inherited by the classes below; all columns of a key must fit."""
        self.env["service.desk.ci.identifier"].create({"class_id": self.server.id, "columns": "hostname + version"})
        rows = [{"name": "Node", "hostname": "h", "version": "1"}, {"name": "Node", "hostname": "h", "version": "2"}]
        self.tell("scan", *rows)
        self.assertEqual(self.items.search_count([("name", "=", "Node")]), 2)
        self.assertEqual({one["outcome"] for one in self.tell("scan", *rows)}, {"same"})
        with self.assertRaises(ValidationError):
            self.env["service.desk.ci.identifier"].create({"class_id": self.server.id, "columns": "shoe_size"})

    def test_things_are_known_by_attributes_of_any_type(self):
        """By texts in large or small letters, and by numbers, however they are written."""
        for code, known, again in (
            ("hostname", "Host \"7\".example.com", "hOST \"7\".Example.COM"),
            ("rack", "12", "12"),
            ("cpu_cores", "12", "012"),
            ("memory_gb", "1.5", "1.50"),
        ):
            with self.subTest(code):
                key = self.env["service.desk.ci.identifier"].create({"class_id": self.server.id, "columns": code})
                (first,) = self.tell("scan", {"name": f"First by {code}", code: known})
                (second,) = self.tell("scan", {"name": f"Again by {code}", code: again})
                self.assertEqual((first["outcome"], second["id"]), ("new", first["id"]))
                key.unlink()

    def test_index_over_attributes_is_used(self):
        """To know things by an attribute, and to find those that an event is about."""
        known = Known._find_query("hostname", ["h1", "h2"])
        # Alone: among few things the database may find another index as good.
        holds = self.env["service.desk.event.match"]._holds("hostname")
        told = SQL("SELECT c.id FROM unnest(%s) AS v(value) JOIN service_desk_ci c ON %s", ["h1", "h2"], holds)
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        for query in (known, told):
            plan = self.env.execute_query(SQL("EXPLAIN %s", query))
            self.assertIn("service_desk_ci_attributes_index", str(plan))

    def test_a_thing_is_known_by_a_wider_class(self):
        """Told as hardware first and as a server later it is one thing, a server."""
        hardware = self.env.ref("service_desk_cmdb.ci_class_hardware")
        (first,) = self.items.import_items("scan", [{"class": "hardware", "name": "Box", "serial_number": "B1"}])
        self.assertEqual(self.items.browse(first["id"]).class_id, hardware)
        (second,) = self.tell("sheet", {"name": "Box", "serial_number": "B1"})
        self.assertEqual((second["id"], self.items.browse(first["id"]).class_id), (first["id"], self.server))
        (third,) = self.items.import_items("scan", [{"class": "hardware", "name": "Box", "serial_number": "B1"}])
        self.assertEqual((third["id"], third["outcome"]), (first["id"], "same"))

    # -- Whose word counts -------------------------------------------------------------------------

    def test_the_stronger_source_is_right(self):
        """What the weaker one says is reported, until it says the same."""
        (answer,) = self.tell("sheet", {"name": "Host", "serial_number": "S1", "version": "1"})
        item = self.items.browse(answer["id"])
        self.tell("scan", {"name": "Host", "serial_number": "S1", "version": "2"})
        finding = self.finding(item)
        self.assertEqual(item.version, "1")
        self.assertEqual((finding.key, finding.found_value, finding.authorized_value), ("version", "2", "1"))
        self.tell("sheet", {"name": "Host", "serial_number": "S1", "version": "1"})
        self.assertEqual(self.finding(item), finding, "Another source does not end it.")
        self.tell("scan", {"name": "Host", "serial_number": "S1", "version": "1"})
        self.assertFalse(self.finding(item))

    def test_what_was_found_can_be_taken_over(self):
        """By a person, whose word it is from then on."""
        self.tell("sheet", {"name": "Host", "serial_number": "S1", "environment": "test"})
        self.tell("scan", {"name": "Host", "serial_number": "S1", "environment": "staging"})
        item = self.items.search([("serial_number", "=", "S1")])
        self.finding(item).with_user(self.keeper).action_take_found()
        self.assertEqual(item.environment, "staging")
        self.assertNotIn("environment", item.value_sources)
        self.assertFalse(self.finding(item))

    def test_nobody_says_that_they_are_a_source(self):
        """What a person writes is theirs, whatever their client says of it."""
        self.tell("sheet", {"name": "Host", "serial_number": "S1", "version": "1"})
        item = self.items.search([("serial_number", "=", "S1")])
        self.assertIn("version", item.value_sources)
        item.with_user(self.keeper).with_context(service_desk_by_source=True).version = "2"
        self.assertNotIn("version", item.value_sources)

    def test_people_are_right_where_the_source_is_modest(self):
        """What a person has written stays and is reported; another source may change it."""
        item = self.make_ci("Host", serial_number="S1", version="1", environment="test")
        self.tell("scan", {"name": "Host", "serial_number": "S1", "version": "2"})
        self.assertEqual(item.version, "1")
        self.assertTrue(self.finding(item))
        self.tell("sheet", {"name": "Host", "serial_number": "S1", "version": "2"})
        self.assertEqual(item.version, "2")
        self.assertFalse(self.finding(item))
        item.version = "3"
        self.assertNotIn("version", item.value_sources)

    def test_the_check_names_what_a_person_wrote(self):
        """Of a source that changes that: the person who imports sees it before."""
        item = self.make_ci("Host", serial_number="S1", version="7", model_name="R1")
        self.tell("sheet", {"name": "Host", "serial_number": "S1", "manufacturer": "Acme"})
        job = self.check([{"Name": "Host", "Serial": "S1", "Version": "8", "Manufacturer": "Apex", "Model": "R1"}])
        lines = job.row_ids.changes.splitlines()
        self.assertIn("Version: 7 → 8 (until now a person's word)", lines)
        self.assertIn("Manufacturer: Acme → Apex", lines)
        job.action_start()
        self.run_job()
        self.assertEqual((item.version, item.manufacturer), ("8", "Apex"))

    def test_what_is_locked_is_peoples(self):
        """Sources fill it when it is empty; then only people change it, here and in classes below."""
        self.env["service.desk.ci.precedence"].create(
            {"class_id": self.server.parent_id.id or self.server.id, "value_code": "version", "is_locked": True}
        )
        item = self.make_ci("Host", serial_number="S1")
        self.tell("sheet", {"name": "Host", "serial_number": "S1", "version": "1"})
        self.tell("sheet", {"name": "Host", "serial_number": "S1", "version": "2"})
        self.assertEqual(item.version, "1")
        self.assertEqual(self.finding(item).found_value, "2")

    def test_the_order_of_sources_can_be_another_for_one_value(self):
        """The scan knows host names better than the sheet."""
        self.env["service.desk.ci.precedence"].create(
            {"class_id": self.server.id, "value_code": "hostname", "line_ids": [(0, 0, {"source_id": self.scan.id})]}
        )
        for code, name in (("scan", "scanned"), ("sheet", "written")):
            self.tell(code, {"name": "Host", "serial_number": "S1", "hostname": name, "version": name})
        item = self.items.search([("serial_number", "=", "S1")])
        self.assertEqual((item._values()["hostname"], item.version), ("scanned", "written"))

    # -- What is no longer told of --------------------------------------------------------------------

    def full_run(self, names):
        return self.bring([{"Name": name, "Version": "1"} for name in names], is_full=True)

    def test_what_full_runs_miss_becomes_missing_and_comes_back(self):
        """By the rule of the source, after so many runs; told of again, it is in use again."""
        self.source.write({"retire_state": "missing", "retire_runs": 2, "retire_percent": 50})
        names = ["One", "Two", "Three", "Four"]
        self.full_run(names)
        lost = self.items.search([("name", "=", "Four")])
        self.full_run(names[:3])
        self.assertEqual(lost.state, "in_use")
        self.full_run(names[:3])
        self.assertEqual(lost.state, "missing")
        self.bring([{"Name": "Four", "Version": "1"}])
        self.assertEqual(lost.state, "in_use")

    def test_a_complete_sheet_says_first_what_it_misses(self):
        """What the rule would do is told by the check, counted at the end, and nothing else is promised."""
        self.source.write({"retire_state": False, "retire_runs": 1, "retire_percent": 50})
        names = ["One", "Two", "Three", "Four"]
        self.full_run(names)
        rows = [{"Name": name, "Version": "1"} for name in names[:3]]
        job = self.check(rows)
        self.assertFalse(job.missed_count)
        job.is_full = True
        job.action_check()
        self.assertEqual((job.missed_count, job.is_retirement_due, job.has_nothing_new), (1, False, True))
        self.assertIn("no rule", job.missed_text)
        self.source.write({"retire_state": "missing", "retire_runs": 3})
        job.invalidate_recordset()
        self.assertEqual((job.missed_count, job.is_retirement_due), (1, False))
        self.assertIn("After 3 runs they become “Missing”", job.missed_text)
        self.source.retire_runs = 1
        job.invalidate_recordset()
        self.assertEqual((job.missed_count, job.is_retirement_due, job.has_nothing_new), (1, True, False))
        self.assertEqual(job.missed_text, "Become “Missing” with the start: 1.")
        lost = self.items.search([("name", "=", "Four")])
        self.assertEqual(self.items.search(job.action_open_missed()["domain"]), lost)
        job.action_start()
        self.run_job()
        self.assertEqual((lost.state, job.retired_count, job.missed_count), ("missing", 1, 0))

    def test_a_complete_sheet_that_misses_too_much_says_so_first(self):
        """As many as the rule does not let go at once."""
        self.source.write({"retire_state": "missing", "retire_runs": 1, "retire_percent": 20})
        names = ["One", "Two", "Three", "Four"]
        self.full_run(names)
        job = self.check([{"Name": "One", "Version": "1"}], is_full=True)
        self.assertEqual((job.missed_count, job.is_retirement_due), (3, False))
        self.assertIn("nothing was retired", job.missed_text)

    def test_programs_tell_everything_in_several_calls(self):
        """What none of them tells of is missed; a run ends once, and another's number is refused."""
        self.source.write({"retire_state": "retired", "retire_runs": 1, "retire_percent": 40})
        names = ["One", "Two", "Three", "Four"]
        for told in (names, names[:3]):
            run = self.items.begin_full_run("sheet")
            for name in told:
                self.items.import_items("sheet", [{"class": "server", "name": name}], run=run)
            ended = self.items.end_full_run("sheet", run)
        self.assertEqual(ended, {"retired": 1, "waiting": 0, "notice": ""})
        self.assertEqual(self.items.search([("name", "=", "Four")]).state, "retired")
        for wrong in (run, run + 2, "x", True, -1):
            with self.subTest(run=wrong), self.assertRaises(UserError):
                self.items.end_full_run("sheet", wrong)
            with self.subTest(run=wrong), self.assertRaises(UserError):
                self.items.import_items("sheet", [], run=wrong)
        ended = self.items.end_full_run("sheet", self.items.begin_full_run("sheet"))
        self.assertEqual(ended["retired"], 0)
        self.assertIn("3", ended["notice"])
        with self.assertRaises(AccessError):
            self.items.with_user(self.agent).end_full_run("sheet", run + 2)
        with self.assertRaises(AccessError):
            self.items.with_user(self.agent).begin_full_run("sheet")

    def miss(self, count):
        """A full run of a program that misses so many hosts of twice as many.

        :return: the hosts, and what the end of the run answers
        """
        self.source.write({"retire_state": "retired", "retire_runs": 1, "retire_percent": 60})
        rows = [{"class": "server", "name": f"Gone {place}"} for place in range(count)]
        rows += [{"class": "server", "name": f"Kept {place}"} for place in range(count)]
        for told in (rows, rows[count:]):
            run = self.items.begin_full_run("sheet")
            self.items.import_items("sheet", told, run=run)
            with patch.object(service_desk_ci_source_mixin, "ROW_BATCH", 2):
                ended = self.items.end_full_run("sheet", run)
        return self.items.search([("name", "=like", "Gone _")]), ended

    def test_what_a_program_misses_of_many_is_retired_by_the_job(self):
        """Nobody waits for it; stopped after a batch, the job goes on from there. People see that it was."""
        gone, ended = self.miss(5)
        self.assertEqual(ended, {"retired": 0, "waiting": 5, "notice": ""})
        self.assertEqual(set(gone.mapped("state")), {"in_use"})
        job = self.imports.search([("source_id", "=", self.source.id)])
        self.assertEqual((job.state, job.user_id, job.display_name), ("running", self.keeper, "Full run 2"))
        self.assertIn("become retired: 5", job.notice)
        with patch.object(service_desk_ci_import_run_mixin, "ROW_BATCH", 2):
            self.assertFalse(job.sudo()._bring_waiting(lambda _count: False))
        self.assertEqual(gone.mapped("state").count("retired"), 2)
        self.run_job()
        self.assertEqual((job.state, set(gone.mapped("state"))), ("done", {"retired"}))
        self.assertEqual(len(gone.message_ids.filtered(lambda one: "has not told of it" in (one.body or ""))), 5)
        self.assertEqual(set(self.items.search([("name", "=like", "Kept _")]).mapped("state")), {"in_use"})

    def test_what_another_run_misses_meanwhile_waits_for_its_own_judgement(self):
        """The job retires what its own run has missed, and no more."""
        gone, _ended = self.miss(3)
        kept = self.items.search([("name", "=like", "Kept _")])
        self.source.retire_percent = 1
        run = self.items.begin_full_run("sheet")
        self.assertTrue(self.items.end_full_run("sheet", run)["notice"])
        self.run_job()
        self.assertEqual((set(gone.mapped("state")), set(kept.mapped("state"))), ({"retired"}, {"in_use"}))

    def test_retiring_that_stopped_is_started_again_by_somebody_else(self):
        """The login of whoever ended the run is closed before the job comes to it."""
        gone, _ended = self.miss(3)
        job = self.imports.search([("source_id", "=", self.source.id)])
        other = self.make_user("other_keeper", "service_desk_cmdb.group_configuration_manager")
        self.keeper.active = False
        with mute_logger("odoo.addons.service_desk.models.service_desk_sheet_job_mixin"):
            self.run_job()
        self.assertIn("closed", job.sudo().failure)
        self.assertEqual(set(gone.sudo().mapped("state")), {"in_use"})
        job.with_user(other).action_start()
        self.run_job()
        self.assertEqual((job.sudo().state, set(gone.sudo().mapped("state"))), ("done", {"retired"}))

    def test_days_count_besides_runs(self):
        """Both have to be over."""
        self.source.write({"retire_state": "retired", "retire_runs": 1, "retire_days": 5, "retire_percent": 100})
        self.full_run(["One", "Two"])
        self.full_run(["One"])
        lost = self.items.search([("name", "=", "Two")])
        self.assertEqual(lost.state, "in_use")
        lost.sighting_ids.sudo().date = fields.Datetime.now() - timedelta(days=6)
        self.full_run(["One"])
        self.assertEqual(lost.state, "retired")

    def test_a_broken_run_retires_nothing(self):
        """When much would go at once, the person is told instead."""
        self.source.write({"retire_state": "retired", "retire_runs": 1})
        names = [f"Host {place}" for place in range(10)]
        self.full_run(names)
        job = self.full_run(names[:3])
        self.assertIn("7", job.notice)
        self.assertEqual(set(self.items.search([("name", "in", names)]).mapped("state")), {"in_use"})

    def test_what_another_source_still_sees_stays(self):
        """Nothing is retired that somebody has seen since."""
        self.source.write({"retire_state": "retired", "retire_runs": 1, "retire_percent": 100})
        self.full_run(["One", "Two"])
        two = self.items.search([("name", "=", "Two")])
        two.sighting_ids.sudo().date = fields.Datetime.now() - timedelta(hours=1)
        self.tell("scan", {"name": "Two"})
        self.full_run(["One"])
        self.assertEqual(two.state, "in_use")

    def test_what_could_not_go_in_was_told_of(self):
        """A wrong word in a row of a full run does not make the thing vanish."""
        self.source.write({"retire_state": "retired", "retire_runs": 1, "retire_percent": 100})
        self.full_run(["One", "Two"])
        job = self.bring(
            [{"Name": "One", "Owner": "nobody@example.com"}, {"Name": "Two", "Class": "starship"}], is_full=True
        )
        self.assertEqual(job.problem_count, 2)
        self.assertEqual(self.source.run_count, 2)
        self.assertEqual(set(self.items.search([("name", "in", ("One", "Two"))]).mapped("state")), {"in_use"})

    def test_what_is_too_long_was_told_of(self):
        """One cell keeps the row out, and does not make the thing vanish."""
        self.source.write({"retire_state": "retired", "retire_runs": 1, "retire_percent": 100})
        rows = [{"Name": "One", "Serial": "S-0001", "Model": "M"}, {"Name": "Two", "Serial": "S-0002", "Model": "M"}]
        self.bring(rows, is_full=True)
        for wrong in ("Model", "Name"):
            with self.subTest(column=wrong):
                job = self.bring([rows[0], {**rows[1], wrong: "x" * (data.MAX_TEXT + 1)}], is_full=True)
                self.assertEqual((job.state, job.problem_count), ("done", 1))
                self.assertEqual(self.items.search([("name", "=", "Two")]).state, "in_use")

    def test_nothing_is_retired_where_rows_were_not_read(self):
        """Nobody knows of what a row tells that is wider than its sheet."""
        self.source.write({"retire_state": "retired", "retire_runs": 1, "retire_percent": 100})
        self.full_run(["One", "Two", "Three"])
        job = self.imports.create(
            {
                "file": base64.b64encode(b"Name;Version\nOne;1\nTwo;1;2;3\n"),
                "source_id": self.source.id,
                "class_id": self.server.id,
                "is_full": True,
            }
        )
        job.action_check()
        job.action_start()
        self.run_job()
        self.assertIn("could not be read: 1", job.notice)
        self.assertEqual(set(self.items.search([("name", "in", ("Two", "Three"))]).mapped("state")), {"in_use"})

    def test_what_is_told_besides_takes_nothing_from_a_full_run(self):
        """A part of the same source comes while everything is told."""
        self.source.write({"retire_state": "retired", "retire_runs": 1, "retire_percent": 100})
        self.full_run(["One", "Two"])
        run = self.items.begin_full_run("sheet")
        rows = [{"class": "server", "name": name} for name in ("One", "Two")]
        self.items.import_items("sheet", rows, run=run)
        self.items.import_items("sheet", rows[1:])
        self.assertEqual(self.items.end_full_run("sheet", run)["retired"], 0)

    def test_a_relation_that_another_source_tells_too_stays(self):
        """In whatever order they told it; when nobody tells it any more, it is over."""
        rows = [{"name": "A", "depends_on": "B"}, {"name": "B"}, {"name": "C"}]
        for code in ("sheet", "scan"):
            self.tell(code, *rows)
        relation = self.items.search([("name", "=", "A")]).source_relation_ids
        self.assertEqual(relation._told_codes(), {"sheet", "scan"})
        self.tell("sheet", {"name": "A", "depends_on": "C"})
        self.assertEqual(relation._told_codes(), {"scan"})
        self.tell("scan", {"name": "A", "depends_on": "C"})
        self.assertFalse(relation.exists())

    def test_a_name_that_nothing_has_ends_no_relation(self):
        """Perhaps it is what was meant."""
        self.tell("sheet", {"name": "A", "depends_on": "B"}, {"name": "B"}, {"name": "C"})
        self.tell("sheet", {"name": "A", "depends_on": "C; Bee"})
        item = self.items.search([("name", "=", "A")])
        self.assertEqual(set(item.source_relation_ids.mapped("target_id.name")), {"B", "C"})

    def test_what_people_have_retired_stays_so(self):
        """That it is still told of is reported."""
        item = self.make_ci("Old", serial_number="O1", state="retired")
        self.tell("sheet", {"name": "Old", "serial_number": "O1"})
        self.assertEqual(item.state, "retired")
        self.assertEqual(self.finding(item).key, "state")

    # -- The whole ---------------------------------------------------------------------------------

    def rows_of(self, picks, source):
        """What a source knows of thirty machines: some columns of some of them, here and there other values."""
        rows = []
        for place in range(30):
            row = {"name": f"Node {place}", "serial_number": f"N{place}" if place % 3 else "N/A"}
            row["version"] = f"{source} {place}" if place % 4 == 0 else "1"
            if source == "scan":
                row["hostname"] = f"node{place}"
            if place and place % 5 == 0:
                row["depends_on"] = f"Node {place - 1}; Node {place // 2}"
            if picks.random() < 0.9 or source == "sheet":
                rows.append({"class": "server", **row})
        return rows

    def test_any_order_gives_the_same_landscape(self):
        """Shuffled rows, two sources in either order, pieces of any size, again and again."""
        names = [f"Node {place}" for place in range(30)]
        seed = random.Random(19)
        told = {code: self.rows_of(seed, code) for code in ("sheet", "scan")}
        found = []
        for turn in range(6):
            picks = random.Random(turn)
            with self.env.cr.savepoint() as savepoint:
                for code in [
                    *picks.sample(["sheet", "scan"], 2),
                    *picks.choices(["sheet", "scan"], k=3),
                    "sheet",
                    "scan",
                ]:
                    rows = picks.sample(told[code], len(told[code]))
                    with patch("odoo.addons.service_desk_cmdb.reconcile.api.ROW_BATCH", picks.randint(1, 31)):
                        self.items.import_items(code, rows)
                found.append(self.landscape(names))
                again = [one["outcome"] for code in told for one in self.items.import_items(code, told[code])]
                self.assertEqual(set(again), {"same"})
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertEqual(len(found[0][0]), 30)
        self.assertTrue(found[0][1])
        for one in found[1:]:
            self.assertEqual(one, found[0])
