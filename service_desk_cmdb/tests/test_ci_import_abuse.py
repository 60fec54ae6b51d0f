import base64
import io
import zipfile

from openpyxl import Workbook

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..models import service_desk_ci_source_data as data
from .import_case import ImportCase


@tagged("post_install", "-at_install")
class TestCiImportAbuse(ImportCase):
    """What comes as a sheet or from a program and is none, too much, or another's."""

    def make(self, content, **values):
        return self.imports.create(
            {"file": base64.b64encode(content), "source_id": self.source.id, "class_id": self.server.id, **values}
        )

    @staticmethod
    def workbook(rows):
        book, file = Workbook(), io.BytesIO()
        for row in rows:
            book.active.append(row)
        book.save(file)
        return file.getvalue()

    def test_what_is_no_sheet_is_said_in_a_sentence(self):
        """And leaves a draft behind, with which one can go on."""
        workbook = self.workbook([["Name"], ["Host"]])
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parts:
            parts.writestr("xl/worksheets/sheet1.xml", b"0" * (data.MAX_ROWS * 1500 + 1))
        for content in (
            b"",
            b" \n",
            b"%PDF-1.7",
            b"PK\x03\x04 broken",
            workbook[:-100],
            workbook[:200] + b"\0" * 50 + workbook[250:],
            bomb.getvalue(),
            b"Name;Serial Number\nHost;A\0B\n",
            b"\xff\xfe\x00\xd8" * 20,
            b"one column alone\nHost\n",
            b"Name;Name\nHost;Host\n",
            b"Name;Version\n",
            b'Name;Version\n"Host;1\n',
        ):
            with self.subTest(content=content[:30]):
                job = self.make(content)
                try:
                    job.action_check()
                except UserError as error:
                    self.assertTrue(str(error))
                    continue
                self.assertTrue(job.failure or job.problem_count, job.state)

    def test_cells_of_workbooks_count_as_what_they_show(self):
        """Formulas as their results, or nothing; numbers and days as texts; what is too long is refused."""
        book = self.workbook(
            [
                ["Name", "Serial Number", "Version", "Bought On", "memory_gb"],
                ["Formula", "F1", "=1+1", None, None],
                ["Number", 12345, 1.5, "2026-01-31", "=HYPERLINK(1)"],
                ["Long", "L" * 600, 1, None, None],
                ["Name" * 5000, "L2", 1, None, None],
            ]
        )
        job = self.make(book)
        job.action_check()
        said = {row.label and row.label[:8]: row for row in job.row_ids}
        self.assertEqual((said["Formula"].state, said["Number"].state), ("waiting", "waiting"), self.said(job))
        self.assertIn("Serial Number: 12345", said["Number"].changes)
        self.assertNotIn("Version", said["Formula"].changes)
        self.assertEqual({said[one].state for one in ("Long", "NameName")}, {"problem"})
        self.assertIn("500", said["Long"].message)

    def test_a_cell_of_megabytes_is_refused_at_once(self):
        """Whatever stands in it, also where others are named."""
        for text in ("-" * 2**20, "x" * 2**20, "0" * 2**20, ";".join(map(str, range(2**17)))):
            for name in ("name", "asset_tag", "hostname", "depends_on", "location_id", "owner_id"):
                row = {"name": "Host", "class": "server", name: text}
                (answer,) = self.items.import_items("sheet", [row])
                self.assertEqual(answer["outcome"], "problem")
                self.assertLess(len(answer["message"]), 500)

    def test_programs_send_values_and_no_more_of_them_than_there_are_names(self):
        """What is no value, or thousands of names, is refused as a whole; deep lists end somewhere."""
        for row in (
            {"name": {"a": 1}, "class": "server"},
            {"name": ["a", {"b": 1}], "class": "server"},
            {f"n{place}": 1 for place in range(2000)},
            {"": "x"},
            {"id": 1, "name": "x"},
            {"value_sources": "{}", "name": "x"},
        ):
            with self.subTest(row=list(row)[:2]), self.assertRaises(ValidationError):
                self.items.import_items("sheet", [row])
        self.assertFalse(self.items.search([("name", "=", "x")]))

    def test_what_imports_remember_is_set_by_nobody(self):
        """Whose word counts, which runs there were, and what headings are: neither by value nor by default."""
        item = self.make_ci("Host")
        for record, name in (
            (item, "value_sources"),
            (self.source, "column_choices"),
            (self.source, "run_count"),
            (self.source, "gate"),
        ):
            with self.subTest(name=name), self.assertRaisesRegex(AccessError, "cannot be set"):
                record.write({name: 5})
        born = self.items.with_context(default_value_sources="odd").create({"name": "B", "class_id": self.server.id})
        self.assertFalse(born.value_sources)
        sources = self.source.with_context(default_run_count=9, default_column_choices="odd")
        fresh = sources.create({"name": "Fresh", "code": "fresh"})
        self.assertEqual((fresh.run_count, fresh.column_choices), (0, False))

    def test_formulas_stay_texts_and_are_tamed_when_exported(self):
        """A name like a formula is kept, and stands behind an apostrophe in an exported file."""
        job = self.bring([{"Name": "=cmd|' /C calc'!A0", "Serial": "X1"}])
        self.assertEqual(job.state, "done", self.said(job))
        self.keeper.group_ids += self.env.ref("base.group_allow_export")
        exported = job.row_ids.export_data(["label"])["datas"]
        self.assertTrue(exported[0][0].startswith("'="))

    def test_nothing_of_another_company_is_named_or_touched(self):
        """Neither by number nor by name, as item, place, person or relation; nor by the ids of a job."""
        other = self.env["res.company"].create({"name": "Other Company"})
        theirs = self.env["service.desk.ci"].create(
            {"name": "Theirs", "class_id": self.server.id, "company_id": other.id, "state": "in_use"}
        )
        place = self.env["service.desk.ci"].create(
            {
                "name": "Their Cellar",
                "class_id": self.env.ref("service_desk_cmdb.ci_class_location").id,
                "company_id": other.id,
            }
        )
        person = self.env["res.partner"].create({"name": "Their Partner", "company_id": other.id})
        theirs.number = "CI7777777"
        for row in (
            {"number": theirs.number, "version": "9"},
            {"name": "A", "location_id": place.name},
            {"name": "A", "user_partner_id": person.name},
        ):
            (answer,) = self.items.import_items("sheet", [{"class": "server", **row}])
            self.assertEqual(answer["outcome"], "problem", row)
        (answer,) = self.items.import_items("sheet", [{"class": "server", "name": "A", "depends_on": theirs.number}])
        self.assertIn(theirs.number, answer["message"])
        self.assertFalse(theirs.version or theirs.target_relation_ids)
        source = self.env["service.desk.ci.source"].create({"name": "T", "code": "t", "company_id": other.id})
        hidden = self.env["service.desk.ci.import"].create(
            {"source_id": source.id, "file": self.sheet([{"Name": "x"}])}
        )
        for verb in ("action_check", "action_start", "action_retry", "action_open_rows"):
            with self.subTest(verb=verb), self.assertRaises(AccessError):
                getattr(self.imports.browse(hidden.id), verb)()

    def test_without_the_role_every_verb_is_closed(self):
        """Agents and employees call all that can be called; nothing happens."""
        job = self.check([{"Name": "Host", "Class": "server"}])
        rule = {"class_id": self.server.id, "value_code": "version"}
        for user in (self.agent, self.manager, self.employee):
            mine = job.with_user(user)
            sources = self.source.with_user(user)
            calls = [getattr(mine, verb) for verb in ("action_check", "action_start", "action_retry", "unlink")]
            calls += [
                lambda mine=mine: mine.write({"is_full": True}),
                lambda mine=mine: mine.column_ids.write({"target": False}),
                lambda mine=mine: mine.row_ids.write({"state": "waiting"}),
                lambda mine=mine: mine.create({"source_id": self.source.id}),
                lambda mine=mine: mine.row_ids.create({"import_id": job.id}),
                lambda sources=sources: sources.write({"retire_percent": 100}),
                lambda sources=sources: sources.sighting_ids.create({"ci_id": 1, "source_id": sources.id}),
                lambda user=user: self.env["service.desk.ci.precedence"].with_user(user).create(rule),
                lambda user=user: self.items.with_user(user).import_items("sheet", [{"name": "x"}]),
                lambda user=user: self.items.with_user(user).import_items("sheet", [], dry_run=True),
            ]
            for place, call in enumerate(calls):
                with self.subTest(user=user.login, call=place), self.assertRaises(AccessError):
                    call()
        self.assertEqual(job.state, "checked")

    def test_the_keeper_writes_no_account_by_hand(self):
        """Nor by the commands of a form, the context, or defaults."""
        job = self.check([{"Name": "Host", "Class": "server"}])
        for values in (
            {"state": "done"},
            {"user_id": self.agent.id},
            {"run": 99},
            {"tally": []},
            {"is_retiring": True},
            {"row_ids": [(0, 0, {"texts": {"name": "x"}, "state": "waiting"})]},
            {"column_ids": [(0, 0, {"target": "name", "position": 9})]},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                job.write(values)
        with self.assertRaises(AccessError):
            self.imports.create({"source_id": self.source.id, "state": "running"})
        fresh = self.imports.with_context(default_state="running", default_user_id=self.agent.id).create(
            {"source_id": self.source.id}
        )
        self.assertEqual((fresh.state, fresh.user_id.id), ("draft", False))
        with self.assertRaises(AccessError):
            self.source.write({"run_count": 7})
