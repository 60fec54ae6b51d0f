"""Contracts, their money and their papers by every role and route."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .contract_case import ContractCase

MODELS = (
    "service.desk.contract",
    "service.desk.contract.term",
    "service.desk.contract.contact",
    "service.desk.contract.date",
)
MONEY = ("cost_ids", "cost_year", "cost_term", "cost_table")


@tagged("post_install", "-at_install")
class TestContractRights(ContractCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls.make_contract(
            name="Secret line",
            contact_ids=[(0, 0, {"partner_id": cls.supplier.id})],
            cost_ids=[(0, 0, {"name": "Line", "amount": 77})],
        )

        # So that what is exported is refused for what it is.
        for user in (cls.agent, cls.employee):
            user.group_ids += cls.env.ref("base.group_allow_export")

    def routes(self, model, user):
        """Every way to a model's rows."""
        mine = self.env[model].with_user(user)
        record = mine.sudo().search([("company_id", "=", self.env.company.id)], limit=1).with_user(user)
        return {
            "search": lambda: mine.search([]),
            "read": lambda: record.read(["display_name"]),
            "search_read": lambda: mine.search_read([], ["display_name"]),
            "web_search_read": lambda: mine.web_search_read([], {"display_name": {}}),
            "count": lambda: mine.search_count([]),
            "read_group": lambda: mine.formatted_read_group([], ["company_id"], ["__count"]),
            "name_search": lambda: mine.name_search("Secret"),
            "export": lambda: record.export_data(["display_name"]),
        }

    def test_requesters_reach_nothing_by_any_route(self):
        """Employees, customers' people and the public are refused everywhere."""
        for model in (*MODELS, "service.desk.contract.cost"):
            for user in (self.employee, self.portal_a, self.env.ref("base.public_user")):
                for name, route in self.routes(model, user).items():
                    with self.subTest(model=model, user=user.login, route=name), self.assertRaises(UserError):
                        route()

    def test_agents_read_by_every_route(self):
        """What a contract covers and whom to call is known to the desk."""
        for model in MODELS:
            for name, route in self.routes(model, self.agent).items():
                with self.subTest(model=model, route=name):
                    self.assertTrue(route())

    def test_agents_reach_no_money_by_any_route(self):
        """Neither cost lines nor sums, however they are asked for."""
        for name, route in self.routes("service.desk.contract.cost", self.agent).items():
            with self.subTest(route=name), self.assertRaises(AccessError):
                route()
        contract = self.contract.with_user(self.agent)
        term = self.contract.term_id.with_user(self.agent)
        for field in MONEY:
            for name, route in (
                ("read", lambda field=field: contract.read([field])),
                ("web_read", lambda field=field: contract.web_read({field: {}})),
                ("attribute", lambda field=field: contract[field]),
                ("export", lambda field=field: contract.export_data([field])),
                ("mapped", lambda field=field: contract.mapped(field)),
            ):
                with self.subTest(field=field, route=name), self.assertRaises(AccessError):
                    route()
        with self.assertRaises(AccessError):
            contract.search([("cost_ids.amount", ">", 1)])
        with self.assertRaises(AccessError):
            term.read(["cost"])
        with self.assertRaises(AccessError):
            contract.search([], order="cost_ids")
        self.assertNotIn("cost_year", contract.fields_get())

    def test_agents_write_nothing(self):
        """Contracts are kept by contract managers, also through the verbs."""
        contract = self.contract.with_user(self.agent)
        for model in (*MODELS, "service.desk.contract.cost"):
            for operation in ("write", "create", "unlink"):
                with self.subTest(model=model, operation=operation):
                    self.assertFalse(self.env[model].with_user(self.agent).has_access(operation))
        for user in (self.agent, self.manager, self.employee, self.portal_a):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                contract.with_user(user).action_activate()

    def test_terms_are_written_by_the_desk_alone(self):
        """Contract managers use the verbs; history stays as it was."""
        terms = self.env["service.desk.contract.term"].with_user(self.keeper)
        for operation in ("write", "create", "unlink"):
            self.assertFalse(terms.has_access(operation))

    def test_contract_manager_sees_and_keeps_all_of_it(self):
        """Money included."""
        contract = self.contract.with_user(self.keeper)
        self.assertTrue(contract.read([*MONEY])[0]["cost_ids"])
        contract.cost_ids.amount = 78
        contract.contact_ids.role = "billing"

    def test_other_companies_see_nothing(self):
        """Whatever their role."""
        company, agent = self.make_company()
        keeper = self.make_user(
            "keeper_two", "service_desk.group_contract_manager", company_id=company.id, company_ids=company.ids
        )
        for user in (agent, keeper):
            for model in MODELS:
                with self.subTest(user=user.login, model=model):
                    rows = self.env[model].with_user(user).search([("display_name", "ilike", "")])
                    self.assertFalse(rows.filtered(lambda row: row.company_id.sudo() != company))
            with self.assertRaises(AccessError):
                self.contract.with_user(user).read(["name"])
        self.assertFalse(self.env["service.desk.contract.cost"].with_user(keeper).search([]))

    def test_contract_is_not_pushed_into_another_company(self):
        """Neither at birth nor later."""
        company, _agent = self.make_company()
        draft = self.make_contract(state="draft")
        with self.assertRaises(AccessError):
            draft.company_id = company
        with self.assertRaises(AccessError):
            self.make_contract(state="draft", company_id=company.id)

    def test_conversation_is_for_contract_managers(self):
        """What is said about a contract is read by those who keep it, not by agents or followers."""
        followers = (self.agent | self.employee | self.portal_a | self.keeper).partner_id
        self.contract.message_subscribe(partner_ids=followers.ids)
        message = self.contract.with_user(self.admin_user).message_post(
            body="They ask 77", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.assertEqual(message.notified_partner_ids & followers, self.keeper.partner_id)
        for user in (self.agent, self.manager, self.employee, self.portal_a):
            with self.subTest(user=user.login):
                self.assertFalse(self.env["mail.message"].with_user(user).search([("id", "=", message.id)]))
                with self.assertRaises(AccessError):
                    message.with_user(user).read(["body"])
        self.assertTrue(message.with_user(self.keeper).read(["body"]))

    def test_papers_are_for_contract_managers(self):
        """A signed contract has prices in it."""
        paper = (
            self.env["ir.attachment"]
            .with_user(self.keeper)
            .create({"name": "signed.pdf", "raw": b"77", "res_model": self.contract._name, "res_id": self.contract.id})
        )
        for user in (self.agent, self.manager, self.employee, self.portal_a):
            with self.subTest(user=user.login):
                self.assertFalse(self.env["ir.attachment"].with_user(user).search([("id", "=", paper.id)]))
                with self.assertRaises(AccessError):
                    paper.with_user(user).read(["raw"])
        self.assertEqual(paper.with_user(self.admin_user).raw, b"77")

    def test_only_contract_managers_look_after_contracts(self):
        """Others would be reminded of what they cannot do."""
        with self.assertRaisesRegex(ValidationError, "is not a contract manager"):
            self.contract.user_id = self.agent
