"""Who sees what on the portal, and that nobody learns of what is not theirs."""

from odoo.tests import tagged

from .portal_common import PortalCase

_PAGES = ["", "/files/1", "/reply", "/close", "/reopen", "/rate"]
_VERBS = ["/reply", "/close", "/reopen", "/rate"]


@tagged("post_install", "-at_install")
class TestPortalAccess(PortalCase):
    def assert_nothing(self, response):
        self.assertEqual(response.status_code, 404)
        self.assertIn("There is nothing here", response.text)

    def test_public_visitors_are_sent_to_the_login(self):
        """No page and no form is for people who are not logged in."""
        number = self.make_incident().number
        paths = ["/my/service-desk", "/my/tickets", "/my/tickets/new"]
        paths += [f"/my/tickets/{number}{page}" for page in _PAGES]
        for path in paths:
            with self.subTest(path=path):
                response = self.get(path, allow_redirects=False)
                self.assertEqual(response.status_code, 303)
                self.assertIn("/web/login", response.headers["Location"])

    def test_public_visitors_cannot_send_forms(self):
        """A form without a login changes nothing."""
        incident = self.make_incident()
        before = self.count()
        self.authenticate(None, None)
        for path in ["/my/tickets/new", f"/my/tickets/{incident.number}/close"]:
            with self.subTest(path=path):
                response = self.post(path, follow=False, name="x", body="x")
                self.assertIn("/web/login", response.headers["Location"])
        self.assertEqual((incident.state, self.count()), ("new", before))

    def test_missing_and_forbidden_pages_are_the_same(self):
        """Guessing numbers tells nothing: same status, same page, whoever asks."""
        others = self.make_incident(requester_id=self.portal_b.partner_id.id)
        for user in (self.portal_a, self.employee):
            self.login(user)
            for page in _PAGES:
                with self.subTest(user=user.login, page=page):
                    forbidden = self.get(f"/my/tickets/{others.number}{page}")
                    missing = self.get(f"/my/tickets/INC99999999{page}")
                    self.assert_nothing(forbidden)
                    self.assert_nothing(missing)
                    self.assertEqual(self.steady(forbidden), self.steady(missing))
                    self.assertEqual(forbidden.headers.get("Content-Type"), missing.headers.get("Content-Type"))

    def test_missing_and_forbidden_forms_are_the_same(self):
        """Nor do forms tell, and they change nothing."""
        others = self.make_incident(requester_id=self.portal_b.partner_id.id)
        self.login(self.portal_a)
        for verb in _VERBS:
            with self.subTest(verb=verb):
                forbidden = self.post(f"/my/tickets/{others.number}{verb}", body="x", rating="5")
                missing = self.post(f"/my/tickets/INC99999999{verb}", body="x", rating="5")
                self.assert_nothing(forbidden)
                self.assertEqual(self.steady(forbidden), self.steady(missing))
        self.assertEqual(others.state, "new")
        self.assertFalse(others._public_messages())

    def test_strange_numbers_find_nothing(self):
        """Whatever stands in the address, the answer is 404 and never an error."""
        self.login(self.portal_a)
        for number in ("INC%00", "%F0%9F%98%80", "9" * 2000, "a/b/c", "..%2f..", "%25", "'--"):
            with self.subTest(number=number):
                self.assert_nothing(self.get(f"/my/tickets/{number}"))

    def test_requesters_see_their_own_ticket(self):
        """Portal user and employee alike, also when they asked for somebody else."""
        for user in (self.portal_a, self.employee):
            self.login(user)
            own = self.make_incident(requester_id=user.partner_id.id)
            asked = self.make_incident(requester_id=self.portal_b.partner_id.id, submitted_by_id=user.partner_id.id)
            for ticket in (own, asked):
                with self.subTest(user=user.login, ticket=ticket.number):
                    response = self.get(f"/my/tickets/{ticket.number}")
                    self.assertEqual(response.status_code, 200)
                    self.assertIn(ticket.name, response.text)

    def test_number_in_lower_case_is_found(self):
        """People type numbers as they like."""
        incident = self.make_incident()
        self.login(self.employee)
        self.assertEqual(self.get(f"/my/tickets/{incident.number.lower()}").status_code, 200)

    def test_numbers_with_slashes_are_found(self):
        """Admins may put the year into the number."""
        incident = self.make_incident()
        incident.sudo().number = "INC/2026/0001"
        self.login(self.employee)
        response = self.get(incident.portal_path)
        self.assertIn("INC/2026/0001", response.text)
        response = self.post(f"{incident.portal_path}/reply", body="Hello?")
        self.assertEqual(response.status_code, 200)
        self.assertIn("Hello?", incident._public_messages().body)

    def test_colleagues_see_shared_tickets_and_may_answer(self):
        """Where an admin lets them; whether it is solved is for the one who asked."""
        self.share(self.portal_a, self.portal_b)
        incident = self.make_resolved(requester_id=self.portal_a.partner_id.id)
        self.login(self.portal_b)
        page = self.get(f"/my/tickets/{incident.number}").text
        self.assertIn("Solved", page)
        self.assertNotIn("please check", page)
        response = self.post(f"/my/tickets/{incident.number}/reply", body="Same with me")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(incident._public_messages().author_id, self.portal_b.partner_id)
        for verb in ("close", "reopen", "rate"):
            with self.subTest(verb=verb):
                response = self.post(f"/my/tickets/{incident.number}/{verb}", body="x", rating="1")
                self.assertEqual(response.status_code, 422)
                self.assertIn("Only the person who asked", response.text)
        self.assertEqual(incident.state, "resolved")
        self.assertFalse(incident.rating_ids.filtered("consumed"))

    def test_colleagues_without_sharing_see_nothing(self):
        """Belonging to the same organization alone opens nothing."""
        self.share(self.portal_a, self.portal_b).service_desk_share_tickets = False
        incident = self.make_incident(requester_id=self.portal_a.partner_id.id)
        self.login(self.portal_b)
        self.assert_nothing(self.get(f"/my/tickets/{incident.number}"))
        self.assertNotIn(incident.number, self.get("/my/tickets?whose=organization").text)

    def test_confidential_tickets_stay_with_the_requester(self):
        """Sharing in an organization ends where a ticket is confidential."""
        self.share(self.portal_a, self.portal_b)
        incident = self.make_incident(requester_id=self.portal_a.partner_id.id)
        incident.sudo().is_confidential = True
        self.login(self.portal_b)
        self.assert_nothing(self.get(f"/my/tickets/{incident.number}"))
        self.assertNotIn(incident.number, self.get("/my/tickets?whose=organization").text)
        self.login(self.portal_a)
        self.assertEqual(self.get(f"/my/tickets/{incident.number}").status_code, 200)

    def test_agents_are_led_to_the_form(self):
        """Tickets they work are opened where they work them."""
        incident = self.make_incident()
        self.login(self.agent)
        response = self.get(f"/my/tickets/{incident.number}", allow_redirects=False)
        self.assertTrue(response.headers["Location"].endswith(f"/odoo/service.desk.incident/{incident.id}"))

    def test_agents_cannot_act_as_the_requester(self):
        """Nobody closes, rates or answers in a requester's place."""
        incident = self.make_resolved()
        self.login(self.agent)
        for verb in _VERBS:
            with self.subTest(verb=verb):
                self.assert_nothing(self.post(f"/my/tickets/{incident.number}{verb}", body="x", rating="5"))
        self.assertEqual(incident.state, "resolved")

    def test_agents_own_ticket_is_on_the_portal(self):
        """An agent who needs help is a requester like everybody."""
        incident = self.make_incident(requester_id=self.agent.partner_id.id)
        others = self.make_incident()
        self.login(self.agent)
        self.assertEqual(self.get(f"/my/tickets/{incident.number}").status_code, 200)
        page = self.get("/my/tickets").text
        self.assertIn(incident.number, page)
        self.assertNotIn(others.number, page)

    def test_other_companys_ticket_is_not_found(self):
        """A ticket of a company the user does not belong to does not exist for them."""
        company, agent = self.make_company()
        incident = self.env["service.desk.incident"].with_user(agent).create({"name": "Elsewhere"})
        incident.sudo().requester_id = self.portal_a.partner_id
        self.login(self.portal_a)
        self.assert_nothing(self.get(f"/my/tickets/{incident.number}"))

    def test_same_number_in_two_companies(self):
        """Someone in both companies reaches each of the two by the links of the list."""
        company, agent = self.make_company()
        one = self.make_incident()
        other = self.env["service.desk.incident"].with_user(agent).create({"name": "Elsewhere"})
        other.sudo().write({"number": one.number, "requester_id": self.employee.partner_id.id})
        self.employee.company_ids |= company
        self.login(self.employee)
        for ticket in (one, other):
            with self.subTest(company=ticket.company_id.name):
                url = f"/my/tickets/{one.number}?company={ticket.company_id.id}"
                self.assertIn(url, self.get("/my/tickets").text)
                self.assertIn(f"{ticket.name}</h1>", self.get(url).text)
