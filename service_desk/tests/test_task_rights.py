"""Who sees and changes tasks, plans and webhooks, by every role."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .task_case import TaskCase

MODELS = (
    "service.desk.task",
    "service.desk.task.run",
    "service.desk.task.plan",
    "service.desk.task.template",
    "service.desk.webhook",
)


@tagged("post_install", "-at_install")
class TestTaskRights(TaskCase):
    def test_requesters_read_none_of_it(self):
        """Neither the employee whose request it is nor customers, by read, search or count."""
        request = self.make_request()
        task = self.make_task(request)
        for user in (self.employee, self.portal_a, self.env.ref("base.public_user")):
            for model in MODELS:
                with self.subTest(user=user.login, model=model), self.assertRaises(AccessError):
                    self.env[model].with_user(user).search_count([])
            with self.assertRaises(AccessError):
                task.with_user(user).action_done()
            with self.assertRaises(AccessError):
                request.with_user(user).read(["task_ids"])

    def test_restricted_teams_keep_their_tasks(self):
        """Agents of other teams do not see them, unless it is their own ticket's."""
        theirs = self.make_task(
            self.make_request(self.manager, team_id=self.team_walled.id), self.manager, name="zebra walled"
        )
        ours = self.make_task(
            self.make_request(team_id=self.team_one.id), team_id=self.team_walled.id, name="zebra ours"
        )
        tasks = self.env["service.desk.task"].with_user(self.agent)
        self.assertEqual(tasks.search([("name", "like", "zebra")]), ours)
        self.assertEqual(tasks.with_user(self.agent_walled).search([("name", "like", "zebra")]), theirs | ours)
        with self.assertRaises(AccessError):
            theirs.with_user(self.agent).action_start()
        self.assertEqual(theirs.with_user(self.agent).sudo().display_name, theirs.number)

    def test_confidential_ticket_hides_its_tasks(self):
        """Only the members of its team, and those who do the work, see them."""
        request = self.make_request(team_id=self.team_one.id, is_confidential=True)
        task = self.make_task(request, team_id=self.team_walled.id)
        found = {
            user.login
            for user in (self.agent, self.agent_two, self.agent_walled, self.manager)
            if self.env["service.desk.task"].with_user(user).search([("id", "=", task.id)])
        }
        self.assertEqual(found, {"test_agent", "test_agent_walled"})

    def test_task_of_a_confidential_team_is_confidential(self):
        """Also of an open ticket and by itself; the ticket's own team still sees what it waits for."""
        self.team_two.is_confidential = True
        request = self.make_request(team_id=self.team_one.id)
        task = self.make_task(request, team_id=self.team_two.id)
        alone = self.env["service.desk.task"]._add([{"name": "Check the file", "company_id": self.env.company.id}])
        alone.team_id = self.team_two
        tasks = task.sudo() | alone
        self.assertTrue(all(tasks.mapped("is_confidential")))

        def seen_by(user):
            return tasks.with_user(user)._filtered_access("read").sudo()

        self.assertEqual(seen_by(self.agent_two), tasks)
        self.assertEqual(seen_by(self.agent), task.sudo())
        self.assertFalse(seen_by(self.agent_walled) | seen_by(self.manager))
        work = self.env["service.desk.work"].with_user(self.agent_walled)
        self.assertFalse(work.search([("res_model", "=", tasks._name), ("res_id", "in", tasks.ids)]))
        tasks.team_id = self.team_one
        self.assertFalse(any(tasks.mapped("is_confidential")))

    def test_task_follows_its_ticket_behind_the_wall(self):
        """Making the ticket confidential hides tasks that are there already."""
        request = self.make_request(team_id=self.team_one.id)
        task = self.make_task(request)
        request.is_confidential = True
        self.assertFalse(self.env["service.desk.task"].with_user(self.agent_two).search([("id", "=", task.id)]))

    def test_other_company_sees_nothing(self):
        """Tasks, their log and plans of a company are for that company."""
        _company, stranger = self.make_company()
        task = self.make_task()
        self.plan.company_id = self.env.company
        for record in (task, self.plan, self.plan.template_ids):
            with self.subTest(model=record._name):
                self.assertFalse(self.env[record._name].with_user(stranger).search([("id", "in", record.ids)]))

    def test_queue_has_the_rules_of_the_tasks(self):
        """Everybody finds in the queue the ready tasks that the table shows them."""
        self.make_task(self.make_request(self.manager, team_id=self.team_walled.id), self.manager, name="zebra 1")
        self.make_task(self.make_request(team_id=self.team_one.id), team_id=self.team_walled.id, name="zebra 2")
        secret = self.make_request(team_id=self.team_one.id, is_confidential=True)
        self.make_task(secret, team_id=self.team_two.id, name="zebra 3")
        self.make_task(secret, name="zebra 4")
        _company, stranger = self.make_company()
        users = (self.agent, self.agent_two, self.agent_walled, self.manager, self.admin_user, stranger)
        for user in users:
            found = [
                set(self.env[model].with_user(user).search([("name", "like", "zebra")]).mapped("number"))
                for model in ("service.desk.task", "service.desk.work")
            ]
            with self.subTest(user=user.login):
                self.assertEqual(*found)

    def test_agents_cannot_forge_what_the_desk_records(self):
        """Kinds, keys, dates and attempts come from the desk alone."""
        task = self.make_task()
        for name, value in (
            ("kind", "server_action"),
            ("key", "x"),
            ("date_end", "2020-01-01"),
            ("attempts", 0),
            ("webhook_id", False),
            ("template_id", False),
            ("company_id", self.env.company.id),
            ("priority", "1"),
            ("request_id", False),
            ("is_confidential", False),
            ("number", "TSK1"),
        ):
            with self.subTest(field=name), self.assertRaises(AccessError):
                task.write({name: value})

    def test_agents_add_work_by_hand_only(self):
        """A task that acts by itself comes from a plan."""
        with self.assertRaises(AccessError):
            self.make_task(kind="server_action")
        with self.assertRaises(UserError):
            self.make_task(state="done")

    def test_defaults_from_the_context_set_no_facts(self):
        """Nor does a client's context."""
        task = (
            self.env["service.desk.task"]
            .with_user(self.agent)
            .with_context(default_kind="webhook", default_state="done", default_key="x")
            .create({"name": "x", "request_id": self.make_request().id})
        )
        self.assertEqual((task.kind, task.state), ("manual", "ready"))
        self.assertNotEqual(task.key, "x")

    def test_nobody_adds_work_to_a_ticket_they_cannot_work_on(self):
        """Nor to one they guess the id of."""
        hidden = self.make_request(self.manager, team_id=self.team_walled.id)
        with self.assertRaises(AccessError):
            self.make_task(hidden)

    def test_log_is_not_edited(self):
        """Attempts are proof; not even administrators write them."""
        for user in (self.agent, self.manager, self.admin_user):
            for operation in ("write", "create", "unlink"):
                self.assertFalse(self.env["service.desk.task.run"].with_user(user).has_access(operation))

    def test_managers_write_plans_and_agents_read_them(self):
        """Plans are rules of the desk."""
        for model in ("service.desk.task.plan", "service.desk.task.template"):
            self.assertTrue(self.env[model].with_user(self.agent).has_access("read"))
            self.assertFalse(self.env[model].with_user(self.agent).has_access("write"))
            self.assertTrue(self.env[model].with_user(self.manager).has_access("write"))

    def test_steps_come_into_no_plan_of_others(self):
        """Neither new ones nor existing ones, by whatever way the plan is named."""
        other = self.env["res.company"].create({"name": "Sister"})
        hidden = self.env["service.desk.task.plan"].create({"name": "Theirs", "company_id": other.id})
        steps = self.env["service.desk.task.template"].with_user(self.manager)
        with self.assertRaises(AccessError):
            steps.create({"name": "x", "plan_id": hidden.id})
        with self.assertRaises(AccessError):
            steps.with_context(default_plan_id=hidden.id).create({"name": "x"})
        with self.assertRaises(AccessError):
            self.plan.template_ids[0].with_user(self.manager).plan_id = hidden

    def test_system_administrators_alone_choose_what_runs_with_all_rights(self):
        """A manager cannot make a plan run a server action, nor see where webhooks lead."""
        action = self.env["ir.actions.server"].create(
            {"name": "x", "model_id": self.env.ref("base.model_res_partner").id, "state": "code"}
        )
        step = self.plan.template_ids[0].with_user(self.manager)
        with self.assertRaises(AccessError):
            step.write({"kind": "server_action", "server_action_id": action.id})
        webhook = self.env["service.desk.webhook"].create({"name": "x", "url": "https://example.com/x", "secret": "s"})
        for user in (self.manager, self.admin_user):
            for name in ("url", "secret", "allow_private"):
                with self.subTest(user=user.login, field=name), self.assertRaises(AccessError):
                    webhook.with_user(user).read([name])
            with self.assertRaises(AccessError):
                webhook.with_user(user).write({"name": "y"})

    def start_by_hand(self, plan, ticket, user):
        dialog = self.env["service.desk.plan.wizard"].with_user(user)
        context = {"active_model": ticket._name, "active_ids": ticket.ids}
        dialog.with_context(**context).create({"plan_id": plan.id}).action_confirm()

    def test_address_that_can_never_be_called_is_not_saved(self):
        """Who writes down a private address hears it at once, not when the first call fails."""
        webhooks = self.env["service.desk.webhook"]
        for url in ("http://127.0.0.1/x", "https://[fd12::1]/", "http://10.0.0.1:8080/"):
            with self.subTest(url=url), self.assertRaises(ValidationError):
                webhooks.create({"name": "x", "url": url})
            self.assertTrue(webhooks.create({"name": "x", "url": url, "allow_private": True}))
        with self.assertRaises(ValidationError):
            webhooks.create({"name": "x", "url": "http://169.254.169.254/", "allow_private": True})

    def test_agents_start_plans_that_are_offered_and_no_others(self):
        """A plan that follows an approval cannot be started around it."""
        request = self.make_request()
        with self.assertRaisesRegex(UserError, "by hand"):
            self.start_by_hand(self.plan, request, self.agent)
        self.plan.is_offered = True
        self.start_by_hand(self.plan, request, self.agent)
        self.assertEqual(request.task_count, 4)

    def test_plan_is_not_started_on_a_ticket_of_others(self):
        """Nor on one that is over."""
        self.plan.is_offered = True
        hidden = self.make_request(self.manager, team_id=self.team_walled.id)
        with self.assertRaises(AccessError):
            self.start_by_hand(self.plan, hidden, self.agent)
        request = self.make_request()
        request.write({"state": "cancelled", "resolution": "<p>No.</p>"})
        with self.assertRaisesRegex(UserError, "over"):
            self.start_by_hand(self.plan, request, self.agent)

    def test_dialog_serves_no_task_behind_a_wall(self):
        """Naming an id in the dialog opens nothing."""
        theirs = self.make_task(self.make_request(self.manager, team_id=self.team_walled.id), self.manager)
        dialog = self.env["service.desk.task.wizard"].with_user(self.agent)
        with self.assertRaises(AccessError):
            dialog.create({"verb": "done", "task_ids": theirs.ids}).action_confirm()

    def test_drag_asks_what_the_button_asks(self):
        """A card dragged to an end opens the dialog; one that acts by itself stays."""
        task = self.make_task()
        self.assertEqual(task.action_move("done")["res_model"], "service.desk.task.wizard")
        task.sudo().write({"kind": "record", "record_process": "service.desk.request"})
        with self.assertRaisesRegex(UserError, "by itself"):
            task.action_move("in_progress")
