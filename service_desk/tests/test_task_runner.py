"""Automatic steps: attempts, back-off, giving up, taking over."""

from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..webhook.errors import WebhookError
from .task_case import TaskCase


class RunnerCase(TaskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["service.desk.task"].search([("kind", "!=", "manual")]).date_next = False
        cls.webhook = cls.env["service.desk.webhook"].create(
            {"name": "Directory", "url": "https://directory.test/hook"}
        )
        cls.hook_plan = cls.make_plan(
            {"name": "Call", "kind": "webhook", "webhook_id": cls.webhook.id, "max_attempts": 3},
            {"name": "After", "after": ["Call"]},
        )

    def run_job(self):
        """The scheduled job, as the server runs it."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("service_desk.cron_tasks").method_direct_trigger()
        self.env.invalidate_all()

    def answer(self, *answers):
        """Let the webhook answer in this order; exceptions are raised."""
        return patch.object(self.registry["service.desk.webhook"], "_send", autospec=True, side_effect=answers)

    def make_due(self, task):
        task.sudo().date_next = self.env.cr.now() - timedelta(minutes=1)


@tagged("post_install", "-at_install")
class TestTaskRunner(RunnerCase):
    def test_step_that_succeeds_is_done_and_logged(self):
        """One attempt, its answer on record, and what waited for it is ready."""
        tasks = self.start(self.hook_plan)
        with self.answer("200 ok") as send:
            self.run_job()
        send.assert_called_once()
        self.assertEqual(self.states(tasks), {"Call": "done", "After": "ready"})
        run = tasks["Call"].run_ids
        self.assertEqual((run.attempt, run.outcome, run.detail), (1, "done", "200 ok"))

    def test_step_that_is_done_is_not_run_again(self):
        """Whatever calls the job how often."""
        task = self.start(self.hook_plan)["Call"]
        with self.answer("200 ok") as send:
            self.run_job()
            self.run_job()
        send.assert_called_once()
        self.assertEqual(task.attempts, 1)

    def test_failed_attempts_wait_twice_as_long_each_time(self):
        """Under the same key, so that the receiver can tell that it is the same work."""
        task = self.start(self.hook_plan)["Call"]
        waits = []
        with self.answer(WebhookError("down"), WebhookError("down"), "200 ok") as send:
            for _attempt in range(2):
                self.run_job()
                waits.append(round((task.date_next - self.env.cr.now()).total_seconds() / 60))
                self.make_due(task)
            self.run_job()
        self.assertEqual(waits, [5, 10])
        self.assertEqual(task.state, "done")
        self.assertEqual({call.args[2] for call in send.call_args_list}, {task.key})
        self.assertEqual(task.run_ids.mapped("outcome"), ["done", "failed", "failed"])

    def test_step_that_fails_too_often_waits_for_a_person(self):
        """The reason stands as its note, the assignee of the ticket hears of it."""
        request = self.make_request(user_id=self.agent.id)
        task = self.start(self.hook_plan, request)["Call"]
        with self.answer(*[WebhookError("down")] * 3):
            for _attempt in range(3):
                self.make_due(task)
                self.run_job()
        self.assertEqual(task.state, "failed")
        self.assertEqual(task.note, "down", "a sentence, without the name of a class")
        self.assertTrue(request.activity_ids)

    def test_retried_step_has_all_its_attempts_again(self):
        """Numbers of attempts go on, none is on record twice."""
        task = self.start(self.hook_plan)["Call"]
        with self.answer(*[WebhookError("down")] * 4, "200 ok"):
            for _attempt in range(3):
                self.make_due(task)
                self.run_job()
            task.action_retry()
            self.run_job()
            self.assertEqual(task.state, "in_progress")
            self.make_due(task)
            self.run_job()
        self.assertEqual(task.state, "done")
        self.assertEqual(task.run_ids.mapped("attempt"), [5, 4, 3, 2, 1])

    def test_person_takes_over_what_failed(self):
        """It is done by hand then, and the job leaves it alone."""
        tasks = self.start(self.hook_plan)
        task = tasks["Call"]
        with self.answer(WebhookError("down")) as send:
            self.run_job()
            with self.assertRaisesRegex(UserError, "[Tt]ake it over"):
                task.action_done()
            task.action_take_over("called them by phone")
            self.make_due(task)
            self.run_job()
        send.assert_called_once()
        self.assertEqual((task.kind, task.state, task.user_id), ("manual", "in_progress", self.agent))
        task.action_done()
        self.assertEqual(tasks["After"].state, "ready")

    def test_answer_after_the_step_was_given_up_changes_nothing(self):
        """It is on record as too late."""
        task = self.start(self.hook_plan)["Call"]
        run = self.env["service.desk.task"]._claim()
        task.action_skip("not needed")
        task.sudo()._finish_attempt(run, "200 ok")
        self.assertEqual((task.state, run.outcome), ("cancelled", "overtaken"))

    def test_claimed_step_is_not_claimed_again_before_its_time(self):
        """Then the attempt is taken for lost with its server, and another one begins."""
        task = self.start(self.hook_plan)["Call"].sudo()
        first = task._claim()
        self.assertFalse(task._claim())
        self.make_due(task)
        second = task._claim()
        self.assertEqual((first.outcome, second.attempt), ("lost", 2))
        self.assertEqual(first.key, second.key)

    def test_step_that_stops_the_server_each_time_is_given_up(self):
        """It does not take the desk down for ever."""
        task = self.start(self.hook_plan)["Call"].sudo()
        for _attempt in range(3):
            self.assertTrue(task._claim())
            self.make_due(task)
        self.assertFalse(task._claim())
        self.assertEqual(task.state, "failed")

    def test_effect_and_result_in_the_database_are_one(self):
        """What an action wrote before it failed is gone, also when it fails each time."""
        action = self.make_action(
            "service.desk.request",
            "record.write({'name': record.name + '!'})\nif record.name != 'Screen!!': raise UserError('no')",
        )
        plan = self.make_plan({"name": "Rename", "kind": "server_action", "server_action_id": action.id})
        request = self.make_request(name="Screen")
        task = self.start(plan, request)["Rename"]
        self.run_job()
        self.assertEqual((task.run_ids.outcome, request.name), ("failed", "Screen"))
        request.name = "Screen!"
        self.make_due(task)
        self.run_job()
        self.assertEqual((task.state, request.name), ("done", "Screen!!"))

    def test_action_about_something_else_fails_with_a_sentence(self):
        """Nothing is guessed."""
        action = self.make_action("res.partner", "record.write({'name': 'x'})")
        plan = self.make_plan({"name": "Odd", "kind": "server_action", "server_action_id": action.id})
        task = self.start(plan)["Odd"]
        self.run_job()
        self.assertIn("there is none here", task.run_ids.detail)

    def test_step_opens_another_ticket_for_the_same_requester(self):
        """As a child of the request it helps to fulfill."""
        plan = self.make_plan({"name": "Order a desk", "kind": "record", "record_process": "service.desk.request"})
        request = self.make_request()
        task = self.start(plan, request)["Order a desk"]
        self.run_job()
        self.assertEqual(task.state, "done")
        child = request.child_ids
        self.assertEqual((child.name, child.requester_id), ("Order a desk", request.requester_id))
        self.assertIn(child.number, task.run_ids.detail)

    def test_step_orders_an_item_for_the_same_person(self):
        """By the one door for orders, below the request it helps to fulfill."""
        item = self.env["service.desk.catalog.item"].create({"name": "Monitor", "audience": "all"})
        item.action_publish()
        plan = self.make_plan({"name": "Screen", "kind": "record", "record_item_id": item.id})
        request = self.make_request()
        task = self.start(plan, request)["Screen"]
        self.run_job()
        self.assertEqual(task.state, "done", task.run_ids.detail)
        child = request.child_ids
        self.assertEqual((child.item_id, child.requester_id), (item, request.requester_id))

    def test_item_whose_plan_orders_itself_is_ordered_once(self):
        """A slip in a plan does not fill the desk with orders; the step fails with a sentence."""
        item = self.env["service.desk.catalog.item"].create({"name": "Monitor", "audience": "all"})
        item.action_publish()
        item.plan_id = self.make_plan(
            {"name": "Once more", "kind": "record", "record_item_id": item.id, "max_attempts": 1}
        )
        request = item.with_user(self.employee)._place_order([{"item_id": item.id}])[0].sudo()
        self.run_job()
        self.assertEqual(request.task_ids.state, "failed")
        self.assertIn("never end", request.task_ids.note)
        self.assertFalse(request.child_ids)

    def test_payload_is_filled_with_facts(self):
        """Answers keep their type where they stand alone, and cannot break out of their place."""
        step = self.hook_plan.template_ids[0]
        step.payload = '{"user": "{{requester.email}}", "size": "{{answers.size}}", "why": "for {{answers.why}}"}'
        self.start(self.hook_plan, answers={"size": 7, "why": '", "admin": true'})
        with self.answer("200 ok") as send:
            self.run_job()
        self.assertEqual(
            send.call_args.args[1],
            {"user": self.employee.email, "size": 7, "why": 'for ", "admin": true'},
        )

    def test_broken_payload_is_refused_where_it_is_written(self):
        """Not when somebody waits for it."""
        with self.assertRaisesRegex(UserError, "JSON"):
            self.hook_plan.template_ids[0].payload = "{'a': 1}"

    def test_answers_stay_with_those_who_may_see_them(self):
        """What was ordered is kept for the call; agents of other teams do not read it there."""
        task = self.start(self.hook_plan, answers={"size": 7})["Call"]
        for name in ("answers", "payload", "server_action_id"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                task.read([name])

    def test_left_behind_task_becomes_ready(self):
        """Should anything have kept a waiting task from its turn, the job finds it."""
        tasks = self.start()
        self.env.flush_all()
        self.env.cr.execute("UPDATE service_desk_task SET state = 'done' WHERE id = %s", [tasks["Prepare"].id])
        self.env.invalidate_all()
        self.run_job()
        self.assertEqual((tasks["Install"].state, tasks["Connect"].state), ("ready", "ready"))
