"""What people try with forms, carts, files and hidden items."""

import time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from ..forms import refuse_pattern
from ..forms.patterns import matches
from .catalog_common import CatalogCase
from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestOrderAttackCatalog(CatalogCase):
    """Guessing, enumerating, flooding."""

    def test_hidden_things_are_not_ordered_by_any_number(self):
        """Drafts, retired and archived items, those for others, and numbers that are none."""
        retired = self.make_item("Old")
        retired.action_retire()
        archived = self.make_item("Gone", active=False)
        group = self.env["res.groups"].create({"name": "Few"})
        for_few = self.make_item("Few", group_ids=group.ids)
        company, _user = self.make_company()
        elsewhere = self.make_item("Elsewhere", company_ids=company.ids)
        hidden = self.draft | retired | archived | self.for_customers | for_few | elsewhere
        strange = [*hidden.ids, 2**31, 10**30, -1, 0, "1", None, [1], True, 1.5, {}]
        for item_id in strange:
            with self.subTest(item_id=item_id), self.assertRaises(UserError):
                self.items.with_user(self.employee)._place_order([{"item_id": item_id}])
        for item in hidden:
            mine = item.with_user(self.employee)
            self.assertFalse(self.items.with_user(self.employee).search([("id", "=", item.id)]))
            self.assertFalse(self.items.with_user(self.employee).name_search(item.name))
            with self.assertRaises(AccessError):
                mine.read(["name"])
        self.monitor.sudo().also_item_ids = hidden
        with self.assertRaises(AccessError):
            self.monitor.with_user(self.employee).read(["also_item_ids"])

    def test_what_comes_along_is_published(self):
        """Drafts that were ordered along by the form's author are not."""
        self.monitor.also_item_ids = self.draft
        tickets = self.order(self.employee, self.monitor)
        self.assertNotIn(self.draft, [ticket.sudo().item_id for ticket in tickets])

    def test_malformed_orders_are_refused_with_a_sentence(self):
        """No type of quantity, answers or files makes an order or a server error."""
        order = self.items.with_user(self.employee)._place_order
        good = {"item_id": self.laptop.id, "answers": {"model": "light"}}
        for strange in (
            {"quantity": -1},
            {"quantity": "3"},
            {"quantity": 10**9},
            {"quantity": True},
            {"quantity": None},
            {"quantity": 1.5},
            {"answers": {"model": "nothing"}},
            {"answers": {"model": ["light", "strong"] * 10**5}},
            {"answers": {"model": None}},
            {"answers": {"model": {"a": 1}}},
            {"answers": {"model": "light", "wanted": "0001-01-01"}},
            {"answers": {"model": "light", "wanted": "9999-99-99"}},
            {"answers": {"model": "strong", "why": "x" * 1_000_000}},
            {"answers": {"model": "light"}, "files": {"photo": [("a.exe", b"x")]}},
            {"answers": {"model": "light"}, "files": {"photo": [("a.png", b"x" * 2**21)]}},
            {"answers": {"model": "light"}, "files": {"photo": [("a.png", b"x")] * 50}},
        ):
            with self.subTest(strange=str(strange)[:60]):
                if "model" in strange.get("answers", {}) and isinstance(strange["answers"]["model"], list):
                    order([{**good, **strange}])
                    continue
                with self.assertRaises(UserError):
                    order([{**good, **strange}])
        with self.assertRaises(UserError):
            order([{"item_id": self.monitor.id}] * 10_000)
        with self.assertRaises(UserError):
            order([])

    def test_customers_find_nobody_else(self):
        """Person questions and orders for others tell a customer nothing of other people."""
        question = self.ask(self.for_all, "Who?", "person", code="who", is_required=True)
        other = self.portal_b.partner_id
        catalog = self.env["service.desk.catalog"].with_user(self.portal_a)
        for text in (str(other.id), other.email, other.name, f'"x" <{other.email}>', "%", "_", "a", "te", "@"):
            with self.subTest(text=text):
                self.assertEqual(catalog._find_person(text), (None, "not_found"))
                self.assertEqual(
                    catalog._suggest_people(text), [one for one in catalog._suggest_people(text) if "portal_a" in one]
                )
        with self.assertRaises(UserError):
            self.order(self.portal_a, (self.for_all, 1, {"who": str(other.id)}))
        with self.assertRaises(UserError):
            self.order(self.portal_a, self.for_customers, for_partner=other)
        self.assertTrue(question)

    def test_record_questions_show_what_one_may_read(self):
        """Models and rows out of sight are neither offered nor found, nor do they break the form."""
        admin = self.env.ref("base.user_admin")
        item = self.make_item("Recorded thing", audience="all")
        values = {"item_id": item.id, "name": "Q", "kind": "record"}
        questions = self.env["service.desk.catalog.question"]
        for model in ("service.desk.access.turn", "service.desk.order.wizard", "service.desk.ticket", "no.such"):
            with self.subTest(model=model), self.assertRaises(UserError):
                questions.with_user(self.manager).create({**values, "record_model": model})
        for model in ("ir.config_parameter", "res.users", "service.desk.incident", "res.partner"):
            question = questions.with_user(admin).create({**values, "record_model": model})
            mine = question.with_user(self.portal_a)
            theirs = self.env[model].sudo().search([], limit=20)
            for record in theirs - theirs.with_user(self.portal_a)._filtered_access("read").sudo():
                with self.subTest(model=model, record=record.id):
                    self.assertEqual(mine._find_answer(str(record.id))[1], "not_found")
                    self.assertNotIn(record.id, [one for one, _name in mine._record_options()])

    def test_record_filters_of_managers_break_nothing(self):
        """A filter on a field that readers may not see gives an empty list, not an error page."""
        for domain in (
            "[('password', '=', 'x')]",
            "[('login', '=', 'admin')]",
            "[(",
            "[1]",
            "{}",
            "'x'",
            "[('id', 'in', 5)]",
            "x" * 10**5,
        ):
            with self.subTest(domain=domain[:30]):
                try:
                    question = (
                        self.env["service.desk.catalog.question"]
                        .with_user(self.manager)
                        .create(
                            {
                                "item_id": self.for_all.id,
                                "name": "Q",
                                "kind": "record",
                                "record_model": "res.users",
                                "record_domain": domain,
                            }
                        )
                    )
                except (ValidationError, AccessError):
                    continue
                question.with_user(self.portal_a)._record_options()
                question.with_user(self.portal_a)._find_answer("1")
                question.unlink()

    def test_patterns_of_managers_take_no_time(self):
        """What takes long on some text is refused, what people need is not."""
        for pattern in (
            "a?" * 30 + "a" * 30,
            "(?:a?){40}a{40}",
            "(a|a)" * 30 + "b",
            "(a?){30}b",
            "(a+)+b",
            "(a|aa)+b",
            "a*a*a*a*b",
            "(a{0,9}){0,9}b",
        ):
            with self.subTest(pattern=pattern):
                self.assertTrue(refuse_pattern(pattern))
        for pattern in (
            r"[A-Z]{2}-?\d{3}-?\d{4}",
            r"\d{4}",
            r"https?://[a-z.]+/?",
            r"(IT|HR|FI)-\d{3,6}",
            r"[\w.+-]+@[\w.-]+\.[a-z]{2,}",
            r"\+?[0-9 ()/-]{6,20}",
        ):
            with self.subTest(pattern=pattern):
                self.assertFalse(refuse_pattern(pattern))
        started = time.monotonic()
        for pattern in (r"[\w.+-]+@[\w.-]+\.[a-z]{2,}", r"a*a*a*b"):
            for letter in ("a", ".", "-"):
                matches(pattern, letter * 200)
        self.assertLess(time.monotonic() - started, 3)

    def test_questions_do_not_move_to_forms_of_others(self):
        """Nobody puts a question or a choice into the form of an item they may not write."""
        company, _user = self.make_company()
        foreign = self.make_item("Foreign", company_ids=company.ids)
        theirs = self.ask(foreign, "Theirs?", "choice", code="theirs", choices={"b": 0})
        question = self.ask(self.monitor, "Mine?", "choice", code="mine", choices={"a": 0})
        with self.assertRaises(AccessError):
            question.with_user(self.manager).item_id = foreign
        with self.assertRaises(AccessError):
            question.choice_ids.with_user(self.manager).question_id = theirs

    def test_managers_offer_nothing_in_companies_of_others(self):
        """However the companies are written."""
        company, _user = self.make_company()
        for value in (
            company.ids,
            [(4, company.id)],
            [(6, 0, company.ids)],
            [[6, False, company.ids]],
            [(0, 0, {"name": "Mine"})],
        ):
            with self.subTest(value=value), self.assertRaises(UserError):
                self.monitor.with_user(self.manager).write({"company_ids": value})
            with self.subTest(value=value, create=True), self.assertRaises(UserError):
                self.items.with_user(self.manager).create({"name": "x", "company_ids": value})

    def test_step_that_orders_its_own_item_ends(self):
        """A plan that orders the item it belongs to is a mistake that does not go on for ever."""
        plan = self.env["service.desk.task.plan"].create({"name": "Loop"})
        step = self.env["service.desk.task.template"].create(
            {
                "plan_id": plan.id,
                "name": "Again",
                "kind": "record",
                "record_process": "service.desk.request",
                "record_item_id": self.monitor.id,
            }
        )
        self.monitor.plan_id = plan
        request = self.order(self.employee, self.monitor)[0].sudo()
        with self.assertRaises(UserError):
            request.task_ids._make_record()
        self.assertEqual(request.task_ids.template_id, step)

    def test_secrets_of_webhooks_are_for_system_administrators(self):
        """Neither read nor export nor search nor copy nor a template of a payload tells them."""
        hook = self.env["service.desk.webhook"].create(
            {"name": "H", "url": "https://example.com/token-in-path", "secret": "s3cret"}
        )
        for user in (self.agent, self.manager, self.admin_user):
            user.group_ids += self.env.ref("base.group_allow_export")
            mine = hook.with_user(user)
            for verb, *args in (
                ("read", ["secret"]),
                ("read", ["url"]),
                ("export_data", ["secret"]),
                ("search", [("secret", "=like", "s%")]),
                ("search", [("url", "ilike", "token")]),
                ("_read_group", [], ["url"]),
                ("copy",),
                ("write", {"timeout": 3}),
                ("create", {"name": "x", "url": "http://127.0.0.1"}),
            ):
                with self.subTest(user=user.login, verb=verb, args=args), self.assertRaises(AccessError):
                    getattr(mine, verb)(*args)
            self.assertNotIn("token-in-path", str(mine.read()))
        facts = {"task": {"number": "1"}, "answers": {"a": "{{webhook.secret}}", "b": '","x":"'}}
        sent = hook._fill_payload(
            '{"a": "{{answers.a}}", "b": "x{{answers.b}}", "c": "{{webhook.secret}}", "d": "{{__class__}}",'
            ' "e": "{{task.__class__}}"}',
            facts,
        )
        self.assertEqual(sent, {"a": "{{webhook.secret}}", "b": 'x","x":"', "c": None, "d": None, "e": None})

    def test_answers_are_text_wherever_they_are_shown(self):
        """Scripts in answers and file names stay text."""
        line = (
            self.laptop,
            1,
            {"model": "strong", "why": "<script>alert(1)</script>"},
            {"photo": [("<img onerror=x>.png", b"x")]},
        )
        request = self.order(self.employee, line)[0].sudo()
        self.assertNotIn("<script", request.order_text)
        self.assertNotIn("<img", request.order_text)

    def test_files_of_orders_are_not_for_others(self):
        """Neither by the file's own table nor by the ticket of somebody else."""
        line = (self.laptop, 1, {"model": "light"}, {"photo": [("a.png", b"x")]})
        request = self.order(self.employee, line)[0].sudo()
        file = request.answer_ids.attachment_ids
        other = self.order(self.ann_like(), self.monitor)[0]
        for user in (self.portal_a, self.portal_b, self.ann_like(), self.employee):
            self.assertFalse(self.env["ir.attachment"].with_user(user).search([("id", "=", file.id)]))
            with self.assertRaises(AccessError):
                file.with_user(user).read(["name"])
        self.assertFalse(other._portal_attachment(file.id))
        self.assertTrue(request.with_user(self.employee)._portal_attachment(file.id))

    def ann_like(self):
        return self.env["res.users"].search([("login", "=", "test_ann_like")]) or self.make_user(
            "test_ann_like", "base.group_user"
        )

    def test_walled_orders_are_out_of_sight(self):
        """Answers, tasks, approvals and the queue follow the wall, by search and by name."""
        plan = self.env["service.desk.task.plan"].create(
            {"name": "P", "template_ids": [(0, 0, {"name": "Secret step", "team_id": self.team_walled.id})]}
        )
        item = self.make_item("Secret thing", team_id=self.team_walled.id, plan_id=plan.id)
        self.ask(item, "Why?", code="why")
        request = self.order(self.employee, (item, 1, {"why": "Secret reason"}))[0].sudo()
        task = request.task_ids
        for user in (self.agent, self.agent_two):
            for model, domain in (
                ("service.desk.request", [("answer_ids.value_text", "ilike", "Secret")]),
                ("service.desk.answer", [("value_text", "ilike", "Secret")]),
                ("service.desk.task", [("name", "ilike", "Secret")]),
                ("service.desk.work", [("name", "ilike", "Secret")]),
                ("service.desk.approval", [("title", "ilike", "Secret")]),
            ):
                with self.subTest(user=user.login, model=model):
                    rows = self.env[model].with_user(user)
                    self.assertFalse(rows.search(domain))
                    self.assertEqual(rows._read_group(domain, [], ["__count"]), [(0,)])
            self.assertNotIn("Secret", request.with_user(user).display_name)
            self.assertNotIn("Secret", task.with_user(user).display_name)
            self.assertFalse(self.env["service.desk.task"].with_user(user).name_search("Secret"))
            self.assertFalse(
                self.env["mail.message"]
                .with_user(user)
                .search([("model", "=", "service.desk.request"), ("res_id", "=", request.id)])
            )


@tagged("post_install", "-at_install")
class TestOrderAttackPages(HttpCase, ServiceDeskCase):
    """Addresses with numbers that nobody has."""

    def test_numbers_beyond_the_database_are_not_found(self):
        """No server error, whatever number stands in an address."""
        item = self.env["service.desk.catalog.item"].create({"name": "Thing", "audience": "all"})
        item.action_publish()
        for user in (self.portal_a, self.employee):
            self.authenticate(user.login, user.login)
            for number in (2**31, 10**30):
                for path in (
                    f"/my/catalog/{number}",
                    f"/my/catalog/{item.id}?line={number}",
                    f"/my/catalog/{item.id}?for={number}",
                    f"/my/approvals/{number}",
                    f"/my/reviews/{number}",
                    f"/my/catalog?category={number}",
                    f"/my/approvals?page={number}",
                    f"/my/catalog/{item.id}?for=%00",
                    "/my/catalog/people?q=%00ab",
                    "/my/catalog?q=%00",
                ):
                    with self.subTest(path=path):
                        self.assertIn(self.url_open(path).status_code, (200, 404))
                for path, data in (
                    (f"/my/access/{number}/extend", {"date": "2099-01-01"}),
                    (f"/my/access/{number}/return", {"reason": "x"}),
                    (f"/my/reviews/{number}", {"line": number, "decision": "keep"}),
                    ("/my/reviews/1", {"line": number, "decision": "keep"}),
                    (f"/my/approvals/{number}/approve", {"comment": "x"}),
                    (f"/my/approvals/delegation/{number}/end", {}),
                    ("/my/cart/remove", {"line": number}),
                    (f"/my/catalog/{item.id}", {"quantity": number, "for": number}),
                    (f"/my/catalog/{item.id}", {"quantity": "x", "for": "\x00", "line": number}),
                ):
                    data = {**data, "csrf_token": self.csrf()}
                    with self.subTest(path=path):
                        self.assertIn(self.url_open(path, data=data).status_code, (200, 404, 422))

    def csrf(self):
        return Request.csrf_token(self)

    def test_strangers_get_nothing_of_these_pages(self):
        """The public is sent to the login, whatever the address."""
        for path in (
            "/my/catalog",
            "/my/cart",
            "/my/approvals",
            "/my/access",
            "/my/reviews",
            "/my/catalog/people?q=ad",
        ):
            self.assertIn("/web/login", self.url_open(path).url)
