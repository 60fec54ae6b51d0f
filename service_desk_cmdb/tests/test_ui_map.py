"""The map in a real browser."""

from odoo.tests import HttpCase, tagged

# The module, not its class: pytest would run that class's own tests here.
from odoo.addons.web.tests import test_js

from .ci_case import CiCase


@tagged("post_install", "-at_install")
class TestUiMap(CiCase, HttpCase):
    def test_from_a_failing_server_to_the_business_service(self):
        """An agent opens an incident about a server, sees on the map what is down and why, and opens it."""
        kind = self.env.ref("service_desk_cmdb.ci_class_business_service")
        uses = self.env.ref("service_desk_cmdb.ci_relation_type_uses")
        server = self.make_ci("Turbine Server")
        trading, sales = self.make_ci("Trading", self.application), self.make_ci("Power Sales", kind)
        self.relate(trading, server, self.runs_on)
        self.relate(sales, trading, uses)
        self.env["service.desk.service"].create({"name": "Sell Power", "ci_ids": [(6, 0, trading.ids)]})
        incident = self.make_incident(name="Turbine server is silent", ci_ids=[(6, 0, server.ids)])
        self.start_tour(f"/odoo/incidents/{incident.id}", "service_desk_cmdb_map", login=self.agent.login)

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
