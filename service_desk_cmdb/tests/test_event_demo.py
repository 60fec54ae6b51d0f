from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestEventDemo(TransactionCase):
    """What newcomers are shown is what would have become of it."""

    def test_demo_alerts_have_the_rules_that_fit(self):
        """A major one is no warning."""
        source = self.env.ref("service_desk_cmdb.event_source_demo", raise_if_not_found=False)
        if not source:
            self.skipTest("Without demo data there is nothing to look at.")
        rules = self.env["service.desk.event.rule"]._for_company(source.company_id.id)
        alerts = self.env["service.desk.alert"].search([("source_id", "=", source.id)])
        self.assertTrue(alerts)
        for alert in alerts:
            fits = rules._choose(source, alert.severity, alert.labels, alert.ci_id, alert.service_id)
            self.assertEqual(alert.rule_id, fits, alert.name)
