"""The life of normal and standard changes through the one door."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .change_case import WORDS, ChangeCase


@tagged("post_install", "-at_install")
class TestChangeLife(ChangeCase):
    def test_normal_change_goes_all_the_way(self):
        """Drafted, assessed, agreed to, scheduled, done, reviewed and closed; its times are noted."""
        change = self.make_asked()
        self.assertEqual(change.state, "approval")
        self.approve(self.steps(change), self.cm)
        self.assertEqual(change.state, "scheduled")
        self.assertTrue(change.date_authorized)
        change.action_implement()
        self.assertTrue(change.date_actual_start)
        self.assertEqual(change.user_id, self.agent)
        change.write({"state": "review", "outcome": "successful"})
        self.assertTrue(change.date_actual_end)
        change.lessons = "<p>Renew earlier.</p>"
        change.with_user(self.cm).action_close()
        self.assertEqual((change.state, change.phase), ("closed", "closed"))
        self.assertFalse(change.is_unauthorized)

    def test_early_beginning_is_asked_about(self):
        """Before its planned time one looks at the plan first; the history says that it was early."""
        change = self.make_scheduled()
        action = change.action_begin()
        self.assertEqual((action["res_model"], change.state), ("service.desk.change.early.wizard", "scheduled"))
        wizards = self.env[action["res_model"]].with_user(self.agent).with_context(**action["context"])
        wizard = Form(wizards)
        self.assertEqual(wizard.date_planned_start, change.date_planned_start)
        wizard.save().action_confirm()
        self.assertEqual(change.state, "implementing")
        self.assertIn("before its planned time", "".join(change.message_ids.mapped("body")))

    def test_beginning_in_time_is_not_asked_about(self):
        """Neither a few minutes before, nor what has no time."""
        change = self.make_scheduled()
        start = fields.Datetime.now() + timedelta(minutes=10)
        # Moving it is its own matter.
        change.sudo().with_user(self.cm).write(
            {"date_planned_start": start, "date_planned_end": start + timedelta(hours=1)}
        )
        change.action_begin()
        self.assertEqual(change.state, "implementing")
        self.assertNotIn("before its planned time", "".join(change.message_ids.mapped("body")))
        emergency = self.make_change(change_type="emergency")
        emergency.action_begin()
        self.assertEqual(emergency.state, "implementing")

    def test_draft_is_not_begun(self):
        """No work before authorization: from draft, assessment and approval it is refused."""
        change = self.make_ready()
        with self.assertRaisesRegex(UserError, "not scheduled|needs approval"):
            change.write({"state": "implementing"})
        change.action_ask_approval()
        with self.assertRaisesRegex(UserError, "waits for approval"):
            change.write({"state": "implementing"})
        self.assertFalse(change.date_actual_start)

    def test_approval_of_bare_change_names_what_is_missing(self):
        """Others are asked only when dates, plans and answers are there; the sentence names them."""
        change = self.make_change()
        change.action_assess()
        with self.assertRaises(UserError) as caught:
            change.action_ask_approval()
        for word in ("Planned Start", "Justification", "Implementation Plan", "Back-Out Plan", "risk", "page Plan"):
            self.assertIn(word, str(caught.exception))
        self.assertFalse(change.approval_ids)

    def test_high_risk_needs_communication(self):
        """Where the risk is high, who is told what belongs to the plan."""
        change = self.make_ready(points=100)
        self.assertEqual(change.risk, "high")
        with self.assertRaisesRegex(UserError, "Communication Plan"):
            change.action_ask_approval()

    def test_past_plan_is_refused(self):
        """Nobody is asked about a time that is over."""
        change = self.make_ready()
        change.write(self.planned(days=-2))
        with self.assertRaisesRegex(UserError, "past"):
            change.action_ask_approval()

    def test_end_before_start_is_refused(self):
        """A change ends after it begins."""
        dates = self.planned()
        dates["date_planned_end"] = dates["date_planned_start"] - timedelta(hours=1)
        with self.assertRaisesRegex(ValidationError, "before it begins"):
            self.make_change(**dates)

    def test_far_year_is_refused(self):
        """A mistyped year is caught where it is typed."""
        with self.assertRaisesRegex(ValidationError, "check the year"):
            self.make_change(date_planned_start="2926-01-01 10:00:00")

    def test_review_needs_outcome(self):
        """The work is not over before somebody says how it went."""
        change = self.make_scheduled()
        change.action_implement()
        with self.assertRaisesRegex(UserError, "Outcome"):
            change.write({"state": "review"})

    def test_backed_out_has_used_its_way_back(self):
        """An outcome of backing out says so in the figures too."""
        change = self.make_reviewed(outcome="backed_out")
        self.assertTrue(change.is_backout_used)

    def test_closing_needs_lessons(self):
        """A normal change is closed with what was learned."""
        change = self.make_reviewed()
        with self.assertRaisesRegex(UserError, "learned"):
            change.with_user(self.cm).action_close()

    def test_move_does_not_take_away_what_its_door_asks_for(self):
        """What the door looks at cannot be emptied in the same breath."""
        ready = self.make_ready()
        with self.assertRaisesRegex(UserError, "Back-Out Plan"):
            ready.write({"state": "approval", "backout_plan": False})
        model = self.make_model()
        standard = self.make_change(change_type="standard", model_id=model.id, **self.planned())
        with self.assertRaisesRegex(UserError, "Planned Start"):
            standard.write({"state": "scheduled", "date_planned_start": False, "date_planned_end": False})
        reviewed = self.make_reviewed()
        reviewed.lessons = "<p>All went well.</p>"
        with self.assertRaisesRegex(UserError, "learned"):
            reviewed.with_user(self.cm).write({"state": "closed", "lessons": False})

    def test_plan_written_along_with_the_move_counts(self):
        """Whoever tells what was missing and moves it on in one step may do so."""
        change = self.make_ready(backout_plan=False)
        change.write({"state": "approval", "backout_plan": "<p>Put the old one back.</p>"})
        self.assertEqual((change.state, change.approval_state), ("approval", "pending"))

    def test_result_stays_once_it_was_reviewed(self):
        """How it went and what was learned is not told otherwise after the review."""
        change = self.make_reviewed(outcome="failed")
        change.lessons = "<p>Never on a Friday.</p>"
        change.with_user(self.cm).action_close()
        for values in ({"outcome": "successful"}, {"is_backout_used": True}, {"lessons": "<p>Nothing.</p>"}):
            for user in (self.agent, self.cm):
                with self.subTest(values=values, user=user.login), self.assertRaisesRegex(UserError, "over"):
                    change.with_user(user).write(values)
        change.with_user(self.cm).action_reopen()
        change.outcome = "issues"
        self.assertEqual(change.outcome, "issues")

    def test_outcome_is_not_known_before_the_work(self):
        """Nobody says how it went before it began."""
        for values in ({"outcome": "successful"}, {"is_backout_used": True}):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "not begun"):
                self.make_scheduled().write(values)

    def test_agent_does_not_close(self):
        """Reviews are closed by change managers."""
        change = self.make_reviewed()
        change.lessons = "<p>All went well.</p>"
        with self.assertRaises(AccessError):
            change.action_close()
        change.with_user(self.manager).action_close()
        self.assertEqual(change.state, "closed")

    def test_closed_change_is_reviewed_again_by_authority_alone(self):
        """A change manager takes a closed change back into review, an agent does not."""
        change = self.make_reviewed()
        change.lessons = "<p>All went well.</p>"
        change.with_user(self.cm).action_close()
        with self.assertRaises(AccessError):
            change.write({"state": "review"})
        change.with_user(self.cm).action_reopen()
        self.assertEqual(change.state, "review")

    def test_checklist_blocks_its_door(self):
        """Required lines are done before the work begins, before it ends, and before it is closed."""
        change = self.make_scheduled()
        line = self.env["service.desk.change.check"].with_user(self.agent)
        before = line.create({"change_id": change.id, "name": "Backup", "phase": "before"})
        during = line.create({"change_id": change.id, "name": "Watch the log", "phase": "during"})
        line.create({"change_id": change.id, "name": "Tell them", "phase": "during", "is_required": False})
        with self.assertRaisesRegex(UserError, "Backup"):
            change.action_implement()
        before.is_done = True
        self.assertEqual(before.done_by_id, self.agent)
        self.assertTrue(before.date_done)
        change.action_implement()
        with self.assertRaisesRegex(UserError, "Watch the log"):
            change.write({"state": "review", "outcome": "successful"})
        during.is_done = True
        change.write({"state": "review", "outcome": "successful"})
        self.assertEqual(change.state, "review")

    def test_taking_a_draft_assesses_it(self):
        """Whoever takes a change begins to assess it, not to do it."""
        change = self.make_change()
        change.action_take()
        self.assertEqual((change.state, change.user_id), ("assessment", self.agent))

    # -- Standard ------------------------------------------------------------------------------

    def test_standard_change_of_published_model_takes_the_short_way(self):
        """What was agreed to once is scheduled from draft and closed without a word when it went well."""
        model = self.make_model(line_ids=[(0, 0, {"name": "Backup"})])
        change = self.make_change(change_type="standard", model_id=model.id, **self.planned())
        self.assertEqual(change.implementation_plan, model.implementation_plan)
        self.assertEqual((change.risk, change.check_ids.mapped("name")), ("low", ["Backup"]))
        change.action_schedule()
        self.assertEqual(change.state, "scheduled")
        change.check_ids.is_done = True
        change.action_implement()
        change.write({"state": "review", "outcome": "successful"})
        change.action_close()
        self.assertEqual(change.state, "closed")
        self.assertFalse(change.is_unauthorized)

    def test_standard_change_needs_a_model(self):
        """There is no standard change without a pattern that was agreed to."""
        with self.assertRaisesRegex(ValidationError, "published model"):
            self.make_change(change_type="standard")

    def test_unpublished_model_is_no_short_way(self):
        """A model that was taken back authorizes nothing any more."""
        model = self.make_model()
        change = self.make_change(change_type="standard", model_id=model.id, **self.planned())
        model.with_user(self.cm).action_draft()
        with self.assertRaisesRegex(UserError, "not published"):
            change.action_schedule()

    def test_standard_change_keeps_the_words_of_its_model(self):
        """Whoever does otherwise makes it a normal change."""
        model = self.make_model()
        change = self.make_change(change_type="standard", model_id=model.id)
        with self.assertRaisesRegex(ValidationError, "normal change"):
            change.implementation_plan = "<p>Something else.</p>"
        change.write({"change_type": "normal", "implementation_plan": "<p>Something else.</p>"})
        self.assertEqual(len(change.risk_answer_ids), 1)

    def test_normal_draft_is_not_scheduled(self):
        """Only standard changes go from draft into the calendar."""
        change = self.make_change(**self.planned(), **WORDS)
        with self.assertRaisesRegex(UserError, "standard|approval"):
            change.action_schedule()

    def test_failed_standard_change_needs_a_review(self):
        """What failed is looked at, however often it was done before."""
        model = self.make_model()
        change = self.make_change(change_type="standard", model_id=model.id, **self.planned())
        change.action_schedule()
        change.action_implement()
        change.write({"state": "review", "outcome": "failed"})
        with self.assertRaises(AccessError):
            change.action_close()
        with self.assertRaisesRegex(UserError, "learned"):
            change.with_user(self.cm).action_close()

    def test_agents_do_not_publish_models(self):
        """Models are the change managers' to write and publish."""
        model = self.make_model()
        for call in (model.action_draft, lambda: model.write({"name": "Other"}), lambda: model.copy()):
            with self.assertRaises(AccessError):
                call()

    def test_published_model_stays_as_it_is(self):
        """What was agreed to does not become something else unseen."""
        model = self.make_model(line_ids=[(0, 0, {"name": "Backup"})]).with_user(self.cm)
        with self.assertRaisesRegex(UserError, "published"):
            model.implementation_plan = "<p>Quicker.</p>"
        with self.assertRaisesRegex(UserError, "published"):
            model.line_ids.unlink()

    def test_model_without_a_way_back_is_not_published(self):
        """What everybody may do without asking says how it is undone."""
        with self.assertRaisesRegex(UserError, "Back-Out"):
            self.make_model(backout_plan=False)
