"""What contract managers and agents may try to write although it is not theirs."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .contract_case import ContractCase


@tagged("post_install", "-at_install")
class TestContractAttack(ContractCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company, cls.agent_there = cls.make_company()
        cls.keeper_there = cls.make_user(
            "keeper_there", "service_desk.group_contract_manager", company_id=company.id, company_ids=company.ids
        )
        cls.ours = cls.make_contract(
            cost_ids=[(0, 0, {"name": "Line", "amount": 5})], contact_ids=[(0, 0, {"partner_id": cls.supplier.id})]
        )
        cls.theirs = cls.make_contract(user=cls.keeper_there, company_id=company.id)

    def test_nothing_is_pushed_into_a_contract_of_another_company(self):
        """Prices, contacts, reviews and improvements stay where their writer works."""
        review = self.env["service.desk.contract.review"].with_user(self.keeper).create({"contract_id": self.ours.id})
        improvement = (
            self.env["service.desk.improvement"]
            .with_user(self.agent)
            .create({"name": "x", "contract_id": self.ours.id})
        )
        ours = self.ours.with_user(self.keeper)
        for record in (ours.cost_ids, ours.contact_ids, review, improvement):
            with self.subTest(model=record._name), self.assertRaises(AccessError), self.env.cr.savepoint():
                record.write({"contract_id": self.theirs.id})

    def test_defaults_of_a_client_forge_no_life(self):
        """A contract, a review or an improvement begins at its beginning, by whatever context."""
        forged = {
            "default_state": "ended",
            "default_date_ended": "2020-01-01",
            "default_date_noticed": "2020-01-01",
            "default_previous_id": self.ours.id,
        }
        contract = (
            self.env["service.desk.contract"]
            .with_user(self.keeper)
            .with_context(**forged)
            .create({"name": "x", "partner_id": self.customer.id, "kind": "customer"})
        )
        self.assertEqual(contract.state, "draft")
        self.assertFalse(contract.date_ended or contract.date_noticed or contract.previous_id)
        improvement = (
            self.env["service.desk.improvement"]
            .with_user(self.agent)
            .with_context(default_state="done", default_date_done="2020-01-01")
            .create({"name": "x"})
        )
        self.assertEqual((improvement.state, improvement.date_done), ("open", False))
        with self.assertRaises(AccessError):
            improvement.write({"date_done": "2020-01-01"})

    def test_service_of_a_contract_is_not_deleted(self):
        """A contract that lost its only service would cover all of them."""
        self.ours.sudo().service_ids = self.service
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.service.unlink()
            self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.ours.sudo().service_ids, self.service)

    def test_senseless_lengths_are_refused(self):
        """What no day can be reckoned from would break the contract's form."""
        ours = self.ours.with_user(self.keeper)
        for values in (
            {"review_months": 10**6},
            {"renewal_months": 10**7},
            {"renewal_months": -1},
            {"notice_number": 10**7},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                ours.write(values)

    @mute_logger("odoo.sql_db")
    def test_senseless_price_is_refused(self):
        """It would be in every sum."""
        line = self.ours.with_user(self.keeper).cost_ids
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            line.amount = 1e300
            line.flush_recordset()

    def test_contract_ends_before_the_year_3000(self):
        """A contract without an end has none; the last date of all breaks what is reckoned from it."""
        for values in ({"date_end": "9999-12-31"}, {"date_start": "0001-01-01"}):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.make_contract(**values)
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.ours.with_user(self.keeper).write(values)

    def test_what_cannot_be_kept_is_refused_in_a_sentence(self):
        """An amount that is no number would spoil every sum; the database's own words help nobody."""
        ours = self.ours.with_user(self.keeper)
        for record, values, label in (
            (ours, {"name": "A\0B"}, "Name"),
            (ours, {"renewal_months": float("nan")}, r"Renewed for \(Months\)"),
            (ours.cost_ids, {"amount": float("nan")}, "Amount"),
            (ours.cost_ids, {"amount": "inf"}, "Amount"),
            (ours.cost_ids, {"name": "\0"}, "What For"),
            (ours.contact_ids, {"sequence": 2**40}, "Sequence"),
            (ours.contact_ids, {"note": "At\0night"}, "Note"),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(ValidationError, f"{label} cannot be saved"):
                record.write(values)
        with self.assertRaisesRegex(ValidationError, "Amount cannot be saved"):
            ours.write({"cost_ids": [(0, 0, {"name": "x", "amount": float("-inf")})]})
