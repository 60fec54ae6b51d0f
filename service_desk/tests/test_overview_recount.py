"""The overview against an independent count of many tickets, one by one, in plain Python."""

import random
from datetime import timedelta
from statistics import mean, median

from pytz import timezone, utc

from odoo.tests import tagged

from ..overview.figures import FIGURES
from .overview_case import INCIDENT, REQUEST, OverviewCase, moment

NOW = moment("2026-10-26 15:30:00")
ZONE = timezone("Europe/Vienna")
ENDS = {INCIDENT: "resolved", REQUEST: "fulfilled"}
OPEN = ("new", "in_progress", "pending", "approval")


@tagged("post_install", "-at_install")
class TestOverviewRecount(OverviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draw = random.Random(19)
        cls.tickets = [cls.make_random() for _number in range(160)]

    @classmethod
    def make_random(cls):
        """A life that could have been."""
        draw, model = cls.draw, cls.draw.choice([INCIDENT, REQUEST])
        opened = NOW - timedelta(minutes=draw.randrange(120 * 24 * 60))
        age = int((NOW - opened).total_seconds() // 60)

        def later(chance):
            return draw.random() < chance and opened + timedelta(minutes=draw.randrange(age + 1))

        state = draw.choice(["new", "in_progress", "pending", ENDS[model], "closed", "closed", "cancelled"])
        ended = state in (ENDS[model], "closed") and later(1)
        came_back = later(0.2)
        return cls.make_past(
            model,
            held=state == "pending" or draw.random() < 0.2,
            stars=ended and draw.choice([0, 0, 1, 2, 3, 4, 5]),
            team_id=draw.choice([cls.team_a.id, cls.team_b.id]),
            user_id=draw.choice([False, cls.agent.id]),
            state=state,
            impact=draw.choice("123"),
            urgency=draw.choice("123"),
            pending_reason_id=state == "pending" and cls.reason.id,
            date_opened=opened,
            date_due=draw.choice([False, NOW + timedelta(hours=draw.randrange(-30, 30))]),
            date_first_response=later(0.6),
            date_resolved=ended,
            date_closed=later(1) if state == "cancelled" else state == "closed" and NOW,
            date_reopened=came_back,
            reopen_count=int(bool(came_back)),
            reassignment_count=draw.choice([0, 0, 0, 1]),
            escalation_level=draw.choice([0, 0, 0, 0, 2]),
        )

    def day(self, value):
        return value and utc.localize(value).astimezone(ZONE).date()

    def hours(self, since, until):
        return (until - since).total_seconds() / 3600

    def end(self, ticket):
        return ticket.date_resolved or ticket.date_closed

    def recount(self, first, last):
        """All figures, by going through the tickets as somebody with a pencil would."""

        def falls(value):
            return bool(value) and first <= self.day(value) <= last

        def escalated(ticket):
            return bool(ticket.reassignment_count or ticket.escalation_level or ticket.supplier_id)

        def direct(ticket):
            held = "pending" in ticket.transition_ids.mapped("state_to")
            return not (escalated(ticket) or ticket.reopen_count or held)

        open_now = [ticket for ticket in self.tickets if ticket.state in OPEN]
        opened = [ticket for ticket in self.tickets if falls(ticket.date_opened)]
        done = [ticket for ticket in self.tickets if ticket.state in (*ENDS.values(), "closed")]
        resolved = [ticket for ticket in done if falls(ticket.date_resolved)]
        back = [ticket for ticket in self.tickets if falls(ticket.date_reopened)]
        rated = [ticket for ticket in resolved if ticket.rating_last_value]
        answered = [ticket for ticket in opened if ticket.date_first_response]
        response = [self.hours(t.date_opened, t.date_first_response) for t in answered]
        resolution = [self.hours(t.date_opened, t.date_resolved) for t in resolved]
        due = [(t.date_due, self.day(t.date_due)) for t in open_now if t.date_due]
        stars = [ticket.rating_last_value for ticket in rated]
        return {
            "open": {"count": len(open_now)},
            "unassigned": {"count": sum(not ticket.user_id for ticket in open_now)},
            "overdue": {"count": sum(date < NOW for date, _day in due)},
            "due_today": {"count": sum(date >= NOW and day == self.day(NOW) for date, day in due)},
            "critical": {"count": sum(ticket.priority == "1" for ticket in open_now)},
            # None of these tickets is a major one.
            "major": {"count": 0},
            "waiting": {"count": sum(ticket.state in ("pending", "approval") for ticket in open_now)},
            "opened": {"count": len(opened)},
            "escalated": {"count": sum(map(escalated, opened)), "total": len(opened)},
            "first_response": {"count": len(answered), "median": median(response), "mean": mean(response)},
            "resolved": {"count": len(resolved)},
            "resolution": {"count": len(resolved), "median": median(resolution), "mean": mean(resolution)},
            "first_contact": {"count": sum(map(direct, resolved)), "total": len(resolved)},
            "satisfied": {
                "count": sum(value >= 4 for value in stars),
                "total": len(rated),
                "mean": mean(stars),
            },
            "reopened": {"count": len(back), "total": len({*resolved, *back})},
        }

    def recount_backlog(self, starts, last):
        ends = [*(start - timedelta(days=1) for start in starts[1:]), last]
        return [
            sum(
                self.day(ticket.date_opened) <= end and (ticket.state in OPEN or self.day(self.end(ticket)) > end)
                for ticket in self.tickets
            )
            for end in ends
        ]

    def check(self, **options):
        told = self.overview().get_overview(self.options(moment=NOW, **options))
        first, last = told["options"]["date_from"], told["options"]["date_to"]
        expected = self.recount(first, last)
        # Every figure of the desk itself; other addons recount theirs.
        self.assertEqual(FIGURES.keys(), expected.keys())
        self.assertLessEqual(expected.keys(), told["figures"].keys())
        for key, numbers in expected.items():
            for name, number in numbers.items():
                with self.subTest(figure=key, number=name):
                    self.assertAlmostEqual(told["figures"][key][name], number, places=5)
        series = told["series"]
        self.assertEqual(series["backlog"], self.recount_backlog(series["starts"], last))
        self.assertEqual(sum(series["opened"]), expected["opened"]["count"])
        self.assertEqual(sum(series["resolved"]), expected["resolved"]["count"])
        self.assertListsEqualFigures(told)

    def test_rolling_period_counts_the_same(self):
        """The clocks go back in it."""
        self.check(period="30")

    def test_month_before_counts_the_same(self):
        """It ends in the past."""
        self.check(period="last_month")

    def test_long_period_counts_the_same(self):
        """Week by week."""
        self.check(period="custom", date_from="2026-07-01", date_to="2026-10-26")
