"""Plans become tasks, in their order."""

from datetime import datetime, timedelta
from unittest.mock import patch

from lxml import etree

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .task_case import TaskCase


@tagged("post_install", "-at_install")
class TestTaskPlan(TaskCase):
    def test_started_plan_makes_tasks_of_which_the_first_is_ready(self):
        """What waits for nothing is ready, the rest waits; everything is numbered."""
        tasks = self.start()
        self.assertEqual(
            self.states(tasks),
            {"Prepare": "ready", "Install": "waiting", "Connect": "waiting", "Hand over": "waiting"},
        )
        self.assertTrue(all(task.number.startswith("TSK") for task in tasks.values()))
        self.assertEqual(tasks["Hand over"].predecessor_ids, tasks["Install"] | tasks["Connect"])

    def test_ready_task_is_due_after_its_hours(self):
        """Hours count from the moment in which a task can begin, in the team's working time."""
        self.team_one.resource_calendar_id = self.nine_to_five()
        with self.at("2026-06-05 15:00:00"):  # a Friday
            task = self.start()["Prepare"]
        self.assertEqual(task.date_due, datetime(2026, 6, 8, 11))

    def test_calendar_without_working_time_counts_by_the_clock(self):
        """No setting leaves a task without its due time."""
        self.team_one.resource_calendar_id = self.nine_to_five()
        self.team_one.resource_calendar_id.attendance_ids.unlink()
        task = self.start()["Prepare"]
        self.assertEqual(task.date_due, task.date_ready + timedelta(hours=4))

    def nine_to_five(self):
        """Monday to Friday from nine to five, in UTC."""
        days = [(0, 0, {"name": str(day), "dayofweek": str(day), "hour_from": 9, "hour_to": 17}) for day in range(5)]
        values = {"name": "Nine to five", "tz": "UTC", "company_id": False}
        return self.env["resource.calendar"].create({**values, "attendance_ids": [(5,), *days]})

    def at(self, moment):
        """The transaction's time is this one, which nothing else freezes."""
        return patch.object(type(self.env.cr), "now", lambda cursor: datetime.fromisoformat(moment))

    def test_task_due_from_the_promise_counts_back_from_it(self):
        """Negative hours lie before the promise, known from the start."""
        self.team_one.resource_calendar_id = self.nine_to_five()
        promise = datetime(2099, 6, 8, 11)  # a Monday
        plan = self.make_plan({"name": "Order", "due_hours": -4, "due_from": "promise", "team_id": self.team_one.id})
        task = self.start(plan, date_due=promise)["Order"]
        self.assertEqual(task.date_due, datetime(2099, 6, 5, 15))

    def test_waiting_task_says_after_what_it_begins(self):
        """Whoever drags it into the next column learns why it stays."""
        tasks = self.start()
        with self.assertRaisesRegex(UserError, f"begins after {tasks['Prepare'].number} Prepare"):
            tasks["Install"].with_user(self.manager).write({"state": "in_progress"})

    def test_what_has_ended_counts_no_hours(self):
        """Wherever hours are counted, done and cancelled tasks show none."""
        task = self.start()["Prepare"]
        for kind in ("list", "kanban", "form"):
            arch = etree.fromstring(task.get_view(view_type=kind)["arch"])
            counting = arch.xpath("//field[@widget='service_desk_due']")
            self.assertTrue(counting)
            for field in counting:
                self.assertIn("'done', 'cancelled'", field.get("invisible", ""))

    def test_step_without_due_time_shows_none(self):
        """An empty place in the list of steps, instead of midnight."""
        arch = etree.fromstring(self.plan.get_view(view_type="form")["arch"])
        (field,) = arch.xpath("//list/field[@name='due_hours']")
        self.assertEqual(field.get("invisible"), "not due_hours and due_from == 'ready'")

    def test_task_begins_when_all_predecessors_have_ended(self):
        """Both must be over, in whichever order."""
        tasks = self.start()
        tasks["Prepare"].action_done()
        self.assertEqual((tasks["Install"].state, tasks["Connect"].state), ("ready", "ready"))
        tasks["Connect"].with_user(self.agent_two).action_done("cable 7")
        self.assertEqual(tasks["Hand over"].state, "waiting")
        tasks["Install"].with_user(self.agent_two).action_skip("came installed")
        self.assertEqual(tasks["Hand over"].state, "ready")

    def test_last_task_tells_the_ticket_once(self):
        """The ticket hears of the end when nothing is open any more, and never before."""
        request = self.make_request()
        tasks = self.start(ticket=request)
        ended = []
        with patch.object(
            self.registry["service.desk.request"],
            "_tasks_ended",
            lambda ticket, tasks: ended.append((ticket, len(tasks))),
        ):
            for name in ("Prepare", "Install", "Connect"):
                tasks[name].action_done()
                self.assertFalse(ended)
            tasks["Hand over"].action_done()
        self.assertEqual(ended, [(request, 4)])
        self.assertEqual((request.open_task_count, request.task_progress), (0, 100))

    def test_plan_whose_tasks_are_open_is_not_started_twice(self):
        """A second start returns the tasks that are there."""
        request = self.make_request()
        self.assertEqual(request._start_plan(self.plan), request._start_plan(self.plan))
        self.assertEqual(request.task_count, 4)

    def test_step_whose_condition_does_not_hold_is_left_out(self):
        """Who waited for it waits for what it would have waited for."""
        plan = self.make_plan(
            {"name": "Order"},
            {
                "name": "Engrave",
                "after": ["Order"],
                "condition_code": "engraving",
                "condition_operator": "is",
                "condition_value": "yes",
            },
            {"name": "Hand over", "after": ["Engrave"]},
        )
        tasks = self.start(plan, answers={"engraving": False})
        self.assertEqual(set(tasks), {"Order", "Hand over"})
        self.assertEqual(tasks["Hand over"].predecessor_ids, tasks["Order"])
        self.assertIn("Engrave", self.start(plan, answers={"engraving": True}))

    def test_plan_without_a_step_that_applies_ends_at_once(self):
        """The ticket goes on, since there is nothing to wait for."""
        plan = self.make_plan({"name": "Engrave", "condition_code": "x", "condition_operator": "is_set"})
        with patch.object(self.registry["service.desk.request"], "_tasks_ended") as ended:
            self.start(plan)
        ended.assert_called_once()

    def test_steps_that_wait_for_one_another_are_refused(self):
        """A plan that could never end cannot be written."""
        first, second = self.plan.template_ids[:2]
        with self.assertRaisesRegex(ValidationError, "for ever"):
            first.predecessor_ids = second

    def test_step_waits_for_steps_of_its_own_plan_only(self):
        """Another plan's steps would never end."""
        other = self.make_plan({"name": "Elsewhere"})
        with self.assertRaises(ValidationError):
            self.plan.template_ids[0].predecessor_ids = other.template_ids

    def test_copied_plan_has_the_same_order(self):
        """Steps of the copy wait for those of the copy."""
        copied = self.plan.copy()
        last = copied.template_ids[-1]
        self.assertEqual(set(last.predecessor_ids.mapped("name")), {"Install", "Connect"})
        self.assertEqual(last.predecessor_ids.plan_id, copied)

    def test_editing_a_plan_changes_no_task(self):
        """A task keeps what it began with."""
        task = self.start()["Prepare"]
        self.plan.template_ids[0].write({"name": "Something else", "is_required": False})
        self.assertEqual((task.name, task.is_required), ("Prepare", True))

    def test_plan_costs_as_many_queries_for_many_steps(self):
        """Tasks are made, numbered and ordered together."""

        def started(count):
            plan = self.make_plan(
                {"name": "0"}, *({"name": str(place), "after": [str(place - 1)]} for place in range(1, count))
            )
            request = self.make_request()
            return self.queries(lambda: request._start_plan(plan))

        self.assert_same_queries(started, 4, 20)

    def test_ending_many_tasks_takes_no_more_queries_than_few(self):
        """Successors, tickets and their counters are looked after together."""

        def ended(count):
            request = self.make_request()
            tasks = self.env["service.desk.task"].create(
                [{"name": str(place), "request_id": request.id} for place in range(count + 1)]
            )
            return self.queries(tasks[:count].with_user(self.agent).action_done)

        self.assert_same_queries(ended, 3, 20)

    def test_drawing_has_each_step_right_of_what_it_waits_for(self):
        """On the plan, and on the ticket with states and people."""
        names = [["Prepare"], ["Install", "Connect"], ["Hand over"]]
        request = self.make_request()
        self.start(ticket=request)
        for drawing in (self.plan.plan_timeline, request.with_user(self.agent).task_timeline):
            self.assertEqual([[step["name"] for step in column] for column in drawing], names)


@tagged("post_install", "-at_install")
class TestTaskDoor(TaskCase):
    def test_failed_task_holds_up_what_waits_for_it(self):
        """The team of the ticket hears of it, and retrying opens the way again."""
        request = self.make_request(user_id=self.agent.id)
        tasks = self.start(ticket=request)
        tasks["Prepare"].action_fail("no laptop in stock")
        self.assertEqual(tasks["Install"].state, "waiting")
        self.assertIn("no laptop in stock", request.activity_ids.summary)
        tasks["Prepare"].action_retry()
        tasks["Prepare"].action_done()
        self.assertEqual(tasks["Install"].state, "ready")

    def test_step_nobody_needs_holds_up_nothing(self):
        """When it fails it is given up."""
        plan = self.make_plan({"name": "Sticker", "is_required": False}, {"name": "Pack", "after": ["Sticker"]})
        tasks = self.start(plan)
        tasks["Sticker"].action_fail("printer is out of ink")
        self.assertEqual(self.states(tasks), {"Sticker": "cancelled", "Pack": "ready"})

    def test_failing_and_skipping_need_a_reason(self):
        """Colleagues must know why."""
        task = self.make_task()
        for verb in (task.action_fail, task.action_skip):
            with self.assertRaisesRegex(UserError, "Note"):
                verb("  ")

    def test_waiting_task_cannot_be_started_or_done(self):
        """The order is not a suggestion."""
        task = self.start()["Install"]
        for verb in (task.action_start, task.action_done):
            with self.assertRaises(UserError):
                verb()

    def test_whoever_starts_what_nobody_has_takes_it(self):
        """And is stamped as the one who began."""
        task = self.make_task()
        task.action_start()
        self.assertEqual((task.state, task.user_id), ("in_progress", self.agent))
        self.assertTrue(task.date_start)

    def test_task_of_a_colleague_is_not_taken(self):
        """The sentence says who has it."""
        task = self.make_task(user_id=self.agent_two.id)
        with self.assertRaisesRegex(UserError, self.agent_two.name):
            task.action_take()

    def test_ended_task_is_final(self):
        """Nothing is done twice."""
        task = self.make_task()
        task.action_done()
        for verb in (task.action_done, task.action_start, task.action_retry, task.action_take_over):
            with self.assertRaises(UserError):
                verb()

    def test_added_predecessor_makes_a_ready_task_wait_again(self):
        """And it becomes ready once more when that has ended."""
        request = self.make_request()
        first, second = self.make_task(request), self.make_task(request)
        self.assertEqual(second.state, "ready")
        second.predecessor_ids = first
        self.assertEqual(second.state, "waiting")
        first.action_done()
        self.assertEqual(second.state, "ready")

    def test_tasks_of_two_tickets_do_not_wait_for_each_other(self):
        """An order leads through one ticket."""
        with self.assertRaises(ValidationError):
            self.make_task(predecessor_ids=self.make_task().ids)

    def test_cancelled_ticket_cancels_its_tasks_and_goes_no_further(self):
        """Nobody works on what nobody wants; the end of the tasks is no news then."""
        request = self.make_request()
        tasks = self.start(ticket=request)
        with patch.object(self.registry["service.desk.request"], "_tasks_ended") as ended:
            request.write({"state": "cancelled", "resolution": "<p>Not wanted.</p>"})
        ended.assert_not_called()
        self.assertEqual(set(self.states(tasks).values()), {"cancelled"})

    def test_ticket_with_open_tasks_cannot_be_fulfilled_by_hand(self):
        """What was promised must be done or left out first."""
        request = self.make_request()
        task = self.make_task(request)
        request.action_start()
        with self.assertRaisesRegex(UserError, "open tasks"):
            request.write({"state": "fulfilled", "resolution": "<p>Done.</p>"})
        task.action_done()
        request.write({"state": "fulfilled", "resolution": "<p>Done.</p>"})

    def test_queue_shows_what_can_be_done(self):
        """Ready, begun and failed tasks stand in the queue, waiting ones do not."""
        tasks = self.start()
        queue = self.env["service.desk.work"].with_user(self.agent)
        rows = queue.search([("res_model", "=", "service.desk.task"), ("name", "in", list(tasks))])
        self.assertEqual(rows.mapped("name"), ["Prepare"])
        self.assertEqual(rows.action_open()["res_id"], tasks["Prepare"].id)
        rows.action_take()
        self.assertEqual(tasks["Prepare"].user_id, self.agent)

    def test_tickets_are_counted_without_their_tasks(self):
        """A team's open tickets stay the same when one of them gets tasks."""
        before = self.team_one.open_count
        request = self.make_request(team_id=self.team_one.id)
        self.make_task(request)
        self.team_one.invalidate_recordset()
        self.assertEqual(self.team_one.open_count, before + 1)

    def test_timeline_tells_names_and_states_of_what_is_shown(self):
        """Requesters learn how far it is, and nothing else."""
        request = self.make_request()
        tasks = self.start(ticket=request)
        tasks["Install"].is_shown = False
        tasks["Prepare"].action_done("secret note")
        steps = request.with_user(self.employee)._portal_timeline()
        self.assertEqual(
            [(step["name"], step["state"]) for step in steps],
            [("Prepare", "done"), ("Connect", "in_progress"), ("Hand over", "waiting")],
        )
        self.assertNotIn("secret note", str(steps))

    def test_step_that_waits_for_an_earlier_waiting_step_stays_put(self):
        """The end of one predecessor does not begin another one that still waits itself."""
        plan = self.make_plan(
            {"name": "A"},
            {"name": "B"},
            {"name": "C", "after": ["B"]},
            {"name": "D", "after": ["A", "B", "C"]},
        )
        tasks = self.start(plan)
        tasks["A"].action_done()
        self.assertEqual((tasks["C"].state, tasks["D"].state), ("waiting", "waiting"))

    # -- Whose turn it is ------------------------------------------------------------------------

    def told(self, task):
        """Whom the desk has told about a task."""
        notices = self.env["mail.message"].search([("model", "=", task._name), ("res_id", "=", task.id)])
        return notices.notified_partner_ids

    def test_person_hears_when_their_turn_comes(self):
        """Not before: what cannot begin is no work yet."""
        tasks = self.start(
            self.make_plan({"name": "Pack"}, {"name": "Send", "after": ["Pack"], "user_id": self.agent_two.id})
        )
        self.assertFalse(self.told(tasks["Send"]))
        tasks["Pack"].action_done()
        self.assertEqual(self.told(tasks["Send"]), self.agent_two.partner_id)

    def test_person_hears_of_a_task_that_is_handed_to_them(self):
        """Once, by whoever hands it over; the same person written again is no news."""
        task = self.make_task()
        task.user_id = self.agent_two
        task.user_id = self.agent_two
        self.assertEqual(self.told(task), self.agent_two.partner_id)
        notices = [("model", "=", task._name), ("res_id", "=", task.id)]
        self.assertEqual(self.env["mail.message"].search_count(notices), 1)

    def test_own_doing_is_no_news(self):
        """Who takes a task, or ends one before their own, knows."""
        task = self.make_task()
        task.action_start()
        other = self.make_task(user_id=self.agent.id)
        self.assertFalse(self.told(task) | self.told(other))
