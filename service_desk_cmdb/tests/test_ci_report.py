"""An incident reported from an item begins with what is known of it."""

from odoo.fields import Command
from odoo.tests import Form, tagged

from .ci_case import CiCase


@tagged("post_install", "-at_install")
class TestCiReport(CiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = cls.env["service.desk.service"].create({"name": "Orders"})
        cls.host = cls.make_ci("Host", criticality="1")
        cls.app = cls.make_ci("App", cls.application, service_ids=[Command.set(cls.orders.ids)])
        cls.relate(cls.app, cls.host, cls.runs_on)

    def form(self, item):
        """The empty form that an agent sees."""
        action = item.with_user(self.agent).action_report_incident()
        incidents = self.env[action["res_model"]].with_user(self.agent)
        return Form(incidents.with_context(**action["context"]))

    def test_critical_item_proposes_impact_team_and_service(self):
        """The service is the one that fails with it; the agent changes what they know better, and that stays."""
        self.host.team_id = self.team_one
        form = self.form(self.host)
        self.assertEqual((form.impact, form.team_id, form.service_id), ("1", self.team_one, self.orders))
        self.assertEqual(form.ci_ids.ids, self.host.ids)
        form.name, form.impact = "The disk is full", "3"
        form.requester_id = self.employee.partner_id
        self.assertEqual(form.save().impact, "3")

    def test_own_service_comes_before_what_fails(self):
        """What is said of the item itself is nearer than anything else."""
        shop = self.env["service.desk.service"].create({"name": "Shop"})
        self.host.service_ids = [Command.set(shop.ids)]
        self.assertEqual(self.form(self.host).service_id, shop)

    def test_unknown_is_not_proposed(self):
        """An item of medium criticality without team and services leaves the form as it is."""
        form = self.form(self.make_ci("Spare"))
        self.assertEqual(form.impact, "2")
        self.assertFalse(form.service_id)
        self.assertFalse(form.team_id)

    def test_service_of_another_company_is_not_proposed(self):
        """It could not be chosen on that ticket, though the agent works for both and a shared host carries both."""
        company, _agent = self.make_company()
        theirs = self.env["service.desk.service"].create({"name": "Theirs", "company_id": company.id})
        shared = self.make_ci("Shared Host", company_id=False)
        self.agent.company_ids |= company
        items = self.env["service.desk.ci"]
        values = {"class_id": self.application.id, "state": "in_use", "company_id": company.id}
        app = items.create({"name": "Their App", "service_ids": [Command.set(theirs.ids)], **values})
        self.env["service.desk.ci.relation"].create(
            {"source_id": app.id, "target_id": shared.id, "type_id": self.runs_on.id}
        )
        companies = [self.agent.company_id.id, company.id]
        item = shared.with_user(self.agent).with_context(allowed_company_ids=companies)
        self.assertTrue(app.with_env(item.env).has_access("read"))
        self.assertFalse(item._report_service())
