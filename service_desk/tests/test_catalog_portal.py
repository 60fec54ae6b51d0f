"""The catalog's pages as browsers without JavaScript see them, and what forged forms achieve."""

from odoo.tests import BaseCase, tagged

from ..matching import score
from .catalog_common import CatalogCase
from .portal_common import PortalCase


class TestCatalogMatching(BaseCase):
    def found(self, text):
        texts = {
            "laptop": ((3, "New laptop"), (2.5, "notebook computer")),
            "mailbox": ((3, "Shared mailbox"), (2.5, "e-mail outlook")),
            "cafe": ((3, "Café card"),),
        }
        scores = {name: score(text, pairs) for name, pairs in texts.items()}
        return max(scores, key=scores.get) if any(scores.values()) else None

    def test_typing_errors_are_forgiven(self):
        """Letters too many, too few, wrong or swapped still find it; accents do not matter."""
        for text in ("laptop", "lapto", "labtop", "latpop", "laptopp", "LAPTOP", "note book", "notbook", "new laptp"):
            with self.subTest(text=text):
                self.assertEqual(self.found(text), "laptop")
        self.assertEqual(self.found("outlok"), "mailbox")
        self.assertEqual(self.found("cafe"), "cafe")

    def test_other_words_find_nothing(self):
        """Every word must be found somewhere."""
        for text in ("elephant", "laptop elephant", "", "!!", "xx"):
            with self.subTest(text=text):
                self.assertIsNone(self.found(text))


@tagged("post_install", "-at_install")
class TestCatalogPortal(CatalogCase, PortalCase):
    def requests(self):
        return self.env["service.desk.request"].search([("item_id", "in", self.laptop.ids + self.monitor.ids)])

    def send(self, item, verb="order", files=None, follow=True, **data):
        return self.post(f"/my/catalog/{item.id}", files=files, follow=follow, verb=verb, **data)

    # -- Pages -------------------------------------------------------------------------------

    def test_everybody_sees_what_is_offered_to_them(self):
        """In the list, in search and in categories."""
        self.login(self.employee)
        page = self.get("/my/catalog").text
        for item in (self.laptop, self.for_all):
            self.assertIn(f"/my/catalog/{item.id}", page)
        for item in (self.for_customers, self.draft):
            self.assertNotIn(f"/my/catalog/{item.id}", page)
        self.assertIn("Laptop", self.get("/my/catalog?q=noteboook").text)
        self.assertIn("Nothing found", self.get("/my/catalog?q=draft%20thing").text)
        self.assertIn("Laptop", self.get(f"/my/catalog?category={self.category.id}").text)
        self.assertEqual(self.get("/my/catalog?category=x&q=%00&page=-1").status_code, 200)

    def test_what_is_ordered_most_stands_first(self):
        """Before what nobody has ordered yet and what came earlier in the list."""
        self.for_all.sudo().popularity = 3
        catalog = self.env["service.desk.catalog"].with_user(self.employee)
        self.assertEqual(catalog._offered()[0], self.for_all)

    def test_front_page_leads_to_all_pages(self):
        """Also when nothing waits there."""
        self.login(self.employee)
        page = self.get("/my/service-desk").text
        for path in ("/my/catalog", "/my/cart", "/my/approvals", "/my/access", "/my/tickets"):
            with self.subTest(path=path):
                self.assertIn(f'href="{path}"', page)

    def test_order_of_several_items_does_not_stand_still(self):
        """It waits for its parts alone, which is progress to whoever asked."""
        order = self.order(self.employee, self.monitor, self.for_all)[0]
        self.assertEqual((order.state, order._portal_state()), ("pending", "working"))

    def test_agents_see_the_same_list_as_others(self):
        """Drafts are opened from the desk, as a preview that nobody can send."""
        self.login(self.agent)
        self.assertNotIn("Draft thing", self.get("/my/catalog").text)
        self.assertEqual(self.get(f"/my/catalog/{self.draft.id}").status_code, 404)
        preview = self.get(f"/my/catalog/{self.draft.id}?preview=1")
        self.assertIn("This is a preview", preview.text)
        self.assertNotIn('value="order"', preview.text)
        self.assertEqual(self.send(self.draft).status_code, 404)

    def test_hidden_items_are_not_found(self):
        """Hidden, missing and impossible look the same, for looking and for sending."""
        self.login(self.portal_a)
        texts = set()
        for item_id in (self.laptop.id, self.draft.id, 2**31 - 1, 2**40):
            response = self.get(f"/my/catalog/{item_id}?preview=1")
            self.assertEqual(response.status_code, 404)
            texts.add(self.steady(response).replace(f"catalog/{item_id}", ""))
            self.assertEqual(self.post(f"/my/catalog/{item_id}", verb="order").status_code, 404)
        self.assertEqual(len(texts), 1)
        image = self.get(f"/web/image/service.desk.catalog.item/{self.laptop.id}/name")
        self.assertNotIn("Laptop", image.text)

    def test_page_costs_the_same_for_more_items(self):
        """Ten times the items need no query more."""
        catalog = self.env["service.desk.catalog"].with_user(self.employee)

        def showing(count):
            for number in range(count):
                self.make_item(f"More {number}", category_id=self.category.id)
            return self.queries(lambda: catalog._cards(catalog._offered()))

        self.assert_same_queries(showing, 3, 30)

    # -- Ordering ----------------------------------------------------------------------------

    def test_order_with_answers_and_file(self):
        """The person lands on the new request, where the answers and the file are."""
        self.login(self.employee)
        response = self.send(
            self.laptop,
            files={"f_photo": ("desk.txt", b"my desk")},
            a_model="strong",
            a_why="<b>Films</b>",
            quantity="2",
        )
        request = self.requests()
        self.assertEqual(request.sudo().cost, 2800)
        self.assertIn(request.number, response.url)
        self.assertIn("&lt;b&gt;Films&lt;/b&gt;", response.text)
        file = request.sudo().answer_ids.attachment_ids
        url = f"/my/tickets/{request.number}/files/{file.id}"
        self.assertIn(url, response.text)
        self.assertEqual(self.get(url).content, b"my desk")
        self.login(self.portal_a)
        self.assertEqual(self.get(url).status_code, 404)

    def test_wrong_form_comes_back_with_what_was_typed(self):
        """Each wrong answer is named; nothing is stored."""
        self.login(self.employee)
        response = self.send(self.laptop, a_model="other", a_why="Keep my words", a_wanted="2001-01-01")
        self.assertEqual(response.status_code, 422)
        self.assertIn("Which one?: Please answer this.", response.text)
        self.assertIn("Keep my words", response.text)
        self.assertFalse(self.requests())

    def test_condition_is_checked_on_the_server(self):
        """An answer to a question that is hidden is not kept, whatever the browser sends."""
        self.login(self.employee)
        self.send(self.laptop, a_model="light", a_which="smuggled")
        self.assertEqual(self.requests().sudo().answer_ids.mapped("code"), ["model"])

    def test_double_click_orders_once(self):
        """The second of two equal forms leads to the request of the first."""
        self.login(self.employee)
        first = self.send(self.monitor, key="abc")
        second = self.send(self.monitor, key="abc")
        self.assertEqual(first.url, second.url)
        self.assertEqual(len(self.requests()), 1)

    def test_extra_fields_change_nothing(self):
        """Price, team, state, requester and other fields of the ticket are not read."""
        self.login(self.employee)
        self.send(
            self.monitor,
            price="1",
            price_unit="1",
            cost="0",
            state="fulfilled",
            team_id=str(self.team_walled.id),
            requester_id=str(self.portal_a.partner_id.id),
            item_id=str(self.draft.id),
            a_unknown="x",
        )
        request = self.requests().sudo()
        self.assertEqual((request.price_unit, request.item_id), (200, self.monitor))
        self.assertEqual(request.requester_id, self.employee.partner_id)
        self.assertNotEqual(request.team_id, self.team_walled)
        self.assertNotEqual(request.state, "fulfilled")

    def test_strange_quantities_are_refused(self):
        """Too many, none, or no number."""
        self.login(self.employee)
        for quantity in ("0", "-3", "99999999999999999999", "3"):
            with self.subTest(quantity=quantity):
                self.assertEqual(self.send(self.monitor, quantity=quantity).status_code, 422)
        self.assertFalse(self.requests())

    def test_huge_and_odd_input_is_refused_in_words(self):
        """Long texts, control characters and many values make no error page."""
        self.login(self.employee)
        self.assertEqual(self.send(self.laptop, a_model="light", a_why="x" * 300_000).status_code, 422)
        self.assertEqual(self.send(self.laptop, a_model=["light"] * 5000).status_code, 200)
        self.assertEqual(self.send(self.laptop, a_model="light", a_why="zero\0byte").status_code, 200)
        self.assertEqual(self.send(self.laptop, a_model="\U0001f4bb", a_wanted="9" * 5000).status_code, 422)

    def test_refused_form_names_the_files_that_browsers_forget(self):
        """Nobody believes that a picture was sent which was lost with a wrong answer."""
        self.login(self.employee)
        page = self.send(self.laptop, files={"f_photo": ("desk.txt", b"my desk")}).text
        self.assertIn("Please choose your files again: desk.txt", page)
        self.assertFalse(self.requests())

    def test_files_of_other_types_are_refused(self):
        """By name, size and number."""
        self.login(self.employee)
        for files in (
            {"f_photo": ("page.html", b"<script>")},
            {"f_photo": ("empty.png", b"")},
            {"f_photo": ("large.png", b"x" * (1024**2 + 1))},
            [("f_photo", (f"{n}.png", b"x")) for n in range(6)],
        ):
            self.assertEqual(self.send(self.laptop, files=files, a_model="light").status_code, 422)
        self.assertFalse(self.requests())

    def test_form_that_changed_meanwhile_is_shown_again(self):
        """Nobody answers a question that they have not seen."""
        self.login(self.employee)
        version = str(self.laptop.version)
        self.model.name = "Which machine?"
        response = self.send(self.laptop, a_model="light", version=version)
        self.assertEqual(response.status_code, 422)
        self.assertIn("changed meanwhile", response.text)

    def test_a_form_needs_its_token(self):
        """Another site cannot order in somebody's name."""
        self.login(self.employee)
        self.assertEqual(self.send(self.monitor, csrf_token=None).status_code, 400)
        self.assertFalse(self.requests())

    # -- For somebody else -------------------------------------------------------------------

    def test_person_with_a_name_of_its_own_is_taken_as_suggested(self):
        """Commas and quotes in a name confuse nobody, and no others are added."""
        colleague = self.make_user("test_colleague", "base.group_user")
        colleague.partner_id.name = 'Doe, "Jane" <JD>'
        self.login(self.employee)
        people = self.get("/my/catalog/people?q=jane").json()
        self.assertEqual(people, ['Doe, "Jane" <JD> <test_colleague@example.com>'])
        self.send(self.monitor, **{"for": people[0]})
        self.assertEqual(self.requests().requester_id, colleague.partner_id)

    def test_amount_says_its_currency(self):
        """Nobody has to guess in what a price is named."""
        item = self.make_item("Purchase", currency_id=self.env.ref("base.CHF").id)
        self.ask(item, "What does it cost?", "number", code="amount")
        self.ask(item, "How many people use it?", "number", code="people")
        self.login(self.employee)
        page = self.get(f"/my/catalog/{item.id}").text
        self.assertIn("What does it cost? (CHF)", page)
        self.assertIn("How many people use it? <", page)

    def test_person_is_found_by_address_or_name(self):
        """Only people for whom one may order are suggested or taken."""
        colleague = self.make_user("test_colleague", "base.group_user")
        self.login(self.employee)
        people = self.get("/my/catalog/people?q=test_col").json()
        self.assertEqual(people, ["test_colleague <test_colleague@example.com>"])
        self.assertEqual(self.get("/my/catalog/people?q=test_portal").json(), [])
        self.send(self.monitor, **{"for": people[0]})
        self.assertEqual(self.requests().requester_id, colleague.partner_id)
        self.send(self.monitor, **{"for": "Test_Colleague"})
        self.assertEqual(len(self.requests()), 2, "Whoever writes a name cares little for its case")
        self.assertEqual(self.requests().requester_id, colleague.partner_id)
        response = self.send(self.monitor, **{"for": "test_portal_a@example.com"})
        self.assertEqual(response.status_code, 422)
        self.login(self.portal_a)
        people = self.get("/my/catalog/people?q=test").json()
        self.assertEqual(people, ["test_portal_a <test_portal_a@example.com>"])

    # -- Cart --------------------------------------------------------------------------------

    def test_cart_becomes_one_order(self):
        """Two items, one of them with a file, changed before it is sent."""
        self.login(self.employee)
        self.send(self.laptop, "cart", files={"f_photo": ("a.txt", b"a")}, a_model="light")
        self.send(self.monitor, "cart")
        lines = self.env["service.desk.cart.line"].search([("user_id", "=", self.employee.id)])
        self.assertEqual(len(lines), 2)
        page = self.get(f"/my/catalog/{self.laptop.id}?line={lines[0].id}").text
        self.assertIn("Chosen before: a.txt", page)
        self.send(self.laptop, "cart", line=str(lines[0].id), a_model="strong", a_why="x", quantity="2")
        self.assertFalse(self.requests())
        self.post("/my/cart/order", key="k", state="s")
        again = self.post("/my/cart/order", key="k", state="s")
        requests = self.requests().sudo()
        self.assertEqual(requests.parent_id.cost, 3000)
        self.assertEqual(len(requests), 2)
        self.assertIn(requests.parent_id.number, again.url)
        self.assertEqual(requests.answer_ids.attachment_ids.raw, b"a")
        self.assertFalse(lines.exists())
        self.assertEqual(self.post("/my/cart/order", key="other").status_code, 422)

    def test_carts_of_others_are_out_of_reach(self):
        """Their ids change, show and remove nothing."""
        self.login(self.employee)
        self.send(self.laptop, "cart", a_model="strong", a_why="My secret")
        line = self.env["service.desk.cart.line"].search([("user_id", "=", self.employee.id)])
        self.login(self.agent_two)
        self.assertNotIn("My secret", self.get(f"/my/catalog/{self.laptop.id}?line={line.id}").text)
        self.assertNotIn("Laptop", self.get("/my/cart").text)
        self.post("/my/cart/remove", line=str(line.id))
        self.send(self.laptop, "cart", line=str(line.id), a_model="light")
        self.assertEqual(line.answers["why"], "My secret")
        self.post("/my/cart/remove", line="x" * 99)

    def test_what_was_retired_meanwhile_stays_in_the_cart_with_a_word(self):
        """Neither it nor the rest is ordered before it is taken out."""
        self.login(self.employee)
        self.send(self.monitor, "cart")
        self.monitor.action_retire()
        self.assertIn("cannot be ordered any more", self.get("/my/cart").text)
        self.assertEqual(self.post("/my/cart/order").status_code, 422)
        self.assertFalse(self.requests())
