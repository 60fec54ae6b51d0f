"""Ordering: what becomes of an order, and what nobody can order."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form

from .catalog_common import CatalogCase


class TestCatalogOrder(CatalogCase):
    def test_one_item_becomes_one_request(self):
        """The form's answers are typed, the item decides about team, price and promise."""
        wanted = fields.Date.today() + timedelta(days=9)
        answers = {"model": "strong", "why": "Films", "wanted": wanted.isoformat()}
        (request,) = self.order(self.employee, (self.laptop, 2, answers, {"photo": [("desk.png", b"pixels")]}))
        self.assertEqual(request._name, "service.desk.request")
        request = request.with_user(self.agent_two)
        self.assertEqual((request.name, request.channel), ("2 × Laptop", "portal"))
        self.assertEqual(request.requester_id, self.employee.partner_id)
        self.assertEqual((request.item_id, request.quantity), (self.laptop, 2))
        self.assertEqual((request.price_unit, request.cost), (1400, 2800))
        self.assertEqual((request.team_id, request.category_id), (self.team_two, self.category))
        self.assertEqual(request.date_wanted, wanted)
        self.assertGreater(request.date_due, fields.Datetime.now())
        self.assertEqual(
            request.answer_ids.mapped(lambda one: (one.code, one.kind, one.value_text)),
            [
                ("model", "choice", "strong"),
                ("why", "long_text", "Films"),
                ("wanted", "date", wanted.isoformat()),
                ("photo", "file", "desk.png"),
            ],
        )
        self.assertEqual(request.answer_ids[-1].attachment_ids.raw, b"pixels")
        self.assertEqual(request.answer_ids.attachment_ids.res_id, request.id)

    def test_several_items_become_children_of_an_order(self):
        """The order costs what its parts cost."""
        tickets = self.order(self.employee, (self.laptop, 1, {"model": "light"}), (self.monitor, 2))
        order = tickets[0].sudo()
        self.assertEqual(order.child_ids.mapped("item_id"), self.laptop | self.monitor)
        self.assertFalse(order.item_id)
        self.assertEqual(order.cost, 1300)
        self.assertEqual(len(tickets), 3)

    def test_incident_items_become_incidents(self):
        """One submission may create requests and incidents."""
        lost = self.make_item("Lost phone", process="incident")
        tickets = self.order(self.employee, lost, self.monitor)
        self.assertEqual(sorted(ticket._name for ticket in tickets), ["service.desk.incident", "service.desk.request"])

    def test_what_comes_along_is_a_child_with_shared_answers(self):
        """An item that nobody sees by itself may come along; drafts and retired ones do not."""
        dock = self.make_item("Dock", audience="portal")
        self.ask(dock, "What for?", "long_text", code="why")
        self.laptop.also_item_ids = dock | self.draft
        tickets = self.order(self.employee, (self.laptop, 1, {"model": "strong", "why": "Films"}))
        children = tickets[0].sudo().child_ids
        self.assertEqual(children.item_id, self.laptop | dock)
        self.assertEqual(children.filtered(lambda one: one.item_id == dock).answer_ids.value_text, "Films")

    def refused(self, user, *lines, **kwargs):
        before = self.env["service.desk.request"].search_count([])
        with self.assertRaises(UserError) as caught:
            self.order(user, *lines, **kwargs)
        self.assertEqual(self.env["service.desk.request"].search_count([]), before)
        return str(caught.exception)

    def test_hidden_items_cannot_be_ordered(self):
        """Drafts, retired items and those for others look as if they did not exist."""
        retired = self.make_item("Old thing")
        retired.action_retire()
        walled = self.make_item("Group thing", group_ids=[(6, 0, self.env.ref("base.group_system").ids)])
        company, _agent = self.make_company()
        abroad = self.make_item("Company thing", company_ids=[(6, 0, company.ids)])
        far = self.make_item("Far thing", country_ids=[(6, 0, self.env.ref("base.aq").ids)])
        missing = self.make_item("Gone")
        missing.unlink()
        texts = {
            self.refused(self.employee, item)
            for item in (self.draft, retired, walled, abroad, far, self.for_customers, missing)
        }
        self.assertEqual(len(texts), 1)
        self.refused(self.portal_a, self.monitor)

    def test_wrong_answers_are_refused_with_their_question(self):
        """The sentence names item and question; nothing is ordered."""
        text = self.refused(self.employee, (self.laptop, 1, {"model": "other"}))
        self.assertIn("Laptop: Which one?", text)
        self.refused(self.employee, (self.laptop, 1, {"model": "gold"}))
        self.refused(self.employee, (self.laptop, 1, {"model": "light", "wanted": "2020-01-01"}))
        self.refused(self.employee, (self.laptop, 1, {"model": "light"}, {"photo": [("virus.exe", b"MZ")]}))

    def test_quantity_has_limits(self):
        """Neither nothing, nor less, nor more than the item allows, nor anything that is no number."""
        for quantity in (0, -1, 4, 10**9, "2", 1.5, True, None):
            with self.subTest(quantity=quantity):
                self.refused(self.employee, (self.laptop, quantity, {"model": "light"}))

    def test_prices_and_other_facts_cannot_be_sent(self):
        """Whatever else a line holds is not looked at."""
        line = {"item_id": self.monitor.id, "price_unit": 1, "cost": 1, "team_id": self.team_walled.id}
        (request,) = self.items.with_user(self.employee)._place_order([line])
        self.assertEqual(request.sudo().price_unit, 200)
        self.assertNotEqual(request.sudo().team_id, self.team_walled)

    def test_agents_cannot_write_what_was_ordered(self):
        """Price, cost, quantity and item are facts."""
        (request,) = self.order(self.employee, self.monitor)
        for name, value in (("price_unit", 1), ("cost", 1), ("quantity", 9), ("item_id", self.laptop.id)):
            with self.subTest(name=name), self.assertRaises(AccessError):
                request.with_user(self.agent).write({name: value})
        with self.assertRaises(AccessError):
            request.with_user(self.agent).write({"answer_ids": [(0, 0, {"name": "x", "code": "x", "kind": "text"})]})

    # -- For somebody else -------------------------------------------------------------------

    def test_employee_orders_for_a_colleague(self):
        """The colleague is the requester; both see the request."""
        colleague = self.make_user("test_colleague", "base.group_user")
        (request,) = self.order(self.employee, self.monitor, for_partner=colleague.partner_id)
        self.assertEqual(request.requester_id, colleague.partner_id)
        self.assertEqual(request.submitted_by_id, self.employee.partner_id)
        self.assertTrue(request.with_user(colleague).has_access("read"))

    def test_strangers_are_refused(self):
        """Employees order for colleagues, customers for people of an organization that shares."""
        self.refused(self.employee, self.for_all, for_partner=self.portal_a.partner_id)
        self.refused(self.portal_a, self.for_all, for_partner=self.portal_b.partner_id)
        self.refused(self.portal_a, self.for_all, for_partner=self.employee.partner_id)
        company, stranger = self.make_company()
        self.refused(self.employee, self.for_all, for_partner=stranger.partner_id)

    def test_customer_orders_for_the_organization(self):
        """Once an admin lets its people see one another's tickets."""
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        (self.portal_a | self.portal_b).partner_id.parent_id = firm
        self.refused(self.portal_a, self.for_all, for_partner=self.portal_b.partner_id)
        firm.service_desk_share_tickets = True
        (request,) = self.order(self.portal_a, self.for_all, for_partner=self.portal_b.partner_id)
        self.assertEqual(request.requester_id, self.portal_b.partner_id)

    def test_item_must_be_offered_to_the_beneficiary(self):
        """An agent orders for a customer what customers get, and nothing else."""
        self.refused(self.agent, self.monitor, for_partner=self.portal_a.partner_id)
        (request,) = self.order(self.agent, self.for_customers, for_partner=self.portal_a.partner_id)
        self.assertEqual(request.requester_id, self.portal_a.partner_id)
        self.refused(self.agent, self.draft, for_partner=self.employee.partner_id)

    # -- The form ----------------------------------------------------------------------------

    def test_later_edits_leave_answers_alone(self):
        """What was asked and answered stays; the form has a new version."""
        (request,) = self.order(self.employee, (self.laptop, 1, {"model": "light"}))
        version = self.laptop.version
        self.assertEqual(request.item_version, version)
        self.model.name = "What shall it be?"
        self.model.choice_ids[0].name = "Feather"
        self.assertGreater(self.laptop.version, version)
        answer = request.sudo().answer_ids
        self.which.condition_ids.unlink()
        self.why.condition_ids.unlink()
        self.model.unlink()
        self.assertEqual((answer.name, answer.display_value), ("Which model?", "light"))

    def test_form_that_cannot_work_is_not_published(self):
        """A condition on a later question is told at once, in words."""
        item = self.make_item("Thing", publish=False)
        first = self.ask(item, "First")
        self.when(first, self.ask(item, "Second"), "filled")
        with self.assertRaisesRegex(UserError, "First.*later"):
            item.action_publish()

    def test_conditions_stay_within_their_form(self):
        """A question depends on questions of its own form."""
        with self.assertRaises(ValidationError):
            self.when(self.ask(self.monitor, "Size"), self.model, "filled")

    def test_person_and_record_answers_are_looked_up_as_the_person(self):
        """Who may not know somebody cannot name them, nor choose a record that they cannot read."""
        item = self.make_item("Access", audience="all")
        self.ask(item, "Who?", "person", code="who")
        self.ask(item, "Country", "record", code="land", record_model="res.country")
        france = self.env.ref("base.fr")
        (request,) = self.order(self.employee, (item, 1, {"who": "test_agent@example.com", "land": str(france.id)}))
        answers = request.sudo().answer_ids
        self.assertEqual(answers[0].value_partner_id, self.agent.partner_id)
        self.assertEqual((answers[1].value_res_id, answers[1].display_value), (france.id, "France"))
        self.refused(self.employee, (item, 1, {"who": str(self.portal_a.partner_id.id)}))
        self.refused(self.portal_a, (item, 1, {"who": "test_agent@example.com"}))
        self.refused(self.employee, (item, 1, {"land": "1; DROP TABLE"}))

    def test_record_question_offers_what_its_author_may_read(self):
        """A manager cannot offer tables that are closed to them."""
        question = self.env["service.desk.catalog.question"].with_user(self.manager)
        with self.assertRaises(AccessError):
            question.create(
                {"item_id": self.monitor.id, "name": "x", "kind": "record", "record_model": "ir.config_parameter"}
            )
        with self.assertRaises(ValidationError):
            question.create({"item_id": self.monitor.id, "name": "x", "kind": "record", "record_model": "no.model"})

    def test_mail_tells_what_was_ordered(self):
        """The acknowledgement lists answers, of all parts of an order, with everything escaped."""
        tickets = self.order(
            self.employee, (self.laptop, 1, {"model": "strong", "why": "<script>x</script>"}), self.monitor
        )
        template = self.env.ref("service_desk.mail_template_request_received")
        body = template._generate_template(tickets[0].ids, ["body_html"])[tickets[0].id]["body_html"]
        self.assertIn("Which model?", body)
        self.assertIn("&lt;script&gt;", body)
        self.assertIn("Monitor", body)

    def test_popularity_counts_orders(self):
        """Of the last months, also as incidents; what nobody orders falls back."""
        self.draft.sudo().popularity = 5
        self.order(self.employee, self.monitor, self.for_all)
        self.order(self.employee, self.monitor)
        self.items._cron_popularity()
        self.assertEqual((self.monitor | self.for_all | self.draft).mapped("popularity"), [2, 1, 0])

    def test_answers_are_found_in_the_list(self):
        """Agents search requests by what was answered."""
        (request,) = self.order(self.employee, (self.laptop, 1, {"model": "strong", "why": "Films of whales"}))
        requests = self.env["service.desk.request"].with_user(self.agent_two)
        self.assertEqual(requests.search([("answer_ids.value_text", "ilike", "whales")]).ids, request.ids)

    def test_agent_opens_the_form_for_somebody(self):
        """The dialog leads to the form, and only agents have it."""
        dialog = self.env["service.desk.order.wizard"]
        values = {"partner_id": self.employee.partner_id.id, "item_id": self.monitor.id}
        action = dialog.with_user(self.agent).create(values).action_open()
        self.assertIn(f"/my/catalog/{self.monitor.id}?for=", action["url"])
        with self.assertRaises(AccessError):
            dialog.with_user(self.employee).create(values)

    def test_defaults_come_from_the_person(self):
        """What one may not know of somebody is not filled in."""
        question = self.ask(self.monitor, "Mail", code="mail", default_kind="email")
        self.ask(self.monitor, "Place", code="place", default_kind="fixed", default_value="Here")
        monitor = self.monitor.with_user(self.employee)
        own = monitor._default_answers(self.employee.partner_id)
        self.assertEqual((own[question.code], own["place"]), ("test_employee@example.com", "Here"))
        portal = self.monitor.with_user(self.portal_a).sudo()
        self.assertEqual(portal._default_answers(self.portal_b.partner_id)["mail"], "")

    def test_conversion_takes_the_form_along(self):
        """What turns out to be a disruption keeps what was answered."""
        (request,) = self.order(self.employee, (self.laptop, 1, {"model": "light"}))
        incident = request.with_user(self.agent)._convert("service.desk.incident")
        self.assertEqual(incident.answer_ids.mapped("code"), ["model"])
        self.assertEqual(incident.item_id, self.laptop)

    def test_record_is_looked_up_as_the_person_also_for_superuser_code(self):
        """Where a form is read with all rights, nobody chooses what is closed to them."""
        item = self.make_item("Access", audience="all")
        question = self.ask(item, "Which log?", "record", code="log", record_model="ir.logging")
        log = self.env["ir.logging"].create(
            {"name": "x", "type": "server", "message": "x", "path": "x", "func": "x", "line": "1"}
        )
        self.assertTrue(question._find_answer(str(log.id))[0])
        read_by_code = question.with_user(self.employee).sudo()
        self.assertEqual(read_by_code._find_answer(str(log.id)), (None, "not_found"))
        self.assertEqual(read_by_code._record_options(), [])

    def test_incident_knows_the_order_it_came_with(self):
        """And the order its incidents, also where it is a single request."""
        trouble = self.make_item("Lost device", process="incident")
        (order, incident) = self.order(self.employee, (self.monitor, 1), (self.for_all, 1), (trouble, 1))[::3]
        self.assertTrue(order.sudo().is_order)
        self.assertEqual(incident.sudo().order_id, order.sudo())
        self.assertEqual(order.sudo().order_incident_ids, incident.sudo())
        (request, incident) = self.order(self.employee, (trouble, 1), (self.monitor, 1))
        self.assertEqual((request._name, incident.sudo().order_id), ("service.desk.request", request.sudo()))
        (alone,) = self.order(self.employee, (trouble, 1))
        self.assertFalse(alone.sudo().order_id)
        with self.assertRaises(AccessError):
            alone.with_user(self.agent).write({"order_id": request.id})

    def test_requester_goes_from_the_order_to_the_incident_and_back(self):
        """Both pages lead to the other; a link in a mail tells neither."""
        trouble = self.make_item("Lost device", process="incident")
        (request, incident) = self.order(self.employee, (self.monitor, 1), (trouble, 1))
        (along,) = request._portal_detail()["along"]
        self.assertEqual(along["number"], incident.number)
        self.assertEqual(incident._portal_detail()["part_of"]["number"], request.number)
        self.assertFalse(request._portal_open_detail()["along"])
        self.assertFalse(incident._portal_open_detail()["part_of"])

    def test_amount_keeps_its_currency(self):
        """Read on the ticket and by approvers, also after the item changed its own."""
        item = self.make_item("Purchase", currency_id=self.env.ref("base.CHF").id)
        self.ask(item, "Price", "number", code="amount")
        (request,) = self.order(self.employee, (item, 1, {"amount": "1200"}))
        item.currency_id = self.env.ref("base.USD")
        answer = request.sudo().answer_ids
        self.assertIn("CHF", answer.display_value)
        self.assertIn("1,200", answer.display_value)

    def test_numbers_keep_their_digits(self):
        """A large amount reads as it was written."""
        self.ask(self.monitor, "Amount", "number", code="amount")
        (request,) = self.order(self.employee, (self.monitor, 1, {"amount": "1234567.25"}))
        self.assertEqual(request._answers(), {"amount": "1234567.25"})

    def test_form_is_in_the_readers_language(self):
        """Items, questions and choices are translated; answers are told as they were read."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.laptop.with_context(lang="fr_FR").name = "Portable"
        self.model.with_context(lang="fr_FR").name = "Quel modèle ?"
        self.model.choice_ids[0].with_context(lang="fr_FR").name = "léger"
        self.employee.lang = "fr_FR"
        items = self.items.with_user(self.employee).with_context(lang="fr_FR")
        (request,) = items._place_order([{"item_id": self.laptop.id, "answers": {"model": "light"}}])
        answer = request.sudo().answer_ids
        self.assertEqual(
            (request.name, answer.name, answer.value_text, answer.value_code),
            ("Portable", "Quel modèle ?", "léger", "light"),
        )

    def test_new_questions_come_last_and_are_named_after_their_words(self):
        """Two of the same words do not clash; what has no letters gets a name all the same."""
        questions = self.env["service.desk.catalog.question"].create(
            [{"item_id": self.laptop.id, "name": name} for name in ("Cost center?", "Cost center!", "???")]
        )
        self.assertEqual(questions.mapped("code"), ["cost_center", "cost_center_2", "question"])
        self.assertEqual(self.laptop.question_ids[-3:], questions)

    def test_form_builder_names_a_question_once_it_has_words(self):
        """While a dialog is open nothing is named yet."""
        with Form(self.laptop) as item, item.question_ids.new() as question:
            self.assertFalse(question.code)
            question.name = "Which cable?"
            self.assertEqual(question.code, "which_cable")
        self.assertEqual(self.laptop.question_ids[-1].code, "which_cable")

    def test_copy_has_a_form_of_its_own(self):
        """A copy is a draft whose conditions look at its own questions."""
        copied = self.laptop.with_user(self.manager).copy()
        self.assertEqual((copied.state, copied.name), ("draft", "Laptop (copy)"))
        self.assertEqual(copied._form_data(), self.laptop._form_data())
        self.assertEqual(copied.question_ids.condition_ids.on_question_id.item_id, copied)
        self.assertFalse(copied.popularity)
