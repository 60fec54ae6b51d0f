from unittest.mock import patch

from odoo import http
from odoo.tests import HttpCase, tagged

from .journey_case import JourneyCase

LAPTOP, PHONE = "x-7", "x-8"


@tagged("post_install", "-at_install")
class TestJourneyThings(JourneyCase, HttpCase):
    """On the portal, too, whoever takes things back says which of them are there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss.password = "test_boss"
        cls.person = cls.make_employee("Pia Person", user_id=cls.employee.id)
        steps = [
            {"name": "Badge", "kind": "take_back", "responsible": "manager", "anchor": "end", "needs_proof": True}
        ]
        cls.make_template("leaver", steps)
        cls.journey = cls.start(cls, "leaver", cls.person)
        cls.badge = cls.line(cls, cls.journey, "Badge")
        cls.badge.filtered(lambda line: not line.date_begun)._begin_in_order()
        cls.said = []

    def setUp(self):
        """As far as HR is concerned, some addon keeps things."""
        super().setUp()
        tasks, said = self.env.registry["service.desk.task"], self.said
        former = tasks._name_taken

        def name_taken(task, keys):
            former(task, keys)
            said.append(sorted(keys))

        things = {LAPTOP: "Laptop <b>7</b>", PHONE: "Phone 8"}
        for name, work in (("_takeable", lambda some: dict.fromkeys(some, things)), ("_name_taken", name_taken)):
            patcher = patch.object(tasks, name, work)
            patcher.start()
            self.addCleanup(patcher.stop)
        said.clear()
        self.authenticate("test_boss", "test_boss")

    def post(self, **data):
        csrf = http.Request.csrf_token(self)
        data = {"csrf_token": csrf, "key": f"k{data}"[:60], "back": "journey", **data}
        return self.url_open(f"/my/team/steps/{self.badge.id}", data=data)

    def test_page_suggests_all_of_it(self):
        """Names as text, each ticked, on both pages; what is ticked is taken back."""
        for path in ("/my/team", f"/my/team/{self.journey.id}"):
            page = self.url_open(path).text
            self.assertIn("Laptop &lt;b&gt;7&lt;/b&gt;", page)
            self.assertEqual(page.count('checked="checked"'), 2)
        self.post(note="Here", thing=[LAPTOP, PHONE])
        self.assertEqual((self.badge.state, self.said), ("done", [[LAPTOP, PHONE]]))

    def test_what_is_not_ticked_stays(self):
        """Refused for want of proof, the page shows the same choice."""
        refused = self.post(note="", thing=[PHONE])
        self.assertEqual((refused.status_code, refused.text.count('checked="checked"')), (422, 1))
        self.post(note="Here", thing=[PHONE])
        self.assertEqual((self.badge.state, self.said), ("done", [[PHONE]]))

    def test_what_the_person_does_not_have_is_refused(self):
        """With a sentence where it was said."""
        refused = self.post(note="Here", thing=["x-9"])
        self.assertEqual(refused.status_code, 422)
        self.assertIn("Not all of this is with the person any more", refused.text)
        self.assertEqual((self.badge.state, self.said), ("open", []))
