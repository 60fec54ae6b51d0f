"""Promises about tasks: time runs from the moment in which the work can begin."""

from datetime import timedelta

from odoo.tests import tagged

from .clock_case import ClockCase


@tagged("post_install", "-at_install")
class TestClockTasks(ClockCase):
    def setUp(self):
        super().setUp()
        self.policy = self.make_policy(240, process="service.desk.task")
        self.request = self.make_request()

    def make_task(self, name="Unpack", **values):
        return self.env["service.desk.task"].sudo()._add(
            [{"name": name, "request_id": self.request.id, "team_id": self.team_one.id, **values}]
        ).with_user(self.agent)

    def test_task_that_can_begin_has_a_clock(self):
        """And the task is due when the clock is."""
        task = self.make_task()
        self.assertEqual(self.due(task), "2026-03-02 14:00")
        self.assertEqual(self.shown(task.date_due), "2026-03-02 14:00")
        self.assertFalse(self.request.sudo().clock_ids)

    def test_waiting_task_is_promised_nothing_yet(self):
        """Its time begins when the one before it has ended."""
        first = self.make_task("Order")
        second = self.make_task("Unpack", predecessor_ids=[(6, 0, first.ids)])
        self.assertFalse(second.sudo().clock_ids)
        self.wall("2026-03-02 12:00")
        first.action_done("It is here")
        self.assertEqual(self.clock(first).elapsed, 2 * 3600)
        self.assertEqual(self.due(second), "2026-03-02 16:00")

    def test_waiting_ticket_does_not_stop_the_work_on_its_tasks(self):
        """The requester is asked about something else."""
        task = self.make_task()
        self.request.write({"state": "pending", "pending_reason_id": self.reason.id})
        self.assertEqual(self.clock(task).state, "running")

    def test_skipped_task_is_neither_kept_nor_missed(self):
        """Nobody waits for it."""
        task = self.make_task()
        task.sudo().write({"state": "cancelled", "note": "Not needed"})
        self.assertEqual(task.sudo().clock_ids.mapped("state"), ["cancelled"])

    def test_failed_task_is_still_to_be_done(self):
        """It is for a person now, and its time runs on."""
        task = self.make_task()
        task.sudo().write({"state": "failed", "note": "No answer"})
        self.assertEqual(self.clock(task).state, "running")

    def test_plans_own_date_stands(self):
        """A clock measures the task beside it and does not overwrite the plan."""
        later = self.env.cr.now() + timedelta(days=2)
        task = self.make_task(date_due=later)
        self.assertEqual(task.date_due, later)
        self.assertEqual(self.due(task), "2026-03-02 14:00")
        self.wall("2026-03-02 11:00")
        task.action_start()
        self.policy.target_ids.minutes = 60
        task.sudo().team_id = self.team_two
        self.assertEqual(task.date_due, later)

    def test_date_that_somebody_gives_a_task_stands(self):
        """Until then it was the clock's, and it was nobody's word."""
        task = self.make_task()
        later = self.env.cr.now() + timedelta(days=2)
        task.write({"date_due": later})
        task.action_start()
        task.sudo().team_id = self.team_two
        self.assertEqual(task.date_due, later)

    def test_part_of_a_team_ends_when_another_team_does_the_task(self):
        """An operational level measures the team that has it."""
        self.policy.active = False
        self.make_policy(240, process="service.desk.task", kind="ola")
        task = self.make_task()
        self.wall("2026-03-02 11:00")
        task.sudo().team_id = self.team_two
        self.wall("2026-03-02 12:00")
        task.sudo().write({"state": "done"})
        spent = {clock.team_id: clock.elapsed for clock in task.sudo().clock_ids}
        self.assertEqual(spent, {self.team_one: 3600, self.team_two: 3600})

    def test_clocks_of_tasks_are_seen_by_those_who_see_the_tasks(self):
        """Nobody else, by search or by id."""
        task = self.make_task(team_id=self.team_walled.id)
        self.request.sudo().team_id = self.team_walled
        clocks = self.env["service.desk.sla.clock"]
        mine = [("task_id", "=", task.id)]
        self.assertFalse(clocks.with_user(self.agent).search(mine))
        self.assertTrue(clocks.with_user(self.agent_walled).search(mine))
