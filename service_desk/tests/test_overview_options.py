"""What may be asked of the overview, by whom, and in how many queries."""

from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, tagged
from odoo.tools import file_open

from ..overview import periods
from ..overview.figures import FIGURES
from .overview_case import INCIDENT, REQUEST, OverviewCase, moment


@tagged("post_install", "-at_install")
class TestOverviewPeriods(BaseCase):
    def test_periods_end_with_the_day_they_should(self):
        """Rolling ones with today, months with their own last day."""
        today = date(2026, 3, 3)
        self.assertEqual(periods.days("7", today), (date(2026, 2, 25), today))
        self.assertEqual(periods.days("this_month", today), (date(2026, 3, 1), today))
        self.assertEqual(periods.days("last_month", today), (date(2026, 2, 1), date(2026, 2, 28)))

    def test_days_are_as_long_as_the_clock_makes_them(self):
        """23 hours when it springs forward, 25 when it falls back."""
        spring = periods.moments(date(2026, 3, 29), date(2026, 3, 29), datetime(2026, 3, 29), "Europe/Vienna")
        autumn = periods.moments(date(2026, 10, 25), date(2026, 10, 25), datetime(2026, 3, 29), "Europe/Vienna")
        self.assertEqual(spring.end - spring.start, timedelta(hours=23))
        self.assertEqual(autumn.end - autumn.start, timedelta(hours=25))

    def test_day_without_a_midnight_begins_when_the_clock_jumps(self):
        """In Beirut the clocks go from 23:59 to 01:00."""
        day = date(2026, 3, 29)
        at = periods.moments(day, day, datetime(2026, 3, 29, 12), "Asia/Beirut")
        self.assertEqual(at.start, datetime(2026, 3, 28, 22))
        self.assertEqual(at.end - at.start, timedelta(hours=23))

    def test_long_periods_are_cut_at_mondays(self):
        """No day is lost, the first and the last week may be short."""
        at = periods.moments(date(2026, 1, 1), date(2026, 6, 30), datetime(2026, 7, 1), "UTC")
        self.assertEqual((at.start, at.end), (datetime(2026, 1, 1), datetime(2026, 7, 1)))
        self.assertTrue(at.is_weekly)
        self.assertEqual({start.weekday() for start in at.starts[1:]}, {0})


@tagged("post_install", "-at_install")
class TestOverviewOptions(OverviewCase):
    def count(self, user, key="open", **options):
        return self.overview(user).get_overview({**self.options(), **options})["figures"][key]["count"]

    def test_walls_hold(self):
        """A restricted team's tickets are counted for those who may open them, in every figure."""
        self.make_past(team_id=self.team_walled.id, state="in_progress")
        self.make_past(team_id=self.team_walled.id, state="closed", date_resolved=self.env.cr.now(), stars=5)
        for user, count in ((self.agent, 0), (self.agent_walled, 1), (self.manager, 1)):
            told = self.overview(user).get_overview({"team_ids": self.team_walled.ids})
            with self.subTest(user=user.login):
                for key in ("open", "opened", "resolved", "satisfied", "reopened"):
                    expected = 0 if key == "reopened" else 2 * count if key == "opened" else count
                    self.assertEqual(told["figures"][key]["count"], expected, key)
                self.assertEqual(told["series"]["backlog"][-1], count)
                self.assertListsEqualFigures(told, user)

    def test_causes_and_changes_are_not_counted(self):
        """Nor what is to do for them: the figures are about what people ask for, and so is the choice."""
        before = self.overview().get_overview(self.options())
        self.make_problem(user=self.manager, team_id=self.team_a.id)
        self.make_change(user=self.manager, team_id=self.team_a.id)
        after = self.overview().get_overview(self.options())
        self.assertEqual(after["series"]["backlog"], before["series"]["backlog"])
        self.assertEqual(after["figures"], before["figures"])
        self.assertEqual([one["id"] for one in after["choices"]["processes"]], [INCIDENT, REQUEST])
        for one in after["choices"]["processes"]:
            self.overview().get_overview(self.options(process=one["id"]))

    def test_confidential_tickets_are_for_their_team(self):
        """A manager does not even count them."""
        self.make_past(state="new", is_confidential=True)
        self.assertEqual(self.count(self.manager), 0)
        self.team_a.member_ids = self.agent
        self.assertEqual(self.count(self.agent), 1)

    def test_other_companies_are_not_counted(self):
        """Their tickets are behind a wall, too."""
        company, _user = self.make_company()
        self.make_past(state="new", company_id=company.id)
        self.assertEqual(self.count(self.viewer), 0)

    def test_requesters_have_no_overview(self):
        """Neither employees nor customers, not even of their own tickets."""
        for user in (self.employee, self.portal_a):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.overview(user).get_overview({})
        with self.assertRaises(AccessError):
            self.env["service.desk.report"].with_user(self.employee).search([])

    def test_nonsense_is_refused_with_a_sentence(self):
        """Whatever a client sends."""
        bad = (
            {"period": "yesteryear"},
            {"period": "custom"},
            {"period": "custom", "date_from": "2026-01-02", "date_to": "2026-01-01"},
            {"period": "custom", "date_from": "2020-01-01", "date_to": "2026-01-01"},
            {"period": "custom", "date_from": "soon", "date_to": "2026-01-01"},
            {"process": "res.users"},
            {"team_ids": ["all"]},
            {"moment": "now"},
        )
        for options in bad:
            with self.subTest(options=options), self.assertRaises(UserError):
                self.overview().get_overview(options)
        for arguments in (("salary",), ("open", "user_id", 1), ("opened", "day", 99)):
            with self.subTest(arguments=arguments), self.assertRaises(UserError):
                self.overview().get_records_action({}, *arguments)

    def test_options_of_other_centuries_or_kinds_are_refused_in_words(self):
        """Whatever a script sends, it hears what was wrong with it."""
        for options in (
            {"moment": "9999-12-31 23:59:59"},
            {"moment": "0001-01-01 00:00:00"},
            {"period": "custom", "date_from": "0001-01-01", "date_to": "0001-01-02"},
            {"period": "custom", "date_from": "9999-12-30", "date_to": "9999-12-31"},
            "everything",
            5,
        ):
            with self.subTest(options), self.assertRaises(UserError):
                self.overview().get_overview(options)

    def test_numbers_that_were_never_told_are_refused_in_words(self):
        """Ages beyond the last one, values of no kind, figures that are no names."""
        for arguments in (
            ("open", "age", 99),
            ("open", "age", -5),
            ("open", "age", "x"),
            ("open", "age", None),
            ("open", "team_id", [1, 2]),
            ("open", "team_id", {}),
            ({},),
        ):
            with self.subTest(arguments), self.assertRaises(UserError):
                self.overview().get_records_action({}, *arguments)

    def test_names_are_told_to_those_who_see_tickets_of_theirs(self):
        """The list behind a number names no team whose tickets one cannot see."""
        self.make_past(state="new", team_id=self.team_walled.id)
        arguments = ({}, "open", "team_id", self.team_walled.id)
        name = self.team_walled.name
        self.assertIn(name, self.overview(self.agent_walled).get_records_action(*arguments)["name"])
        self.assertNotIn(name, self.overview(self.agent).get_records_action(*arguments)["name"])
        for user in (self.employee, self.portal_a):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.overview(user).get_records_action(*arguments)

    def test_team_that_has_gone_is_not_looked_for(self):
        """A browser may remember it for years."""
        gone = self.env["service.desk.team"].create({"name": "Telex"})
        options = {"team_ids": [gone.id, self.team_a.id]}
        gone.unlink()
        told = self.overview().get_overview(options)
        self.assertEqual(told["options"]["team_ids"], self.team_a.ids)

    def test_empty_desk_has_figures_too(self):
        """Zeros, and no rates."""
        told = self.overview().get_overview(self.options())
        self.assertEqual({figure["count"] for figure in told["figures"].values()}, {0})
        self.assertEqual(set(told["series"]["backlog"]), {0})
        self.assertListsEqualFigures(told)

    def test_days_to_come_have_no_backlog(self):
        """A period may end later than today."""
        options = {"period": "custom", "date_from": "2026-03-29", "date_to": "2026-04-02"}
        told = self.overview().get_overview(self.options(**options, moment=moment("30 10:00")))
        self.assertEqual(told["series"]["backlog"], [0, 0, None, None, None])

    def test_figures_take_one_query_for_each_cohort(self):
        """However many figures, teams and days there are."""
        for number in range(12):
            self.make_past(state="new", user_id=False, impact="123"[number % 3])
        overview = self.overview()
        overview.get_overview({})
        self.env.invalidate_all()
        self.env.flush_all()
        # Four cohorts and the backlog; the person, their teams, the teams to choose from, and the
        # names of teams, services and reasons.
        with self.assertQueryCount(14):
            overview.get_overview({})

    def test_figures_and_lists_change_nothing(self):
        """So a read replica may answer, and Odoo lets one."""
        overview = self.overview()
        self.assertTrue(overview.get_overview._readonly)
        self.assertTrue(overview.get_records_action._readonly)
        with self.env.cr.savepoint() as savepoint:
            self.env.cr.execute("SET TRANSACTION READ ONLY")
            told = overview.get_overview(self.options())
            overview.get_records_action(told["options"], "open")
            savepoint.rollback()

    def test_every_figure_stands_in_the_readme(self):
        """Whoever reads a number can read what it counts, by the name that the screen shows."""
        with file_open("service_desk/readme/USAGE.md") as readme:
            told = readme.read().lower()
        for key, figure in FIGURES.items():
            with self.subTest(key):
                self.assertRegex(told, rf"\n\|[^|]*\b{figure.label._source.lower()}\b[^|]*\|")

    def test_reopening_is_dated(self):
        """When a ticket last came back."""
        incident = self.make_resolved()
        incident.write({"state": "in_progress"})
        self.assertEqual(incident.date_reopened, incident._now())
        self.assertEqual(incident.reopen_count, 1)
