"""A storm of alerts, from the wire to the screen of an agent."""

import json

from odoo.tests import HttpCase, tagged

from .event_case import EventCase

STORM, BODY = 2000, 500


@tagged("post_install", "-at_install")
class TestUiStorm(EventCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source.team_id = cls.team_one
        cls.key = cls.source.action_new_key()["context"]["default_key"]
        cls.host = cls.make_ci("turbine-host")
        guests = cls.items.create(
            [
                {"name": f"guest-{number:04}", "class_id": cls.application.id, "state": "in_use"}
                for number in range(STORM - 1)
            ]
        )
        cls.env["service.desk.ci.relation"].with_user(cls.keeper).create(
            [{"source_id": guest.id, "target_id": cls.host.id, "type_id": cls.runs_on.id} for guest in guests]
        )

    def post(self, rows):
        return self.url_open(
            "/service_desk/events",
            data=json.dumps({"events": rows}).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {self.key}"},
        )

    def test_storm_is_one_incident_that_an_agent_can_read(self):
        """2,000 alerts come in by HTTP, what failed last of all; the agent finds one incident, and in it the host."""
        names = [*(f"guest-{number:04}" for number in range(STORM - 1)), "turbine-host"]
        rows = [{"id": name, "summary": f"{name}: no answer", "severity": "critical", "ci": name} for name in names]
        for start in range(0, STORM, BODY):
            self.assertEqual(self.post(rows[start : start + BODY]).status_code, 202)
        self.env.ref("service_desk_cmdb.cron_event").method_direct_trigger()
        incident = self.incidents.search([("name", "ilike", "no answer")])
        self.assertEqual(incident.mapped("name"), ["turbine-host: no answer"])
        self.assertEqual(incident.alert_count, STORM)
        self.start_tour("/odoo/service-desk", "service_desk_cmdb_storm", login=self.agent.login)
