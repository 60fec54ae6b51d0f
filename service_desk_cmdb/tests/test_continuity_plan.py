from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools.misc import format_date

from .continuity_case import ContinuityCase


@tagged("post_install", "-at_install")
class TestContinuityPlan(ContinuityCase):
    """What is done on the worst day, and how often it is practiced."""

    def run_drills(self):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 99):
            self.env["service.desk.continuity.plan"].sudo()._cron_drills()

    def make_drill(self, plan, **values):
        return self.env["service.desk.continuity.drill"].with_user(self.keeper).create({"plan_id": plan.id, **values})

    def make_overdue(self, plan, days=10):
        """It came in force so long ago that the first drill is late."""
        plan.sudo().date_in_force = fields.Date.subtract(fields.Date.today(), months=12, days=days)

    def finding(self, **values):
        return Command.create(
            {"name": "Nobody had the key", "user_id": self.agent.id, "date_deadline": "2999-01-01", **values}
        )

    # -- The plan --------------------------------------------------------------------------------

    def test_it_takes_as_long_as_its_steps(self):
        """What is done at the same time counts once; longer than wanted is told."""
        self.make_analysis(rto_hours=1).action_approve()
        plan = self.make_plan()
        self.assertEqual(plan.planned_hours, 75 / 60)
        self.assertEqual((plan.has_rto, plan.rto_hours), (True, 1))
        self.assertIn("1.25 h", plan.warning)

    def test_what_is_missing_is_told(self):
        """Steps of nobody, contacts without a phone number."""
        plan = self.make_plan(is_approved=False)
        self.assertFalse(plan.warning)
        plan.step_ids[0].user_id = False
        plan.contact_ids = [Command.create({"partner_id": self.boss.id})]
        self.assertIn("Decide", plan.warning)
        self.assertIn("Boss", plan.warning)

    def test_half_a_plan_is_not_approved(self):
        """Without steps, or without saying what it brings back."""
        for values in ({"step_ids": False}, {"service_ids": False}):
            plan = self.make_plan(is_approved=False, **values)
            with self.assertRaises(UserError, msg=values):
                plan.action_approve()

    def test_what_was_approved_is_revised_not_changed(self):
        """Neither the plan nor its steps and contacts; the version counts approvals."""
        plan = self.make_plan()
        self.assertTrue(plan.number.startswith("BCP"))
        with self.assertRaises(UserError):
            plan.step_ids[0].minutes = 1
        with self.assertRaises(UserError):
            plan.contact_ids.unlink()
        with self.assertRaises(UserError):
            plan.step_ids = [Command.clear()]
        plan.owner_id = self.agent
        plan.action_revise()
        plan.step_ids[0].minutes = 1
        plan.action_approve()
        self.assertEqual(plan.version, 2)

    def test_steps_are_of_colleagues(self):
        """And take a time that can be."""
        plan = self.make_plan(is_approved=False)
        with self.assertRaises(ValidationError):
            plan.step_ids[0].user_id = self.portal_a

    # -- Drills ----------------------------------------------------------------------------------

    def test_the_owner_is_told_of_an_overdue_drill_once(self):
        """The list finds it, the plan says how late it is, and holding it ends that."""
        plan, other = self.make_plan(), self.make_plan("Other")
        self.make_overdue(plan)
        for _twice in range(2):
            self.run_drills()
        self.assertEqual(len(plan.activity_ids), 1)
        self.assertEqual(plan.activity_ids.user_id, self.keeper)
        day = format_date(self.env, plan.date_next_drill, lang_code=self.keeper.lang)
        self.assertEqual(plan.activity_ids.summary, f"The drill was due on {day}")
        self.assertFalse(other.activity_ids)
        self.assertEqual(plan.drill_days_late, 10)
        found = self.env["service.desk.continuity.plan"].search([("date_next_drill", "<", "today")])
        self.assertIn(plan.id, found.ids)
        self.assertNotIn(other.id, found.ids)
        drill = self.make_drill(plan, result="passed")
        drill.action_done()
        self.assertEqual((plan.drill_days_late, plan.date_last_drill), (0, drill.date))
        self.assertFalse(plan.activity_ids)

    def test_the_owner_is_told_again_of_a_drill_that_was_not_held_after_all(self):
        """As of one of long ago that is put on record late: the drill is still overdue."""
        plan = self.make_plan()
        self.make_overdue(plan)
        self.run_drills()
        drill = self.make_drill(plan, result="passed")
        drill.action_done()
        drill.action_plan()
        self.assertEqual(plan.drill_days_late, 10)
        self.run_drills()
        self.assertEqual(len(plan.activity_ids), 1)

    def test_other_rhythm_ends_the_to_do(self):
        """The day that it names is none any more."""
        plan = self.make_plan()
        self.make_overdue(plan)
        self.run_drills()
        plan.drill_months = 24
        self.assertFalse(plan.activity_ids)
        plan.drill_months = 6
        self.run_drills()
        self.assertEqual(len(plan.activity_ids), 1)

    def test_retired_plans_are_not_drilled(self):
        """The to-do goes with the plan, and comes back with it."""
        plan = self.make_plan()
        self.make_overdue(plan)
        self.run_drills()
        plan.action_retire()
        self.assertFalse(plan.activity_ids)
        plan.action_revise()
        plan.action_approve()
        self.assertFalse(plan.drill_days_late)
        self.make_overdue(plan)
        self.run_drills()
        self.assertEqual(len(plan.activity_ids), 1)

    def run_reminders(self):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 99):
            self.env["service.desk.continuity.plan"].sudo()._cron_remind()

    def test_approving_after_the_reminder_is_the_review(self):
        """The next one is later; a day that nobody has been reminded of stays."""
        plan, other = self.make_plan(), self.make_plan("Other")
        soon, far = (fields.Date.today() + timedelta(days=days) for days in (5, 200))
        plan.date_review, other.date_review = soon, far
        self.run_reminders()
        self.assertEqual((len(plan.activity_ids), len(other.activity_ids)), (1, 0))
        for one in (plan, other):
            one.action_revise()
            one.action_approve()
        self.assertGreater(plan.date_review, far)
        self.assertEqual(other.date_review, far)

    def test_who_reviews_once_is_not_overdue_for_ever(self):
        """Without a rhythm the review is over when it was done."""
        plan = self.make_plan(review_months=0)
        plan.date_review = fields.Date.today() - timedelta(days=1)
        self.assertTrue(plan.is_review_overdue)
        plan.action_revise()
        plan.action_approve()
        self.assertFalse(plan.is_review_overdue)

    def test_plans_that_hold_again_are_told_again(self):
        """The reminder went when it was retired."""
        plan = self.make_plan()
        plan.date_review = fields.Date.today() + timedelta(days=5)
        self.run_reminders()
        plan.action_retire()
        self.assertFalse(plan.activity_ids)
        plan.action_revise()
        plan.action_approve()
        self.run_reminders()
        self.assertEqual(len(plan.activity_ids), 1)

    def test_analysis_of_the_company_has_the_last_word(self):
        """What all companies are promised holds where it says nothing else."""
        self.make_analysis(rto_hours=4, company_id=False).action_approve()
        plan = self.make_plan()
        self.assertEqual(plan.rto_hours, 4)
        self.make_analysis(rto_hours=7, company_id=self.env.company.id).action_approve()
        plan.invalidate_recordset()
        self.assertEqual(plan.rto_hours, 7)

    def test_revising_a_plan_is_no_drill(self):
        """It stays overdue however often it is approved."""
        plan = self.make_plan()
        self.make_overdue(plan)
        plan.action_revise()
        plan.action_approve()
        self.assertEqual(plan.drill_days_late, 10)

    def test_never_means_never(self):
        """A plan that needs no drills is not overdue."""
        plan = self.make_plan(drill_months=0)
        self.make_overdue(plan)
        self.assertFalse(plan.date_next_drill)

    def test_findings_are_improvements(self):
        """With somebody who sees to them until a day; in the one register, with a to-do."""
        drill = self.make_drill(self.make_plan(), result="partly")
        with self.assertRaises(UserError):
            drill.action_done()
        drill.improvement_ids = [self.finding(date_deadline=False)]
        with self.assertRaises(UserError):
            drill.action_done()
        finding = drill.improvement_ids
        finding.date_deadline = "2999-01-01"
        drill.action_done()
        self.assertEqual((finding.state, finding.activity_ids.user_id), ("open", self.agent))
        self.assertEqual(drill.open_count, 1)
        finding.with_user(self.agent).action_done("Made a second key")
        self.assertEqual(drill.open_count, 0)

    def test_a_real_drill_says_how_fast_it_was(self):
        """And is compared with what was wanted on that day."""
        self.make_analysis(rto_hours=2).action_approve()
        drill = self.make_drill(self.make_plan(), kind="technical", result="passed")
        with self.assertRaises(UserError):
            drill.action_done()
        drill.reached_rto_hours = 3
        drill.action_done()
        self.assertEqual((drill.target_hours, drill.is_too_slow, drill.plan_version), (2, True, 1))

    def test_no_hours_at_all_are_a_target_too(self):
        """Of a drill as of an invocation; without any promise nothing is too slow."""
        plan = self.make_plan()
        free = self.make_drill(plan, kind="technical", result="passed", reached_rto_hours=1)
        free.action_done()
        self.make_analysis(rto_hours=0, rpo_hours=0).action_approve()
        # Another day.
        plan.invalidate_recordset()
        measured = self.make_drill(plan, kind="technical", result="passed", reached_rto_hours=1)
        measured.action_done()
        self.assertEqual((free.is_too_slow, measured.is_too_slow), (False, True))

    def test_what_lies_ahead_was_not_held(self):
        """And needs a result when it was; what was held is kept."""
        drill = self.make_drill(self.make_plan(), date=fields.Date.today() + timedelta(days=2), result="passed")
        with self.assertRaises(UserError):
            drill.action_done()
        drill.write({"date": fields.Date.today(), "result": False})
        with self.assertRaises(UserError):
            drill.action_done()
        drill.result = "passed"
        drill.action_done()
        with self.assertRaises(UserError):
            drill.unlink()

    def test_what_was_held_is_not_changed(self):
        """Neither the result nor what was found; who puts it right puts it back first, and the history tells so."""
        plan = self.make_plan()
        drill = self.make_drill(plan, result="partly", improvement_ids=[self.finding()])
        drill.action_done()
        for values in ({"result": "passed"}, {"date": "2020-01-01"}, {"note": "All well"}, {"participant_ids": False}):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "Put it back to planned first"):
                drill.write(values)
        finding = drill.improvement_ids
        for attempt in (
            lambda: finding.write({"drill_id": False}),
            lambda: finding.with_user(self.manager).unlink(),
            lambda: drill.write({"improvement_ids": [Command.clear()]}),
        ):
            with self.assertRaises(UserError):
                attempt()
        drill.action_plan()
        drill.result = "failed"
        drill.action_done()
        self.assertEqual((drill.result, drill.plan_version), ("failed", 1))

    def test_what_is_put_right_keeps_the_version_of_the_day(self):
        """A plan approved anew since then was not the one that was practiced."""
        plan = self.make_plan()
        drill = self.make_drill(plan, date=fields.Date.subtract(fields.Date.today(), days=3), result="passed")
        drill.action_done()
        plan.action_revise()
        plan.action_approve()
        drill.action_plan()
        drill.action_done()
        self.assertEqual((plan.version, drill.plan_version), (2, 1))

    def test_a_plan_that_is_being_revised_is_still_overdue(self):
        """Nobody gets rid of a drill by starting to write."""
        plan = self.make_plan()
        self.make_overdue(plan)
        plan.action_revise()
        self.assertEqual(plan.drill_days_late, 10)
        self.run_drills()
        self.assertEqual(len(plan.activity_ids), 1)

    def test_a_plan_that_was_practiced_is_kept(self):
        """Also one that was never approved; one that was not practiced goes with its plans for drills."""
        plan = self.make_plan(is_approved=False)
        drill = self.make_drill(plan, result="passed")
        drill.action_done()
        with self.assertRaisesRegex(UserError, "was practiced"):
            plan.unlink()
        other = self.make_plan(is_approved=False)
        drill = self.make_drill(other)
        other.unlink()
        self.assertFalse(drill.exists())

    def test_drilling_opens_what_is_planned(self):
        """Instead of planning another one."""
        plan = self.make_plan()
        drill = self.make_drill(plan, date="2999-01-01")
        self.assertEqual(plan.action_new_drill()["res_id"], drill.id)

    # -- Rights ----------------------------------------------------------------------------------

    def test_agents_read_and_change_nothing(self):
        """Neither plans, steps, contacts and drills, nor what a drill has found."""
        plan = self.make_plan(is_approved=False)
        drill = self.make_drill(plan)
        for record in (plan, plan.step_ids[0], plan.contact_ids, drill):
            mine = record.with_user(self.agent)
            self.assertTrue(mine.display_name)
            with self.assertRaises(AccessError):
                mine.check_access("write")
        with self.assertRaises(AccessError):
            plan.with_user(self.manager).action_approve()
        with self.assertRaises(AccessError):
            self.env["service.desk.improvement"].with_user(self.agent).create({"name": "x", "drill_id": drill.id})
        with self.assertRaises(AccessError):
            self.env["service.desk.improvement"].with_user(self.agent).with_context(default_drill_id=drill.id).create(
                {"name": "x"}
            )

    def test_agents_still_improve_the_rest(self):
        """What comes from no drill is none of the keepers' business."""
        improvement = self.env["service.desk.improvement"].with_user(self.agent).create({"name": "Better words"})
        improvement.drill_id = False
        self.assertEqual(improvement.state, "open")

    def test_plans_of_other_companies_are_not_drilled(self):
        """Nor seen."""
        company, _other = self.make_company()
        theirs = self.env["service.desk.continuity.plan"].create({"name": "Theirs", "company_id": company.id})
        with self.assertRaises(AccessError):
            theirs.with_user(self.keeper).read(["name"])
        with self.assertRaises(AccessError):
            self.make_drill(theirs)
