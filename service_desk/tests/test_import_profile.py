"""Profiles: what ships, what is refused, and how one is guessed from a file."""

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .import_case import LOG_COLUMNS, ImportCase


@tagged("-at_install", "post_install")
class TestImportProfile(ImportCase):
    def guessed(self, text, name="Old Tool.csv"):
        """The profile that is made from a file."""
        job = self.make_import(text, file_name=name)
        job.profile_id = False
        job.action_new_profile()
        return job.profile_id

    def targets(self, profile):
        return {column.header: column.target for column in profile.column_ids if column.target}

    def test_shipped_profile_knows_the_states_of_servicenow(self):
        """Each with what the ticket waits for."""
        lines = self.log_profile.value_ids.filtered(lambda line: line.kind == "state")
        meanings = {line.text: (line.state_choice, line.pending_reason_id.waits_for) for line in lines}
        self.assertEqual(meanings["Active"], ("in_progress", False))
        self.assertEqual(meanings["Awaiting User Info"], ("pending", "requester"))
        self.assertEqual(meanings["Awaiting Problem"], ("pending", "problem"))
        self.assertEqual(meanings["Awaiting Vendor"], ("pending", "supplier"))
        self.assertEqual(meanings["Awaiting Evidence"], ("pending", "other"))
        self.assertEqual(meanings["Closed"], ("closed", False))

    def test_profile_is_guessed_from_a_table(self):
        """Columns by their names, words by ours; what is left is for a person."""
        text = self.csv(
            ("Ticket ID", "Title", "Status", "Created", "Caller", "Priority", "Shoe size"),
            [
                {
                    "Ticket ID": "1",
                    "Title": "a",
                    "Status": "Open",
                    "Created": "2016-02-13",
                    "Priority": "P1",
                },
                {
                    "Ticket ID": "2",
                    "Title": "b",
                    "Status": "On Hold",
                    "Created": "2016-02-14",
                    "Priority": "High",
                },
            ],
        )
        profile = self.guessed(text)
        self.assertEqual(profile.name, "Old Tool")
        self.assertEqual(profile.layout, "ticket")
        self.assertEqual(
            self.targets(profile),
            {
                "Ticket ID": "number",
                "Title": "name",
                "Status": "state",
                "Created": "date_opened",
                "Caller": "requester",
                "Priority": "priority",
            },
        )
        words = {line.text: line.state_choice for line in profile.value_ids if line.kind == "state"}
        self.assertEqual(words, {"Open": "new", "On Hold": "pending"})
        self.assertTrue(profile.value_ids.filtered(lambda line: line.text == "On Hold").pending_reason_id)

    def test_guessed_profile_reads_its_own_file(self):
        """A log of another tool goes from upload to tickets without typing."""
        job = self.make_import(self.log(*self.life("INC0900001")), file_name="log.csv")
        job.profile_id = False
        job.action_new_profile()
        profile = job.profile_id
        self.assertEqual(profile.layout, "event")
        profile.date_order = "dmy"
        job.action_check()
        self.assertFalse(job.error_count, job.issue_ids.mapped("message"))
        job.action_load()
        ticket = self.ticket("INC0900001")
        self.assertEqual((ticket.state, ticket.impact, ticket.priority), ("closed", "2", "3"))
        self.assertEqual((ticket.team_id.name, ticket.name), ("Group One", "Mail / Outlook"))

    def test_number_that_is_there_twice_makes_no_event_log(self):
        """One mistake in a table is told by the check, with its line."""
        rows = [
            {"Number": number, "Title": "a", "Status": "New", "Created": "2016-02-13", "Updated": end}
            for number, end in (("OLD-1", "2016-02-14"), ("OLD-2", "2016-02-14"), ("OLD-3", ""))
        ]
        columns = ("Number", "Title", "Status", "Created", "Updated")
        profile = self.guessed(self.csv(columns, [*rows, rows[0]]))
        self.assertEqual(profile.layout, "ticket")
        job = self.check(self.csv(columns, [*rows, rows[0]]), profile)
        self.assertEqual(self.problems(job), [(5, "Number", "OLD-1")])
        self.assertIn("is there twice", job.issue_ids.message)

    def test_repeats_without_times_of_events_make_no_event_log(self):
        """An event log says when each event was; without that the profile would be no use."""
        rows = [{"Number": "1", "Status": "New", "Created": "2016-02-13"}] * 4
        self.assertEqual(self.guessed(self.csv(tuple(rows[0]), rows)).layout, "ticket")

    def test_new_profile_leads_back_to_its_import(self):
        """By a button of its form, which other ways to the profile do not have."""
        job = self.make_import(self.log(*self.life("INC0900001")))
        job.profile_id = False
        action = job.action_new_profile()
        profile = self.env[action["res_model"]].browse(action["res_id"])
        back = profile.with_context(**action["context"]).action_back_to_import()
        self.assertEqual((back["res_model"], back["res_id"]), (job._name, job.id))

    def test_import_has_no_name_before_it_has_a_file(self):
        """A file that comes without one gets a name."""
        imports = self.env["service.desk.import"].with_user(self.manager)
        self.assertFalse(imports.new({}).file_name)
        self.assertEqual(imports.create({"file": b"eA=="}).display_name, "history.csv")

    def test_columns_of_the_shipped_profile_are_those_of_the_log(self):
        """A log without a column that matters less is still read."""
        known = set(self.log_profile.column_ids.mapped("header"))
        self.assertLessEqual(set(LOG_COLUMNS), known)
        text = self.log(*self.life("INC0900001")).replace("u_symptom", "u_other")
        job = self.check(text)
        self.assertFalse(job.error_count)
        self.assertIn("u_other", job.stats["unread"])
        self.assertEqual(self.problems(job, "notice"), [(1, "u_symptom", False)])

    def test_two_columns_for_one_thing_are_refused(self):
        """Only facts may come from several columns."""
        with self.assertRaisesRegex(ValidationError, "More than one column is read as State"):
            self.log_profile.column_ids[-1].target = "state"

    def test_word_without_meaning_is_refused(self):
        """And a waiting state needs a reason; a state has to be one of the process."""
        for values, sentence in (
            ({"kind": "state", "text": "Odd"}, "Say what Odd stands for"),
            (
                {"kind": "state", "text": "Odd 2", "state_choice": "pending"},
                "what a ticket waits for",
            ),
            (
                {"kind": "state", "text": "Odd 3", "state_choice": "fulfilled"},
                "no state of this process",
            ),
            ({"kind": "team", "text": "Odd"}, "Say what Odd stands for"),
        ):
            with self.assertRaisesRegex(ValidationError, sentence):
                self.env["service.desk.import.value"].create({"profile_id": self.log_profile.id, **values})

    def test_pattern_that_loses_the_date_is_refused(self):
        """A pattern has to say year, month and day."""
        for pattern in ("%H:%M", "nonsense", "%d %b", ""):
            with self.assertRaises(ValidationError, msg=pattern):
                self.log_profile.write({"date_order": "pattern", "date_pattern": pattern})
        self.log_profile.write({"date_order": "pattern", "date_pattern": "%d-%m-%Y %H:%M"})
        self.load(self.log(*self.life("INC0900001")))
        self.assertEqual(self.ticket("INC0900001").date_closed.day, 5)

    def test_used_profile_is_archived_not_deleted(self):
        """Imports keep how they were read."""
        self.check(self.log(*self.life("INC0900001")))
        with self.assertRaisesRegex(UserError, "Archive it"):
            self.log_profile.unlink()

    def test_copied_profile_takes_columns_and_words_along(self):
        """But not the memory of people, who are another tool's."""
        self.load(self.log(*self.life("INC0900001")))
        copy = self.log_profile.copy()
        self.assertEqual(len(copy.column_ids), len(self.log_profile.column_ids))
        self.assertEqual(len(copy.value_ids), len(self.log_profile.value_ids))
        self.assertFalse(copy.record_value_count)
        self.assertTrue(self.log_profile.record_value_count)
