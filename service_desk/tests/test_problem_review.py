"""Major problems are closed with what was learned from them."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .problem_case import ProblemCase


@tagged("post_install", "-at_install")
class TestProblemReview(ProblemCase):
    def make_resolved_problem(self, **values):
        problem = self.make_known(**values)
        problem.write({"state": "resolved", "resolution": "<p>x</p>"})
        return problem

    def test_major_problem_is_closed_with_its_review(self):
        """The refusal says all that is missing; once it is there, it closes."""
        problem = self.make_resolved_problem(is_major=True)
        with self.assertRaises(UserError) as refused:
            problem.action_close()
        for words in ("what was learned", "who took part", "an action"):
            self.assertIn(words, str(refused.exception))
        problem.write({"review_learned": "<p>Watch the dates</p>", "review_user_ids": [(6, 0, self.agent.ids)]})
        with self.assertRaisesRegex(UserError, "missing: an action"):
            problem.action_close()
        action = (
            self.env["service.desk.improvement"]
            .with_user(self.agent)
            .create({"name": "Watch certificates", "problem_id": problem.id})
        )
        self.assertEqual(action.company_id, problem.company_id)
        problem.action_close()
        self.assertEqual(problem.state, "closed")

    def test_nothing_to_be_done_is_an_answer(self):
        """As long as somebody says so."""
        problem = self.make_resolved_problem(
            is_major=True, review_learned="<p>x</p>", review_user_ids=[(6, 0, self.agent.ids)], has_no_actions=True
        )
        problem.action_close()
        self.assertEqual(problem.state, "closed")

    def test_minor_problem_needs_none(self):
        """It closes by a click."""
        problem = self.make_resolved_problem()
        problem.action_close()
        self.assertEqual(problem.state, "closed")

    def test_job_leaves_major_problems_to_their_review(self):
        """And closes the others."""
        major, minor = self.make_resolved_problem(is_major=True), self.make_resolved_problem()
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=9e9):
            (major | minor).sudo()._close_silently_accepted()
        self.assertEqual((major.state, minor.state), ("resolved", "closed"))

    def test_silence_does_not_end_a_problem(self):
        """Whatever the reason says of incidents: the work goes on."""
        problem = self.make_known()
        problem.write({"state": "pending", "pending_reason_id": self.reason.id})
        problem.sudo()._resolve_for_silence()
        self.assertEqual(problem.state, "investigating")

    def test_actions_of_walled_problems_are_hidden(self):
        """They are read and added by those who work on the problem."""
        problem = self.make_known()
        problem.sudo().team_id = self.team_walled
        action = (
            self.env["service.desk.improvement"]
            .with_user(self.agent_walled)
            .create({"name": "Secret", "problem_id": problem.id})
        )
        mine = self.env["service.desk.improvement"].with_user(self.agent)
        self.assertFalse(mine.search([("id", "=", action.id)]))
        with self.assertRaises(AccessError):
            mine.create({"name": "x", "problem_id": problem.id})
