from datetime import timedelta
from unittest.mock import patch

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..models import service_desk_ci_import_run_mixin
from .import_case import ImportCase


@tagged("post_install", "-at_install")
class TestCiImport(ImportCase):
    """From a spreadsheet to configuration items."""

    def test_all_that_keeps_a_row_out_is_told_at_once(self):
        """A wrong state, day, owner and number, and what is lacking besides; each once, and nothing goes in."""
        values = {"class_id": self.server.id, "name": "Rack Label", "code": "rack_label", "is_required": True}
        self.env["service.desk.ci.attribute"].create(values)
        row = {"name": "Bad", "state": "in use", "bought on": "soon", "owner": "nobody", "memory_gb": "lots"}
        job = self.check([row, {**row, "state": "flying"}])
        first, second = job.row_ids.sorted("line").mapped("message")
        for word in ("“soon” is no day", "nothing here is called “nobody”", "cannot be “lots”", "lacks: Rack Label"):
            self.assertIn(word, first)
        self.assertNotIn("Memory,", first)
        self.assertIn("cannot be “flying”", second)
        self.assertEqual(set(job.row_ids.mapped("state")), {"problem"})
        self.assertFalse(self.env["service.desk.ci"].search([("name", "=", "Bad")]))

    def test_many_problems_of_a_row_are_counted(self):
        """The first ones are told, the rest is counted."""
        row = dict.fromkeys(("state", "environment", "criticality", "owner", "team", "supplier"), "wrong")
        job = self.check([{"name": "Bad", **row, "bought on": "wrong", "warranty until": "wrong"}])
        self.assertTrue(job.row_ids.message.endswith(" And 2 more."), job.row_ids.message)

    def test_classes_that_may_be_meant_are_named(self):
        """The near ones of a slip, else all; the cells of the row are looked at all the same."""
        job = self.check(
            [
                {"name": "One", "class": "Wrkstation", "bought on": ""},
                {"name": "Two", "class": "Laptop", "bought on": "soon"},
            ]
        )
        slip, other = job.row_ids.sorted("line").mapped("message")
        self.assertEqual(slip, "There is no class “Wrkstation”. Did you mean Workstation?")
        self.assertRegex(other, "^There is no class “Laptop”. Classes are Application, .*Workstation")
        self.assertIn("“soon” is no day", other)

    def test_days_are_told_as_people_write_them(self):
        """In the language of the person who imports, columns and attributes alike."""
        self.make_ci("Known", date_bought="2026-01-31")
        attribute = {"class_id": self.server.id, "name": "Leased Until", "code": "leased_until", "kind": "date"}
        self.env["service.desk.ci.attribute"].create(attribute)
        job = self.check([{"name": "Known", "bought on": "2026-02-01", "leased_until": "2027-02-01"}])
        self.assertIn("Bought On: 01/31/2026 → 02/01/2026", job.row_ids.changes)
        self.assertIn("Leased Until: – → 02/01/2027", job.row_ids.changes)

    def test_stands_in_is_the_location(self):
        """A column of that name says where a thing stands."""
        room = self.make_ci("Cellar", self.env.ref("service_desk_cmdb.ci_class_location"))
        self.bring([{"name": "Box", "stands in": "Cellar"}])
        self.assertEqual(self.items.search([("name", "=", "Box")]).location_id, room)

    def test_nothing_to_bring_in_is_said(self):
        """Where no row would change anything; as long as nothing was looked at, and when something is new, not."""
        rows = [{"name": "Known", "version": "1"}]
        self.bring(rows)
        again = self.check(rows)
        self.assertTrue(again.has_nothing_new)
        buttons = etree.fromstring(again.get_view(view_type="form")["arch"]).xpath("//button[@name='action_start']")
        main, complete = (one for one in buttons if "btn-primary" in one.get("class", ""))
        self.assertIn("or has_nothing_new", main.get("invisible"))
        self.assertIn("not is_retirement_due", complete.get("invisible"))
        self.assertFalse(self.check([*rows, {"name": "Other"}]).has_nothing_new)
        again.action_start()
        self.run_job()
        self.assertEqual((again.state, again.has_nothing_new), ("done", False))

    def test_the_check_writes_nothing_but_rows(self):
        """It tells what is new, what changes from what to what, what stays, and what cannot be."""
        known = self.make_ci("Known", serial_number="K1", version="1")
        self.make_ci("Same", serial_number="S1")
        job = self.check(
            [
                {"Name": "Fresh", "Serial Number": "F1", "Version": "3", "State": "In Use"},
                {"Name": "Known", "Serial Number": "k1", "Version": "2"},
                {"Name": "Same", "Serial Number": "S1"},
                {"Name": "Bad", "Serial Number": "B1", "State": "flying"},
            ]
        )
        self.assertEqual(job.state, "checked")
        rows = job.row_ids.sorted("line")
        self.assertEqual(rows.mapped("outcome"), ["new", "changed", "same", False])
        self.assertIn("Version: 3", rows[0].changes.splitlines())
        self.assertIn("Version: 1 → 2", rows[1].changes)
        self.assertFalse(rows[2].changes)
        self.assertIn("flying", rows[3].message)
        self.assertEqual((job.new_count, job.changed_count, job.same_count, job.problem_count), (1, 1, 1, 1))
        self.assertEqual(known.version, "1")
        self.assertFalse(self.items.search([("name", "=", "Fresh")]))

    def test_the_start_brings_items_in_once(self):
        """New ones are created, known ones changed with a line in their history; again, nothing changes."""
        known = self.make_ci("Known", serial_number="K1", version="1")
        rows = [
            {"Name": "Fresh", "Serial": "F1", "Version": "3"},
            {"Name": "Known", "Serial": "K1", "Version": "2"},
        ]
        job = self.bring(rows)
        self.assertEqual(job.state, "done", self.said(job))
        self.assertEqual(known.version, "2")
        self.assertIn("1 → 2", known.message_ids[0].body)
        fresh = self.items.search([("name", "=", "Fresh")])
        self.assertEqual((fresh.serial_number, fresh.state, fresh.class_id), ("F1", "in_use", self.server))
        self.assertTrue(fresh.number and fresh.date_seen)
        before = self.landscape(["Fresh", "Known"]), known.write_date, len(known.message_ids)
        again = self.bring(rows)
        self.assertEqual([one for _state, one, _message in self.said(again)], ["same", "same"])
        self.assertEqual((self.landscape(["Fresh", "Known"]), known.write_date, len(known.message_ids)), before)

    def test_columns_are_known_by_names_codes_and_words(self):
        """Attributes by code or name, the class by a column, days as the sheet has them, people by mail."""
        self.agent.partner_id.email = "agent@example.com"
        job = self.bring(
            [
                {
                    "Type": "server",
                    "Device Name": "Host",
                    "hostname": "host.example.com",
                    "Purchase Date": "31/01/2025",
                    "Owner": self.agent.login,
                    "Color": "red",
                },
                {"Type": "Application", "Device Name": "Shop", "url": "https://shop.example.com", "Purchase Date": ""},
            ],
            class_id=False,
        )
        self.assertEqual(job.state, "done", self.said(job))
        host, shop = (self.items.search([("name", "=", name)]) for name in ("Host", "Shop"))
        self.assertEqual(str(host.date_bought), "2025-01-31")
        self.assertEqual(host.owner_id, self.agent)
        self.assertEqual(host._values()["hostname"], "host.example.com")
        self.assertEqual(shop.class_id, self.application)
        self.assertEqual(shop._values()["url"], "https://shop.example.com")
        self.assertFalse(job.column_ids.filtered(lambda one: one.header == "Color").target)

    def test_rows_about_one_item_may_not_contradict_each_other(self):
        """The first counts, the other is told so; the same again is no matter."""
        job = self.bring(
            [
                {"Name": "Host", "Serial": "S1", "Version": "1"},
                {"Name": "Host", "Serial": "S1", "Version": "2"},
                {"Name": "Host", "Serial": "S1", "Version": "1"},
            ]
        )
        self.assertEqual(self.items.search_count([("serial_number", "=", "S1")]), 1)
        self.assertEqual(sorted(state for state, _outcome, _message in self.said(job)), ["done", "done", "problem"])
        (told,) = [message for state, _outcome, message in self.said(job) if state == "problem"]
        self.assertIn("Version is “1”", told)
        self.assertEqual(self.items.search([("serial_number", "=", "S1")]).version, "1")

    def test_placeholders_do_not_make_one_of_many(self):
        """Machines without a serial number are known by their names."""
        self.bring([{"Name": f"PC {place}", "Serial": "To be filled by O.E.M."} for place in range(3)])
        self.assertEqual(self.items.search_count([("name", "=like", "PC _")]), 3)

    def test_tags_that_say_nothing_do_not_make_one_of_many(self):
        """A dash in the column of tags is no tag."""
        self.bring([{"Name": f"PC {place}", "Asset Tag": "-", "Serial": "n/a"} for place in range(3)])
        self.assertEqual(self.items.search_count([("name", "=like", "PC _")]), 3)

    def test_locations_come_before_what_stands_in_them(self):
        """A rack in a room in a building and a server in it, in one sheet, from the bottom up."""
        rows = [
            {"Class": "server", "Name": "Host", "Location": "rack 1"},
            {"Class": "location", "Name": "Rack 1", "Location": "Room"},
            {"Class": "location", "Name": "Room", "Location": "Building"},
            {"Class": "location", "Name": "Building", "Location": ""},
        ]
        job = self.bring(rows)
        self.assertEqual([state for state, _outcome, _message in self.said(job)], ["done"] * 4, self.said(job))
        host = self.items.search([("name", "=", "Host")])
        self.assertEqual(host.location_id.location_id.location_id.name, "Building")
        told = [
            {"class": "server", "name": "Other", "location_id": "New Room"},
            {"class": "location", "name": "New Room"},
        ]
        for is_dry in (True, False):
            answers = self.items.import_items("sheet", told, dry_run=is_dry)
            self.assertEqual([one["outcome"] for one in answers], ["new", "new"], answers)
        self.assertEqual(self.items.search([("name", "=", "Other")]).location_id.name, "New Room")

    def test_the_check_knows_rows_that_an_earlier_run_has_looked_at(self):
        """A sheet that takes several turns of the job is judged as if it took one."""
        rows = [{"Name": f"Host {place}", "Serial": f"H{place}"} for place in range(4)]
        rows += [{"Name": "Host 0", "Serial": "H0"}, {"Name": "Host 1", "Serial": "H1", "Version": "2"}]
        rows[1]["Version"] = "1"
        job = self.imports.create({"file": self.sheet(rows), "source_id": self.source.id, "class_id": self.server.id})
        job.sudo().write({"state": "checking", "user_id": self.keeper.id})
        with patch.object(service_desk_ci_import_run_mixin, "ROW_BATCH", 2):
            turns = 0
            while job.state == "checking":
                job.sudo()._check_on(lambda _count: False)
                turns += 1
        self.assertGreater(turns, 3)
        outcomes = [outcome for _state, outcome, _message in self.said(job)]
        self.assertEqual(outcomes, ["new", "new", "new", "new", "same", False])
        self.assertEqual(self.said(job)[4][2], "About the same new item as row 2.")

    def test_what_could_not_go_in_can_be_tried_again(self):
        """When it was mended here, not in the sheet."""
        job = self.bring([{"Name": "Good"}, {"Name": "Bad", "Owner": "nobody@example.com"}])
        self.assertEqual(job.problem_count, 1)
        self.agent.partner_id.email = "nobody@example.com"
        job.action_retry()
        self.run_job()
        self.assertEqual((job.state, job.done_count, job.problem_count), ("done", 2, 0))

    def test_a_killed_job_goes_on_where_it_stopped(self):
        """What is in is not brought in again; what is not, is."""
        rows = [{"Name": f"Host {place}", "Serial": f"H{place}", "depends_on": "Host 0"} for place in range(7)]
        job = self.check(rows)
        job.action_start()
        real, calls = type(job)._link_batch, []

        def killed(job, batch):
            calls.append(len(batch))
            if len(calls) == 2:
                raise KeyboardInterrupt
            return real(job, batch)

        with (
            patch.object(service_desk_ci_import_run_mixin, "ROW_BATCH", 2),
            patch.object(type(job), "_link_batch", killed),
            self.assertRaises(KeyboardInterrupt),
        ):
            job.sudo()._bring_waiting(lambda _count: True)
        self.run_job()
        self.assertEqual(job.state, "done")
        hosts = self.items.search([("name", "=like", "Host _")])
        self.assertEqual(len(hosts), 7)
        self.assertEqual(len(hosts.source_relation_ids), 6)
        self.assertEqual(len(hosts.message_ids.filtered(lambda one: "Brought in" in (one.body or ""))), 7)

    def test_an_import_that_somebody_holds_is_not_over(self):
        """Somebody presses its button for a moment between two batches."""
        job = self.check([{"Name": "One", "Version": "1"}, {"Name": "Two", "Version": "1"}])
        job.action_start()
        real, calls = type(job).try_lock_for_update, []

        def held(records, **more):
            calls.append(records)
            return records.browse() if len(calls) > 1 else real(records, **more)

        with patch.object(type(job), "try_lock_for_update", held):
            self.run_job()
        self.assertEqual((job.state, job.waiting_count, job.done_count), ("done", 0, 2))

    def test_an_import_that_somebody_has_is_looked_at_soon_again(self):
        """Not with the next hour: it may be held for a moment."""
        job = self.check([{"Name": "One", "Version": "1"}])
        job.action_start()
        cron = self.env.ref("service_desk_cmdb.cron_ci_import")
        self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]).unlink()
        with patch.object(type(job), "try_lock_for_update", lambda jobs, **_limit: jobs.browse()):
            job.sudo()._go_on_or_stop(lambda _count: True)
        later = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]).mapped("call_at")
        self.assertEqual(job.state, "running")
        self.assertLess(max(later), self.env.cr.now() + timedelta(minutes=2))
        self.run_job()
        self.assertEqual(job.state, "done")

    def test_rows_are_counted_once_when_nothing_happens_to_them(self):
        """Checked, stopped or done, an import shows its numbers without a look at its rows; they are right."""
        job = self.check([{"Name": "Good"}, {"Name": "Bad", "Owner": "nobody@example.com"}])
        self.assertEqual((job.waiting_count, job.problem_count), (1, 1))
        job.action_start()
        with (
            patch.object(type(job), "_bring_batch", side_effect=RuntimeError("no")),
            mute_logger("odoo.addons.service_desk.models.service_desk_sheet_job_mixin"),
        ):
            self.run_job()
        self.assertEqual((job.state, job.failure), ("checked", "RuntimeError: no"))
        self.assertEqual((job.waiting_count, job.problem_count), (1, 1))
        self.agent.partner_id.email = "nobody@example.com"
        job.action_retry()
        self.run_job()
        self.assertEqual((job.state, job.done_count, job.problem_count), ("done", 2, 0))
        self.env.invalidate_all()
        with patch.object(type(job), "_counted", side_effect=AssertionError("counted again")):
            self.assertEqual((job.row_count, job.done_count, job.new_count), (2, 2, 2))

    def test_one_bad_row_does_not_stop_the_others(self):
        """What the database or a rule refuses fails alone, and can be tried again."""
        real = type(self.items)._check_complete

        def picky(items):
            if "Bad" in items.mapped("name"):
                raise UserError(items.env._("Not this one."))
            return real(items)

        with patch.object(type(self.items), "_check_complete", picky):
            job = self.bring([{"Name": "Good", "Version": "1"}, {"Name": "Bad", "Version": "1"}])
        self.assertEqual(self.said(job), [("done", "new", False), ("failed", False, "Not this one.")])
        job.action_retry()
        self.run_job()
        self.assertEqual(job.done_count, 2)

    def test_bad_rows_are_found_by_halves(self):
        """Those around them go in, in their order; rows that contradict one that went in are still told so."""
        real, calls = type(self.items)._check_complete, []

        def picky(items):
            calls.append(len(items))
            if any("Bad" in name for name in items.mapped("name")):
                raise UserError(items.env._("Not this one."))
            return real(items)

        rows = [{"Name": f"{'Bad' if place in (3, 40) else 'Good'} {place}", "Version": "1"} for place in range(64)]
        rows.append({"Name": "Good 0", "Version": "2"})
        with patch.object(type(self.items), "_check_complete", picky):
            job = self.bring(rows)
        states = [state for state, _outcome, _message in self.said(job)]
        self.assertEqual([place for place, state in enumerate(states) if state == "failed"], [3, 40])
        self.assertEqual(states[64], "problem")
        self.assertEqual(states.count("done"), 62)
        self.assertLess(len(calls), 40)

    def test_large_sheets_are_checked_by_the_job(self):
        """The person does not wait for it."""
        job = self.imports.create(
            {
                "file": self.sheet([{"Name": f"Host {place}", "Class": "server"} for place in range(1001)]),
                "source_id": self.source.id,
                "class_id": self.server.id,
            }
        )
        job.action_check()
        self.assertEqual(job.state, "checking")
        with self.assertRaises(UserError):
            job.class_id = self.application
        self.run_job()
        self.assertEqual((job.state, job.new_count), ("checked", 1001))

    def test_queries_do_not_grow_with_the_rows(self):
        """A batch asks few questions, however many rows it has."""
        rows = [{"name": f"Host {place}", "class": "server", "hostname": f"h{place}"} for place in range(200)]
        counts = []
        for some in (rows[:20], rows):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.items.import_items("sheet", some)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLess(counts[1] - counts[0], 25)

    def test_an_import_keeps_its_own_account(self):
        """States and rows are not written by hand; agents import nothing; other companies see nothing."""
        job = self.check([{"Name": "Host", "Class": "server"}])
        with self.assertRaises(AccessError):
            job.state = "done"
        with self.assertRaises(AccessError):
            job.row_ids.write({"label": "x"})
        with self.assertRaises(AccessError):
            job.with_user(self.agent).read(["file_name"])
        other = self.env["res.company"].create({"name": "Other Company"})
        hidden = self.env["service.desk.ci.source"].create({"name": "Theirs", "code": "theirs", "company_id": other.id})
        with self.assertRaises(AccessError):
            self.check([{"Name": "Host", "Class": "server"}], source_id=hidden.id)

    def test_a_person_says_what_a_column_is(self):
        """Then the sheet is to be checked again, with what was said."""
        job = self.check([{"Etikett": "T1", "Name": "Host"}])
        job.column_ids.filtered(lambda one: one.header == "Etikett").target = "asset_tag"
        self.assertEqual(job.state, "draft")
        job.action_check()
        job.action_start()
        self.run_job()
        self.assertEqual(self.items.search([("asset_tag", "=", "T1")]).name, "Host")

    def test_a_first_sheet_needs_no_setup(self):
        """The source for spreadsheets is proposed, unless the company has none; a new one gets its code."""
        sheets = self.env.ref("service_desk_cmdb.ci_source_spreadsheet")
        self.assertEqual(
            self.imports.with_company(sheets.company_id).default_get(["source_id"])["source_id"], sheets.id
        )
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.keeper.company_ids = [(4, other.id)]
        elsewhere = self.imports.with_context(allowed_company_ids=[other.id])
        self.assertFalse(elsewhere.default_get(["source_id"]).get("source_id"))
        with Form(self.source.browse()) as form:
            form.name = "Finance Sheet"
        self.assertEqual(form.record.code, "finance_sheet")
