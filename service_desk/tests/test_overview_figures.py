"""What each figure of the overview counts, against a count by hand.

The world is small, the clock of Vienna springs forward in it (29 March 2026), and tickets stand one
minute beside the midnights that decide.
"""

from odoo.tests import tagged

from ..overview.figures import FIGURES
from .overview_case import REQUEST, OverviewCase, moment

NOW = moment("30 10:00")
DAYS = 7  # 24 to 30 March


@tagged("post_install", "-at_install")
class TestOverviewFigures(OverviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        a, b = {"team_id": cls.team_a.id}, {"team_id": cls.team_b.id}
        mine = {"user_id": cls.agent.id}
        # A minute before the period begins in Vienna; nobody has it, and it is overdue by a minute.
        cls.forgotten = cls.make_past(**a, state="new", date_opened=moment("23 22:59"), date_due=moment("30 09:59"))
        # The first minute of the period; due a minute before today ends; answered after 2 hours.
        cls.urgent = cls.make_past(
            **a,
            **mine,
            state="in_progress",
            impact="1",
            urgency="1",
            date_opened=moment("23 23:00"),
            date_due=moment("30 21:59"),
            date_first_response=moment("24 01:00"),
        )
        # The last minute of the 28th; resolved in the last minute of the short 29th; at once.
        cls.quick = cls.make_past(
            **b,
            **mine,
            state="resolved",
            date_opened=moment("28 22:59"),
            stars=5,
            date_first_response=moment("28 23:29"),
            date_resolved=moment("29 21:59"),
        )
        # A minute later on both sides, by a second team.
        cls.wish = cls.make_past(
            REQUEST,
            **b,
            **mine,
            state="fulfilled",
            date_opened=moment("28 23:00"),
            stars=2,
            date_first_response=moment("29 03:00"),
            date_resolved=moment("29 22:00"),
            reassignment_count=1,
        )
        cls.waiting = cls.make_past(
            **a,
            **mine,
            state="pending",
            pending_reason_id=cls.reason.id,
            date_due=moment("30 22:00"),
            date_opened=moment("2026-02-01 08:00:00"),
        )
        cls.dropped = cls.make_past(
            **a, **mine, state="cancelled", date_opened=moment("24 10:00"), date_closed=moment("25 10:00")
        )
        cls.slow = cls.make_past(
            **a,
            **mine,
            state="closed",
            date_opened=moment("01 00:00"),
            held=True,
            date_resolved=moment("24 00:00"),
            date_closed=moment("27 00:00"),
        )
        cls.back = cls.make_past(
            **a,
            **mine,
            state="in_progress",
            date_opened=moment("10 10:00"),
            reopen_count=1,
            date_reopened=moment("26 12:00"),
            escalation_level=1,
        )
        cls.twice = cls.make_past(
            **b,
            **mine,
            state="resolved",
            date_opened=moment("20 00:00"),
            reopen_count=1,
            stars=4,
            date_reopened=moment("25 09:00"),
            date_resolved=moment("26 00:00"),
        )
        cls.told = cls.overview().get_overview(cls.options(period=str(DAYS), moment=NOW))

    def figure(self, key, name="count"):
        return self.told["figures"][key][name]

    def row(self, group, value):
        rows = {row["value"]: row["figures"] for row in self.told["groups"][group]}
        return {key: figure["count"] for key, figure in rows[value].items() if figure["count"]}

    def test_open_tickets_are_counted_as_they_stand(self):
        """forgotten, urgent, waiting and back are open."""
        counts = {
            key: self.figure(key) for key in ("open", "unassigned", "overdue", "due_today", "critical", "waiting")
        }
        self.assertEqual(
            counts,
            {"open": 4, "unassigned": 1, "overdue": 1, "due_today": 1, "critical": 1, "waiting": 1},
        )

    def test_opened_tickets_are_those_of_the_period(self):
        """urgent, quick, wish and dropped; wish went to another team."""
        self.assertEqual(self.figure("opened"), 4)
        self.assertEqual((self.figure("escalated"), self.figure("escalated", "total")), (1, 4))

    def test_first_response_is_the_middle_of_those_answered(self):
        """2 hours, half an hour, 4 hours."""
        self.assertEqual(self.figure("first_response"), 3)
        self.assertAlmostEqual(self.figure("first_response", "median"), 2.0)
        self.assertAlmostEqual(self.figure("first_response", "mean"), 6.5 / 3)

    def test_resolved_tickets_are_those_that_stayed_resolved(self):
        """quick and wish in 23 hours, twice in 144, slow in 552; dropped was never resolved."""
        self.assertEqual(self.figure("resolved"), 4)
        self.assertAlmostEqual(self.figure("resolution", "median"), (23 + 144) / 2)
        self.assertAlmostEqual(self.figure("resolution", "mean"), (23 + 23 + 144 + 552) / 4)

    def test_first_contact_is_what_went_straight(self):
        """quick alone: wish was passed on, slow was on hold, twice came back."""
        self.assertEqual((self.figure("first_contact"), self.figure("first_contact", "total")), (1, 4))

    def test_satisfaction_is_of_those_who_rated(self):
        """5, 2 and 4 stars: two of three are satisfied."""
        self.assertEqual((self.figure("satisfied"), self.figure("satisfied", "total")), (2, 3))
        self.assertAlmostEqual(self.figure("satisfied", "mean"), 11 / 3)

    def test_reopened_is_of_what_was_resolved_or_came_back(self):
        """back and twice came back; quick, wish and slow did not."""
        self.assertEqual((self.figure("reopened"), self.figure("reopened", "total")), (2, 5))

    def test_days_are_those_of_the_viewer(self):
        """A minute decides to which day a ticket belongs, also when the clocks change."""
        series = self.told["series"]
        self.assertEqual([start.day for start in series["starts"]], [24, 25, 26, 27, 28, 29, 30])
        self.assertEqual(series["opened"], [2, 0, 0, 0, 1, 1, 0])
        self.assertEqual(series["resolved"], [1, 0, 1, 0, 0, 1, 1])

    def test_backlog_is_what_was_open_when_the_day_ended(self):
        """What was reopened counts as never having ended."""
        self.assertEqual(self.told["series"]["backlog"], [6, 5, 4, 4, 5, 5, 4])

    def test_backlog_of_a_past_period_forgets_what_came_later(self):
        """The week before: forgotten, waiting, back, twice and slow were there in the end."""
        past = {"period": "custom", "date_from": "2026-03-17", "date_to": "2026-03-23", "moment": NOW}
        told = self.overview().get_overview(self.options(**past))
        self.assertEqual(told["series"]["backlog"], [3, 3, 3, 4, 4, 4, 5])
        self.assertEqual(told["figures"]["opened"]["count"], 2)
        self.assertListsEqualFigures(told)

    def test_teams_have_their_own_figures(self):
        """Team A's and Team B's tickets, and none of the others'."""
        self.assertEqual(
            self.row("team_id", self.team_a.id),
            {
                "open": 4,
                "unassigned": 1,
                "overdue": 1,
                "due_today": 1,
                "critical": 1,
                "waiting": 1,
                "opened": 2,
                "first_response": 1,
                "resolved": 1,
                "resolution": 1,
                "reopened": 1,
            },
        )
        self.assertEqual(
            self.row("team_id", self.team_b.id),
            {
                "opened": 2,
                "escalated": 1,
                "first_response": 2,
                "resolved": 3,
                "resolution": 3,
                "first_contact": 1,
                "satisfied": 2,
                "reopened": 1,
            },
        )

    def test_services_have_their_own_figures(self):
        """urgent and quick are of one service, and all others of none."""
        service = self.env["service.desk.service"].create({"name": "Printing"})
        (self.urgent | self.quick).with_context(service_desk_history=True).service_id = service
        told = self.overview().get_overview(self.options(period=str(DAYS), moment=NOW))
        rows = {row["label"]: row["figures"] for row in told["groups"]["service_id"]}
        self.assertEqual(list(rows), ["Printing", "No service"])
        counts = {key: (rows["Printing"][key]["count"], rows["No service"][key]["count"]) for key in FIGURES}
        self.assertEqual(
            {key: pair for key, pair in counts.items() if any(pair)},
            {
                "open": (1, 3),
                "unassigned": (0, 1),
                "overdue": (0, 1),
                "due_today": (1, 0),
                "critical": (1, 0),
                "waiting": (0, 1),
                "opened": (2, 2),
                "escalated": (0, 1),
                "first_response": (2, 1),
                "resolved": (1, 3),
                "resolution": (1, 3),
                "first_contact": (1, 0),
                "satisfied": (1, 1),
                "reopened": (0, 2),
            },
        )
        self.assertListsEqualFigures(told)

    def test_open_tickets_are_told_by_priority_reason_and_age(self):
        """forgotten and urgent are six days old, back twenty, waiting fifty-seven."""
        rows = self.told["groups"]
        ages = {row["label"]: row["figures"]["open"]["count"] for row in rows["age"]}
        self.assertEqual(ages, {"3 to 7 days": 2, "7 to 30 days": 1, "over 30 days": 1})
        self.assertEqual([row["label"] for row in rows["age"]], list(ages))
        priorities = {row["value"]: row["figures"]["open"]["count"] for row in rows["priority"]}
        self.assertEqual(priorities, {"1": 1, "3": 3})
        waiting = {row["value"]: row["figures"]["waiting"]["count"] for row in rows["pending_reason_id"]}
        self.assertEqual(waiting, {None: 0, self.reason.id: 1})

    def test_one_process_is_counted_alone(self):
        """The request is the only one of its kind."""
        options = self.options(period=str(DAYS), moment=NOW, process=REQUEST)
        told = self.overview().get_overview(options)
        counts = {key: figure["count"] for key, figure in told["figures"].items() if figure["count"]}
        self.assertEqual(counts, {"opened": 1, "escalated": 1, "first_response": 1, "resolved": 1, "resolution": 1})
        self.assertEqual(told["series"]["backlog"], [0, 0, 0, 0, 0, 1, 0])
        self.assertListsEqualFigures(told)

    def test_numbers_lead_to_their_tickets(self):
        """Each number, each cell and each day opens as many tickets as it says."""
        self.assertListsEqualFigures(self.told)

    def test_number_leads_to_the_very_tickets(self):
        """Not only as many: these."""
        action = self.overview().get_records_action(self.told["options"], "reopened")
        rows = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(set(rows.mapped("number")), {self.back.number, self.twice.number})

    def test_analysis_has_the_same_definitions(self):
        """The averages of the pivot are the figures."""
        domain = self.overview().get_records_action(self.told["options"], "resolved")["domain"]
        measures = ["first_contact_rate", "satisfied_rate", "rating", "resolution_hours"]
        report = self.env["service.desk.report"].with_user(self.viewer)
        [values] = report._read_group(domain, [], [f"{name}:avg" for name in measures])
        expected = (25.0, 200 / 3, 11 / 3, 742 / 4)
        for value, number in zip(values, expected, strict=True):
            self.assertAlmostEqual(value, number)
