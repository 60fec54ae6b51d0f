from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .contract_case import ContractCase


@tagged("post_install", "-at_install")
class TestContractLife(ContractCase):
    def test_new_contracts_are_numbered_in_one_draw(self):
        """Each contract of a batch has its own CON number."""
        values = {"name": "x", "partner_id": self.supplier.id}
        contracts = self.env["service.desk.contract"].with_user(self.keeper).create([values] * 3)
        self.assertEqual(len(set(contracts.mapped("number"))), 3)
        self.assertTrue(all(number.startswith("CON") for number in contracts.mapped("number")))

    def test_contract_is_made_with_the_organization(self):
        """Choosing one of its people means the organization."""
        contract = self.make_contract("customer", partner_id=self.person.id)
        self.assertEqual(contract.partner_id, self.customer)

    def test_activation_begins_the_first_term(self):
        """The term has the contract's dates and says how it began."""
        contract = self.make_contract()
        term = contract.term_ids
        self.assertEqual((term.date_from, term.date_to), (contract.date_start, contract.date_end))
        self.assertEqual((term.origin, contract.term_id), ("initial", term))

    def test_activation_needs_a_start(self):
        """Without a first day nothing can begin."""
        contract = self.make_contract(state="draft", date_start=False, date_end=False)
        with self.assertRaisesRegex(UserError, "Starts"):
            contract.action_activate()

    def test_activation_of_what_is_over_is_refused(self):
        """A typing mistake in the end is said at once."""
        contract = self.make_contract(state="draft", date_end=self.today - timedelta(days=1))
        with self.assertRaisesRegex(UserError, "over already"):
            contract.action_activate()

    def test_end_before_start_is_refused(self):
        """Whatever writes it."""
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self.make_contract(state="draft", date_end=self.today - timedelta(days=99))

    def test_tacit_renewal_needs_a_length_and_an_end(self):
        """Neither can be guessed."""
        with self.assertRaisesRegex(ValidationError, "how many months"):
            self.make_contract(renewal="tacit", renewal_months=0)
        with self.assertRaisesRegex(ValidationError, "no end"):
            self.make_contract(renewal="tacit", date_end=False)

    def test_states_pass_the_door(self):
        """RPC cannot skip a state, and an end has a reason."""
        contract = self.make_contract(state="draft")
        with self.assertRaisesRegex(UserError, "cannot become"):
            contract.write({"state": "ended", "end_reason": "x"})
        contract.action_activate()
        with self.assertRaisesRegex(UserError, "Reason"):
            contract.state = "ended"
        contract.write({"state": "ended", "end_reason": "Sold"})
        self.assertEqual(contract.date_ended, self.today)
        with self.assertRaisesRegex(UserError, "final"):
            contract.state = "active"

    def test_contract_cannot_be_born_in_force(self):
        """Everything new starts as a draft."""
        with self.assertRaisesRegex(UserError, "starts as"):
            self.env["service.desk.contract"].with_user(self.keeper).create(
                {"name": "x", "partner_id": self.supplier.id, "state": "active"}
            )

    def test_partner_is_settled_once_it_is_in_force(self):
        """Another partner is another contract."""
        contract = self.make_contract()
        with self.assertRaisesRegex(UserError, "new contract"):
            contract.partner_id = self.customer
        contract.write({"partner_id": self.supplier.id, "name": "Same partner"})

    def test_facts_cannot_be_forged(self):
        """Numbers and dates that the desk keeps are refused over RPC."""
        contract = self.make_contract()
        for name, value in (("number", "CON1"), ("date_ended", "2020-01-01"), ("term_id", False)):
            with self.subTest(name=name), self.assertRaises(AccessError):
                contract.write({name: value})

    def test_only_drafts_are_deleted(self):
        """What was in force stays."""
        self.make_contract(state="draft").unlink()
        with self.assertRaisesRegex(UserError, "is kept"):
            self.make_contract().unlink()

    def test_corrected_end_is_corrected_on_the_term(self):
        """A contract and its current term never tell different ends."""
        contract = self.make_contract()
        contract.date_end = self.today + timedelta(days=100)
        self.assertEqual(contract.term_id.date_to, contract.date_end)
        self.assertFalse(contract.date_notice)
        contract.renewal = "tacit"
        self.assertEqual(contract.date_notice, contract.date_end)

    def test_costs_of_term_and_year(self):
        """A monthly price counts for each month of the term; the fee at the start once."""
        start = self.today.replace(day=1)
        contract = self.make_contract(date_start=start, date_end=start.replace(year=start.year + 1) - timedelta(days=1))
        contract.cost_ids = [
            (0, 0, {"name": "Fee", "amount": 100, "period": "once"}),
            (0, 0, {"name": "Line", "amount": 10, "period": "month"}),
        ]
        self.assertEqual(contract.cost_term, 220)
        self.assertEqual(contract.term_id.with_user(self.keeper).cost, 220)
        self.assertEqual(sum(amount for _year, amount in contract._cost_by_year()), 220)

    def test_costs_in_another_currency_are_converted(self):
        """Totals are in the company's currency."""
        other = (
            self.env["res.currency"]
            .with_context(active_test=False)
            .search([("id", "!=", self.env.company.currency_id.id)], limit=1)
        )
        other.active = True
        self.env["res.currency.rate"].search([("currency_id", "=", other.id)]).unlink()
        self.env["res.currency.rate"].create(
            {"currency_id": other.id, "rate": 2.0, "name": "2020-01-01", "company_id": self.env.company.id}
        )
        contract = self.make_contract()
        contract.cost_ids = [(0, 0, {"name": "Fee", "amount": 100, "period": "once", "currency_id": other.id})]
        self.assertEqual(contract.cost_term, 50)

    def test_calendar_shows_the_days_to_come(self):
        """Last day for notice and end; after notice was given the end alone; a draft has none."""
        days = self.env["service.desk.contract.date"].with_user(self.agent)
        contract = self.make_contract(notice_number=30, notice_unit="days")
        self.make_contract(state="draft", name="Draft")
        found = days.search([("contract_id", "=", contract.id)])
        self.assertEqual(
            {(day.what, day.date) for day in found},
            {("end", contract.date_end), ("notice", contract.date_end - timedelta(days=30))},
        )
        contract.write({"state": "notice", "end_reason": "Too slow"})
        self.assertEqual(days.search([("contract_id", "=", contract.id)]).mapped("what"), ["end"])
        self.assertFalse(days.search([("name", "=", "Draft")]))
