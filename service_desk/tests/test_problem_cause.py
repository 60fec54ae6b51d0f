"""How a cause is found and shown."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .problem_case import ProblemCase


@tagged("post_install", "-at_install")
class TestProblemCause(ProblemCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.problem = cls.make_problem()

    def step(self, name, user=None, **values):
        steps = self.env["service.desk.problem.cause"].with_user(user or self.agent)
        return steps.create({"problem_id": self.problem.id, "name": name, **values})

    def test_whys_are_drawn_below_each_other(self):
        """Each answer stands below what it explains, and the root is marked."""
        first = self.step("Queue is full")
        root = self.step("Certificate has expired", parent_id=first.id)
        below = root.action_ask_why()
        self.assertEqual((below["res_model"], below["context"]["default_parent_id"]), (root._name, root.id))
        root.action_use_as_root_cause()
        drawing = self.problem.analysis_html
        self.assertLess(drawing.index("Queue is full"), drawing.index("Certificate has expired"))
        self.assertRegex(drawing, r"Queue is full<ul><li><strong>Certificate has expired")
        self.assertIn("Certificate has expired", self.problem.root_cause)
        self.assertEqual(drawing.count("Root cause"), 1)

    def test_endless_whys_leave_the_form_usable(self):
        """Hundreds of answers below each other are cut, not an error for everybody who opens it."""
        parent = self.step("Why 0")
        for number in range(1, 300):
            parent = self.step(f"Why {number}.", parent_id=parent.id)
        self.env.invalidate_all()
        self.assertIn("Why 40.", self.problem.analysis_html)
        self.assertNotIn("Why 290.", self.problem.analysis_html)

    def test_moment_at_the_edge_of_time_is_refused(self):
        """Somebody else's clock would stand before the first year, and their form would fail."""
        for moment in ("0001-01-01 00:00:00", "9999-12-31 23:59:59"):
            with self.assertRaisesRegex(ValidationError, "check the year"):
                self.step("Began", kind="timeline", date=moment)

    def test_fishbone_shows_every_category(self):
        """Also those for which nothing was found."""
        self.problem.cause_method = "fishbone"
        self.step("Nobody renews certificates", kind="fishbone", category="process")
        for word in ("People", "Process", "Technology", "Environment", "Supplier", "Measurement"):
            self.assertIn(word, self.problem.analysis_html)
        self.assertEqual(self.problem.analysis_html.count("Nothing found"), 5)

    def test_timeline_is_in_order(self):
        """By time, however the rows were written."""
        self.problem.cause_method = "timeline"
        self.step("Users call", kind="timeline", date="2026-03-02 09:00:00")
        self.step("Update was installed", kind="timeline", date="2026-03-01 22:00:00")
        drawing = self.problem.analysis_html
        self.assertLess(drawing.index("Update was installed"), drawing.index("Users call"))

    def test_markup_of_people_is_text(self):
        """Nothing that somebody typed works in the drawing."""
        self.problem.name = "<img src=x onerror=alert(1)>"
        self.step("<script>alert(2)</script>")
        for method in ("whys", "fishbone", "timeline"):
            self.problem.cause_method = method
            self.step("<b>x</b>", kind=method, category="people", date="2026-03-01 22:00:00")
            for tag in ("<script", "<img", "<b>"):
                self.assertNotIn(tag, self.problem.analysis_html)

    def test_mistakes_are_told(self):
        """A bone without category, a moment without time, a circle, a step of another problem."""
        first = self.step("One")
        second = self.step("Two", parent_id=first.id)
        with self.assertRaisesRegex(ValidationError, "category"):
            self.step("x", kind="fishbone")
        with self.assertRaisesRegex(ValidationError, "When"):
            self.step("x", kind="timeline")
        with self.assertRaisesRegex(ValidationError, "explains itself"):
            first.parent_id = second
        elsewhere = self.env["service.desk.problem.cause"].create({"problem_id": self.make_problem().id, "name": "x"})
        with self.assertRaisesRegex(ValidationError, "same problem"):
            second.parent_id = elsewhere

    def test_closed_problem_keeps_its_analysis(self):
        """What was found out stays as it is."""
        step = self.step("One")
        self.problem.write({"state": "cancelled", "resolution": "<p>x</p>"})
        for attempt in (lambda: step.write({"name": "x"}), step.unlink, lambda: self.step("Two")):
            with self.assertRaisesRegex(UserError, "is closed"):
                attempt()

    def test_walled_problem_hides_its_steps(self):
        """By search, by id and by adding one."""
        self.problem.sudo().write(
            {
                "team_id": self.team_walled.id,
                "is_confidential": True,
                "requester_id": self.manager.partner_id.id,
                "submitted_by_id": False,
            }
        )
        step = self.step("Secret", user=self.agent_walled)
        mine = step.with_user(self.agent)
        self.assertFalse(mine.search([("id", "=", step.id)]))
        with self.assertRaises(AccessError):
            mine.read(["name"])
        with self.assertRaises(AccessError):
            self.step("Mine")

    def test_states_need_the_cause(self):
        """A known error, a fix and an end without a cause are refused with its name."""
        self.problem.action_start()
        for state in ("known_error", "fixing", "resolved"):
            with self.assertRaisesRegex(UserError, "Root Cause"):
                self.problem.write({"state": state, "resolution": "<p>x</p>"})
        self.problem.root_cause = "<p>Certificate</p>"
        self.problem.action_known_error()
        self.problem.action_fix()
        self.assertEqual(self.problem.state, "fixing")

    def test_hold_resume_reopen(self):
        """Waiting has a reason, goes back to the search, and what was resolved comes back."""
        self.problem.action_start()
        with self.assertRaisesRegex(UserError, "Pending Reason"):
            self.problem.write({"state": "pending"})
        self.problem.write({"state": "pending", "pending_reason_id": self.reason.id})
        self.problem.action_resume()
        self.assertEqual(self.problem.state, "investigating")
        self.problem.write({"state": "resolved", "root_cause": "<p>x</p>", "resolution": "<p>y</p>"})
        self.problem.action_reopen()
        self.assertEqual((self.problem.state, self.problem.reopen_count), ("investigating", 1))
