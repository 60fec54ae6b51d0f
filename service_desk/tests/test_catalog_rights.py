"""Who reads and changes the catalog."""

from odoo.exceptions import AccessError, UserError

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
