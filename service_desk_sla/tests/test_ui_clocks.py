"""Clocks in a real browser."""

from odoo.tests import HttpCase, tagged

# The module, not its class: pytest would run that class's own tests here.
from odoo.addons.service_desk.tests.common import ServiceDeskCase
from odoo.addons.web.tests import test_js


@tagged("post_install", "-at_install")
class TestUiClocks(ServiceDeskCase, HttpCase):
    def test_agent_sees_the_countdown_turn(self):
        """It goes down, says why it holds, takes an agreed date, and stands still on hold."""
        self.env["service.desk.sla.policy"].search([]).active = False
        self.env["service.desk.sla.policy"].create({
            "name": "Promise",
            "calendar_source": "always",
            "date_from": False,
            "target_ids": [(0, 0, {"metric": "resolution", "minutes": 60})],
        })
        incident = self.make_incident(name="Turbine vibrates")
        incident.action_take()
        clock = incident.sudo().clock_ids
        clock.write({"spans": [[int(clock.spans[0][0]) - 3000, None, 0]]})
        clock._recompute_batch()
        self.start_tour("/odoo/service-desk", "service_desk_sla_agent_sees_clocks", login=self.agent.login)
        self.assertEqual(incident.sla_state, "paused")
        self.assertTrue(incident.date_agreed)

    def test_widgets_alone(self):
        """The widgets, each by itself (``static/tests/*.test.js``)."""
        suite = test_js.HOOTCommon._generate_hash(self, "@service_desk_sla")
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite}",
            "",
            "",
            login=self.admin_user.login,
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" not in message,
        )
