from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .continuity_case import ContinuityCase


@tagged("post_install", "-at_install")
class TestContinuityAnalysis(ContinuityCase):
    """How long a service may be away, and on what it relies."""

    def run_job(self, model, *names):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 99):
            for name in names:
                getattr(self.env[model].sudo(), name)()

    def row(self, analysis, record):
        field = "service_id" if record._name == "service.desk.service" else "ci_id"
        return analysis.dependency_ids.filtered(lambda row: row[field] == record)

    # -- Hours -----------------------------------------------------------------------------------

    def test_back_after_it_is_too_late_is_refused(self):
        """RTO is not longer than MTPD, when it is made and when it is changed."""
        with self.assertRaises(ValidationError):
            self.make_analysis(rto_hours=9)
        analysis = self.make_analysis()
        with self.assertRaises(ValidationError):
            analysis.mtpd_hours = 3
        with self.assertRaises(ValidationError):
            analysis.rpo_hours = float("nan")

    def test_without_a_limit_it_is_not_approved(self):
        """Somebody has to say how long it may be away at most."""
        analysis = self.make_analysis(mtpd_hours=0)
        with self.assertRaises(UserError):
            analysis.action_approve()

    def test_harm_that_shrinks_is_not_approved(self):
        """The longer it lasts the worse it is."""
        rows = [{"after_hours": 1, "level": "3"}, {"after_hours": 8, "level": "1"}]
        analysis = self.make_analysis(impact_ids=[Command.create(row) for row in rows])
        with self.assertRaises(UserError):
            analysis.action_approve()
        analysis.impact_ids[1].level = "4"
        analysis.action_approve()
        self.assertEqual(analysis.state, "approved")

    def test_it_is_told_when_harm_is_unbearable_earlier(self):
        """Than what is called tolerable."""
        analysis = self.make_analysis(impact_ids=[Command.create({"after_hours": 6, "level": "4"})])
        self.assertIn("6 h", analysis.warning)
        analysis.impact_ids.after_hours = 8
        self.assertFalse(analysis.warning)

    # -- Life ------------------------------------------------------------------------------------

    def test_what_was_approved_is_revised_not_changed(self):
        """Neither itself nor its rows; revised it becomes the next version."""
        analysis = self.make_analysis(impact_ids=[Command.create({"after_hours": 1})])
        analysis.action_approve()
        self.assertEqual((analysis.version, analysis.approved_by_id), (1, self.keeper))
        with self.assertRaises(UserError):
            analysis.rto_hours = 2
        with self.assertRaises(UserError):
            analysis.impact_ids.level = "4"
        with self.assertRaises(UserError):
            self.env["service.desk.continuity.impact"].with_user(self.keeper).create(
                {"analysis_id": analysis.id, "after_hours": 5}
            )
        with self.assertRaises(UserError):
            analysis.impact_ids.unlink()
        analysis.action_revise()
        analysis.rto_hours = 2
        analysis.action_approve()
        self.assertEqual((analysis.version, analysis.rto_hours), (2, 2))

    def test_one_holds_for_a_service(self):
        """Approving another one retires it."""
        former, later = self.make_analysis(), self.make_analysis(rto_hours=2)
        former.action_approve()
        later.action_approve()
        self.assertEqual((former.state, later.state), ("retired", "approved"))

    def test_several_approved_at_once_retire_what_held_for_each(self):
        """And nothing that holds elsewhere: for another service, or for all companies."""
        other = self.service.copy({"name": "Other"})
        formers = [self.make_analysis(**place) for place in ({}, {"service_id": other.id}, {"company_id": False})]
        for former in formers:
            former.action_approve()
        laters = self.make_analysis(rto_hours=2) | self.make_analysis(rto_hours=2, service_id=other.id)
        laters.action_approve()
        self.assertEqual([former.state for former in formers], ["retired", "retired", "approved"])
        self.assertEqual(set(laters.mapped("state")), {"approved"})

    def test_what_was_in_force_is_kept(self):
        """It is retired, not deleted; a draft may go."""
        analysis, draft = self.make_analysis(), self.make_analysis()
        analysis.action_approve()
        draft.unlink()
        with self.assertRaises(UserError):
            analysis.unlink()

    def test_facts_are_not_forged(self):
        """Nobody writes versions and approvals, or makes one that is approved."""
        analysis = self.make_analysis()
        for vals in ({"version": 5}, {"date_approved": "2020-01-01"}, {"approved_by_id": self.agent.id}):
            with self.assertRaises(AccessError, msg=vals):
                analysis.write(vals)
        with self.assertRaises(UserError):
            self.make_analysis(state="approved")

    def test_the_owner_is_reminded_of_the_review_once(self):
        """When it comes near, and not again for the same day; a new approval clears it."""
        analysis = self.make_analysis()
        analysis.action_approve()
        self.assertGreater(analysis.date_review, fields.Date.today() + timedelta(days=300))
        analysis.date_review = fields.Date.today() + timedelta(days=20)
        for _twice in range(2):
            self.run_job("service.desk.continuity.analysis", "_cron_remind")
        todo = analysis.activity_ids
        self.assertEqual((len(todo), todo.user_id), (1, self.keeper))
        analysis.action_revise()
        analysis.action_approve()
        self.assertFalse(analysis.activity_ids)

    # -- What it relies on -----------------------------------------------------------------------

    def test_services_without_plan_or_analysis_are_told(self):
        """And those that come back later than wanted; near and far."""
        far = self.env["service.desk.service"].create({"name": "Power"})
        near = self.env["service.desk.service"].create({"name": "Network", "depends_on_ids": far.ids})
        self.service.depends_on_ids = near
        analysis = self.make_analysis()
        self.assertTrue(self.row(analysis, near).is_unknown)
        self.assertTrue(self.row(analysis, far).is_unplanned)
        self.assertEqual(analysis.gap_count, 2)
        self.make_analysis(near, rto_hours=6).action_approve()
        late = self.row(analysis, near)
        self.assertEqual((late.is_unknown, late.is_late, late.rto_hours), (False, True, 6))
        self.assertIn("6 h", late.gap)
        self.make_analysis(near, rto_hours=2).action_approve()
        self.make_plan(service_ids=[Command.set(near.ids)])
        self.assertFalse(self.row(analysis, near).has_gap)
        self.assertTrue(self.row(analysis, far).has_gap)

    def test_service_that_its_plan_forgets_is_told(self):
        """At once: what is not in the plan any more is brought back by nobody."""
        below = self.env["service.desk.service"].create({"name": "Network"})
        self.service.depends_on_ids = below
        plan = self.make_plan(service_ids=[Command.set((self.service | below).ids)])
        row = self.make_analysis().dependency_ids.filtered(lambda one: one.service_id == below)
        self.assertFalse(row.is_unplanned)
        plan.action_revise()
        plan.service_ids = self.service
        row = self.env["service.desk.continuity.dependency"].search([("service_id", "=", below.id)])
        self.assertTrue(row.is_unplanned)

    def test_things_without_stand_in_or_plan_are_told(self):
        """One of two hosts may fail; the application and the storage may not, until a plan brings them back."""
        app, storage = self.make_ci("Mail App", self.application), self.make_ci("Storage")
        hosts = [self.make_ci(f"Host {number}") for number in range(2)]
        for host in hosts:
            self.relate(app, host, self.runs_on)
            self.relate(host, storage)
        self.env["service.desk.ci.redundancy"].with_user(self.keeper).create(
            {"ci_id": app.id, "type_id": self.runs_on.id, "need": "count", "need_value": 1}
        )
        self.service.ci_ids = app.sudo()
        analysis = self.make_analysis()
        self.assertEqual(set(analysis.dependency_ids.ci_id.mapped("name")), {"Mail App", "Host 0", "Host 1", "Storage"})
        gaps = analysis.dependency_ids.filtered("has_gap")
        self.assertEqual(set(gaps.ci_id.mapped("name")), {"Mail App", "Storage"})
        plan = self.make_plan(ci_ids=[Command.set(storage.ids)])
        self.assertEqual(analysis.dependency_ids.filtered("has_gap").ci_id, app)
        plan.action_retire()
        self.assertEqual(len(analysis.dependency_ids.filtered("has_gap")), 2)

    def test_the_job_looks_again(self):
        """What relies on what has changed over the day; the list finds what has gaps."""
        analysis = self.make_analysis()
        self.assertFalse(analysis.dependency_ids)
        self.service.depends_on_ids = self.env["service.desk.service"].create({"name": "Network"})
        self.run_job("service.desk.continuity.analysis", "_cron_look")
        self.assertEqual(analysis.gap_count, 1)
        found = self.env["service.desk.continuity.analysis"].search([("dependency_ids.has_gap", "=", True)])
        self.assertIn(analysis.id, found.ids)

    def test_things_of_other_companies_are_not_told(self):
        """A service of all companies may rely on them; names do not cross the border."""
        company, _user = self.make_company()
        theirs = self.env["service.desk.ci"].create(
            {"name": "Theirs", "class_id": self.server.id, "state": "in_use", "company_id": company.id}
        )
        self.service.ci_ids = theirs
        self.assertFalse(self.make_analysis(company_id=self.env.company.id).dependency_ids)

    # -- Rights ----------------------------------------------------------------------------------

    def test_agents_read_and_change_nothing(self):
        """Also a manager of the desk; anybody at the desk may have the graph looked at again."""
        analysis = self.make_analysis(impact_ids=[Command.create({"after_hours": 1})])
        for user in (self.agent, self.manager):
            mine = analysis.with_user(user)
            self.assertEqual(mine.rto_hours, 4)
            self.assertTrue(mine.action_look())
            with self.assertRaises(AccessError):
                mine.rto_hours = 1
            with self.assertRaises(AccessError):
                mine.action_approve()
            with self.assertRaises(AccessError):
                mine.impact_ids.note = "Mine"
            with self.assertRaises(AccessError):
                self.env["service.desk.continuity.analysis"].with_user(user).create({"service_id": self.service.id})

    def test_the_list_of_what_it_relies_on_is_the_desk_s(self):
        """Configuration managers do not write it either."""
        self.service.depends_on_ids = self.env["service.desk.service"].create({"name": "Network"})
        analysis = self.make_analysis()
        with self.assertRaises(AccessError):
            analysis.dependency_ids.is_late = True
        with self.assertRaises(AccessError):
            analysis.dependency_ids.unlink()

    def test_requesters_see_nothing(self):
        """Neither employees nor customers."""
        for name in ("analysis", "impact", "dependency", "plan", "plan.step", "contact", "drill", "invocation"):
            for user in (self.employee, self.portal_a):
                with self.assertRaises(AccessError, msg=(name, user.login)):
                    self.env[f"service.desk.continuity.{name}"].with_user(user).search([])

    def test_companies_are_kept_apart(self):
        """Another company's analyses are not seen, nor pushed over the border."""
        company, other = self.make_company()
        analysis = self.make_analysis(company_id=self.env.company.id)
        found = self.env["service.desk.continuity.analysis"].with_user(other).search([("id", "=", analysis.id)])
        self.assertFalse(found)
        with self.assertRaises(AccessError):
            analysis.company_id = company
        theirs = self.env["service.desk.continuity.analysis"].create(
            {"service_id": self.service.id, "company_id": company.id, "mtpd_hours": 8}
        )
        with self.assertRaises(AccessError):
            self.env["service.desk.continuity.impact"].with_user(self.keeper).create(
                {"analysis_id": theirs.id, "after_hours": 1}
            )

    def test_hours_are_shown_as_they_are_said(self):
        """“RTO (Hours)” 4, not 04:00: on all screens of continuity."""
        for name in ("analysis", "drill", "invocation", "plan"):
            screens = self.env[f"service.desk.continuity.{name}"].with_user(self.agent)
            for kind in ("list", "form", "kanban"):
                self.assertNotIn("float_time", screens.get_view(view_type=kind)["arch"], (name, kind))
