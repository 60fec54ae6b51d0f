"""Baselines and their comparison in a real browser."""

from odoo.tests import HttpCase, tagged

from .ci_case import CiCase


@tagged("post_install", "-at_install")
class TestUiBaseline(CiCase, HttpCase):
    def take(self, name):
        kinds = self.server | self.application
        values = {"name": name, "class_ids": [(6, 0, kinds.ids)]}
        baseline = self.env["service.desk.ci.baseline"].with_user(self.keeper).create(values)
        baseline.action_take()
        return baseline

    def test_configuration_manager_takes_a_baseline(self):
        """A name, what it is of, one button."""
        self.make_ci("Turbine Server")
        self.start_tour("/odoo/baselines", "service_desk_cmdb_baseline_take", login=self.keeper.login)
        taken = self.env["service.desk.ci.baseline"].search([("name", "=", "Before the inspectors come")])
        self.assertEqual(taken.user_id, self.keeper)
        self.assertIn("Turbine Server", taken.line_ids.mapped("name"))

    def test_auditor_compares(self):
        """With now and with another one: an attribute, an owner, a relation, a retired and a new item, in words."""
        self.keeper.name = "Bea Keeper"
        host, old = self.make_ci("Turbine Server", attributes={"memory_gb": 16}), self.make_ci("Old Server")
        app = self.make_ci("Trading", self.application)
        self.take("First").sudo().date = "2026-01-01"
        host.attributes = {"memory_gb": 32}
        self.take("Second")
        host.owner_id = self.keeper
        self.relate(app, host, self.runs_on)
        old.state = "retired"
        self.make_ci("New Server")
        self.start_tour("/odoo/baselines", "service_desk_cmdb_baseline_compare", login=self.agent.login)
