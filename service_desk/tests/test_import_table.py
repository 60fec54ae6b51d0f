"""One row a ticket, for incidents and for requests."""

from datetime import datetime

from odoo.tests import tagged

from .import_case import ImportCase

ENDED = {
    "Number": "T-1",
    "Opened": "2016-02-01 08:00",
    "Resolved": "2016-02-02 10:00",
    "Closed": "2016-02-05 12:00",
}


@tagged("-at_install", "post_install")
class TestImportTable(ImportCase):
    def moves(self, ticket):
        """(state, date) of the ticket's history."""
        lines = ticket.sudo().transition_ids.sorted("id")
        return [(line.state_to, line.date) for line in lines]

    def test_closed_ticket_gets_the_history_its_dates_tell(self):
        """Opened, resolved and closed are all that a row knows."""
        self.load(self.table({**ENDED, "State": "Closed", "Resolved By": "Ann"}), self.table_profile)
        ticket = self.ticket("T-1")
        self.assertEqual(
            self.moves(ticket),
            [
                ("new", datetime(2016, 2, 1, 8)),
                ("resolved", datetime(2016, 2, 2, 10)),
                ("closed", datetime(2016, 2, 5, 12)),
            ],
        )
        self.assertEqual(ticket.sudo().transition_ids.sorted("id")[1].actor_name, "Ann")
        self.assertEqual(ticket.date_resolved, datetime(2016, 2, 2, 10))

    def test_cancelled_ticket_was_never_resolved(self):
        """It ended when it was closed."""
        row = {**ENDED, "State": "Cancelled", "Resolved": ""}
        self.load(self.table(row), self.table_profile)
        ticket = self.ticket("T-1")
        self.assertEqual(self.moves(ticket)[-1], ("cancelled", datetime(2016, 2, 5, 12)))
        self.assertFalse(ticket.date_resolved)
        self.assertEqual(ticket.date_closed, datetime(2016, 2, 5, 12))

    def test_open_ticket_loses_times_of_an_end_that_does_not_hold(self):
        """With a notice about each."""
        job = self.load(self.table({**ENDED, "State": "In Progress"}), self.table_profile)
        ticket = self.ticket("T-1")
        self.assertFalse(ticket.date_resolved or ticket.date_closed)
        self.assertEqual(ticket.phase, "active")
        self.assertEqual(len(self.problems(job, "notice")), 2)

    def test_texts_are_shown_as_they_were_written(self):
        """Markup in a description is text, line breaks stay."""
        row = {"Number": "T-1", "Description": "<b>Hi</b>\nthere", "Resolution": "Done & dusted"}
        self.load(self.table(row), self.table_profile)
        ticket = self.ticket("T-1")
        self.assertIn("&lt;b&gt;Hi&lt;/b&gt;", ticket.description)
        self.assertIn("<br", ticket.description)
        self.assertIn("Done &amp; dusted", ticket.resolution)

    def test_our_own_words_need_no_line_in_the_profile(self):
        """Labels and keys of states, levels and channels, in any case."""
        row = {
            "Number": "T-1",
            "State": "in progress",
            "Impact": "HIGH",
            "Urgency": "3",
            "Channel": "Walk-in",
        }
        self.load(self.table(row), self.table_profile)
        ticket = self.ticket("T-1")
        self.assertEqual((ticket.state, ticket.impact, ticket.urgency), ("in_progress", "1", "3"))
        self.assertEqual(ticket.channel, "walk_in")

    def test_defaults_fill_what_the_file_leaves_open(self):
        """Levels, channel, team and requester."""
        self.table_profile.write(
            {
                "default_impact": "1",
                "default_channel": "letter",
                "default_team_id": self.team_two.id,
                "default_person_id": self.employee.partner_id.id,
            }
        )
        self.load(self.table({"Number": "T-1"}), self.table_profile)
        ticket = self.ticket("T-1")
        self.assertEqual((ticket.impact, ticket.urgency, ticket.channel), ("1", "2", "letter"))
        self.assertEqual(ticket.team_id, self.team_two)
        self.assertEqual(ticket.requester_id, self.employee.partner_id)

    def test_requests_are_imported_too(self):
        """A profile decides for which process it reads."""
        profile = self.table_profile.copy({"process": "service.desk.request", "tool": "wishes"})
        row = {**ENDED, "Number": "REQ-OLD-1", "State": "Fulfilled", "Closed": ""}
        job = self.load(self.table(row), profile)
        ticket = self.ticket("REQ-OLD-1", "service.desk.request")
        self.assertEqual((ticket.state, ticket.phase), ("fulfilled", "done"))
        self.assertEqual(job.action_open_tickets()["res_model"], "service.desk.request")
        self.assertEqual(self.moves(ticket)[-1], ("fulfilled", datetime(2016, 2, 2, 10)))

    def test_times_are_those_of_the_profiles_zone(self):
        """Eight o'clock in Tokyo was eleven in the evening."""
        self.table_profile.tz = "Asia/Tokyo"
        self.load(self.table({"Number": "T-1"}), self.table_profile)
        self.assertEqual(self.ticket("T-1").date_opened, datetime(2016, 1, 31, 23))

    def test_summary_counts_the_tickets_with_errors_too(self):
        """Nothing would come in of three while one is wrong; two without it."""
        rows = [{"Number": "T-1"}, {"Number": "T-2", "State": "Limbo"}, {"Number": "T-3"}]
        job = self.check(self.table(*rows), self.table_profile)
        self.assertIn("Tickets without errors: 2 of 3.", job.summary)
        self.assertIn("Nothing is loaded before that is settled", job.summary)
        self.assertNotIn("would be loaded", job.summary)
        job.leaves_out_errors = True
        self.assertIn("Tickets that would be loaded: 2 of 3.", job.summary)
        job.action_load()
        self.assertIn("Tickets loaded: 2 of 3.", job.summary)

    def test_all_mistakes_of_a_line_are_told_at_once(self):
        """Whoever corrects a file shall not check it once for each mistake."""
        row = {"Number": "T-1", "Subject": "", "State": "Limbo", "Opened": "2016-02-31"}
        job = self.check(self.table({**row, "Priority": "Mild"}), self.table_profile)
        self.assertEqual({column for _line, column, _value in self.problems(job)}, {"State", "Opened", "Priority"})
        self.assertEqual(self.problems(job, "notice"), [(2, "Subject", False)])

    def test_summary_speaks_the_readers_language(self):
        """Levels and priorities are called as on the ticket's form."""
        self.env["res.lang"]._activate_lang("fr_FR")
        values = self.env["ir.model.fields.selection"].search(
            [("field_id.model", "=", "service.desk.incident"), ("field_id.name", "=", "impact")]
        )
        values.filtered(lambda value: value.value == "1").with_context(lang="fr_FR").name = "Fort"
        row = {"Number": "T-1", "Impact": "High", "Urgency": "High", "Priority": "Planning"}
        job = self.check(self.table(row), self.table_profile)
        self.assertIn("Fort", job.with_context(lang="fr_FR").summary)
