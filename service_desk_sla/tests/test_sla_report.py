"""Achievement: what the figures count, and who may see them."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .achievement_case import AchievementCase


@tagged("post_install", "-at_install")
class TestSlaReport(AchievementCase):
    def rows(self, user=None, domain=()):
        report = self.env["service.desk.sla.report"].with_user(user or self.agent)
        return report.search([("service_id", "=", self.service.id), *domain])

    def totals(self, user=None):
        report = self.env["service.desk.sla.report"].with_user(user or self.agent)
        [row] = report._read_group(
            [("service_id", "=", self.service.id)],
            [],
            ["__count", "met_count:sum", "breached_count:sum", "met_rate:avg", "overrun_hours:avg"],
        )
        return row

    # -- What is counted -------------------------------------------------------------------------

    def test_ended_promises_are_counted_as_met_or_breached(self):
        """Two of three in time are two thirds; by how much is told of the late one."""
        self.incident(resolved="2026-03-02 11:00")
        self.incident(resolved="2026-03-02 12:00")
        self.incident(resolved="2026-03-02 15:00")
        count, met, breached, rate, over = self.totals()
        self.assertEqual((count, met, breached, over), (3, 2, 1, 3.0))
        self.assertAlmostEqual(rate, 66.667, 3)

    def test_open_promise_in_time_is_neither_met_nor_breached(self):
        """Nobody knows yet: it stays out of the rate."""
        self.incident(resolved="2026-03-02 15:00")
        self.incident()
        self.assertEqual(self.totals()[:4], (2, 0, 1, 0.0))

    def test_open_promise_that_is_late_counts_as_breached(self):
        """It cannot be met any more."""
        incident = self.incident()
        self.wall("2026-03-02 13:00")
        self.run_job()
        row = self.rows()
        self.assertEqual((row.outcome, row.breached_count, row.number), ("breached", 1, incident.number))
        self.assertFalse(row.date_end)
        self.assertFalse(row.overrun_hours)

    def test_broken_promise_that_was_replaced_is_found_and_not_counted(self):
        """A change of priority ends the old promise; the new one is what counts."""
        self.policy.target_ids = [(0, 0, {"metric": "resolution", "priority": "1", "minutes": 60})]
        incident = self.incident(impact="1", urgency="1")
        self.wall("2026-03-02 11:30")
        self.run_job()
        incident.write({"impact": "3", "urgency": "3"})
        self.assertEqual(sorted(self.rows().mapped("outcome")), ["cancelled", "open"])
        self.assertEqual(self.totals()[1:3], (0, 0))

    def test_cancelled_ticket_leaves_no_row(self):
        """What was given up in time promised nothing in the end."""
        self.incident().with_user(self.manager).write({"state": "cancelled", **self.solution})
        self.assertFalse(self.rows())

    def test_hours_used_and_stood_still_are_working_hours(self):
        """On hold from 11 to 12, resolved at 12:30 after 10."""
        incident = self.incident()
        self.wall("2026-03-02 11:00")
        incident.action_take()
        self.hold(incident)
        self.wall("2026-03-02 12:00")
        self.resume(incident)
        self.wall("2026-03-02 12:30")
        self.resolve(incident)
        row = self.rows()
        self.assertEqual((row.used_hours, row.paused_hours, row.outcome), (1.5, 1.0, "met"))

    def test_month_is_that_in_which_it_was_decided(self):
        """A promise is kept when it ends and broken when it is late; an open one counts from its start."""
        self.incident("2026-02-27 16:00", resolved="2026-03-02 09:30")
        self.incident("2026-02-27 10:00", resolved="2026-03-02 09:30")
        self.incident("2026-02-27 16:30")
        report = self.env["service.desk.sla.report"].with_user(self.agent)
        groups = report._read_group(
            [("service_id", "=", self.service.id)],
            ["date:month"],
            ["met_count:sum", "breached_count:sum", "__count"],
            order="date:month",
        )
        self.assertEqual([(month.month, *counts) for month, *counts in groups], [(2, 0, 1, 2), (3, 1, 0, 1)])

    def test_task_has_a_row_with_its_ticket_s_service(self):
        """A team's part is measured with what it was for."""
        self.make_policy(60, process="service.desk.task")
        task = self.make_task()
        row = self.rows(domain=[("res_model", "=", "service.desk.task")])
        self.assertEqual((row.res_id, row.number, row.team_id), (task.id, task.number, self.team_two))
        self.assertEqual(row.action_open()["res_model"], "service.desk.task")

    def make_task(self, **ticket):
        request = self.make_request(service_id=self.service.id, **ticket)
        self.env["service.desk.task"].create(
            {"name": "Cable", "request_id": request.id, "team_id": self.team_two.id}
        )
        return request.task_ids

    # -- Who sees them ---------------------------------------------------------------------------

    def test_agent_sees_no_row_of_a_walled_team(self):
        """Neither by search, nor by count, nor in a group, nor in an export."""
        self.incident(team_id=self.team_walled.id, user=self.agent_walled)
        self.assertTrue(self.rows(self.agent_walled))
        self.assertFalse(self.rows(self.agent))
        self.assertEqual(self.totals()[0], 0)
        self.agent.group_ids += self.env.ref("base.group_allow_export")
        row = self.rows(self.agent_walled).with_user(self.agent)
        with self.assertRaises(AccessError):
            row.read(["number"])
        with self.assertRaises(AccessError):
            row.export_data(["number"])

    def test_agent_sees_no_row_of_a_confidential_ticket_of_another_team(self):
        """Confidential is for its team alone."""
        self.incident(team_id=self.team_two.id).sudo().is_confidential = True
        self.assertFalse(self.rows(self.agent))
        self.assertTrue(self.rows(self.agent_two))

    def test_task_of_a_walled_ticket_does_not_tell_what_it_is_about(self):
        """Its own team measures its work, and learns nothing of the ticket behind it."""
        self.make_policy(60, process="service.desk.task")
        self.make_task().request_id.sudo().team_id = self.team_walled
        domain = [("res_model", "=", "service.desk.task"), ("team_id", "=", self.team_two.id)]
        report = self.env["service.desk.sla.report"].with_user(self.agent_two)
        row = report.search(domain, limit=1, order="id desc")
        self.assertEqual(row.number[:2], "TS")
        self.assertFalse(row.service_id or row.customer_id)

    def test_agent_of_another_company_sees_nothing(self):
        """Companies do not look into each other."""
        _company, stranger = self.make_company()
        self.incident()
        self.assertFalse(self.rows(stranger))

    def test_requesters_see_nothing(self):
        """Employees and portal users have no business here, by whatever way."""
        self.incident()
        for user in (self.employee, self.portal_a):
            with self.assertRaises(AccessError):
                self.rows(user)
            with self.assertRaises(AccessError):
                self.totals(user)

    def test_nobody_writes_figures(self):
        """Not even a manager."""
        self.incident()
        with self.assertRaises(AccessError):
            self.rows(self.manager).write({"met_count": 1})
