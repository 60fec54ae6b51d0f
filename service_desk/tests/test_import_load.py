"""The load: batches, restarts, numbers, and what it must not set off."""

from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import service_desk_import_load_mixin as load
from .import_case import ImportCase


@tagged("-at_install", "post_install")
class TestImportLoad(ImportCase):
    def lives(self, count, start=1, **more):
        """A log of that many tickets."""
        rows = [self.life(f"INC09{number:05}", **more) for number in range(start, start + count)]
        return self.log(*(row for life in rows for row in life))

    def count(self):
        return self.incidents.search_count([("external_number", "=like", "INC09%")])

    # -- Once and only once ----------------------------------------------------------------------

    def test_second_run_changes_nothing_and_says_so(self):
        """Neither tickets nor people, and an agent's later work stays."""
        self.load(self.lives(3))
        ticket = self.ticket("INC0900002")
        ticket.name = "Corrected by hand"
        models = (
            "res.partner",
            "service.desk.team",
            "service.desk.transition",
            "service.desk.import.value",
        )
        before = [self.env[model].search_count([]) for model in models]
        job = self.check(self.lives(3))
        self.assertEqual((job.ticket_count, job.existing_count), (3, 3))
        self.assertIn("all tickets of the file are here already (3)", job.summary)
        job.action_load()
        self.assertEqual((job.state, job.loaded_count, job.progress), ("done", 0, 100))
        self.assertEqual(ticket.name, "Corrected by hand")
        self.assertEqual([self.env[model].search_count([]) for model in models], before)

    def test_later_export_adds_what_is_new(self):
        """Overlapping files bring each ticket once."""
        self.load(self.lives(3))
        job = self.load(self.lives(4, start=2))
        self.assertEqual((job.loaded_count, job.existing_count), (2, 2))
        self.assertEqual(self.count(), 5)

    def test_stopped_load_goes_on_where_it_stopped(self):
        """Each batch is committed with the note that it is done; the job finds the rest."""
        with patch.object(load, "BATCH_SIZE", 2), patch.object(load, "FOREGROUND_TICKETS", 0):
            job = self.load(self.lives(5))
            self.assertEqual((job.state, job.loaded_count), ("running", 0))
            commits = []
            self.assertFalse(job.sudo()._load_waiting(commits.append))
            self.assertEqual((job.state, job.loaded_count, job.progress), ("running", 2, 40))
            with self.enter_registry_test_mode():
                self.env.ref("service_desk.cron_import").method_direct_trigger()
        job.invalidate_recordset()
        self.assertEqual(commits, [2])
        self.assertEqual((job.state, job.loaded_count, job.progress), ("done", 5, 100))
        self.assertEqual(self.count(), 5)

    def test_load_after_a_change_of_the_profile_asks_for_a_new_check(self):
        """What is loaded is what was checked, and nobody is surprised."""
        job = self.check(self.lives(1))
        job.sudo().date_checked -= timedelta(minutes=1)
        self.log_profile.column_ids[-1].label = "Another name"
        self.env.flush_all()
        with self.assertRaisesRegex(load.UserError, "changed after the check"):
            job.action_load()
        job.action_check()
        job.action_load()
        self.assertEqual(job.state, "done")

    def test_import_that_somebody_else_loads_is_left_to_them(self):
        """Two servers, or a server and the command line, do not write the same tickets."""
        with patch.object(load, "FOREGROUND_TICKETS", 0):
            job = self.load(self.lives(1))
        with patch.object(type(job), "try_lock_for_update", lambda jobs, **_limit: jobs.browse()):
            self.assertTrue(job.sudo()._load_waiting())
        self.assertEqual((job.state, self.count()), ("running", 0))

    def test_job_stops_for_who_may_not_import_any_more(self):
        """It says why; another manager goes on."""
        with patch.object(load, "FOREGROUND_TICKETS", 0):
            job = self.load(self.lives(2))
        other = self.make_user("second_manager", "service_desk.group_manager")
        self.manager.active = False
        with (
            self.enter_registry_test_mode(),
            mute_logger("odoo.addons.service_desk.models.service_desk_sheet_job_mixin"),
        ):
            self.env.ref("service_desk.cron_import").method_direct_trigger()
        job = job.with_user(other)
        job.invalidate_recordset()
        self.assertEqual((job.state, self.count()), ("failed", 0))
        self.assertIn("closed", job.failure)
        job.action_load()
        self.assertEqual((job.state, job.loaded_count), ("done", 2))

    def test_large_file_is_left_to_the_job(self):
        """The person does not wait; the job is woken at once."""
        cron = self.env.ref("service_desk.cron_import")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        with patch.object(load, "FOREGROUND_TICKETS", 2):
            job = self.load(self.lives(3))
        self.assertEqual(job.state, "running")
        self.assertTrue(triggers.search([("cron_id", "=", cron.id)]) - triggers)
        self.assertEqual(self.count(), 0)

    def test_one_bad_ticket_stops_no_other(self):
        """It is marked with the reason, and can be tried again once that is gone."""
        job = self.check(self.lives(3))
        with patch.object(load.Loader, "_write_history", self._refusing("INC0900002")):
            job.action_load()
        self.assertEqual((job.state, job.loaded_count, job.failed_count), ("failed", 2, 1))
        failed = job.staged_ids.filtered(lambda line: line.state == "failed")
        self.assertEqual((failed.number, failed.message), ("INC0900002", "No such luck"))
        self.assertEqual(self.count(), 2)
        job.action_load()
        self.assertEqual((job.state, job.loaded_count, job.failed_count), ("done", 3, 0))

    def _refusing(self, number):
        """The loader's history writer, which refuses one ticket."""
        original = load.Loader._write_history

        def write(loader, drafts, tickets, ids):
            if number in tickets.mapped("number"):
                raise ValueError("No such luck")
            return original(loader, drafts, tickets, ids)

        return write

    def test_broken_job_says_why_and_lets_others_go_on(self):
        """An import that cannot go on stands as failed; the next one gets its turn."""
        with patch.object(load, "FOREGROUND_TICKETS", 0):
            broken = self.load(self.lives(1))
            fine = self.load(self.lives(1, start=2))
        original = type(broken)._load_batch

        def load_batch(job, batch):
            if job.id == broken.id:
                raise RuntimeError("disk on fire")
            return original(job, batch)

        with (
            patch.object(type(broken), "_load_batch", load_batch),
            self.assertLogs("odoo.addons.service_desk", "ERROR"),
            self.enter_registry_test_mode(),
        ):
            self.env.ref("service_desk.cron_import").method_direct_trigger()
        (broken | fine).invalidate_recordset()
        self.assertEqual((broken.state, fine.state), ("failed", "done"))
        self.assertIn("disk on fire", broken.failure)

    # -- Numbers -----------------------------------------------------------------------------------

    def test_own_numbers_go_on_above_the_imported_ones(self):
        """The next ticket of this desk does not collide with history."""
        self.load(self.lives(2))
        self.assertEqual(self.make_incident().number, "INC0900003")

    def test_numbers_of_another_form_do_not_move_our_own(self):
        """A date in a number does not drive the sequence into the sky."""
        before = int(self.make_incident().number[3:])
        rows = [{"Number": "INC20160201080000123"}, {"Number": "X-5"}, {"Number": "INC1"}]
        self.load(self.table(*rows), self.table_profile)
        self.assertEqual(int(self.make_incident().number[3:]), before + 1)

    def test_taken_number_is_an_error_where_the_profile_says_so(self):
        """A ticket of this desk keeps its number."""
        self.log_profile.number_taken = "error"
        own = self.make_incident()
        job = self.check(self.log(*self.life(own.number)))
        self.assertEqual(self.problems(job), [(2, "number", own.number)])

    def test_taken_number_is_replaced_where_the_profile_says_so(self):
        """The ticket gets a new one, above all imported ones, and is found by the old one."""
        own = self.make_incident()
        job = self.load(self.log(*self.life(own.number), *self.life("INC0900007")))
        ticket = self.ticket(own.number)
        self.assertEqual(ticket.number, "INC0900008")
        self.assertEqual(job.loaded_count, 2)
        self.assertEqual(self.check(self.log(*self.life(own.number))).existing_count, 1)

    def test_same_number_of_another_tool_is_another_ticket(self):
        """Tool and number together are the identity."""
        self.load(self.table({"Number": "T-1"}), self.table_profile)
        other = self.table_profile.copy({"tool": "second", "number_taken": "new"})
        self.load(self.table({"Number": "T-1"}), other)
        self.assertEqual(len(self.ticket("T-1")), 2)

    # -- Silence -----------------------------------------------------------------------------------

    def test_history_mails_nobody_and_assigns_nobody(self):
        """No message, no activity, no rule and no assignment method is set off."""
        self.team_two.write({"assignment_method": "round_robin"})
        self.env["service.desk.dispatch.rule"].create(
            {"name": "All to one", "team_id": self.team_one.id, "overwrites": True}
        )
        mails = self.env["mail.mail"].search_count([])
        self.load(self.log(("INC0900001", "New", "01-02-2016 08:05", {"assignment_group": "Network"})))
        self.env.flush_all()
        self.env.cr.precommit.run()
        ticket = self.ticket("INC0900001")
        self.assertEqual(ticket.team_id, self.team_two)
        self.assertFalse(ticket.user_id or ticket.date_assigned)
        self.assertFalse(ticket.sudo().message_ids or ticket.activity_ids)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    def test_requester_is_asked_nothing_about_what_others_did(self):
        """A ticket that was resolved elsewhere closes here without a question."""
        self.env["res.partner"].create({"name": "Caller One", "email": "one@example.com"})
        self.load(self.log(*self.life("INC0900001")[:2], *self.life("INC0900002")[:1]))
        mails = self.env["mail.mail"].search_count([])
        self.ticket("INC0900001").with_user(self.agent).write({"state": "closed"})
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        ours = self.ticket("INC0900002").with_user(self.agent)
        ours.write({"state": "resolved", **self.solution})
        self.assertFalse(ours._ended_elsewhere())

    def test_imported_ticket_lives_on(self):
        """It passes the same door as any other."""
        self.load(self.log(("INC0900001", "Active", "01-02-2016 09:00")))
        ticket = self.ticket("INC0900001").with_user(self.agent)
        ticket.write({"state": "resolved", **self.solution})
        lines = ticket.sudo().transition_ids.sorted("id")
        self.assertEqual(lines.mapped("state_to"), ["new", "in_progress", "resolved"])
        self.assertGreater(ticket.date_resolved, ticket.date_opened)

    # -- Cost ------------------------------------------------------------------------------------

    def test_batch_needs_less_than_one_query_a_ticket(self):
        """Look-ups are made once a batch, whatever the number of tickets and people."""
        rows = [
            self.life(
                f"INC09{number:05}",
                caller_id=f"Caller {number}",
                assignment_group=f"Group {number % 9}",
            )
            for number in range(100)
        ]
        job = self.check(self.log(*(row for life in rows for row in life)))
        self.assertLess(self.queries(job.action_load).total() / 100, 1)
        self.assertEqual(self.count(), 100)
