"""The list of an audit's findings in a real browser."""

from odoo.tests import HttpCase, tagged

from .ci_case import CiCase


@tagged("post_install", "-at_install")
class TestUiAudit(CiCase, HttpCase):
    def test_configuration_manager_audits(self):
        """What is looked at, a look at once, findings that come by themselves, one accepted from its row."""
        self.env["ir.cron.trigger"].search([]).unlink()
        self.make_ci("Turbine Server")
        # The job's turn is taken by an administrator of the server, in the same browser.
        self.keeper.group_ids += self.env.ref("base.group_system")
        self.start_tour("/odoo/configuration-audit", "service_desk_cmdb_audit", login=self.keeper.login)
        found = self.env["service.desk.ci.finding"].search([("ci_id.name", "=", "Turbine Server")])
        self.assertEqual({one.kind: one.state for one in found}, {"orphan": "open", "no_owner": "accepted"})
