"""Who reads and changes the catalog."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .catalog_common import CatalogCase


class TestCatalogRights(CatalogCase):
    def seen(self, user):
        return self.items.with_user(user).search([("id", "in", self.mine.ids)])

    @property
    def mine(self):
        return self.laptop | self.monitor | self.draft | self.for_customers | self.for_all

    def test_requesters_read_what_is_offered(self):
        """In search, by id, by count and through the parts of the form."""
        self.assertEqual(self.seen(self.employee), self.laptop | self.monitor | self.for_all)
        self.assertEqual(self.seen(self.portal_a), self.for_customers | self.for_all)
        self.assertEqual(self.seen(self.agent), self.mine)
        for record in (self.draft, self.for_customers):
            with self.assertRaises(AccessError):
                record.with_user(self.employee).read(["name"])
        for part in (self.model, self.model.choice_ids, self.which.condition_ids):
            self.assertTrue(part.with_user(self.employee).has_access("read"))
            self.assertFalse(part.with_user(self.portal_a).has_access("read"))
            self.assertFalse(part.with_user(self.portal_a).search_count([("id", "in", part.ids)]))

    def test_offer_changes_at_once(self):
        """The rule is not cached: what was retired a moment ago is gone."""
        self.assertIn(self.monitor, self.seen(self.employee))
        self.monitor.action_retire()
        self.assertNotIn(self.monitor, self.seen(self.employee))

    def test_another_addon_says_more_about_who_gets_what(self):
        """As a bridge to HR offers things to departments: by search, by id and at the order."""

        def offered_to(items, partner):
            return origin(items, partner) & Domain("name", "not ilike", "monitor")

        origin = type(self.items)._domain_for
        with patch.object(type(self.items), "_domain_for", offered_to):
            self.assertEqual(self.seen(self.employee), self.laptop | self.for_all)
            with self.assertRaises(AccessError):
                self.monitor.with_user(self.employee).read(["name"])
            with self.assertRaises(UserError):
                self.order(self.employee, (self.monitor, 1))
        self.assertIn(self.monitor, self.seen(self.employee))

    # -- Who must agree to what is offered -------------------------------------------------------

    def policies(self):
        people = [(6, 0, self.agent.ids)]
        return self.env["service.desk.approval.policy"].create(
            [{"name": name, "step_ids": [(0, 0, {"name": "One", "user_ids": people})]} for name in ("Strict", "Mild")]
        )

    def test_manager_changes_no_policy_of_what_is_offered(self):
        """Nor takes it away, nor by way of a draft; administrators do."""
        strict, mild = self.policies()
        self.monitor.write({"state": "draft", "approval_policy_id": strict.id})
        self.monitor.action_publish()
        item = self.monitor.with_user(self.manager)
        for policy in (mild.id, False):
            with self.subTest(policy=policy), self.assertRaisesRegex(AccessError, "administrator"):
                item.write({"approval_policy_id": policy})
        self.assertFalse(item.may_change_policy)
        self.assertTrue(self.monitor.with_user(self.admin_user).may_change_policy)
        item.write({"price": 250, "approval_policy_id": strict.id})
        item.action_redraft()
        item.approval_policy_id = False
        with self.assertRaisesRegex(AccessError, "administrator"):
            item.action_publish()
        with self.assertRaises(AccessError):
            item.write({"published_policy_id": False})
        self.monitor.with_user(self.admin_user).action_publish()
        item.action_redraft()
        item.action_publish()
        self.assertFalse(item.approval_policy_id)

    def test_manager_gives_a_new_item_its_policy(self):
        """What nobody could order yet is the manager's own work, also with second thoughts."""
        strict, mild = self.policies()
        draft = self.draft.with_user(self.manager)
        draft.approval_policy_id = strict
        draft.approval_policy_id = mild
        draft.action_publish()
        self.assertEqual(draft.published_policy_id, mild)

    def test_access_manager_changes_the_policy_of_what_gives_access(self):
        """Who decides about access decides who agrees to it."""
        both = self.make_user("test_both", "service_desk.group_access_manager,service_desk.group_manager")
        strict, mild = self.policies()
        entitlement = self.env["service.desk.entitlement"].with_user(both).create({"name": "Key"})
        self.monitor.write({"entitlement_ids": entitlement.ids, "approval_policy_id": strict.id})
        self.monitor.with_user(both).approval_policy_id = mild
        self.assertEqual(self.monitor.approval_policy_id, mild)
        with self.assertRaises(AccessError):
            self.monitor.with_user(self.manager).approval_policy_id = strict
        with self.assertRaises(AccessError):
            self.laptop.with_user(both).approval_policy_id = strict

    def test_price_of_what_is_offered_stands_in_its_history(self):
        """Managers set prices, and everybody sees who did."""
        monitor = self.monitor.with_context(mail_notrack=False, tracking_disable=False)
        self.env.cr.precommit.run()
        monitor.with_user(self.manager).price = 251
        self.env.flush_all()
        self.env.cr.precommit.run()
        change = monitor.message_ids.tracking_value_ids.filtered(lambda one: one.field_id.name == "price")
        self.assertEqual((change.old_value_float, change.new_value_float), (200, 251))
        self.assertEqual(change.mail_message_id.author_id, self.manager.partner_id)

    def test_managers_read_policies_and_change_none(self):
        """Policies are for administrators."""
        strict = self.policies()[0].with_user(self.manager)
        self.assertEqual(strict.step_ids.user_ids, self.agent)
        for record, values in ((strict, {"name": "x"}), (strict.step_ids, {"percent": 1})):
            with self.assertRaises(AccessError):
                record.write(values)

    def test_how_the_desk_goes_about_it_is_not_told(self):
        """Team, groups and what comes along are for agents."""
        for name in ("team_id", "group_ids", "also_item_ids", "company_ids"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                self.laptop.with_user(self.employee).read([name])

    def test_conversation_about_an_item_is_for_the_desk(self):
        """Employees do not read what was noted on an item."""
        message = self.laptop.message_post(body="Supplier is dear", subtype_xmlid="mail.mt_note")
        self.assertFalse(message.with_user(self.employee).has_access("read"))

    def test_managers_keep_the_catalog(self):
        """Agents and requesters cannot write it, nor publish by writing the state."""
        for user in (self.employee, self.portal_a, self.agent):
            for vals in ({"price": 1}, {"state": "retired"}):
                with self.assertRaises(AccessError):
                    self.monitor.with_user(user).write(vals)
            with self.assertRaises(AccessError):
                self.monitor.with_user(user).action_retire()
        draft = self.items.with_user(self.manager).create({"name": "Chair"})
        self.assertEqual(draft.state, "draft")
        draft.action_publish()
        self.assertEqual(draft.state, "published")
        with self.assertRaises(UserError):
            self.items.with_user(self.manager).create({"name": "Desk", "state": "published"})
        with self.assertRaises(AccessError):
            draft.version = 99

    def test_managers_do_not_offer_in_companies_of_others(self):
        """An item is offered where its manager works."""
        company, _agent = self.make_company()
        with self.assertRaises(AccessError):
            self.monitor.with_user(self.manager).company_ids = company

    def test_other_company_does_not_see_it(self):
        """Items of one company are walls to the next, for agents too."""
        company, agent = self.make_company()
        self.monitor.company_ids = self.env.company
        self.assertFalse(self.items.with_user(agent).search([("id", "=", self.monitor.id)]))

    def test_answers_are_behind_the_walls_of_their_ticket(self):
        """Requesters do not read the table; agents as the ticket."""
        self.laptop.team_id = self.team_walled
        (request,) = self.order(self.employee, (self.laptop, 1, {"model": "light"}))
        answers = self.env["service.desk.answer"]
        domain = [("request_id", "=", request.id)]
        self.assertFalse(answers.with_user(self.agent).search(domain))
        self.assertTrue(answers.with_user(self.agent_walled).search(domain))
        for user in (self.employee, self.portal_a):
            with self.assertRaises(AccessError):
                answers.with_user(user).search(domain)

    def test_cart_is_closed_to_everybody(self):
        """Not even admins read what others have put aside."""
        for model in ("service.desk.cart.line", "service.desk.cart.file"):
            for user in (self.employee, self.portal_a, self.agent, self.admin_user):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])
