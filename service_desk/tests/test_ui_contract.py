"""Contracts in a real browser."""

from datetime import timedelta
from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from .contract_case import ContractCase


@tagged("post_install", "-at_install")
class TestUiContract(ContractCase, HttpCase):
    def visit(self, tour):
        self.start_tour("/odoo/supplier-contracts", f"service_desk_contract_{tour}", login=self.keeper.login)
        self.env.invalidate_all()

    def test_contract_is_written_down(self):
        """By clicks alone; it begins today unless somebody says otherwise."""
        self.visit("begins")
        contract = self.env["service.desk.contract"].search([("name", "=", "Coffee machines")])
        self.assertEqual((contract.partner_id, contract.kind, contract.state), (self.supplier, "supplier", "active"))
        self.assertEqual((contract.user_id, contract.date_start), (self.keeper, self.today))

    def test_reminder_leads_to_notice(self):
        """Who looks after a contract finds the reminder on it, and gives notice in time."""
        contract = self.make_contract(
            name="Coffee beans",
            date_end=self.today + timedelta(days=50),
            notice_number=30,
            notice_unit="days",
            renewal="tacit",
        )
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=9e9):
            self.env["service.desk.contract"]._cron_contracts()
        self.visit("notice")
        self.assertEqual((contract.state, contract.end_reason), ("notice", "All drink tea"))
        self.assertEqual(contract.date_end, self.today + timedelta(days=50))
