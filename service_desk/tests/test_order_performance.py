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
        cls.holders = (
            cls.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                [{"name": f"Holder {n}", "login": f"holder_{n}", "group_ids": [(6, 0, employees)]} for n in range(MANY)]
            )
        )

    def ordered_access(self, count):
        """Access that so many people ordered, each by a request, and whose time is over now."""
        people = self.holders[:count].partner_id
        requests = self.env["service.desk.request"].create(
            [{"name": "VPN", "requester_id": person.id, "item_id": self.vpn.id} for person in people]
        )
        accesses = (
            self.env["service.desk.access"]
            .sudo()
            .create(
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

        def expiring(count):
            accesses = self.ordered_access(count)
            cost = self.queries(accesses._expire)
            self.assertEqual(set(accesses.mapped("state")), {"revoked"})
            return cost

        self.assert_same_queries(expiring, FEW, MANY)

    def test_each_batch_of_the_job_costs_the_same(self):
        """What ends at once is worked off in equal parts, and no part costs more than another."""

        def working(batches):
            accesses = self.ordered_access(FEW * batches)
            cost = self.queries(self.run_time)
            self.assertEqual(set(accesses.mapped("state")), {"revoked"})
            return cost

        with patch(BATCH, FEW):
            self.assert_queries(working, (1, 2, 5), lambda one, two, five: five - two == 3 * (two - one))

    def test_each_item_of_an_order_costs_the_same(self):
        """An order of many items takes no more for each than one of a few."""
        items = [self.make_item(f"Thing {number}", price=number) for number in range(12)]
        self.assert_queries(
            lambda count: self.queries(lambda: self.order(self.employee, *items[:count])),
            (3, 6, 12),
            lambda three, six, twelve: twelve - six <= 2 * (six - three),
        )
