"""What a customer's contract promises to its people, and by which version of a policy a clock runs."""

from odoo.tests import tagged

from odoo.addons.service_desk.tests.contract_case import ContractCase

from .clock_case import ClockCase


@tagged("post_install", "-at_install")
class TestClockContracts(ClockCase, ContractCase):
    def setUp(self):
        super().setUp()
        self.make_policy(480, name="General")

    def contract(self, state="active", **values):
        """A customer's contract that promises an hour."""
        contract = self.make_contract("customer", state, date_start="2026-01-01", date_end="2026-12-31", **values)
        self.make_policy(60, name="Contract", contract_id=contract.id)
        return contract

    def held(self, **values):
        """What the policy is called that holds for a ticket of the customer's person."""
        return self.clock(self.make_ticket(**values)).policy_name

    def test_contract_in_force_brings_its_policies(self):
        """To the people of its customer, and to nobody else."""
        self.contract()
        self.assertEqual(self.held(), "Contract")
        self.assertEqual(self.clock(self.make_incident()).policy_name, "General")

    def test_contract_promises_for_its_services_alone(self):
        """It covers one service; another one is promised what everybody is."""
        self.contract(service_ids=[(6, 0, self.service.ids)])
        self.assertEqual(self.held(service_id=self.service.id), "Contract")
        self.assertEqual(self.held(service_id=self.service_two.id), "General")

    def test_contract_that_is_not_in_force_promises_nothing(self):
        """Neither as a draft, which nobody has signed, nor once it is over."""
        contract = self.contract("draft")
        self.assertEqual(self.held(contract_id=contract.id), "General")
        contract.action_activate()
        self.assertEqual(self.held(), "Contract")
        contract.sudo().write({"state": "ended", "end_reason": "Over"})
        self.assertEqual(self.held(contract_id=contract.id), "General")

    def test_contract_that_ends_goes_on_for_its_tickets(self):
        """What was promised while it was in force is kept."""
        contract = self.contract()
        ticket = self.make_ticket()
        contract.sudo().write({"state": "ended", "end_reason": "Over"})
        self.wall("2026-03-02 10:30")
        ticket.write({"impact": "2", "urgency": "2"})
        self.assertEqual(self.clock(ticket).policy_name, "Contract")
        self.assertEqual(self.due(ticket), "2026-03-02 11:00")

    def test_clock_tells_the_version_it_runs_by(self):
        """An edited promise is another version; clocks of before keep theirs."""
        policy = self.make_policy(120, name="Edited", service_ids=[(6, 0, self.service.ids)])
        before = self.make_incident(service_id=self.service.id)
        policy.target_ids.minutes = 240
        after = self.make_incident(service_id=self.service.id)
        self.assertEqual(self.clock(before).policy_version, 1)
        self.assertEqual(self.clock(after).policy_version, 2)
