"""The dashboard shows what there is, to those who may see it."""

import base64
import json

from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestDashboard(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dashboard = cls.env.ref("service_desk_spreadsheet.spreadsheet_dashboard_service_desk")
        cls.agent = new_test_user(cls.env, "sheet_agent", groups="service_desk.group_agent")
        cls.employee = new_test_user(cls.env, "sheet_employee", groups="base.group_user")

    def test_fields_and_menus_are_there(self):
        """Odoo checks them whenever the data is written while tests run."""
        data = json.loads(base64.b64decode(self.dashboard.spreadsheet_binary_data))
        self.dashboard.spreadsheet_binary_data = base64.b64encode(json.dumps(data).encode())
        self.assertEqual({pivot["model"] for pivot in data["pivots"].values()}, {"service.desk.report"})

    def test_agents_find_it_and_employees_do_not(self):
        """It is for those who have tickets to count."""
        dashboards = self.env["spreadsheet.dashboard"]
        self.assertIn(self.dashboard, dashboards.with_user(self.agent).search([]))
        self.assertNotIn(self.dashboard, dashboards.with_user(self.employee).search([]))

    def test_it_shows_in_a_browser(self):
        """Cards, charts and tables without an error in any cell."""
        self.browser_js(
            f"/odoo/dashboards?dashboard_id={self.dashboard.id}",
            """
            const wait = setInterval(() => {
                const places = ".o-spreadsheet canvas, .o-dashboard-mobile-container canvas";
                if (document.querySelectorAll(places).length > 2) {
                    clearInterval(wait);
                    console.log("test successful");
                }
            }, 200);
            """,
            "odoo.isReady === true",
            login=self.agent.login,
            timeout=60,
        )
