"""The desk's figures in the digest mail."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .overview_case import OverviewCase

NAMES = ("opened", "resolved", "backlog", "satisfied")


@tagged("post_install", "-at_install")
class TestOverviewDigest(OverviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company, cls.reader = cls.make_company("Digested")
        now = cls.env.cr.now()
        cls.digest = cls.env["digest.digest"].create(
            {
                "name": "Weekly",
                "periodicity": "weekly",
                "company_id": cls.company.id,
                **{f"kpi_service_desk_{name}": True for name in NAMES},
            }
        )

        def past(days, **values):
            for name, count in days.items():
                values[f"date_{name}"] = now - timedelta(days=count, hours=1)
            return cls.make_past(company_id=cls.company.id, team_id=False, **values)

        past({"opened": 1}, state="new")
        past({"opened": 3, "resolved": 1}, state="resolved", stars=5)
        past({"opened": 20, "resolved": 2}, state="resolved", stars=1)
        past({"opened": 20, "resolved": 3}, state="resolved")
        past({"opened": 20, "resolved": 9}, state="resolved", stars=1)
        past({"opened": 20}, state="in_progress")
        past({"opened": 2, "closed": 1}, state="cancelled")
        cls.make_past(state="new", date_opened=now)

    def kpis(self, user):
        told = self.digest._compute_kpis(self.company, user)
        return {
            kpi["kpi_name"].removeprefix("kpi_service_desk_"): [
                int(kpi[f"kpi_col{column}"]["value"]) for column in (1, 2, 3)
            ]
            for kpi in told
            if kpi["kpi_name"].startswith("kpi_service_desk_")
        }

    def test_digest_tells_day_week_and_month(self):
        """Counted by hand above; the other company's ticket is not there."""
        self.assertEqual(
            self.kpis(self.reader),
            {
                "opened": [0, 3, 7],
                "resolved": [0, 3, 4],
                "backlog": [2, 2, 2],
                "satisfied": [0, 50, 33],
            },
        )

    def test_people_without_tickets_get_a_mail_without_them(self):
        """Nothing is told to employees, and their mail goes out all the same."""
        employee = self.make_user(
            "digest_employee",
            "base.group_user",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.assertEqual(self.kpis(employee), {})
        with self.assertRaises(AccessError):
            self.digest.with_user(employee).sudo(False)._tell_service_desk("opened", lambda *_: 0)

    def test_weekly_mail_has_the_figures_as_installed(self):
        """Nobody has to switch them on."""
        digest = self.env.ref("digest.digest_digest_default")
        self.assertEqual({digest[f"kpi_service_desk_{name}"] for name in NAMES}, {True})

    def test_figures_lead_to_the_overview(self):
        """An action that there is."""
        actions = self.digest._compute_kpis_actions(self.company, self.reader)
        action = actions["kpi_service_desk_opened"].partition("?")[0]
        self.assertEqual(self.env.ref(action).tag, "service_desk.overview")
