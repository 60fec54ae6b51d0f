"""Publishing a workaround: to whom, how often, and what is offered on new tickets."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .problem_case import WORKAROUND, ProblemCase


@tagged("post_install", "-at_install")
class TestProblemWorkaround(ProblemCase):
    def test_every_open_incident_is_told_once(self):
        """One public message each, in words for requesters; what is over hears nothing."""
        problem = self.make_known()
        incidents = self.make_incidents(4, problem_id=problem.id)
        incidents[0].write({"state": "resolved", **self.solution})
        problem.action_publish_workaround()
        problem.action_publish_workaround()
        self.assertFalse(self.told(incidents[0]))
        for incident in incidents[1:]:
            (said,) = self.told(incident)
            self.assertIn("Use the web mail", said)
            self.assertNotIn(problem.number, said)
            self.assertIn(incident.requester_id, incident.message_ids.notified_partner_ids)
            self.assertTrue(incident.date_first_response)
        self.assertEqual((problem.told_count, problem.untold_count, problem.workaround_version), (3, 0, 1))

    def test_new_words_are_a_new_version(self):
        """Who knows the first is told the second; the same words again are no version."""
        problem = self.make_known()
        incident = self.make_incidents(1, problem_id=problem.id)
        problem.action_publish_workaround()
        problem.workaround = "<p>Restart the phone.</p>"
        self.assertTrue(problem.is_workaround_new)
        problem.action_publish_workaround()
        self.assertEqual([len(self.told(incident)), problem.workaround_version], [2, 2])
        self.assertIn("Restart the phone", self.told(incident)[1])

    def test_requester_reads_it_in_their_language(self):
        """The sentence before it is the desk's, in the language of who reads it."""
        problem, incident = self.make_known(), self.make_incidents(1)
        with patch.object(type(incident), "_requester_text", autospec=True, side_effect=lambda self: self) as asked:
            incident._post_workaround(problem.workaround)
        self.assertTrue(asked.called)

    def test_nothing_to_publish_is_told(self):
        """Without a workaround, or after the end."""
        problem = self.make_known(workaround="<p><br></p>")
        with self.assertRaisesRegex(UserError, "has no workaround yet"):
            problem.action_publish_workaround()
        problem.workaround = WORKAROUND
        problem.write({"state": "resolved", "resolution": "<p>x</p>"})
        with self.assertRaisesRegex(UserError, "is over"):
            problem.action_publish_workaround()

    def test_linked_later_is_told_on_linking(self):
        """By writing the link or by making the incident with it, once."""
        problem = self.make_known()
        problem.action_publish_workaround()
        linked, made = self.make_incidents(1), self.make_incidents(1, problem_id=problem.id)
        linked.problem_id = problem
        linked.problem_id = problem
        self.assertEqual([len(self.told(linked)), len(self.told(made))], [1, 1])
        linked.problem_id = False
        linked.problem_id = problem
        self.assertEqual(len(self.told(linked)), 1)

    def test_incident_that_cannot_be_told_stops_no_other(self):
        """Nothing is told half; the job tries again."""
        problem = self.make_known()
        incidents = self.make_incidents(3, problem_id=problem.id)
        model, broken = type(incidents), incidents[1]
        tell = model._post_workaround

        def fails(incident, words):
            tell(incident, words)
            if incident == broken:
                raise ValueError("no")

        log = "odoo.addons.service_desk.models.service_desk_problem_posting"
        with patch.object(model, "_post_workaround", fails), self.assertLogs(log, "ERROR"):
            problem.action_publish_workaround()
        self.assertEqual([len(self.told(incident)) for incident in incidents], [1, 0, 1])
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=9e9):
            self.env["service.desk.problem.posting"]._cron_post()
        self.assertEqual([len(self.told(incident)) for incident in incidents], [1, 1, 1])

    def test_refused_message_leaves_no_half(self):
        """What an incident refuses is dropped, with all that was done on the way."""
        problem = self.make_known()
        incident = self.make_incidents(1, problem_id=problem.id)
        model = type(incident)
        tell = model._post_workaround

        def refuses(one, words):
            tell(one, words)
            raise UserError(one.env._("no"))

        with patch.object(model, "_post_workaround", refuses):
            problem.action_publish_workaround()
        self.assertFalse(self.told(incident))
        self.assertFalse(problem.sudo().posting_ids)

    def test_linking_can_be_silent(self):
        """By the problem's own word, or by the dialog's."""
        problem = self.make_known(tells_linked=False)
        problem.action_publish_workaround()
        first, second = self.make_incidents(2)
        first.problem_id = problem
        self.assertFalse(self.told(first))
        self.assertEqual(problem.untold_count, 1)
        wizard = self.dialog("problem", second).create({"is_new": False, "problem_id": problem.id, "tells": True})
        wizard.action_confirm()
        self.assertEqual(len(self.told(second)), 1)
        problem.tells_linked = True
        third = self.make_incidents(1)
        self.dialog("problem", third).create(
            {"is_new": False, "problem_id": problem.id, "tells": False}
        ).action_confirm()
        self.assertEqual((third.problem_id, self.told(third)), (problem, []))

    def test_incidents_of_others_are_left_alone(self):
        """What the publisher may not work on, they do not write to."""
        problem = self.make_known()
        incidents = self.make_incidents(2, problem_id=problem.id)
        incidents[1].sudo().write({"team_id": self.team_walled.id, "is_confidential": True})
        problem.action_publish_workaround()
        self.assertEqual([len(self.told(one)) for one in incidents], [1, 0])
        problem.with_user(self.agent_walled).action_publish_workaround()
        self.assertEqual([len(self.told(one)) for one in incidents], [1, 1])

    def test_many_are_told_by_the_job(self):
        """The first at once, the others by a job that is in no hurry and tells nobody twice."""
        problem = self.make_known()
        incidents = self.make_incidents(25, problem_id=problem.id)
        problem.action_publish_workaround()
        self.assertEqual(sum(len(self.told(one)) for one in incidents), 20)
        self.run_job()
        self.run_job()
        self.assertEqual([len(self.told(one)) for one in incidents], [1] * 25)

    def test_what_has_ended_or_left_meanwhile_is_not_told(self):
        """The job looks again before it speaks."""
        problem = self.make_known()
        incidents = self.make_incidents(25, problem_id=problem.id)
        problem.action_publish_workaround()
        waiting = incidents.filtered(lambda one: not self.told(one))
        waiting[0].write({"state": "resolved", **self.solution})
        waiting[1].problem_id = False
        waiting[2].sudo().write({"team_id": self.team_walled.id, "is_confidential": True})
        self.run_job()
        self.assertEqual([len(self.told(one)) for one in waiting], [0, 0, 0, 1, 1])
        self.assertFalse(self.env["service.desk.problem.posting"].search([("date_posted", "=", False)]))

    def run_job(self):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=9e9):
            self.env["service.desk.problem.posting"]._cron_post()
        self.env.invalidate_all()

    def test_who_may_publish(self):
        """Agents who may work on the problem, and nobody else."""
        walled = self.make_known()
        walled.sudo().team_id = self.team_walled
        for user in (self.agent, self.employee, self.portal_a):
            with self.assertRaises(AccessError):
                walled.with_user(user).action_publish_workaround()
        with self.assertRaises(AccessError):
            self.make_known().workaround_version = 7

    def test_like_ticket_is_offered_the_workaround(self):
        """One click links it and tells the requester; other tickets and other companies are not bothered."""
        problem = self.make_known(name="Outlook asks for the password", description="<p>again and again</p>")
        problem.action_publish_workaround()
        like, other = self.make_incidents(1), self.make_incident(name="Printer is out of toner")
        self.env.flush_all()
        self.assertEqual(like.known_error_id, problem)
        self.assertIn("password", like.known_error_reason.lower())
        self.assertFalse(other.known_error_id)
        hint = like.with_user(self.agent).hints()[-1]
        self.assertEqual(hint["target"]["id"], problem.id)
        self.assertIn("password", hint["words"].lower())
        self.assertEqual(other.with_user(self.agent).hints(), [])
        with self.assertRaises(AccessError):
            like.with_user(self.employee).hints()
        getattr(like, hint["button"]["method"])()
        self.assertEqual((like.problem_id, len(self.told(like))), (problem, 1))
        self.assertFalse(like.known_error_id)

    def test_walled_or_ended_known_errors_are_not_offered(self):
        """Not even that there is one."""
        problem = self.make_known(name="Outlook asks for the password")
        problem.action_publish_workaround()
        like = self.make_incidents(1)
        problem.sudo().write({"team_id": self.team_walled.id, "requester_id": False, "submitted_by_id": False})
        self.assertFalse(like.with_user(self.agent).known_error_id)
        problem.sudo().write({"team_id": self.team_one.id, "state": "resolved", "resolution": "<p>x</p>"})
        like.invalidate_recordset()
        self.assertFalse(like.with_user(self.agent).known_error_id)

    def test_article_is_drafted_from_a_known_error(self):
        """For the desk to begin with, with symptom and workaround, never with the cause; only once."""
        problem = self.make_known(description="<p>Asks again</p>", root_cause="<p>Nobody checks certificates</p>")
        problem.action_draft_article()
        article = problem.article_id
        self.assertEqual((article.kind, article.audience, article.state), ("known_error", "desk", "draft"))
        self.assertIn("Use the web mail", article.workaround)
        self.assertNotIn("Nobody checks", f"{article.name}{article.symptom}{article.body}{article.workaround}")
        self.assertEqual(problem.action_draft_article()["res_id"], article.id)
        with self.assertRaisesRegex(UserError, "no workaround yet"):
            self.make_problem(root_cause="<p>Certificate</p>").action_draft_article()

    def test_article_of_a_solved_problem_is_asked_about(self):
        """Its owner gets a to-do, once no problem of it is open any more; a draft is nobody's news."""
        problem, other = self.make_known(), self.make_known()
        problem.action_draft_article()
        article = problem.article_id.sudo()
        other.article_id = article.id
        drafted = self.make_known()
        drafted.action_draft_article()
        article.write({"owner_id": self.agent_two.id, "state": "published", "audience": "all"})
        fixed = {"state": "resolved", "resolution": "<p>x</p>"}
        problem.write(fixed)
        drafted.write(fixed)
        self.assertFalse((article | drafted.article_id.sudo()).activity_ids)
        other.write(fixed)
        self.assertEqual(article.activity_ids.user_id, self.agent_two)
        self.assertIn(other.number, article.activity_ids.summary)
        article.with_user(self.manager).write({"state": "retired"})
        self.assertFalse(article.activity_ids)
