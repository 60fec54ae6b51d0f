from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .continuity_case import ContinuityCase


@tagged("post_install", "-at_install")
class TestContinuityInvocation(ContinuityCase):
    """Whoever leads a major incident invokes a plan, and its steps become tasks."""

    def setUp(self):
        super().setUp()
        self.make_analysis(rto_hours=2).action_approve()
        self.recovery = self.make_plan()
        self.major = self.declare()

    def tasks(self):
        return self.major.incident_id.sudo().task_ids.filtered("invocation_id").sorted("sequence")

    def invoke(self, user=None, plan=None):
        major = self.major.with_user(user or self.agent_two)
        return major._invoke_plan((plan or self.recovery).with_user(user or self.agent_two), "The site burns.")

    def finish(self, tasks):
        for task in tasks:
            task.write({"state": "done"})

    def test_its_service_is_down_from_when_it_began(self):
        """Without any item: a major incident is about its service; told anew when it began otherwise, or is over."""
        incident = self.major.incident_id.sudo()
        incident.write({"impact": "1", "ci_ids": [Command.clear()]})
        row = self.env["service.desk.ci.downtime"].search([("incident_id", "=", incident.id)])
        self.assertEqual((row.service_id, row.date_to), (incident.service_id, False))
        began = incident.date_opened - timedelta(hours=2)
        self.major.date_started = began
        self.assertEqual(row.date_from, began)
        incident.write({"state": "resolved", **self.solution})
        self.assertEqual(row.date_to, incident.date_resolved)
        plain = self.make_incident(service_id=incident.service_id.id, impact="1")
        self.assertFalse(row.search([("incident_id", "=", plain.id)]))

    def test_its_service_was_down_until_it_was_merged(self):
        """The incident that goes on is no major one."""
        incident = self.major.incident_id.sudo()
        incident.write({"impact": "1", "ci_ids": [Command.clear()]})
        plain = self.make_incident(service_id=incident.service_id.id, impact="1")
        incident.action_merge(plain.id)
        row = self.env["service.desk.ci.downtime"].search([("service_id", "=", incident.service_id.id)])
        self.assertEqual((row.incident_id, row.date_from), (plain.sudo(), incident.date_opened))
        self.assertTrue(row.date_to)

    def test_its_service_is_up_when_it_was_stood_down(self):
        """However late somebody closes the incident; what comes back is down again."""
        incident = self.major.incident_id.sudo()
        incident.write({"impact": "1", "ci_ids": [Command.clear()]})
        row = self.env["service.desk.ci.downtime"].search([("incident_id", "=", incident.id)])
        self.major.sudo()._stand_down("Works by a detour")
        over = self.env.cr.now().replace(microsecond=0) - timedelta(hours=1)
        self.major.sudo().write({"date_started": over - timedelta(hours=2), "date_stood_down": over})
        self.assertEqual(row.date_to, over)
        incident.write({"state": "resolved", **self.solution})
        self.assertEqual(row.date_to, over)
        incident.write({"state": "in_progress"})
        self.assertFalse(row.date_to)

    def test_the_dialog_proposes_the_plan_for_what_is_affected(self):
        """It is there, and first in the list, before others that come first by name."""
        self.make_plan("A plan for something else", service_ids=[Command.clear()], ci_ids=self.make_ci("X").ids)
        action = self.major.action_open_invoke()
        wizard = self.env[action["res_model"]].with_user(self.agent_two).with_context(**action["context"])
        form = Form(wizard)
        self.assertEqual((form.plan_id, form.is_fitting, form.step_count), (self.recovery, True, 4))
        plans = self.env["service.desk.continuity.plan"].with_user(self.agent_two)
        found = plans.with_context(service_desk_plan_for_major=self.major.id).name_search("plan")
        self.assertEqual(len(found), 1)
        found = plans.with_context(service_desk_plan_for_major=self.major.id).name_search("")
        self.assertEqual(found[0][0], self.recovery.id)
        self.assertGreater(len(found), 1)
        form.save().action_confirm()
        self.assertEqual(len(self.tasks()), 4)

    def test_a_plan_for_a_thing_of_the_incident_fits(self):
        """As does one for a service that relies on it."""
        host, app = self.make_ci("Host"), self.make_ci("App", self.application)
        self.relate(app, host)
        plan = self.make_plan("Host is lost", service_ids=[Command.clear()], ci_ids=app.ids)
        self.assertNotIn(plan, self.recovery._fitting(self.major))
        self.major.incident_id.sudo().ci_ids = host.sudo()
        self.assertIn(plan, self.recovery._fitting(self.major))

    def test_steps_become_tasks_in_their_order(self):
        """The first one is ready; those taken together wait for it; due by the clock; not for requesters."""
        invocation = self.invoke()
        tasks = self.tasks()
        self.assertEqual(tasks.mapped("name"), ["Decide", "Start the databases", "Switch the network", "Tell people"])
        self.assertEqual(tasks.mapped("state"), ["ready", "waiting", "waiting", "waiting"])
        self.assertEqual(tasks[1].predecessor_ids, tasks[0])
        self.assertEqual(tasks[3].predecessor_ids, tasks[1] | tasks[2])
        self.assertEqual(
            [task.date_due - invocation.date for task in tasks],
            [timedelta(minutes=minutes) for minutes in (10, 70, 40, 75)],
        )
        self.assertEqual((tasks[0].user_id, tasks[1].team_id), (self.agent, self.team_two))
        self.assertIn("+32 2 555 01 01", tasks[1].description)
        self.assertFalse(any(tasks.mapped("is_shown")))
        self.finish(tasks[0])
        self.assertEqual(tasks.mapped("state"), ["done", "ready", "ready", "waiting"])

    def test_the_timeline_tells_of_it(self):
        """Of the invocation, each step, and the end of all."""
        invocation = self.invoke()
        words = " ".join(map(str, self.major.event_ids.mapped("body")))
        self.assertIn("The site burns.", words)
        self.assertIn("version 1", words)
        tasks = self.tasks()
        self.finish(tasks[0] | tasks[1] | tasks[2])
        self.assertFalse(invocation.date_done)
        self.finish(tasks[3])
        self.assertTrue(invocation.date_done)
        words = " ".join(map(str, self.major.event_ids.mapped("body")))
        self.assertIn("Start the databases", words)
        self.assertIn("carried out", words)

    def test_the_time_to_recover_is_measured(self):
        """From when the trouble began until it was resolved, against the target of that day."""
        invocation = self.invoke()
        self.assertEqual((invocation.outcome, invocation.target_hours), ("running", 2))
        self.finish(self.tasks())
        self.major.date_started = fields.Datetime.now() - timedelta(hours=3)
        self.major.incident_id.sudo().write({"state": "resolved", **self.solution})
        self.assertAlmostEqual(invocation.restore_hours, 3, places=1)
        self.assertEqual(invocation.outcome, "late")

    def test_steps_are_not_of_those_who_are_gone(self):
        """The plan says so in time; when it is invoked, the incident's team does them."""
        gone = self.make_user("test_gone", "service_desk.group_agent")
        self.recovery.action_revise()
        self.recovery.step_ids[0].user_id = gone
        self.recovery.action_approve()
        gone.active = False
        self.team_two.active = False
        self.assertIn("Nobody is named for: Decide, Start the databases, Switch the network.", self.recovery.warning)
        self.invoke()
        self.assertFalse(self.tasks()[0].user_id)
        self.assertTrue(all(self.tasks().team_id.mapped("active")))

    def test_plan_of_which_nothing_was_done_was_not_carried_out(self):
        """Each of its steps was left out."""
        invocation = self.invoke()
        self.tasks().write({"state": "cancelled", "note": "No"})
        self.assertEqual((bool(invocation.date_done), invocation.outcome), (True, "called_off"))
        words = " ".join(map(str, self.major.event_ids.mapped("body")))
        self.assertIn("was called off", words)
        self.assertNotIn("carried out", words)

    def test_twice_at_once_is_refused(self):
        """Until it was carried out or called off."""
        self.invoke()
        with self.assertRaises(UserError):
            self.invoke(self.manager)
        self.major.invocation_ids.action_call_off()
        self.assertEqual(set(self.tasks().mapped("state")), {"cancelled"})
        self.assertTrue(self.invoke())

    def test_what_was_never_approved_is_not_invoked(self):
        """What is being revised is: better than none."""
        with self.assertRaises(UserError):
            self.invoke(plan=self.make_plan("Draft", is_approved=False))
        self.recovery.action_revise()
        self.assertTrue(self.invoke())

    def test_what_was_retired_is_not_invoked_before_it_is_approved_again(self):
        """To revise it does not bring it back."""
        plan = self.make_plan("Old")
        plan.action_retire()
        plan.action_revise()
        self.assertFalse(plan.date_next_drill)
        self.assertNotIn(plan, self.recovery._fitting(self.major))
        with self.assertRaisesRegex(UserError, "not approved"):
            self.invoke(plan=plan)
        plan.action_approve()
        self.assertTrue(plan.date_next_drill)
        self.invoke(plan=plan)

    def test_who_does_not_lead_invokes_nothing(self):
        """Agents who are not of the team, nor the keeper of the plans; nor calls it off."""
        for user in (self.agent, self.keeper):
            with self.assertRaises(AccessError, msg=user.login):
                self.major.with_user(user).action_open_invoke()
            with self.assertRaises(AccessError, msg=user.login):
                self.invoke(user)
        invocation = self.invoke()
        with self.assertRaises(AccessError):
            invocation.with_user(self.agent).action_call_off()
        with self.assertRaises(AccessError):
            invocation.with_user(self.keeper).target_hours = 99

    def test_it_must_be_running(self):
        """What was not declared, or is over, invokes nothing."""
        self.major._stand_down("Not so bad")
        with self.assertRaises(UserError):
            self.invoke()

    def test_invocations_stand_behind_the_walls_of_the_incident(self):
        """A keeper of plans does not learn what happened in a team of others."""
        invocation = self.invoke()
        self.major.incident_id.sudo().team_id = self.team_walled
        found = self.env["service.desk.continuity.invocation"].with_user(self.keeper).search([])
        self.assertNotIn(invocation.id, found.ids)

    def test_nobody_forges_steps(self):
        """Tasks that people add are not the plan's."""
        invocation = self.invoke()
        with self.assertRaises(AccessError):
            self.env["service.desk.task"].with_user(self.agent).create(
                {"name": "x", "incident_id": self.major.incident_id.id, "invocation_id": invocation.id}
            )

    def test_plans_of_other_companies_are_not_invoked(self):
        """Whatever id somebody sends."""
        company, _other = self.make_company()
        theirs = self.env["service.desk.continuity.plan"].create({"name": "Theirs", "company_id": company.id})
        with self.assertRaises(AccessError):
            self.invoke(plan=theirs)

    def test_what_was_called_off_says_so(self):
        """It neither runs any more nor has brought anything back in time."""
        invocation = self.invoke()
        invocation.action_call_off()
        self.assertEqual(invocation.outcome, "called_off")
        self.major.incident_id.sudo().write({"state": "resolved", **self.solution})
        self.assertEqual(invocation.outcome, "called_off")

    def test_plan_ends_with_an_incident_that_is_none(self):
        """Its steps are given up, so that it can be invoked again should the incident come back."""
        invocation = self.invoke()
        self.major.incident_id.sudo().write({"state": "cancelled", "resolution": "<p>A drill.</p>"})
        self.assertEqual(set(self.tasks().mapped("state")), {"cancelled"})
        self.assertTrue(invocation.date_done)
        self.assertEqual(invocation.outcome, "called_off")
        self.invoke()

    def test_target_is_that_of_the_company_of_the_incident(self):
        """A plan of all companies has to be as fast as this one was promised, whatever another one was."""
        other = self.env["res.company"].create({"name": "Other"})
        self.service.company_id = False
        both = [self.env.company.id, other.id]
        (self.keeper | self.agent_two).company_ids = [Command.link(other.id)]
        analyses = self.env["service.desk.continuity.analysis"].with_user(self.keeper)
        values = {"service_id": self.service.id, "rto_hours": 1, "mtpd_hours": 8, "company_id": other.id}
        analyses.with_context(allowed_company_ids=both).create(values).action_approve()
        steps = [Command.create({"name": "Go", "minutes": 10, "user_id": self.agent.id})]
        plan = self.make_plan("Everywhere", company_id=False, step_ids=steps, contact_ids=[])
        leader = self.major.with_user(self.agent_two).with_context(allowed_company_ids=both)
        form = Form(self.env["service.desk.continuity.invoke.wizard"].with_env(leader.env).with_context(
            default_major_id=leader.id, default_plan_id=plan.id
        ))
        form.plan_id = plan.with_env(leader.env)
        self.assertEqual(form.rto_hours, 2)
        invocation = leader._invoke_plan(plan.with_env(leader.env))
        self.assertEqual((invocation.has_target, invocation.target_hours), (True, 2))
