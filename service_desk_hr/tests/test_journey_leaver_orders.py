from odoo.exceptions import AccessError, ValidationError
from odoo.tests import HttpCase, tagged

from .leaver_case import LeaverCase


@tagged("post_install", "-at_install")
class TestJourneyLeaverOrders(LeaverCase, HttpCase):
    """What is ordered because somebody leaves is told to everybody but them."""

    def test_order_is_the_managers(self):
        """It names whom it is about, and the manager hears of it."""
        nina = self.make_employee("Nina Next", user_id=self.employee.id)
        order = self.line(self.start("leaver", nina), "Phone").request_id
        self.assertEqual((order.requester_id, order.name), (self.boss.partner_id, "Collect the phone: Nina Next"))
        self.assertIn(self.boss.partner_id, order.message_partner_ids)
        self.assertNotIn(self.employee.partner_id, order.message_partner_ids)
        self.assertTrue(order.with_user(self.agent).has_access("read"))

    def test_title_of_an_agents_order_names_nobody(self):
        """It stands in reports, too; who opens the order reads whom it is about."""
        order = self.order()
        self.assertEqual(order.name, "Collect the phone")
        self.assertIn("Leo Leaver", order.with_user(self.agent).description)
        self.env.flush_all()
        for name, row in (("service.desk.report", [("number", "=", order.number)]), ("service.desk.request", [])):
            found = self.env[name].with_user(self.user).search(row or [("id", "=", order.id)])
            self.assertNotIn("Leo", "".join(found.mapped("name")))

    def test_leaver_gets_none_of_it_to_do(self):
        """Neither in turn nor to approve."""
        self.team_one.write({"assignment_method": "round_robin", "member_ids": [(6, 0, self.user.ids)]})
        step = {"name": "Both", "approver_kind": "users", "user_ids": [(6, 0, (self.user | self.owner).ids)]}
        self.item.approval_policy_id = self.env["service.desk.approval.policy"].create(
            {"name": "Both", "step_ids": [(0, 0, step)]}
        )
        order = self.order()
        self.assertFalse(order.user_id)
        self.assertEqual(self.waiting(order).decision_ids.approver_id, self.owner)

    def test_leaver_gets_none_of_it_later(self):
        """Another team's turn passes them over, too; alone in it, nobody gets the order."""
        order = self.order()
        self.team_two.write({"assignment_method": "round_robin", "member_ids": [(6, 0, self.user.ids)]})
        order.with_user(self.agent).write({"team_id": self.team_two.id})
        self.assertEqual((order.team_id, order.user_id.id), (self.team_two, False))
        self.team_walled.write({"assignment_method": "least_open", "member_ids": [(4, self.user.id)]})
        order.write({"team_id": self.team_walled.id})
        self.assertEqual(order.user_id, self.agent_walled)

    def test_leaver_finds_nothing_that_hangs_on_it(self):
        """Work, answers, history, articles, approvals and their votes, attempts of tasks; colleagues do."""
        self.item.question_ids = [(0, 0, {"name": "Number", "code": "number", "kind": "text"})]
        self.leaving.step_ids.answer_ids = [(0, 0, {"code": "number", "value": "0475"})]
        step = {"name": "Desk", "approver_kind": "users", "user_ids": [(6, 0, (self.user | self.agent).ids)]}
        self.item.approval_policy_id = self.env["service.desk.approval.policy"].create(
            {"name": "Desk", "step_ids": [(0, 0, step)]}
        )
        order = self.order()
        own = {"request_id": order.id}
        task = self.env["service.desk.task"]._add(
            [{"name": "Fetch", "company_id": order.company_id.id, "team_id": self.team_one.id, **own}]
        )
        article = self.env["service.desk.article"].create({"name": "Phones"})
        self.env["service.desk.worklog"].create({"name": "Asked Leo", "minutes": 5, **own})
        self.env["service.desk.article.use"].create({"article_id": article.id, "kind": "linked", **own})
        attempt = {"task_id": task.id, "key": "k", "attempt": 1, "outcome": "done", "date_start": self.env.cr.now()}
        self.env["service.desk.task.run"].create(attempt)
        self.env.flush_all()
        approval = [("approval_id.request_id", "=", order.id)]
        rows = {
            "service.desk.worklog": [("request_id", "=", order.id)],
            "service.desk.answer": [("request_id", "=", order.id)],
            "service.desk.transition": [("request_id", "=", order.id)],
            "service.desk.article.use": [("request_id", "=", order.id)],
            "service.desk.approval": [("request_id", "=", order.id)],
            "service.desk.approval.decision": approval,
            "service.desk.approval.log": approval,
            "service.desk.task.run": [("task_id", "=", task.id)],
        }
        for name, domain in rows.items():
            with self.subTest(model=name):
                row = self.env[name].search(domain, limit=1)
                self.assertTrue(row.with_user(self.agent).has_access("read"))
                everybodys = self.env[name].with_user(self.user)
                self.assertFalse(everybodys.search([("id", "=", row.id)]))
                self.assertFalse(everybodys.search_count([("id", "=", row.id)]))
                with self.assertRaises(AccessError):
                    everybodys.browse(row.id).read(["id", "display_name"])

    def test_rows_of_other_tickets_stay(self):
        """The wall is around what is done because one leaves, and nothing else."""
        self.order()
        incident = self.make_incident(team_id=self.team_one.id)
        row = self.env["service.desk.worklog"].create({"name": "Looked", "minutes": 5, "incident_id": incident.id})
        self.assertTrue(self.env["service.desk.worklog"].with_user(self.user).search([("id", "=", row.id)]))
        self.assertTrue(incident.transition_ids.with_user(self.user).has_access("read"))

    def test_order_is_hrs_where_nobody_leads(self):
        """Whoever runs the journey."""
        self.leaver.write({"parent_id": False, "department_id": False})
        self.assertEqual(self.order().requester_id, self.hr.partner_id)

    def test_leaver_finds_nothing(self):
        """Neither on the portal nor in the queue of the team, its tasks included, nor by its number."""
        order = self.order()
        task = self.env["service.desk.task"]._add(
            [{"name": "Fetch", "company_id": order.company_id.id, "request_id": order.id, "team_id": self.team_one.id}]
        )
        self.env.flush_all()
        for name, record in (("service.desk.request", order), ("service.desk.task", task)):
            self.assertFalse(self.env[name].with_user(self.user).search([("id", "=", record.id)]))
            self.assertTrue(self.env[name].with_user(self.agent).search([("id", "=", record.id)]))
            with self.assertRaises(AccessError):
                record.with_user(self.user).read(["name"])
        queue = self.env["service.desk.work"]
        mine = [("number", "in", (order.number, task.number))]
        self.assertEqual(len(queue.with_user(self.agent).search(mine)), 2)
        self.assertFalse(queue.with_user(self.user).search(mine))
        self.authenticate("test_leaver", "test_leaver")
        for url in ("/my/service-desk", "/my/tickets", "/my/journey"):
            page = self.url_open(url).text
            self.assertNotIn("Collect the phone", page, url)
            self.assertNotIn(order.number, page, url)

    def test_order_that_gives_access_is_refused(self):
        """Else the manager would get it; also when the item gives it only since."""
        journey = self.start("leaver", self.leaver)
        self.item.entitlement_ids = self.by_hand
        with self.assertRaisesRegex(ValidationError, "gives something"):
            self.make_template("leaver", [{"name": "Door", "kind": "item", "item_id": self.item.id}])
        journey.action_cancel("Stays")
        again = self.start("leaver", self.leaver)
        line = self.line(again, "Phone")
        self.assertEqual((line.state, line.request_id.id), ("failed", False))
        self.assertIn("gives access", line.problem)
        self.assertFalse(self.env["service.desk.access"].search([("partner_id", "=", self.boss.partner_id.id)]))
