"""The map in a real browser."""

from odoo.tests import HttpCase, tagged

# The module, not its class: pytest would run that class's own tests here.
from odoo.addons.web.tests import test_js

from .ci_case import CiCase


@tagged("post_install", "-at_install")
class TestUiMap(CiCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        kind = cls.env.ref("service_desk_cmdb.ci_class_business_service")
        uses = cls.env.ref("service_desk_cmdb.ci_relation_type_uses")
        server = cls.make_ci("Turbine Server")
        trading, sales = cls.make_ci("Trading", cls.application), cls.make_ci("Power Sales", kind)
        cls.relate(trading, server, cls.runs_on)
        cls.relate(sales, trading, uses)
        services = cls.env["service.desk.service"]
        services.create([{"name": "Sell Power", "ci_ids": [(6, 0, trading.ids)]}, {"name": "Cool Water"}])
        cls.trading = trading
        cls.incident = cls.make_incident(name="Turbine server is silent", ci_ids=[(6, 0, server.ids)])

    def tour(self, name):
        self.start_tour(f"/odoo/incidents/{self.incident.id}", name, login=self.agent.login)

    def test_from_a_failing_server_to_the_business_service(self):
        """An agent opens an incident about a server, sees on the map what is down and why, and opens it."""
        self.tour("service_desk_cmdb_map")

    def test_list_of_what_is_affected(self):
        """It says what fails, takes what somebody adds, and leads to the map."""
        self.tour("service_desk_cmdb_affected")
        added = self.incident.affected_ids.filtered(lambda row: row.origin == "added")
        self.assertEqual(added.service_id.name, "Cool Water")

    def test_map_under_fingers(self):
        """On a tablet: pinched, moved, tapped, printed."""
        self.make_incident(name="Prices are old", ci_ids=[(6, 0, self.trading.ids)])
        self.browser_size, self.touch_enabled = "1024x768", True
        self.start_tour(f"/odoo/incidents/{self.incident.id}", "service_desk_cmdb_map_tablet", login=self.agent.login)

    def test_widgets_alone(self):
        """The parts of the screen, each by itself (``static/tests/*.test.js``)."""
        suite = test_js.HOOTCommon._generate_hash(self, "@service_desk_cmdb")
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite}",
            "",
            "",
            login=self.admin_user.login,
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" not in message,
        )
