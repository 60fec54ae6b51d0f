"""Queries of orders and of the access they gave, counted. No test here looks at a clock."""

from unittest.mock import patch

from odoo.tests import tagged

from .access_case import AccessCase
from .catalog_common import CatalogCase

#: Few and five times as many, both fewer than the ORM writes with one statement.
FEW, MANY = 8, 40
BATCH = "odoo.addons.service_desk.models.service_desk_access_time_mixin.BATCH_SIZE"


@tagged("post_install", "-at_install")
class TestOrderPerformance(CatalogCase, AccessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vpn = cls.make_item("VPN", entitlement_ids=cls.by_group.ids)
        employees = cls.env.ref("base.group_user").ids
        cls.holders = cls.env["res.users"].with_context(no_reset_password=True).create(
            [{"name": f"Holder {n}", "login": f"holder_{n}", "group_ids": [(6, 0, employees)]} for n in range(MANY)]
        )

    def queries(self, action):
        """How many queries an action takes that begins with an empty cache."""
        self.env.cr.flush()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        self.env.cr.flush()
        return self.env.cr.sql_log_count - before

    def ordered_access(self, count):
        """Access that so many people ordered, each by a request, and whose time is over now."""
        people = self.holders[:count].partner_id
        requests = self.env["service.desk.request"].create(
            [{"name": "VPN", "requester_id": person.id, "item_id": self.vpn.id} for person in people]
        )
        accesses = self.env["service.desk.access"].sudo().create(
            [
                {
                    "partner_id": request.requester_id.id,
                    "entitlement_id": self.by_group.id,
                    "company_id": self.env.company.id,
                    "request_id": request.id,
                    "state": "granting",
                }
                for request in requests
            ]
        )
        accesses._provision()
        accesses.write({"date_end": self.in_days(-1)})
        return accesses

    def run_time(self):
        """The job, with every batch committed and time left for the next."""

        def commit(cron, *_args, **_kwargs):
            cron.env.flush_all()
            cron.env.invalidate_all()
            return 1

        with patch.object(type(self.env["ir.cron"]), "_commit_progress", commit):
            self.env["service.desk.access"].sudo()._cron_time()

    def test_access_of_many_orders_ends_at_the_price_of_few(self):
        """Their requests are asked whether they are complete without a query for each."""
        costs = {}
        for count in (FEW + 1, FEW, MANY):  # the first fills the caches of a running server
            accesses = self.ordered_access(count)
            costs[count] = self.queries(accesses._expire)
            self.assertEqual(set(accesses.mapped("state")), {"revoked"})
        self.assertEqual(costs[MANY], costs[FEW])

    def test_each_batch_of_the_job_costs_the_same(self):
        """What ends at once is worked off in equal parts, and no part costs more than another."""
        costs = {}
        with patch(BATCH, FEW):
            for batches in (1, 1, 2, 5):
                accesses = self.ordered_access(FEW * batches)
                costs[batches] = self.queries(self.run_time)
                self.assertEqual(set(accesses.mapped("state")), {"revoked"})
        self.assertEqual(costs[5] - costs[2], 3 * (costs[2] - costs[1]))

    def test_each_item_of_an_order_costs_the_same(self):
        """An order of many items takes no more for each than one of a few."""
        items = [self.make_item(f"Thing {number}", price=number) for number in range(12)]
        costs = {}
        for count in (3, 3, 6, 12):
            costs[count] = self.queries(lambda count=count: self.order(self.employee, *items[:count]))
        self.assertLessEqual(costs[12] - costs[6], 2 * (costs[6] - costs[3]))
