"""Files that cannot be read, and lines that are wrong: a sentence each, and nothing changes."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .import_case import ImportCase


@tagged("-at_install", "post_install")
class TestImportFile(ImportCase):
    def assertRefused(self, data, sentence, profile=None):
        """The file as a whole is refused, and the import stays what it was."""
        before = self.incidents.search_count([])
        job = self.make_import(data, profile or self.table_profile)
        with self.assertRaisesRegex(UserError, sentence):
            job.action_check()
        self.assertEqual(job.state, "draft")
        self.assertFalse(job.staged_ids)
        self.assertEqual(self.incidents.search_count([]), before)

    def assertFaulty(self, rows, problems, sentence, profile=None):
        """Single lines are wrong; they are named, and nothing can be loaded."""
        text = self.log(*rows) if profile == self.log_profile else self.table(*rows)
        job = self.check(text, profile or self.table_profile)
        self.assertEqual(self.problems(job), problems)
        self.assertIn(sentence, job.issue_ids.filtered(lambda i: i.level == "error")[0].message)
        with self.assertRaisesRegex(UserError, "Nothing is loaded"):
            job.action_load()
        self.assertEqual(job.state, "checked")

    # -- The whole file ----------------------------------------------------------------------------

    def test_empty_file_is_refused(self):
        """Nothing, or nothing but white space."""
        self.assertRefused(b"  \n\n", "The file is empty")

    def test_form_without_a_file_is_not_saved(self):
        """Or whoever opens it and goes away would leave an empty import behind."""
        form = Form(self.env["service.desk.import"].with_user(self.manager))
        with self.assertRaisesRegex(AssertionError, "file is a required field"):
            form.save()

    def test_no_file_is_refused(self):
        """A check needs a file."""
        job = self.make_import("x")
        job.file = False
        with self.assertRaisesRegex(UserError, "Choose a file first"):
            job.action_check()

    def test_no_profile_is_refused(self):
        """A check needs to know how to read."""
        job = self.make_import(self.table({"Number": "1"}))
        job.profile_id = False
        with self.assertRaisesRegex(UserError, "Choose a profile"):
            job.action_check()

    def test_workbook_is_refused_with_advice(self):
        """The most frequent mistake gets its own sentence."""
        self.assertRefused(b"PK\x03\x04" + bytes(200), "kind XLSX.*export it as CSV")

    def test_binary_is_refused(self):
        """Data that are no text."""
        self.assertRefused(bytes(range(256)) * 8, "not text")

    def test_prose_is_refused(self):
        """Text that is no table."""
        self.assertRefused("Dear all\nthe printer works\n", "does not look like a CSV file")

    def test_thousands_of_columns_are_refused_at_once(self):
        """A first line that is no header must not keep the server busy."""
        self.assertRefused(",".join(map(str, range(200_000))) + "\n", "200000 columns, 1000 are")

    def test_wrong_encoding_is_named_with_its_line(self):
        """A profile that insists on UTF-8 says where the file is something else."""
        self.table_profile.encoding = "utf-8"
        data = self.table({"Number": "1"}, {"Number": "2", "Subject": "Café"}).encode("cp1252")
        self.assertRefused(data, "not encoded as utf-8.*line 3")

    def test_missing_columns_are_named_together_with_those_there_are(self):
        """Who sees the sentence knows what to rename."""
        self.assertRefused("Number,Title\n1,x\n", "reads: State, Opened.*columns are: Number, Title")

    def test_header_with_doubles_is_refused(self):
        """Two columns of one name cannot be told apart."""
        self.assertRefused("Number,State,State\n1,New,New\n", "more than one column with the name State")

    def test_header_alone_is_refused(self):
        """A table without rows."""
        self.assertRefused("Number,Subject,State,Opened\n", "no line below")

    def test_dates_that_can_be_read_in_two_ways_are_refused(self):
        """No coin is tossed about day and month."""
        self.table_profile.date_order = "auto"
        text = self.table({"Number": "1", "Opened": "01/02/2016"})
        self.assertRefused(text, "more than one way, 01/02/2016")

    def test_too_large_a_file_is_refused(self):
        """With its size and the limit, before it is stored or read."""
        with (
            patch.object(type(self.env["service.desk.import"]), "_max_mb", 1),
            self.assertRaisesRegex(UserError, "has 1 MB; up to 1 MB"),
        ):
            self.make_import(b"x" * (2**20 + 3))
        self.assertFalse(self.env["service.desk.import"].search([("create_uid", "=", self.manager.id)]))

    def test_profile_that_says_too_little_is_refused(self):
        """Without a column for the number there are no tickets."""
        self.table_profile.column_ids.filtered(lambda c: c.target == "number").target = False
        self.assertRefused(self.table({"Number": "1"}), "does not say which column holds: Number")

    def test_log_from_newest_to_oldest_is_refused(self):
        """Read as it stands, every ticket would end as new."""
        rows = self.life("INC0900001")[::-1] + self.life("INC0900002")[::-1]
        self.assertRefused(self.log(*rows), "from the newest to the oldest", self.log_profile)

    # -- Single lines ------------------------------------------------------------------------------

    def test_missing_number_is_an_error_of_its_line(self):
        """A ticket without a number could be loaded twice."""
        self.assertFaulty([{"Number": "1"}, {"Number": ""}], [(3, "Number", False)], "is missing")

    def test_number_twice_is_an_error_of_the_second_line(self):
        """In a table with one row a ticket."""
        rows = [{"Number": "7"}, {"Number": "8"}, {"Number": "7"}]
        self.assertFaulty(rows, [(4, "Number", "7")], "is there twice: it stands on line 2")

    def test_endless_number_is_an_error(self):
        """Nobody quotes it on the phone."""
        number = "9" * 65
        self.assertFaulty([{"Number": number}], [(2, "Number", number)], "too long")

    def test_wrong_date_is_an_error_of_its_line(self):
        """With column and value."""
        rows = [{"Number": "1", "Opened": "2016-02-31"}]
        self.assertFaulty(rows, [(2, "Opened", "2016-02-31")], "not a date")

    def test_date_to_come_is_an_error(self):
        """History lies in the past."""
        rows = [{"Number": "1", "Opened": "2090-01-01"}]
        self.assertFaulty(rows, [(2, "Opened", "2090-01-01")], "future")

    def test_end_before_the_beginning_is_an_error(self):
        """A ticket is not resolved before it was opened."""
        rows = [{"Number": "1", "State": "Resolved", "Resolved": "2016-01-31 08:00"}]
        self.assertFaulty(rows, [(2, "Resolved", "2016-01-31 08:00:00")], "before the ticket was opened")

    def test_missing_opening_is_an_error(self):
        """A table has to say when a ticket began."""
        self.assertFaulty([{"Number": "1", "Opened": ""}], [(2, "Opened", False)], "is missing")

    def test_unknown_state_is_an_error_of_its_line(self):
        """A word that the profile does not translate."""
        rows = [*self.life("INC0900001"), ("INC0900002", "Limbo", "01-02-2016 09:00")]
        self.assertFaulty(rows, [(5, "incident_state", "Limbo")], "which of our states", self.log_profile)

    def test_unknown_level_is_an_error_where_the_profile_wants_it(self):
        """Else the default is taken, with a notice."""
        row = {"Number": "1", "Impact": "Gigantic"}
        self.assertFaulty([row], [(2, "Impact", "Gigantic")], "what this word means")
        self.table_profile.unknown_choice = "default"
        job = self.check(self.table(row), self.table_profile)
        self.assertFalse(job.error_count)
        self.assertEqual(self.problems(job, "notice"), [(2, "Impact", "Gigantic")])

    def test_nonsense_count_is_an_error(self):
        """Neither words nor negative numbers."""
        rows = [("INC0900001", "New", "01-02-2016 08:05", {"reopen_count": "-1"})]
        self.assertFaulty(rows, [(2, "reopen_count", "-1")], "number of times", self.log_profile)

    def test_event_without_time_is_an_error(self):
        """A log lives from its times."""
        rows = [("INC0900001", "New", "?")]
        self.assertFaulty(rows, [(2, "sys_updated_at", False)], "time of this event is missing", self.log_profile)

    def test_line_of_another_width_is_an_error(self):
        """A delimiter too many shifts all cells; the ticket is not read."""
        text = self.table({"Number": "1"}) + "2,too,few\n"
        job = self.check(text, self.table_profile)
        self.assertEqual(self.problems(job), [(3, False, False)])
        self.assertIn("3 cells, the header has 6", job.issue_ids.message)
        self.assertEqual((job.ticket_count, job.bad_count), (1, 1))

    def test_ticket_with_an_unreadable_row_is_left_out_as_a_whole(self):
        """Half a history is not loaded."""
        text = self.log(*self.life("INC0900001"), *self.life("INC0900002"))
        job = self.check(text + "INC0900002,Active\n", leaves_out_errors=True)
        job.action_load()
        self.assertTrue(self.ticket("INC0900001"))
        self.assertFalse(self.ticket("INC0900002"))

    def test_same_mistake_on_many_lines_is_listed_once(self):
        """With how many lines have it; the count of lines is whole."""
        rows = [{"Number": str(number), "State": "Limbo"} for number in range(5)]
        job = self.check(self.table(*rows), self.table_profile)
        self.assertEqual(job.error_count, 5)
        self.assertEqual(len(job.issue_ids), 1)
        self.assertEqual((job.issue_ids.line, job.issue_ids.line_count), (2, 5))
        self.assertEqual(job.bad_count, 5)

    def test_good_tickets_are_loaded_when_the_others_are_left_out(self):
        """On a person's word, and the bad ones leave no trace."""
        text = self.table({"Number": "T-1"}, {"Number": "T-2", "State": "Limbo"})
        job = self.check(text, self.table_profile, leaves_out_errors=True)
        job.action_load()
        self.assertEqual((job.state, job.loaded_count, job.bad_count), ("done", 1, 1))
        self.assertTrue(self.ticket("T-1"))
        self.assertFalse(self.ticket("T-2"))

    def test_check_again_forgets_what_was_found(self):
        """A corrected file starts from nothing."""
        job = self.check(self.table({"Number": "1", "State": "Limbo"}), self.table_profile)
        self.assertTrue(job.issue_ids)
        job.file = self.make_import(self.table({"Number": "1"})).file
        self.assertEqual(job.state, "draft")
        job.action_check()
        self.assertFalse(job.issue_ids)
        self.assertEqual(job.ticket_count, 1)

    def test_every_common_form_of_file_reads_the_same(self):
        """Encodings and delimiters are found out."""
        rows = [{"Number": "T-1", "Subject": "Café – Ärger", "State": "New", "Opened": "2016-02-01"}]
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
            for delimiter in (",", ";", "\t", "|"):
                text = self.csv(("Number", "Subject", "State", "Opened"), rows, delimiter)
                job = self.check(text.encode(encoding), self.table_profile)
                self.assertEqual(job.staged_ids.name, "Café – Ärger", (encoding, delimiter))
