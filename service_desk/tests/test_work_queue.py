"""The order of the queue."""

from datetime import timedelta

from odoo.tests import tagged

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestWorkQueue(ServiceDeskCase):
    def test_what_is_due_first_stands_on_top(self):
        """A promise decides; without one the priority and the age do, and nothing sinks for ever."""
        now = self.env.cr.now().replace(microsecond=0)
        soon = self.make_incident(name="soon", date_due=now + timedelta(minutes=30))
        later = self.make_incident(name="later", date_due=now + timedelta(days=9))
        critical = self.make_incident(name="critical", impact="1", urgency="1")
        planning = self.make_request(name="planning", impact="3", urgency="3")
        queue = self.env["service.desk.work"].with_user(self.agent).search([])
        numbers = [
            row.number
            for row in queue
            if row.number in (soon + later + critical).mapped("number") or row.number == planning.number
        ]
        self.assertEqual(numbers, [soon.number, critical.number, planning.number, later.number])

    def test_what_waits_does_not_stand_in_the_way(self):
        """Without a promise it comes when it goes on, and last when nobody knows when."""
        now = self.env.cr.now().replace(microsecond=0)
        hold = {"state": "pending", "pending_reason_id": self.reason.id}
        endless = self.make_incident(name="endless", impact="1", urgency="1")
        endless.write(hold)
        tomorrow = self.make_incident(name="tomorrow")
        tomorrow.write({**hold, "date_resume": now + timedelta(days=1)})
        promised = self.make_incident(name="promised", date_due=now + timedelta(days=2))
        promised.write(hold)
        active = self.make_incident(name="active", impact="3", urgency="3")
        tickets = endless + tomorrow + promised + active
        rows = self.env["service.desk.work"].with_user(self.agent).search([("number", "in", tickets.mapped("number"))])
        self.assertEqual(rows.mapped("name"), ["tomorrow", "promised", "active", "endless"])

    def rows_of(self, user, records):
        queue = self.env["service.desk.work"].with_user(user)
        return queue.search([("res_model", "=", records._name), ("res_id", "in", records.ids)])

    def test_tasks_say_for_whom_they_are(self):
        """As tickets do; what they stand for is found by the name."""
        request = self.make_request()
        task = self.env["service.desk.task"]._add([{"name": "Unpack", "request_id": request.id}])
        for record in (request, task):
            self.assertEqual(self.rows_of(self.agent, record).requester_name, "test_employee")
        queue = self.env["service.desk.work"].with_user(self.agent)
        found = queue.search([("requester_name", "ilike", "test_empl")])
        self.assertLessEqual(self.rows_of(self.agent, task) | self.rows_of(self.agent, request), found)
        self.assertFalse(queue.search([("requester_name", "=", "test_nobody")]))

    def test_team_behind_no_wall_does_not_learn_for_whom_a_task_is(self):
        """Its part of a walled request is done without the name, which no search tells either."""
        request = self.make_request(self.agent_walled, team_id=self.team_walled.id)
        task = self.env["service.desk.task"]._add(
            [{"name": "Unpack", "request_id": request.id, "team_id": self.team_two.id}]
        )
        row = self.rows_of(self.agent_two, task)
        self.assertEqual(row.name, "Unpack")
        self.assertFalse(row.requester_name)
        self.assertNotIn("test_employee", str(row.read()))
        self.assertFalse(row.search([("requester_name", "ilike", "test"), ("id", "=", row.id)]))
        self.assertEqual(self.rows_of(self.agent_walled, task).requester_name, "test_employee")

    def test_names_in_the_queue_cost_the_same_for_many(self):
        """No query for each row."""
        request = self.make_request()
        costs = []
        for count in (2, 12, 12):
            self.env["service.desk.task"]._add(
                [{"name": str(n), "request_id": self.make_request().id} for n in range(count)]
            )
            rows = self.env["service.desk.work"].with_user(self.agent).search([("res_model", "=", "service.desk.task")])
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows.mapped("requester_name")
            costs.append(self.env.cr.sql_log_count - before)
        self.assertEqual(costs[1], costs[2])
        self.assertTrue(request)

    def test_team_whose_tickets_one_cannot_see_says_so(self):
        """No zero is told where the agent cannot count."""
        team = self.team_two.with_user(self.agent)
        self.assertFalse(team.hides_work)
        self.team_two.is_confidential = True
        self.assertTrue(team.hides_work)
        self.assertFalse(self.team_two.with_user(self.agent_two).hides_work)
        self.assertTrue(self.team_walled.with_user(self.agent).hides_work)
        self.assertFalse(self.team_walled.with_user(self.manager).hides_work)
