"""An event log of ServiceNow: several rows a ticket become one ticket with its history."""

from datetime import datetime

from odoo.tests import tagged

from .import_case import ImportCase


@tagged("-at_install", "post_install")
class TestImportLog(ImportCase):
    def moves(self, number):
        """(state from, state to, date) of the ticket's history."""
        lines = self.ticket(number).sudo().transition_ids
        return [(line.state_from, line.state_to, line.date) for line in lines.sorted("id")]

    def test_ticket_is_as_its_last_row_says(self):
        """State, levels, team, times and counts are the file's."""
        more = {"reassignment_count": "3", "reopen_count": "1", "assignment_group": "Group Two"}
        self.load(self.log(*self.life("INC0900001", **more)))
        ticket = self.ticket("INC0900001")
        self.assertRecordValues(
            ticket,
            [
                {
                    "number": "INC0900001",
                    "state": "closed",
                    "phase": "closed",
                    "impact": "2",
                    "urgency": "2",
                    "priority": "3",
                    "priority_override": False,
                    "channel": "phone",
                    "reassignment_count": 3,
                    "reopen_count": 1,
                    "date_opened": datetime(2016, 2, 1, 8, 0),
                    "date_resolved": datetime(2016, 2, 2, 10, 0),
                    "date_closed": datetime(2016, 2, 5, 12, 0),
                    "name": "Mail / Outlook",
                }
            ],
        )
        self.assertEqual(ticket.team_id.name, "Group Two")
        self.assertEqual(ticket.requester_id.name, "Caller One")
        self.assertEqual(ticket.customer_id, ticket.requester_id)
        self.assertEqual(ticket.category_id.complete_name, "Mail / Outlook")
        self.assertEqual(ticket.resolution_code_id.name, "code 1")

    def test_history_follows_the_rows(self):
        """Every change of state with its time; rows that change none leave no line."""
        self.load(
            self.log(
                ("INC0900001", "New", "01-02-2016 08:05"),
                ("INC0900001", "Active", "01-02-2016 09:00"),
                ("INC0900001", "Active", "01-02-2016 10:00"),
                ("INC0900001", "Awaiting User Info", "01-02-2016 11:00"),
                ("INC0900001", "Awaiting Vendor", "01-02-2016 12:00"),
                ("INC0900001", "Active", "01-02-2016 13:00"),
                ("INC0900001", "Resolved", "01-02-2016 14:00"),
            )
        )
        hours = [(None, "new", 8), ("new", "in_progress", 9), ("in_progress", "pending", 11)]
        hours += [
            ("pending", "pending", 12),
            ("pending", "in_progress", 13),
            ("in_progress", "resolved", 14),
        ]
        self.assertEqual(
            self.moves("INC0900001"),
            [(start or False, end, datetime(2016, 2, 1, hour)) for start, end, hour in hours],
        )
        lines = self.ticket("INC0900001").sudo().transition_ids.sorted("id")
        reasons = [reason.waits_for for reason in lines.pending_reason_id]
        self.assertEqual(reasons, ["requester", "supplier"])
        self.assertEqual(lines.mapped("phase_to"), ["new", "active", "pending", "pending", "active", "done"])

    def test_log_that_starts_late_begins_with_the_opening(self):
        """A ticket whose first row is active was new from its opening until then."""
        self.load(self.log(("INC0900001", "Active", "01-02-2016 09:00")))
        self.assertEqual(
            self.moves("INC0900001"),
            [
                (False, "new", datetime(2016, 2, 1, 8)),
                ("new", "in_progress", datetime(2016, 2, 1, 9)),
            ],
        )

    def test_event_before_the_opening_counts_from_the_opening(self):
        """No line of the history is older than its ticket, and a notice tells."""
        job = self.load(
            self.log(
                ("INC0900001", "Active", "01-02-2016 07:00"),
                ("INC0900001", "Awaiting Problem", "01-02-2016 09:00"),
            )
        )
        self.assertEqual(self.moves("INC0900001")[0], (False, "in_progress", datetime(2016, 2, 1, 8)))
        self.assertEqual(self.problems(job, "notice"), [(2, "sys_updated_at", False)])

    def test_order_of_the_file_stands_against_its_times(self):
        """A row whose time is wrong does not reopen a ticket."""
        rows = (
            ("INC0900001", "New", "01-02-2016 11:10"),
            ("INC0900001", "New", "01-02-2016 09:52"),
            ("INC0900001", "Resolved", "01-02-2016 11:03"),
            ("INC0900001", "Closed", "05-02-2016 12:00"),
        )
        self.load(self.log(*rows))
        states = [state for _former, state, _date in self.moves("INC0900001")]
        self.assertEqual(states, ["new", "resolved", "closed"])

    def test_events_are_sorted_by_time_where_the_profile_says_so(self):
        """An export from the newest to the oldest row; equal times keep the file's order."""
        self.log_profile.event_order = "time"
        self.load(self.log(*self.life("INC0900001")[::-1]))
        self.assertEqual(self.ticket("INC0900001").state, "closed")
        states = [state for _former, state, _date in self.moves("INC0900001")]
        self.assertEqual(states, ["new", "resolved", "closed"])

    def test_times_of_the_history_never_run_backward(self):
        """A change that claims to be older than the one before counts from that one."""
        job = self.load(
            self.log(
                ("INC0900001", "New", "01-02-2016 08:05"),
                ("INC0900001", "Active", "01-02-2016 12:00"),
                ("INC0900001", "Awaiting Problem", "01-02-2016 11:00"),
                ("INC0900001", "Active", "05-02-2016 12:00"),
            )
        )
        self.assertEqual(self.moves("INC0900001")[2][2], datetime(2016, 2, 1, 12))
        self.assertEqual(self.problems(job, "notice"), [(4, "sys_updated_at", False)])

    def test_missing_time_of_resolution_is_the_histories(self):
        """A closed ticket has one; the notice says where it comes from."""
        job = self.load(self.log(*self.life("INC0900001", resolved_at="?")))
        self.assertEqual(self.ticket("INC0900001").date_resolved, datetime(2016, 2, 2, 10))
        self.assertEqual(self.problems(job, "notice"), [(4, "resolved_at", False)])

    def test_open_ticket_has_no_end(self):
        """A log fills in later times on earlier rows; a ticket that is open has none of them."""
        self.load(self.log(*self.life("INC0900001")[:1]))
        ticket = self.ticket("INC0900001")
        self.assertEqual((ticket.date_resolved, ticket.date_closed), (False, False))
        self.assertEqual(ticket.phase, "new")

    def test_waiting_ticket_carries_its_reason(self):
        """Reminders count from the day the desk took over, not from long ago."""
        self.load(self.log(("INC0900001", "Awaiting Problem", "01-02-2016 09:00")))
        ticket = self.ticket("INC0900001")
        self.assertEqual(ticket.state, "pending")
        self.assertEqual(ticket.pending_reason_id.waits_for, "problem")
        self.assertGreater(ticket.date_pending.year, 2016)

    def test_counted_reopening_without_a_date_is_the_latest_it_can_have_been(self):
        """The file counts it; it came back before it was resolved for the last time."""
        self.load(self.log(*self.life("INC0900001", reopen_count="1")))
        self.assertEqual(self.ticket("INC0900001").date_reopened, datetime(2016, 2, 2, 10, 0))
        self.load(self.log(*self.life("INC0900002", reopen_count="0")))
        self.assertFalse(self.ticket("INC0900002").date_reopened)

    def test_counts_are_taken_from_the_history_where_the_file_has_none(self):
        """Reopened once, handed over twice."""
        blank = {"reopen_count": "?", "reassignment_count": "?"}
        rows = [
            ("New", "01-02-2016 08:05", "A"),
            ("Active", "01-02-2016 09:00", "B"),
            ("Resolved", "01-02-2016 10:00", "B"),
            ("Active", "01-02-2016 11:00", "A"),
            ("Resolved", "01-02-2016 12:00", "A"),
        ]
        self.load(
            self.log(*(("INC0900001", state, time, {**blank, "assignment_group": team}) for state, time, team in rows))
        )
        ticket = self.ticket("INC0900001")
        self.assertEqual((ticket.reopen_count, ticket.reassignment_count), (1, 2))
        self.assertEqual(ticket.date_reopened, datetime(2016, 2, 1, 11))
        self.assertEqual(ticket.date_resolved, datetime(2016, 2, 1, 12))

    def test_agents_without_login_are_kept_as_text(self):
        """Who did it, whose it was and who resolved it stay readable; nobody gets a login."""
        users = self.env["res.users"].search_count([])
        rows = self.life("INC0900001", assigned_to="Resolver Nine", sys_updated_by="Clerk Five")
        self.load(self.log(*rows))
        ticket = self.ticket("INC0900001")
        self.assertFalse(ticket.user_id)
        self.assertIn("Agent: Resolver Nine", ticket.external_facts)
        lines = ticket.sudo().transition_ids.sorted("id")
        self.assertEqual(lines.mapped("actor_name"), ["Clerk Five", "Resolver One", "Clerk Five"])
        self.assertEqual(set(lines.mapped("user_name")), {"Resolver Nine"})
        self.assertEqual(self.env["res.users"].search_count([]), users)

    def test_agents_with_a_login_are_recognized(self):
        """By their name, login or address."""
        rows = self.life("INC0900001", assigned_to="TEST_AGENT", resolved_by="test_agent_two@example.com")
        self.load(self.log(*rows))
        ticket = self.ticket("INC0900001")
        self.assertEqual(ticket.user_id, self.agent)
        self.assertEqual(ticket.date_assigned, datetime(2016, 2, 1, 8, 5))
        lines = ticket.sudo().transition_ids.sorted("id")
        self.assertEqual(lines[1].actor_id, self.agent_two)
        self.assertFalse(lines[1].actor_name)
        self.assertEqual(lines.user_id, self.agent)

    def test_other_priority_than_the_matrix_gives_wins_with_a_reason(self):
        """And the summary explains how often and why."""
        low = {"impact": "3 - Low", "urgency": "3 - Low", "priority": "4 - Low"}
        job = self.load(self.log(*self.life("INC0900001", **low), *self.life("INC0900002")))
        ticket = self.ticket("INC0900001")
        self.assertEqual((ticket.priority, ticket.priority_override), ("4", "4"))
        self.assertIn("4 - Low", ticket.priority_override_reason)
        self.assertEqual(self.ticket("INC0900002").priority_override, False)
        self.assertIn("what our matrix gives for impact and urgency: 1 of 2.", job.summary)
        self.assertIn("Impact Low and urgency Low", job.summary)

    def test_facts_without_a_field_are_kept(self):
        """They do not show to the requester, who reads the description."""
        self.load(self.log(*self.life("INC0900001", location="Location 7", u_symptom="Slow")))
        ticket = self.ticket("INC0900001")
        self.assertIn("Location: Location 7", ticket.external_facts)
        self.assertEqual(ticket.name, "Mail / Outlook: Slow")
        self.assertFalse(ticket.description)

    def test_missing_words_leave_fields_empty(self):
        """A question mark is nobody and nothing; no team means no team."""
        gone = dict.fromkeys(("caller_id", "category", "subcategory", "assignment_group", "closed_code"), "?")
        self.load(self.log(*self.life("INC0900001", **gone)))
        ticket = self.ticket("INC0900001")
        self.assertFalse(ticket.requester_id or ticket.category_id or ticket.team_id)
        self.assertFalse(ticket.resolution_code_id)
        self.assertEqual(ticket.name, "INC0900001")

    def test_check_tells_what_would_be_created_and_creates_nothing(self):
        """People, teams, categories and codes come with the load."""
        models = (
            "res.partner",
            "service.desk.team",
            "service.desk.category",
            "service.desk.import.value",
        )
        before = [self.env[model].search_count([]) for model in models]
        job = self.check(self.log(*self.life("INC0900001")))
        self.assertEqual([self.env[model].search_count([]) for model in models], before)
        self.assertEqual(job.stats["words"]["person"], {"created": 1})
        self.assertIn("Tickets that would be loaded: 1 of 1.", job.summary)
        self.assertEqual(job.staged_ids.number, "INC0900001")
