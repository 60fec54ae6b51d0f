"""Somebody moves: gains what the new role brings and loses what the old one brought, in a real browser."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .story_case import StoryCase


@tagged("post_install", "-at_install")
class TestUiMover(StoryCase):
    """From the sales people to support, with a key of their own to the side door."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.helper = cls.env["hr.job"].create({"name": "Helper"})
        cls.erp = cls.make_entitlement("ERP", method="group", group_ids=cls.other_group.ids)
        cls.door = cls.make_entitlement("Side door")
        cls.make_package("All", cls.by_hand)
        cls.make_package("Sales", cls.by_group, department_ids=[Command.set(cls.sales.ids)])
        cls.make_package("Helpers", cls.erp, job_ids=[Command.set(cls.helper.ids)])
        cls.user = cls.make_user("test_mover", "base.group_user")
        cls.mover = cls.make_employee("Mia Mover", user_id=cls.user.id)
        cls.template.step_ids = [Command.create({"name": "Access", "kind": "access", "offset_days": -30})]
        steps = [
            {"name": "New access", "kind": "access"},
            {"name": "Old access", "kind": "revoke", "offset_days": 10},
        ]
        cls.make_template("mover", steps)

    @classmethod
    def make_package(cls, name, entitlements, **values):
        packages = cls.env["service.desk.access.package"].with_user(cls.access_manager)
        return packages.create({"name": name, "entitlement_ids": [Command.set(entitlements.ids)], **values})

    def held(self):
        """What the person holds, and has had given or taken by hand where a hand is needed."""
        person = [("access_id.partner_id", "=", self.user.partner_id.id)]
        tasks = self.env["service.desk.task"].search([*person, ("state", "=", "ready")])
        tasks.action_done("Done")
        access = self.env["service.desk.access"]
        return access.search([("partner_id", "=", self.user.partner_id.id), ("state", "=", "active")]).entitlement_id

    def join(self):
        """Long ago, as all sales people; and one thing more."""
        journey = self.start(employee=self.mover)
        access = self.env["service.desk.access"].with_user(self.access_manager)
        access._request(self.user.partner_id, self.door, reason="Carries parcels")
        self.assertEqual(self.held(), self.by_hand | self.by_group | self.door)
        journey.action_finish()

    def test_story_of_a_mover(self):
        """Written down, proposed, confirmed, decided, and carried out when the days have come."""
        self.join()
        self.visit("/odoo/employees", "mover_record", self.hr)
        journey = self.journey_of(self.mover, "mover")
        day = fields.Date.today() + relativedelta(months=1, day=15)
        self.assertEqual((journey.state, journey.date_start, journey.job_id), ("running", day, self.helper))
        self.visit("/my/team", "mover_decide", self.boss)
        self.assertEqual(self.held(), self.by_hand | self.by_group | self.door)

        self.wait_until(journey, journey.date_start)
        self.assertEqual(self.held(), self.by_hand | self.by_group | self.door | self.erp)
        self.assertLessEqual(self.group | self.other_group, self.user.all_group_ids)

        old = self.line(journey, "Old access")
        self.wait_until(journey, old.date_due)
        self.assertEqual((old.state, self.held()), ("planned", self.by_hand | self.by_group | self.door | self.erp))
        self.wait_until(journey, old.date_due + timedelta(days=1))
        self.assertEqual(self.held(), self.by_hand | self.erp)
        self.assertNotIn(self.group, self.user.all_group_ids)
        self.visit("/odoo/journeys", "mover_close", self.hr)
        self.assertEqual(journey.state, "done")
