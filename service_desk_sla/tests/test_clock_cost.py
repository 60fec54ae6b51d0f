"""What clocks cost those who work: nothing where none is concerned, and the same for many."""

from odoo.tests import tagged

from .clock_case import ClockCase


@tagged("post_install", "-at_install")
class TestClockCost(ClockCase):
    def test_save_that_concerns_no_clock_asks_nothing(self):
        """A new subject does not even look at a clock."""
        self.make_policy(480)
        incident = self.make_incident()
        statements = self.queries(lambda: incident.write({"name": "Other"}))
        self.assertTrue(any("service_desk_incident" in one for one in statements))
        self.assertFalse([one for one in statements if "service_desk_sla" in one])

    def test_bulk_change_costs_the_same_for_many(self):
        """Priorities of hundreds of tickets change with as many queries as of a few."""
        self.by_priority()

        def changed(count):
            incidents = self.env["service.desk.incident"].create(
                [{"name": f"I{n}", "requester_id": self.employee.partner_id.id} for n in range(count)]
            )
            return self.queries(lambda: self.make_critical(incidents))

        self.assert_same_queries(changed, 4, 40)

    def test_creation_costs_the_same_for_many(self):
        """Clocks of a batch are made with the statements of one."""
        self.by_priority()

        def created(count):
            values = [
                {"name": f"I{n}", "requester_id": self.employee.partner_id.id} for n in range(count)
            ]
            return self.queries(lambda: self.env["service.desk.incident"].create(values))

        self.assert_same_queries(created, 4, 40)
