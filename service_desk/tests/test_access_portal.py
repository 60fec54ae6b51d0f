"""The portal: one's own access, and reviews for people without a role in the desk."""

from datetime import timedelta

from odoo.tests import tagged

from .access_case import AccessCase
from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestAccessPortal(AccessCase, PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.access = cls.ask(cls.by_group, date_end=cls.env.cr.now().replace(microsecond=0) + timedelta(days=5))
        cls.foreign = cls.ask(cls.by_hand, holder=cls.colleague)

    def day(self, days):
        return self.in_days(days).date().isoformat()

    def test_holder_sees_their_own(self):
        """Name and end of one's own access, nothing of others."""
        self.login(self.employee)
        page = self.get("/my/access")
        self.assertEqual(page.status_code, 200)
        self.assertIn("Booking", page.text)
        self.assertNotIn("Door key", page.text)

    def test_portal_user_without_access_sees_an_empty_page(self):
        """A page that says so, not an error."""
        self.login(self.portal_a)
        self.assertIn("Nothing is on record", self.get("/my/access").text)

    def test_holder_asks_for_more_time(self):
        """The wish waits for the owner's approval."""
        self.login(self.employee)
        page = self.post(f"/my/access/{self.access.id}/extend", date=self.day(20))
        self.assertIn("Somebody has to agree", page.text)
        self.assertEqual(self.access.date_end_asked.second, 59, "The day's last moment, not the next day's first")
        self.approve(self.access)
        self.assertGreater(self.access.date_end, self.in_days(19))

    def test_refused_extension_says_why(self):
        """A bad day comes back with a sentence, and nothing changed."""
        self.login(self.employee)
        for day in (self.day(1), "nonsense", ""):
            with self.subTest(day=day):
                page = self.post(f"/my/access/{self.access.id}/extend", date=day)
                self.assertEqual(page.status_code, 422)
                self.assertIn("o_sd_error", page.text)
        self.assertFalse(self.access.date_end_asked)

    def test_holder_gives_back(self):
        """At once; the group is gone."""
        self.login(self.employee)
        page = self.post(f"/my/access/{self.access.id}/return", reason="Done")
        self.assertEqual(page.status_code, 200)
        self.assertEqual(self.access.state, "revoked")
        self.assertIn("it was given back", page.text)
        self.assertNotIn(self.group, self.employee.group_ids)

    def test_what_is_still_being_taken_back_is_not_said_to_be_gone(self):
        """By hand it takes a while; what was only asked for was never there."""
        key = self.ask(self.by_hand)
        asked = self.ask(self.by_other_group, user=self.agent)
        self.login(self.employee)
        page = self.post(f"/my/access/{key.id}/return", reason="Done")
        self.assertEqual(key.state, "revoking")
        self.assertIn("It is being taken back", page.text)
        page = self.post(f"/my/access/{asked.id}/return", reason="Done")
        self.assertEqual(asked.state, "cancelled")
        self.assertIn("you will not get it", page.text)

    def test_others_records_are_not_found(self):
        """Guessing ids: missing and foreign look alike, and nothing happens without a token."""
        self.login(self.employee)
        foreign = self.post(f"/my/access/{self.foreign.id}/return", reason="x")
        missing = self.post("/my/access/999999999/return", reason="x")
        self.assertEqual((foreign.status_code, missing.status_code), (404, 404))
        self.assertEqual(self.steady(foreign), self.steady(missing))
        self.assertEqual(self.foreign.state, "granting")
        without = self.post(f"/my/access/{self.access.id}/return", csrf_token=None)
        self.assertNotIn("given back", without.text)
        self.assertEqual(self.access.state, "active")

    def test_reading_changes_nothing(self):
        """A link that is followed by a scanner does nothing."""
        self.login(self.employee)
        self.assertEqual(self.get(f"/my/access/{self.access.id}/return").url.split("/my/")[1], "access")
        self.assertEqual(self.access.state, "active")

    def open_review(self, owner=None):
        if owner:
            self.by_group.sudo().owner_id = owner
        review = (
            self.env["service.desk.access.review"]
            .with_user(self.access_manager)
            .create(
                {
                    "name": "Spring",
                    "date_deadline": self.in_days(9),
                    "entitlement_ids": [(6, 0, self.by_group.ids)],
                }
            )
        )
        review.action_open()
        return review

    def test_reviewer_without_a_role_decides_on_the_portal(self):
        """Employees and customers alike, by a form that works without JavaScript."""
        for user in (self.owner, self.portal_a):
            with self.subTest(user=user.login):
                review = self.open_review(user)
                self.login(user)
                self.assertIn("Spring", self.get("/my/reviews").text)
                page = self.get(f"/my/reviews/{review.id}")
                self.assertIn("test_employee", page.text)
                line = review.sudo().line_ids
                done = self.post(f"/my/reviews/{review.id}", line=line.id, decision="keep", comment="Yes")
                self.assertIn("Everything is decided", done.text)
                self.assertEqual((line.decision, line.decided_by_id, line.comment), ("keep", user, "Yes"))

    def test_review_of_others_is_not_found(self):
        """Neither the page nor a forged post; line ids of other reviews are ignored."""
        review = self.open_review()
        line = review.sudo().line_ids
        self.login(self.colleague)
        self.assertEqual(self.get(f"/my/reviews/{review.id}").status_code, 404)
        self.post(f"/my/reviews/{review.id}", line=line.id, decision="keep")
        self.assertFalse(line.decision)

    def test_review_post_without_choice_says_so(self):
        """No line, or no such decision: a sentence."""
        review = self.open_review()
        self.login(self.owner)
        page = self.post(f"/my/reviews/{review.id}", decision="keep")
        self.assertEqual(page.status_code, 422)
        page = self.post(f"/my/reviews/{review.id}", line=review.sudo().line_ids.id, decision="explode")
        self.assertEqual(page.status_code, 422)
        self.assertFalse(review.sudo().line_ids.decision)

    def test_names_are_escaped(self):
        """What people write is text."""
        self.by_group.sudo().name = "<script>alert(1)</script>"
        self.login(self.employee)
        self.assertNotIn("<script>alert(1)", self.get("/my/access").text)

    def test_home_leads_to_access(self):
        """The desk's home page has the way."""
        self.login(self.employee)
        self.assertIn('href="/my/access"', self.get("/my/service-desk").text)
