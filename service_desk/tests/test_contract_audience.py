"""A service for those with a contract is hidden from everybody else, by every route."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .catalog_common import CatalogCase
from .contract_case import ContractCase
from .portal_common import PortalCase


class AudienceCase(ContractCase):
    """A portal user of the customer, and a service that only contracts open."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal_a.partner_id.parent_id = cls.customer
        cls.premium = cls.env["service.desk.service"].create({"name": "Premium line", "audience": "contract"})
        cls.other = cls.env["service.desk.service"].create({"name": "Other premium", "audience": "contract"})

    def cover(self, **values):
        return self.make_contract("customer", **{"service_ids": [(6, 0, self.premium.ids)], **values})

    def found(self, user):
        services = self.env["service.desk.service"].with_user(user)
        return services.search([("id", "in", (self.premium | self.other).ids)])


@tagged("post_install", "-at_install")
class TestContractAudience(AudienceCase):
    def test_only_the_customers_people_find_the_service(self):
        """Those of the organization with the contract, nobody else, and only what it names."""
        self.assertFalse(self.found(self.portal_a))
        self.cover()
        self.assertEqual(self.found(self.portal_a), self.premium)
        self.assertFalse(self.found(self.portal_b) | self.found(self.employee))
        self.assertEqual(self.found(self.agent), self.premium | self.other)

    def test_contract_for_all_services_opens_all(self):
        """Without named services everything is covered."""
        self.cover(service_ids=False)
        self.assertEqual(self.found(self.portal_a), self.premium | self.other)

    def test_service_comes_and_goes_with_the_contract(self):
        """Draft, not begun, ended: hidden; notice given: still there. No cache keeps an old answer."""
        contract = self.cover(state="draft")
        self.assertFalse(self.found(self.portal_a))
        contract.action_activate()
        self.assertTrue(self.found(self.portal_a))
        contract.action_give_notice("x")
        self.assertTrue(self.found(self.portal_a))
        contract.write({"state": "ended", "end_reason": "x"})
        self.assertFalse(self.found(self.portal_a))
        self.cover(date_start=self.today + timedelta(days=1))
        self.assertFalse(self.found(self.portal_a))

    def test_supplier_contract_opens_nothing(self):
        """Only what we promised to a customer counts."""
        self.make_contract("supplier", partner_id=self.customer.id, service_ids=[(6, 0, self.premium.ids)])
        self.assertFalse(self.found(self.portal_a))

    def test_hidden_service_is_hidden_by_every_route(self):
        """Search, read, names, counts, groups and fields of others."""
        theirs = self.premium.with_user(self.portal_a)
        services = self.env["service.desk.service"].with_user(self.portal_a)
        with self.assertRaises(AccessError):
            theirs.read(["name"])
        self.assertFalse(services.name_search("Premium line"))
        self.assertFalse(services.search_count([("id", "=", self.premium.id)]))
        names = [row["name"] for row in services.formatted_read_group([], ["name"], ["__count"])]
        self.assertNotIn("Premium line", names)
        self.cover()
        self.assertEqual(theirs.read(["name"])[0]["name"], "Premium line")

    def test_filter_cannot_be_turned_around(self):
        """Asking for what is meant for others shows nothing of it."""
        services = self.env["service.desk.service"].with_user(self.portal_a)
        hidden = services.search([("is_for_me", "=", False)])
        self.assertFalse(hidden)
        self.cover()
        self.assertEqual(services.search([("is_for_me", "=", True), ("audience", "=", "contract")]), self.premium)
        self.assertTrue(self.premium.with_user(self.portal_a).is_for_me)
        self.assertFalse(self.premium.with_user(self.portal_b).sudo().is_for_me)


@tagged("post_install", "-at_install")
class TestContractAudienceCatalog(AudienceCase, CatalogCase):
    def test_items_of_the_service_are_offered_with_the_contract(self):
        """In the list, by address, for others and at the order."""
        item = self.make_item("Second line", audience="all", service_id=self.premium.id)
        items = self.items.with_user(self.portal_a)
        self.assertNotIn(item, items.search([]))
        self.assertFalse(item._is_for(self.portal_a.partner_id))
        with self.assertRaises(AccessError):
            item.with_user(self.portal_a).read(["name"])
        with self.assertRaises(UserError):
            self.order(self.portal_a, item)
        self.cover()
        self.assertIn(item, items.search([]))
        self.assertTrue(item._is_for(self.portal_a.partner_id))
        self.assertFalse(item._is_for(self.portal_b.partner_id))
        self.assertTrue(self.order(self.portal_a, item))
        with self.assertRaises(UserError):
            self.order(self.portal_b, item)

    def test_items_of_other_services_are_offered_as_before(self):
        """Without a contract nothing else changes."""
        item = self.make_item("Phone", audience="all", service_id=self.service.id)
        self.assertIn(item, self.items.with_user(self.portal_b).search([]))


@tagged("post_install", "-at_install")
class TestContractAudiencePortal(AudienceCase, PortalCase):
    def test_form_offers_the_service_with_the_contract_alone(self):
        """Nor does a form that names it by hand report about it."""
        self.login(self.portal_a)
        self.assertNotIn("Premium line", self.get("/my/tickets/new?kind=incident").text)
        self.raise_ticket(service=str(self.premium.id))
        self.assertNotEqual(self.newest().service_id, self.premium)
        contract = self.cover()
        self.assertIn("Premium line", self.get("/my/tickets/new?kind=incident").text)
        self.raise_ticket(name="Line is slow", service=str(self.premium.id))
        ticket = self.newest()
        self.assertEqual((ticket.name, ticket.service_id), ("Line is slow", self.premium))
        self.assertEqual(ticket.contract_id, contract)

    def test_agents_on_the_portal_are_people_like_others(self):
        """They are offered what their own organization has."""
        portal = self.env["service.desk.portal"].with_user(self.agent)
        self.assertNotIn(self.premium, portal._services())
