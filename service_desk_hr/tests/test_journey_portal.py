from odoo import http
from odoo.tests import HttpCase, tagged

from .journey_case import JourneyCase


@tagged("post_install", "-at_install")
class TestJourneyPortal(JourneyCase, HttpCase):
    """What managers and people see and do on the portal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.boss, cls.stranger, cls.employee):
            user.password = user.login
        cls.choices = cls.make_item(
            "Choices",
            [{"code": "model", "kind": "text", "is_required": True}, {"code": "desk", "kind": "yes_no"}],
        )
        cls.template.question_item_id = cls.choices
        cls.template.step_ids = [
            (0, 0, {"name": "Lunch", "responsible": "manager", "needs_proof": True}),
            (0, 0, {"name": "Badge", "kind": "hand_out", "team_id": cls.team_two.id}),
        ]
        cls.joiner = cls.make_employee("Jo Joiner", user_id=cls.employee.id)

    def post(self, url, **data):
        csrf = http.Request.csrf_token(self)
        return self.url_open(url, data={"csrf_token": csrf, "key": f"k{url}{data}"[:60], **data})

    def test_manager_answers_and_does_their_part(self):
        """Two questions, a lunch; wrong answers come back with what was typed."""
        journey = self.start(employee=self.joiner)
        self.authenticate("test_boss", "test_boss")
        page = self.url_open("/my/team").text
        self.assertIn("Jo Joiner", page)
        self.assertIn("Has questions for you", page)
        url = f"/my/team/{journey.id}"
        self.assertIn("Please choose", self.url_open(url).text)
        wrong = self.post(f"{url}/answers", a_desk="yes")
        self.assertEqual(wrong.status_code, 422)
        self.assertIn("Nothing was sent yet", wrong.text)
        self.post(f"{url}/answers", a_model="Heavy", a_desk="yes")
        self.assertEqual(journey.sudo()._answers(), {"model": "Heavy", "desk": "yes"})
        line = self.line(journey, "Lunch")
        self.post(f"/my/team/steps/{line.id}", note="Had soup")
        self.assertEqual((line.state, line.note), ("done", "Had soup"))

    def test_manager_does_their_part_on_the_page_of_the_journey(self):
        """Without looking for it elsewhere; refused, it is said where it was typed. Steps of others have no button."""
        journey = self.start(employee=self.joiner)
        line, team = self.line(journey, "Lunch"), self.line(journey, "Badge")
        self.authenticate("test_boss", "test_boss")
        url = f"/my/team/{journey.id}"
        page = self.url_open(url).text
        self.assertIn(f"/my/team/steps/{line.id}", page)
        self.assertIn("required: it is the proof", page)
        self.assertNotIn(f"/my/team/steps/{team.id}", page)
        refused = self.post(f"/my/team/steps/{line.id}", note="", back="journey")
        self.assertEqual(refused.status_code, 422)
        self.assertIn("it is the proof", refused.text)
        self.assertIn("Step by step", refused.text)
        done = self.post(f"/my/team/steps/{line.id}", note="Had soup", back="journey")
        self.assertTrue(done.url.split("?")[0].endswith(url), done.url)
        self.assertIn("it is noted", done.text)
        self.assertNotIn(f"/my/team/steps/{line.id}", done.text)
        self.assertEqual((line.state, line.note, line.done_by_id), ("done", "Had soup", self.boss))

    def test_manager_reads_that_nobody_comes(self):
        """And no access that will not come, nor how much of it is done."""
        journey = self.start(employee=self.joiner)
        self.env["service.desk.journey.access"].sudo().create(
            {"journey_id": journey.id, "entitlement_id": self.make_entitlement("Vault").id, "verdict": "grant"}
        )
        self.authenticate("test_boss", "test_boss")
        url = f"/my/team/{journey.id}"
        self.assertIn("o_sd_rights", self.url_open(url).text)
        journey.action_cancel("Signed elsewhere")
        page = self.url_open(url).text
        self.assertIn("<b>Cancelled</b>", page)
        self.assertNotIn("o_sd_rights", page)
        self.assertNotIn("% done", page)

    def test_buddy_comes_back_to_their_own_page(self):
        """A journey that they do not see is no place to go."""
        journey = self.start(employee=self.joiner)
        line = self.line(journey, "Lunch")
        line.write({"user_id": self.stranger.id, "responsible": "buddy"})
        self.authenticate("test_stranger", "test_stranger")
        done = self.post(f"/my/team/steps/{line.id}", note="Had soup", back="journey")
        self.assertTrue(done.url.split("?")[0].endswith("/my/team"), done.url)
        self.assertEqual((done.status_code, line.state), (200, "done"))

    def test_others_find_nothing(self):
        """A colleague, and the person, at a manager's addresses."""
        journey = self.start(employee=self.joiner)
        line = self.line(journey, "Lunch")
        for login in ("test_stranger", "test_employee"):
            self.authenticate(login, login)
            self.assertNotIn("Jo Joiner", self.url_open("/my/team").text.split("o_service_desk")[-1])
            self.assertEqual(self.url_open(f"/my/team/{journey.id}").status_code, 404)
            self.assertEqual(self.post(f"/my/team/{journey.id}/answers", a_model="x").status_code, 404)
            self.assertEqual(self.post(f"/my/team/steps/{line.id}", note="x").status_code, 404)
        self.assertEqual(line.state, "open")

    def test_customers_have_the_portal_without_journeys(self):
        """All pages open for them; of journeys there is nothing."""
        self.portal_a.password = "test_portal_a"
        journey = self.start(employee=self.joiner)
        self.authenticate("test_portal_a", "test_portal_a")
        page = self.url_open("/my/service-desk")
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("/my/team", page.text)
        for url, status in (("/my/team", 200), ("/my/journey", 200), (f"/my/team/{journey.id}", 404)):
            self.assertEqual(self.url_open(url).status_code, status, url)
        self.authenticate("test_boss", "test_boss")
        self.assertIn("/my/team", self.url_open("/my/service-desk").text)

    def test_person_sees_what_is_prepared(self):
        """What they get, not what others do about them."""
        self.start(employee=self.joiner)
        self.authenticate("test_employee", "test_employee")
        page = self.url_open("/my/journey").text
        self.assertIn("Badge", page)
        self.assertNotIn("Lunch", page)
