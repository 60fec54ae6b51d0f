"""Promises about problems, and what a workaround does to the promises about incidents."""

from odoo.tests import tagged

from .clock_case import ClockCase


@tagged("post_install", "-at_install")
class TestClockProblems(ClockCase):
    def test_policy_for_problems_is_theirs_alone(self):
        """A problem has its clock, pauses while it waits and meets it when it is resolved."""
        self.make_policy(480, process="service.desk.problem")
        problem, incident = self.make_problem(root_cause="<p>x</p>"), self.make_incident()
        self.assertEqual((self.due(problem), self.due(incident)), ("2026-03-03 10:00", ""))
        problem.action_start()
        self.wall("2026-03-02 12:00")
        self.hold(problem)
        self.wall("2026-03-02 14:00")
        self.resume(problem)
        self.assertEqual(self.due(problem), "2026-03-03 12:00")
        self.wall("2026-03-03 11:00")
        problem.write({"state": "resolved", "resolution": "<p>y</p>"})
        clock = self.clock(problem)
        self.assertEqual((clock.state, clock.is_breached), ("met", False))

    def test_known_error_and_fix_run_on(self):
        """Living with it is not the end of it."""
        self.make_policy(480, process="service.desk.problem")
        problem = self.make_problem(root_cause="<p>x</p>")
        problem.action_start()
        problem.action_known_error()
        problem.action_fix()
        self.assertEqual(self.clock(problem).state, "running")

    def test_published_workaround_is_the_first_response(self):
        """Requesters have heard of the desk; the solution is still owed."""
        self.make_policy(targets=[("response", "any", 60), ("resolution", "any", 480)], process="service.desk.incident")
        problem = self.make_problem(workaround="<p>Use the web mail</p>")
        incident = self.make_incident(problem_id=problem.id)
        problem.action_publish_workaround()
        self.assertEqual(self.clock(incident, "response").state, "met")
        self.assertEqual(self.clock(incident).state, "running")
