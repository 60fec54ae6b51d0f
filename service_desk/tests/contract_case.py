"""Contracts for tests: a supplier's, a customer's, and who keeps them."""

from datetime import date, timedelta

from odoo import fields

from .common import ServiceDeskCase


class ContractCase(ServiceDeskCase):
    """A contract manager, a supplier, a customer with a person of theirs, two services."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Contracts that came with demo data would cover the tests' tickets.
        demo = cls.env["service.desk.contract"].search([("state", "in", ("active", "notice"))])
        demo.write({"state": "ended", "end_reason": "Demo"})
        cls.keeper = cls.make_user("test_keeper", "service_desk.group_contract_manager")
        partners = cls.env["res.partner"]
        cls.supplier = partners.create({"name": "Test Telecom", "is_company": True})
        cls.customer = partners.create({"name": "Test Customer", "is_company": True})
        cls.person = partners.create(
            {"name": "Rita", "parent_id": cls.customer.id, "email": "rita@customer.example.com"}
        )
        cls.service, cls.service_two = cls.env["service.desk.service"].create([{"name": "Line"}, {"name": "Phones"}])
        cls.today = fields.Date.today()

    @classmethod
    def make_contract(cls, kind="supplier", state="active", user=None, **values):
        """A contract written down by ``user`` (the contract manager), in force for another year."""
        partner = cls.supplier if kind == "supplier" else cls.customer
        contract = (
            cls.env["service.desk.contract"]
            .with_user(user or cls.keeper)
            .create(
                {
                    "name": "Contract",
                    "kind": kind,
                    "partner_id": partner.id,
                    "date_start": cls.today - timedelta(days=30),
                    "date_end": cls.today + timedelta(days=365),
                    **values,
                }
            )
        )
        if state != "draft":
            contract.action_activate()
        return contract

    @classmethod
    def make_ticket(cls, **values):
        """An incident of the customer's person."""
        return cls.make_incident(requester_id=cls.person.id, **values)

    @staticmethod
    def day(text):
        return date.fromisoformat(text)
