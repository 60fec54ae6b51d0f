"""A problem and the change that removes its cause; and its incidents, which end with it."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .problem_case import ProblemCase


@tagged("post_install", "-at_install")
class TestProblemFix(ProblemCase):
    def make_waiting(self):
        """A problem that waits for its change."""
        problem = self.make_known()
        problem.action_create_change()
        problem.action_fix()
        return problem

    def do_change(self, problem, outcome):
        """The change is done; authorization is its own matter, an emergency has it later."""
        change = problem.change_id.sudo()
        change.change_type = "emergency"
        change.write({"state": "implementing"})
        change.write({"state": "review", "outcome": outcome, "resolution": "<p>x</p>"})

    def test_problem_waits_for_its_change(self):
        """While it is open, resolving is refused with its number."""
        problem = self.make_waiting()
        self.assertTrue(problem.waits_for_change)
        with self.assertRaisesRegex(UserError, problem.change_id.number):
            problem.write({"state": "resolved", "resolution": "<p>x</p>"})
        self.assertEqual(problem.change_id.justification, problem.root_cause)
        self.assertFalse(problem.change_id.description)

    def test_change_goes_away_in_the_same_write(self):
        """What is written together is looked at together, both ways round."""
        problem, other = self.make_waiting(), self.make_known()
        with self.assertRaisesRegex(UserError, "waits for"):
            other.write({"state": "resolved", "resolution": "<p>x</p>", "change_id": problem.change_id.id})
        problem.with_user(self.manager).write({"state": "resolved", "resolution": "<p>x</p>", "change_id": False})
        self.assertEqual(problem.state, "resolved")

    def test_agent_does_not_get_past_the_change(self):
        """Neither by taking it away nor by putting another in its place; once it is over they may."""
        problem, other = self.make_waiting(), self.make_known()
        other.action_create_change()
        for value in (False, other.change_id.id):
            with self.assertRaisesRegex(AccessError, "manager"):
                problem.change_id = value
            with self.assertRaisesRegex(AccessError, "manager"):
                problem.write({"state": "resolved", "resolution": "<p>x</p>", "change_id": value})
        problem.change_id = problem.change_id
        problem.change_id.sudo().write({"state": "cancelled", "resolution": "<p>x</p>"})
        problem.change_id = other.change_id
        self.assertTrue(problem.waits_for_change)

    def test_waiver_does_not_come_by_default(self):
        """Whatever an agent's client says in its context, or an agent among their own defaults."""
        problems = self.env["service.desk.problem"].with_user(self.agent)
        problem = problems.with_context(default_change_waiver="No time").create({"name": "x"})
        self.assertFalse(problem.change_waiver)

    def test_manager_may_resolve_before_with_a_reason(self):
        """The reason is kept; agents may not give one, and it does not outlive a reopening."""
        problem = self.make_waiting()
        with self.assertRaises(AccessError):
            problem.change_waiver = "No time"
        self.resolve(problem, self.manager, change_waiver="The supplier was faster")
        self.assertEqual((problem.state, problem.change_waiver), ("resolved", "The supplier was faster"))
        problem.action_reopen()
        self.assertFalse(problem.change_waiver)

    def test_end_of_the_change_is_told_to_the_owner(self):
        """A to-do says that the problem can be resolved; it is not resolved by itself."""
        problem = self.make_waiting()
        self.do_change(problem, "successful")
        todo = problem.activity_ids
        self.assertEqual(todo.user_id, problem.user_id)
        self.assertIn("resolve the problem", todo.summary)
        self.assertEqual((problem.state, problem.waits_for_change), ("fixing", False))
        problem.write({"state": "resolved", "resolution": "<p>x</p>"})

    def test_change_that_was_given_up_is_told_too(self):
        """Somebody has to find another way."""
        problem = self.make_waiting()
        problem.change_id.sudo().write({"state": "cancelled", "resolution": "<p>x</p>"})
        self.assertIn("find another way", problem.activity_ids.summary)

    def test_change_that_failed_is_told_too(self):
        """It is over, and has fixed nothing."""
        problem = self.make_waiting()
        self.do_change(problem, "failed")
        self.assertIn("did not fix it", problem.activity_ids.summary)

    def test_walled_change_is_not_linked_by_id(self):
        """Nor told by the problem's sentence, apart from its number."""
        walled = self.make_change(user=self.agent_walled, team_id=self.team_walled.id, name="Secret purchase")
        problem = self.make_known()
        with self.assertRaises(AccessError):
            problem.change_id = walled.id
        with self.assertRaises(AccessError):
            self.make_problem(change_id=walled.id)
        born = self.env["service.desk.problem"].with_user(self.agent).with_context(default_change_id=walled.id)
        self.assertFalse(born.create({"name": "x"}).change_id)
        problem.sudo().change_id = walled
        with self.assertRaises(UserError) as refused:
            problem.write({"state": "resolved", "resolution": "<p>x</p>"})
        self.assertIn(walled.number, str(refused.exception))
        self.assertNotIn("Secret", str(refused.exception))

    def test_second_change_is_made_when_the_first_has_failed(self):
        """One at a time; what comes from the problem is about its cause, and says where it comes from."""
        problem = self.make_waiting()
        first = problem.change_id
        with self.assertRaisesRegex(UserError, f"{first.number}.* under way"):
            problem.action_create_change()
        self.do_change(problem, "failed")
        problem.action_create_change()
        self.assertNotEqual(problem.change_id, first)
        self.assertEqual(
            (problem.change_id.justification, problem.change_id.requester_id),
            (problem.root_cause, self.agent.partner_id),
        )
        self.assertIn(problem.number, problem.change_id.message_ids[0].body)

    def test_form_offers_a_change_again_when_the_first_has_failed(self):
        """And lets an agent put another one into its place then, not before."""
        problem = self.make_waiting()
        problems = self.env["service.desk.problem"].with_user(self.agent)
        before = Form(problems.browse(problem.id))
        self.assertTrue(before._get_modifier("change_id", "readonly"))
        self.do_change(problem, "failed")
        self.assertFalse(Form(problems.browse(problem.id))._get_modifier("change_id", "readonly"))

    def test_change_needs_a_cause(self):
        """A change that removes nothing is not written down."""
        with self.assertRaisesRegex(UserError, "no root cause"):
            self.make_problem().action_create_change()

    def test_fix_is_proposed_from_the_change(self):
        """What was done stands in the dialog, for who may read the change and when it went well."""
        problem = self.make_waiting()
        self.assertFalse(Form(self.dialog("resolve", problem, self.manager)).resolution)
        self.do_change(problem, "successful")
        problem.change_id.sudo().resolution = "<p>Put the old scanner back</p>"
        self.assertIn("old scanner", Form(self.dialog("resolve", problem)).resolution)
        problem.change_id.sudo().outcome = "failed"
        self.assertFalse(Form(self.dialog("resolve", problem)).resolution)
        problem.change_id.sudo().write({"outcome": "successful", "team_id": self.team_walled.id})
        self.assertFalse(Form(self.dialog("resolve", problem, self.agent_two)).resolution)

    # -- Its incidents ---------------------------------------------------------------------------

    def test_incidents_end_with_the_problem(self):
        """The chosen ones, with their own words; one mail for each person."""
        problem = self.make_known()
        incidents = self.make_incidents(10, problem_id=problem.id)
        ended = incidents[9]
        ended.write({"state": "resolved", **self.solution})
        before = ended.resolution
        form = Form(self.dialog("resolve", problem))
        form.resolution = "<p>New certificate on server 7</p>"
        form.incident_resolution = "<p>It works again.</p>"
        wizard = form.save()
        self.assertEqual(
            wizard.incident_line_ids.incident_id, incidents[:9].sorted(lambda one: (one.priority, -one.id))
        )
        wizard.incident_line_ids.filtered(lambda line: line.incident_id == incidents[8]).is_chosen = False
        wizard.action_confirm()
        self.assertEqual(incidents.mapped("state"), ["resolved"] * 8 + ["new", "resolved"])
        self.assertEqual(ended.resolution, before)
        self.assertEqual(problem.state, "resolved")
        self.assertNotIn("server 7", "".join(incidents.mapped(lambda one: one.resolution or "")))
        notices = self.notices(incidents[:8])
        self.assertEqual(len(notices), 3)
        self.assertEqual(len(notices.notified_partner_ids), 3)

    def test_incidents_of_others_are_named_by_number_alone(self):
        """They are in no line, and stay as they are."""
        problem = self.make_known()
        incidents = self.make_incidents(2, problem_id=problem.id)
        incidents[1].sudo().write({"team_id": self.team_walled.id, "is_confidential": True, "name": "Secret"})
        wizard = Form(self.dialog("resolve", problem))
        self.assertIn(incidents[1].sudo().number, wizard.left_text)
        self.assertNotIn("Secret", wizard.left_text)
        self.assertEqual(len(wizard.incident_line_ids), 1)
        saved = self.dialog("resolve", problem).create({"resolution": "<p>x</p>"})
        self.assertEqual(saved.incident_line_ids.incident_id, incidents[0])
        self.resolve(problem)
        self.assertEqual(incidents.sudo().mapped("state"), ["resolved", "new"])

    def test_walled_incident_is_not_read_by_a_line(self):
        """Neither for whom it is nor who works on it."""
        wizard = self.dialog("resolve", self.make_known()).create({"resolution": "<p>x</p>"})
        walled = self.make_incidents(1, self.agent_walled, team_id=self.team_walled.id)
        lines = self.env["service.desk.resolve.wizard.incident"].with_user(self.agent)
        for name in ("requester_id", "team_id"):
            with self.assertRaises(AccessError):
                lines.create({"wizard_id": wizard.id, "incident_id": walled.id}).read([name])

    def test_root_cause_behind_a_wall_is_not_read_by_the_dialog(self):
        """Whatever ids a client says that it was opened from."""
        walled = self.make_known(user=self.agent_walled, team_id=self.team_walled.id)
        for name in ("root_cause", "incident_line_ids", "change_text", "left_text", "line_ids", "ticket_summary"):
            with self.assertRaises(AccessError):
                self.dialog("resolve", walled, self.agent).create({"resolution": "<p>x</p>"}).read([name])

    def test_crafted_lines_resolve_nothing_else(self):
        """Only incidents of the problem, whatever a client sends."""
        problem, stranger = self.make_known(), self.make_incidents(1)
        wizard = self.dialog("resolve", problem).create(
            {"resolution": "<p>x</p>", "incident_line_ids": [(0, 0, {"incident_id": stranger.id})]}
        )
        wizard.action_confirm()
        self.assertEqual((problem.state, stranger.state), ("resolved", "new"))

    def test_refused_problem_leaves_its_incidents(self):
        """Nothing is half done."""
        problem = self.make_waiting()
        incidents = self.make_incidents(2, problem_id=problem.id)
        wizard = self.dialog("resolve", problem).create({"resolution": "<p>x</p>"})
        with self.assertRaisesRegex(UserError, "waits for"), self.env.cr.savepoint():
            wizard.action_confirm()
        self.assertEqual(set(incidents.mapped("state")), {"new"})

    def test_incidents_need_words_for_requesters(self):
        """Nobody is told nothing."""
        problem = self.make_known()
        self.make_incidents(1, problem_id=problem.id)
        wizard = self.dialog("resolve", problem).create({"resolution": "<p>x</p>", "incident_resolution": False})
        with self.assertRaisesRegex(UserError, "Write what the requesters"):
            wizard.action_confirm()

    def test_dialog_of_incidents_is_as_before(self):
        """It offers children and knows nothing of problems."""
        incident = self.make_incidents(1)
        form = Form(self.dialog("resolve", incident))
        self.assertFalse(len(form.incident_line_ids) or form.left_text or form.change_text)
        form.resolution = "<p>Done</p>"
        form.resolution_code_id = self.code
        form.save().action_confirm()
        self.assertEqual(incident.state, "resolved")
