"""Tasks go where their ticket goes."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .task_case import TaskCase


@tagged("-at_install", "post_install")
class TestTaskCompany(TaskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_here = cls.env.company
        cls.company_two, cls.agent_there = cls.make_company()
        cls.both = cls.make_user(
            "test_agent_of_both",
            "service_desk.group_agent",
            company_ids=[(6, 0, (cls.company_here | cls.company_two).ids)],
        )
        teams = cls.env["service.desk.team"]
        cls.team_here = teams.create({"name": "Here", "tier": "2", "company_id": cls.company_here.id})
        cls.team_there = teams.create({"name": "There", "tier": "2", "company_id": cls.company_two.id})

    def move(self, ticket):
        companies = (self.company_here | self.company_two).ids
        ticket = ticket.with_user(self.both).with_context(allowed_company_ids=companies)
        ticket.write({"company_id": self.company_two.id, "team_id": self.team_there.id})
        return ticket

    def test_tasks_follow_their_ticket(self):
        """Agents there see and do them, agents here do not any more."""
        request = self.make_request(team_id=self.team_here.id)
        task = self.make_task(request, team_id=self.team_one.id)
        self.move(request)
        self.assertEqual((task.sudo().company_id, task.sudo().team_id), (self.company_two, self.team_one))
        self.env.invalidate_all()
        task.with_user(self.agent_there).action_done("Done")
        with self.assertRaises(AccessError):
            task.with_user(self.agent).read(["name"])

    def test_open_work_of_the_former_company_goes_to_the_tickets_team(self):
        """And to nobody in particular there; who works in both keeps it."""
        request = self.make_request(team_id=self.team_here.id)
        lost, kept = (
            self.make_task(request, team_id=self.team_here.id, user_id=user.id) for user in (self.agent, self.both)
        )
        self.move(request)
        self.assertEqual((lost | kept).sudo().team_id, self.team_there)
        self.assertEqual((lost.sudo().user_id.id, kept.sudo().user_id), (False, self.both))

    def test_ended_work_keeps_who_did_it(self):
        """Its team has nothing to do with the other company and is not named there."""
        request = self.make_request(team_id=self.team_here.id)
        task = self.make_task(request, team_id=self.team_here.id, user_id=self.agent.id)
        task.action_done("Done")
        self.move(request)
        task = task.sudo()
        self.assertEqual((task.company_id, task.user_id, task.team_id.id), (self.company_two, self.agent, False))
        self.assertEqual((task.state, task.note), ("done", "Done"))

    def test_step_that_only_the_former_company_can_make_is_for_people(self):
        """Nothing is sent to its systems from elsewhere."""
        webhook = self.env["service.desk.webhook"].create(
            {"name": "Here", "url": "https://hook.example.com", "company_id": self.company_here.id}
        )
        step = {"name": "Call", "kind": "webhook", "webhook_id": webhook.id}
        plan = self.make_plan(step, company_id=self.company_here.id)
        request = self.make_request(team_id=self.team_here.id)
        task = self.start(plan, request)["Call"].sudo()
        self.move(request)
        self.assertEqual((task.kind, task.webhook_id.id, task.company_id), ("manual", False, self.company_two))
