"""What somebody sees and does who has no login yet."""

import re
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields, http
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.mail.tests.common import MailCase

from ..models.service_desk_journey_retention_mixin import KEPT_FIELDS, emptied
from .journey_case import JourneyCase


@tagged("post_install", "-at_install")
class TestJourneyLink(JourneyCase, MailCase, HttpCase):
    """The welcome message brings the link; the link shows the page and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger.password = "test_stranger"
        place = cls.env["res.partner"].create({"name": "House", "street": "Main Road 7", "city": "Ghent"})
        cls.employee_new.work_location_id = cls.env["hr.work.location"].create(
            {"name": "House <North>", "address_id": place.id}
        )
        cls.template.person_note = "<p>Bring a passport.</p>"
        cls.template.step_ids = [
            Command.create(
                {
                    "name": "Welcome",
                    "kind": "message",
                    "offset_days": -500,
                    "mail_template_id": cls.env.ref("service_desk_hr.mail_template_journey_welcome").id,
                }
            ),
            Command.create({"name": "Badge", "kind": "hand_out", "team_id": cls.team_two.id}),
            Command.create(
                {"name": "Secret phone", "kind": "hand_out", "team_id": cls.team_two.id, "is_confidential": True}
            ),
            Command.create({"name": "Contract", "responsible": "hr"}),
            Command.create({"name": "Send a photo", "responsible": "person", "needs_proof": True}),
            Command.create({"name": "Read the rules", "responsible": "person", "lead_days": 0}),
        ]

    def begin(self, **values):
        """A journey, and the path that the welcome message brought."""
        with self.mock_mail_gateway():
            journey = self.start(contact_email="nina@private.test", **values)
            line = self.line(journey, "Welcome")
            line.date_begin = fields.Datetime.now() - timedelta(hours=1)
            line._begin_due()
        (mail,) = self._new_mails.filtered(lambda mail: mail.email_to == "nina@private.test")
        return journey, re.search(r'href="[^"]*?(/journey/view/[^"]+)"', mail.body_html)[1]

    def post(self, url, **data):
        csrf = http.Request.csrf_token(self)
        return self.url_open(url, data={"csrf_token": csrf, "key": f"k{len(url)}{data}"[:60], **data})

    def is_over(self, path):
        response = self.url_open(path, allow_redirects=False)
        return response.status_code == 404 and "This link shows nothing any more" in response.text

    def test_link_shows_what_awaits_the_person(self):
        """Where, who, what to bring, what is prepared; nothing confidential, nothing that others do."""
        _journey, path = self.begin()
        response = self.url_open(path)
        page = response.text.partition("o_service_desk")[2]
        own = (
            "Your first day:",
            "Nina New",
            "House &lt;North&gt;",
            "Main Road 7, Ghent",
            "test_boss",
            "Bring a passport.",
            "Badge",
        )
        for text in own:
            self.assertIn(text, page)
        for text in ("Secret phone", "Contract", "JRN"):
            self.assertNotIn(text, page)
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertEqual(response.headers["X-Robots-Tag"], "noindex")
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")

    def test_person_does_their_steps_by_the_link(self):
        """Their own and no other; proof is asked for, the page says so."""
        journey, path = self.begin()
        photo, badge = self.line(journey, "Send a photo"), self.line(journey, "Badge")
        self.authenticate(None, None)
        self.url_open(path)
        refused = self.post(f"{path}/steps/{photo.id}", note=" ")
        self.assertEqual(refused.status_code, 422)
        self.assertIn("write down", refused.text)
        done = self.post(f"{path}/steps/{photo.id}", note="By mail <b>today</b>")
        self.assertIn("Thank you", done.text)
        self.assertEqual((photo.state, photo.note), ("done", "By mail <b>today</b>"))
        self.post(f"{path}/steps/{badge.id}", note="x")
        self.assertEqual(badge.state, "open")
        [row] = [row for row in journey.sudo()._proof_rows() if row["what"] == "Send a photo"]
        self.assertEqual(row["who"], "Nina New")

    def test_confidential_step_stays_so_when_it_is_deleted(self):
        """Deleted from the template, it is no less confidential; what the person has to do stays on the page."""
        _journey, path = self.begin()
        self.template.step_ids.filtered(lambda step: step.name in ("Secret phone", "Send a photo")).unlink()
        page = self.url_open(path).text
        self.assertIn("Send a photo", page)
        self.assertNotIn("Secret phone", page)

    def test_steps_of_others_are_not_reached(self):
        """Neither of another journey nor by a forged link."""
        _journey, path = self.begin()
        other, _path = self.begin(employee=self.make_employee("Otto Other"))
        line = self.line(other, "Read the rules")
        self.authenticate(None, None)
        self.post(f"{path}/steps/{line.id}", note="x")
        self.assertEqual(self.post(f"{path[:-3]}AAA/steps/{line.id}", note="x").status_code, 404)
        self.assertEqual(line.state, "open")
        for bad in (path[:-2] + "AA", path + "A" * 4, "/journey/view/x", "/journey/view/AQ"):
            self.assertTrue(self.is_over(bad), bad)

    def test_link_ends(self):
        """When it is given up, when the key or the address is another, some days after the first day."""
        journey, path = self.begin()
        token = path.split("/")[-1]
        self.assertFalse(self.is_over(path))
        find = self.env["service.desk.journey"]._of_link
        with freeze_time(fields.Datetime.now() + timedelta(days=14 + 15)):
            self.assertIsNone(find(token))
        journey.sudo().contact_email = "other@private.test"
        self.assertTrue(self.is_over(path))
        journey.sudo().contact_email = "nina@private.test"
        self.assertFalse(self.is_over(path))
        journey.action_cancel("Does not come")
        self.assertTrue(self.is_over(path))

    def test_anonymized_journey_has_no_link(self):
        """Nobody is behind it any more: all that is not kept is emptied, the key of the link with it."""
        journey, path = self.begin()
        self.assertNotIn("access_token", KEPT_FIELDS)
        journey.sudo().write(emptied(journey, KEPT_FIELDS))
        self.assertTrue(self.is_over(path))

    def test_another_key_ends_all_links(self):
        """Also after the next message has brought a new one."""
        journey, path = self.begin()
        journey.sudo().access_token = False
        self.assertTrue(self.is_over(path))
        journey.sudo()._person_link()
        self.assertTrue(self.is_over(path))

    def test_link_leads_to_the_login_once_that_is_used(self):
        """Before the first login it goes on working; a login of former times does not count."""
        journey, path = self.begin()
        user = self.make_user("nina", "base.group_user", password="nina_nina_nina")
        self.employee_new.user_id = user
        journey.sudo().contact_email = "nina@private.test"
        self.assertEqual(self.url_open(path, allow_redirects=False).status_code, 200)
        self.authenticate("nina", "nina_nina_nina")
        self.authenticate(None, None)
        response = self.url_open(path, allow_redirects=False)
        self.assertEqual((response.status_code, response.headers["Location"].endswith("/my/journey")), (303, True))

    def test_same_page_with_the_login(self):
        """And the steps are done there as well."""
        user = self.make_user("nina", "base.group_user", password="nina_nina_nina")
        self.employee_new.user_id = user
        journey = self.start()
        line = self.line(journey, "Read the rules")
        self.authenticate("nina", "nina_nina_nina")
        page = self.url_open("/my/journey").text
        self.assertIn("Bring a passport.", page)
        self.post(f"/my/journey/steps/{line.id}", note="")
        self.assertEqual(line.state, "done")
        self.authenticate("test_stranger", "test_stranger")
        photo = self.line(journey, "Send a photo")
        self.assertEqual(self.post(f"/my/journey/steps/{photo.id}", note="x").status_code, 404)
        self.assertEqual(photo.state, "open")

    def test_nobody_reads_the_link_out_of_a_message(self):
        """Neither HR nor the manager, by rendering the message themselves."""
        journey, _path = self.begin()
        for user in (self.hr, self.boss):
            self.assertEqual(journey.with_user(user)._person_link(), "")
            with self.assertRaises(Exception):  # noqa: B017
                journey.with_user(user).read(["access_token"])

    def test_nobody_learns_from_a_page_that_they_leave(self):
        """Before somebody has told them: their own page is silent until a step of theirs begins."""
        user = self.make_user("leo", "base.group_user", password="leo_leo_leo_leo")
        leaver = self.make_employee("Leo Leaver", user_id=user.id)
        template = self.make_template("leaver", [{"name": "Take laptop", "kind": "take_back", "anchor": "end"}])
        journey = self.start("leaver", leaver)
        self.authenticate("leo", "leo_leo_leo_leo")
        self.assertNotIn("Take laptop", self.url_open("/my/journey").text)
        journey.action_cancel("Again")
        template.step_ids = [Command.create({"name": "Write it down", "responsible": "person", "anchor": "end"})]
        self.start("leaver", leaver)
        page = self.url_open("/my/journey").text
        self.assertIn("Your last day:", page)
        self.assertIn("Take laptop", page)

    def test_leavers_have_no_link(self):
        """Nor have those who move."""
        self.make_template("leaver", [{"name": "Bye", "responsible": "manager", "anchor": "end"}])
        journey = self.start("leaver", self.make_employee("Leo Leaver"), contact_email="leo@private.test")
        self.assertEqual(journey.sudo()._person_link(), "")
