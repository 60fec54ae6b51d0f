"""From ten incidents to the end of their cause, in a real browser."""

from odoo.tests import HttpCase, tagged

from .problem_case import ProblemCase


@tagged("post_install", "-at_install")
class TestUiProblem(ProblemCase, HttpCase):
    def visit(self, path, tour):
        """One visit of the agent; what it has changed is read afterwards."""
        self.start_tour(path, f"service_desk_problem_{tour}", login=self.agent.login)
        self.env.invalidate_all()

    def test_story_of_a_problem(self):
        """Ten incidents become a problem, are told how to live with it, and end with it: one mail each."""
        incidents = self.make_incidents(10)
        self.visit("/odoo/incidents", "begins")
        problem = incidents.problem_id
        self.assertEqual((problem.state, problem.user_id), ("fixing", self.agent))
        self.assertEqual([len(self.told(incident)) for incident in incidents], [1] * 10)

        late = self.make_incidents(1, description="<p>Outlook asks me for the password, too</p>")
        self.visit(f"/odoo/incidents/{late.id}", "helps")
        self.assertEqual((late.problem_id, len(self.told(late))), (problem, 1))

        self.visit(f"/odoo/changes/{problem.change_id.id}", "changes")
        self.assertEqual((problem.change_id.state, problem.change_id.outcome), ("review", "successful"))
        self.assertIn("resolve the problem", problem.activity_ids.summary)
        self.visit(f"/odoo/problems/{problem.id}", "ends")
        self.assertEqual(problem.state, "resolved")
        everything = incidents | late
        self.assertEqual(set(everything.mapped("state")), {"resolved"})
        mails = self.notices(everything)
        self.assertEqual(len(mails), 3)
        self.assertEqual(mails.notified_partner_ids, everything.requester_id)
