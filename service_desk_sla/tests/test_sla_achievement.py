"""The page of service levels: its figures, and the rows behind each."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .achievement_case import AchievementCase


@tagged("post_install", "-at_install")
class TestSlaAchievement(AchievementCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What came with demo data would be counted, too.
        cls.env["service.desk.sla.clock"].search([]).unlink()

    def page(self, user=None, **options):
        return self.env["service.desk.sla.achievement"].with_user(user or self.agent).get_achievement(options)

    def promises(self):
        """Two kept and one broken in March, one kept in February, one open."""
        self.incident("2026-02-16 10:00", resolved="2026-02-16 11:00")
        for end in ("11:00", "12:00", "15:00"):
            self.incident(resolved=f"2026-03-02 {end}", team_id=self.team_two.id)
        self.incident("2026-03-10 10:00")
        self.wall("2026-03-10 10:30")

    def rows(self, action, user=None):
        return self.env[action["res_model"]].with_user(user or self.agent).search(action["domain"])

    def test_figures_of_a_period(self):
        """This month's, with what is open now beside them."""
        self.promises()
        figures = self.page(period="this_month")["figures"]
        self.assertEqual(figures, {"count": 3, "breached": 1, "rate": 66.7, "open": 1, "late": 0})

    def test_most_missed_come_first(self):
        """By service, team, priority and so on, told by names."""
        self.promises()
        other = self.env["service.desk.service"].create({"name": "Worse"})
        for _number in range(2):
            self.incident(resolved="2026-03-02 15:00", service_id=other.id)
        self.wall("2026-03-10 10:30")
        rows = self.page(period="this_month")["groups"]["service_id"]
        told = [(row["label"], row["breached"], row["count"]) for row in rows]
        self.assertEqual(told, [("Worse", 2, 2), ("Measured", 1, 3)])

    def test_months_are_told_one_by_one(self):
        """The last twelve; a month without promises has no share."""
        self.promises()
        months = self.page()["months"]
        self.assertEqual((len(months["starts"]), str(months["starts"][-1])), (12, "2026-03-01"))
        [series] = months["series"]
        self.assertEqual((series["key"], series["values"][-3:]), ("resolution", [None, 100.0, 66.7]))

    def test_number_opens_the_rows_that_it_counted(self):
        """In total, by group, by month, what was missed, and what is open."""
        self.promises()
        page = self.env["service.desk.sla.achievement"].with_user(self.agent)
        options = {"period": "this_month"}
        for args, count in (
            ((), 3),
            (("team_id", self.team_two.id), 3),
            (("team_id", self.team_two.id, "breached"), 1),
            (("month", "2026-02-01"), 1),
            ((None, None, "open"), 1),
            ((None, None, "late"), 0),
        ):
            self.assertEqual(len(self.rows(page.get_records_action(options, *args))), count, args)

    def test_everybody_counts_what_they_see(self):
        """What a walled team promised is counted by that team."""
        self.incident(resolved="2026-03-02 11:00", user=self.agent_walled, team_id=self.team_walled.id)
        self.assertEqual(self.page()["figures"]["count"], 0)
        self.assertFalse(self.page()["groups"]["team_id"])
        self.assertEqual(self.page(self.agent_walled)["figures"]["count"], 1)

    def test_requesters_see_nothing(self):
        """Neither figures nor rows."""
        for user in (self.employee, self.portal_a):
            with self.assertRaises(AccessError):
                self.page(user)
            with self.assertRaises(AccessError):
                self.env["service.desk.sla.achievement"].with_user(user).get_records_action({})

    def test_nonsense_is_refused_with_a_sentence(self):
        """Whatever an RPC client sends."""
        page = self.env["service.desk.sla.achievement"].with_user(self.agent)
        for options in ({"period": "custom"}, {"period": "x"}, {"kind": "x"}):
            with self.assertRaises(UserError):
                page.get_achievement(options)
        for args in (("name", "x"), ("team_id", [1]), ("month", "x"), ("month", None)):
            with self.assertRaises(UserError):
                page.get_records_action({}, *args)

    def test_many_promises_cost_as_many_queries_as_few(self):
        """The page is counted by the database."""

        def measure(count):
            for _number in range(count):
                self.incident(resolved="2026-03-02 15:00")
            self.wall("2026-03-10 10:30")
            return self.queries(self.page)

        self.assert_same_queries(measure, 2, 8)
