"""Which contract covers a ticket, and what finding it costs."""

from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .contract_case import ContractCase

FEW, MANY = 5, 81


@tagged("post_install", "-at_install")
class TestContractCover(ContractCase):
    def test_new_ticket_finds_the_customers_contract(self):
        """By the organization of the requester, whoever writes the ticket down."""
        contract = self.make_contract("customer")
        self.assertEqual(self.make_ticket().contract_id, contract)
        self.assertFalse(self.make_incident().contract_id)

    def test_contract_for_the_service_comes_first(self):
        """A contract that names the service beats one for all; another service's covers nothing."""
        general = self.make_contract("customer", name="General")
        special = self.make_contract("customer", name="Line", service_ids=[(6, 0, self.service.ids)])
        self.assertEqual(self.make_ticket(service_id=self.service.id).contract_id, special)
        self.assertEqual(self.make_ticket(service_id=self.service_two.id).contract_id, general)
        self.assertEqual(self.make_ticket().contract_id, general)
        general.write({"state": "ended", "end_reason": "x"})
        self.assertFalse(self.make_ticket(service_id=self.service_two.id).contract_id)

    def test_contract_counts_from_its_start_to_its_end(self):
        """What is not yet, or no longer, in force covers nothing; notice given still does."""
        later = self.make_contract("customer", date_start=self.today + timedelta(days=1))
        self.assertFalse(self.make_ticket().contract_id)
        later.date_start = self.today
        self.assertEqual(self.make_ticket().contract_id, later)
        later.write({"state": "notice", "end_reason": "x"})
        self.assertEqual(self.make_ticket().contract_id, later)
        self.env["service.desk.contract"].sudo().flush_model()
        key = (self.env.company.id, self.customer.id, False)
        covering = self.env["service.desk.contract"]._covering
        self.assertEqual(covering([key], later.date_end), {key: later})
        self.assertEqual(covering([key], later.date_end + timedelta(days=1)), {})

    def test_supplier_contracts_and_drafts_cover_nothing(self):
        """Only what was promised to the customer counts."""
        self.make_contract("customer", state="draft")
        self.make_contract("supplier", partner_id=self.customer.id)
        self.assertFalse(self.make_ticket().contract_id)

    def test_contract_of_another_company_covers_nothing(self):
        """Companies promise for themselves."""
        company, user = self.make_company()
        keeper = self.make_user(
            "keeper_two", "service_desk.group_contract_manager", company_id=company.id, company_ids=company.ids
        )
        theirs = self.make_contract("customer", user=keeper, company_id=company.id)
        self.assertFalse(self.make_ticket().contract_id)
        ticket = self.make_incident(user, requester_id=self.person.id)
        self.assertEqual(ticket.sudo().contract_id, theirs)

    def test_ticket_keeps_its_contract(self):
        """What ends later, or is edited on the ticket, changes nothing about what covered it."""
        contract = self.make_contract("customer")
        ticket = self.make_ticket()
        contract.write({"state": "ended", "end_reason": "x"})
        ticket.write({"name": "Changed", "impact": "1"})
        self.assertEqual(ticket.contract_id, contract)

    def test_other_service_or_customer_finds_another_contract(self):
        """The contract follows what the ticket is about, and for whom."""
        general = self.make_contract("customer")
        special = self.make_contract("customer", service_ids=[(6, 0, self.service.ids)])
        ticket = self.make_ticket()
        ticket.service_id = self.service
        self.assertEqual(ticket.contract_id, special)
        ticket.write({"service_id": self.service_two.id, "urgency": "1"})
        self.assertEqual((ticket.contract_id, ticket.urgency), (general, "1"))
        ticket.requester_id = self.employee.partner_id
        self.assertFalse(ticket.contract_id)

    def test_agent_chooses_another_contract_of_the_same_customer(self):
        """Also when the ticket is written down; somebody else's contract is refused."""
        self.make_contract("customer")
        other = self.make_contract("customer", service_ids=[(6, 0, self.service.ids)])
        ticket = self.make_ticket(contract_id=other.id)
        self.assertEqual(ticket.contract_id, other)
        foreign = self.make_contract("customer", partner_id=self.supplier.id)
        for wrong in (foreign, self.make_contract("supplier")):
            with self.subTest(wrong=wrong.kind), self.assertRaises(ValidationError):
                ticket.contract_id = wrong
                ticket.flush_recordset()

    def test_requester_is_not_told_the_contract(self):
        """The field is the desk's."""
        self.make_contract("customer")
        ticket = self.make_incident(requester_id=self.portal_a.partner_id.id)
        with self.assertRaises(AccessError):
            ticket.with_user(self.portal_a).read(["contract_id"])
        with self.assertRaises(AccessError):
            self.env["service.desk.incident"].with_user(self.portal_a).search([("contract_id", "!=", False)])

    def test_converted_ticket_keeps_its_contract(self):
        """An incident that goes on as a request is covered as before."""
        contract = self.make_contract("customer")
        ticket = self.make_ticket()
        contract.write({"state": "ended", "end_reason": "x"})
        request = self.env["service.desk.request"].browse(ticket.action_convert_to_request()["res_id"])
        self.assertEqual(request.contract_id, contract)

    def test_imported_history_has_no_contract(self):
        """What another tool measured was promised by other contracts."""
        self.make_contract("customer")
        history = self.env["service.desk.incident"].sudo().with_context(service_desk_history=True)
        ticket = history.create({"name": "Old", "requester_id": self.person.id})
        self.assertFalse(ticket.contract_id)

    # -- What it costs -------------------------------------------------------------------------

    def queries(self, action):
        self.env.cr.flush()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        self.env.cr.flush()
        return self.env.cr.sql_log_count - before

    def make_batch(self, count):
        return (
            self.env["service.desk.incident"]
            .with_user(self.agent)
            .create([{"name": f"No {n}", "requester_id": self.people[n].id} for n in range(count)])
        )

    def test_without_contracts_finding_none_takes_no_query(self):
        """A desk without customer contracts pays nothing for them."""
        contracts = self.env["service.desk.contract"]
        contracts._covering([(self.env.company.id, self.customer.id, False)])
        count = self.queries(lambda: contracts._covering([(self.env.company.id, self.customer.id, False)]))
        self.assertEqual(count, 0)

    def test_ticket_of_a_company_without_contracts_asks_for_none(self):
        """Nothing is looked up when it is created or changes hands, also while others have contracts."""
        company, agent = self.make_company()
        self.make_contract("customer")
        contracts = type(self.env["service.desk.contract"])
        with patch.object(contracts, "_covering_rows", side_effect=AssertionError("asked")):
            ticket = self.make_incident(agent, company_id=company.id, requester_id=self.person.id)
            ticket.service_id = self.service
        self.assertFalse(ticket.contract_id)

    def test_batch_finds_contracts_in_one_query(self):
        """However many tickets of however many customers."""
        self.make_contract("customer")
        self.people = self.env["res.partner"].create([{"name": f"Person {n}"} for n in range(MANY)])
        self.people[::2].parent_id = self.customer
        keys = [(self.env.company.id, partner.commercial_partner_id.id, False) for partner in self.people]
        contracts = self.env["service.desk.contract"]
        contracts._covering(keys)
        self.assertEqual(self.queries(lambda: contracts._covering(keys)), 1)
        self.make_batch(FEW)
        few, many = (self.queries(lambda count=count: self.make_batch(count)) for count in (FEW, MANY))
        self.assertEqual(few, many)

    def test_first_contract_is_known_at_once(self):
        """What was remembered about companies without contracts is forgotten when one has some."""
        self.assertNotIn(self.env.company.id, self.env["service.desk.contract"]._customer_company_ids())
        contract = self.make_contract("customer")
        self.assertIn(self.env.company.id, self.env["service.desk.contract"]._customer_company_ids())
        contract.write({"state": "ended", "end_reason": "x"})
        self.assertNotIn(self.env.company.id, self.env["service.desk.contract"]._customer_company_ids())
