from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .ci_case import CiCase


@tagged("post_install", "-at_install")
class TestTaskItems(CiCase):
    """A task hands something out or takes it back: the item is named, and who uses it is on record."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.laptop = cls.make_ci("LT-0815", cls.env.ref("service_desk_cmdb.ci_class_workstation"), state="in_stock")
        cls.person = cls.employee.partner_id

    def make_task(self, **values):
        request = self.make_request(team_id=self.team_one.id)
        return (
            self.env["service.desk.task"]
            ._add([{"request_id": request.id, "name": "Hand over", "company_id": self.env.company.id, **values}])
            .with_user(self.agent)
        )

    def taking_back(self):
        """As another addon says it of its tasks."""
        tasks, person = self.env.registry["service.desk.task"], self.person
        return patch.object(tasks, "_handing", lambda task: ("take_back", person))

    def finish(self, task, **values):
        """Through the dialog, as the agent."""
        wizard = self.env["service.desk.task.wizard"].with_user(self.agent)
        wizard = wizard.with_context(active_model=task._name, active_ids=task.ids).create({"verb": "done", **values})
        wizard.action_confirm()

    def test_handing_out_makes_the_person_its_user(self):
        """The agent names the laptop in the dialog; it is in use by the requester then, and its history says so."""
        task = self.make_task()
        self.assertEqual(task.handing, "hand_out")
        self.finish(task, ci_ids=[(6, 0, self.laptop.ids)])
        self.assertEqual((task.state, task.ci_ids), ("done", self.laptop))
        self.assertEqual((self.laptop.user_partner_id, self.laptop.state), (self.person, "in_use"))
        self.assertIn(task.number, "".join(self.laptop.message_ids.mapped("body")))

    def test_nothing_named_changes_nothing(self):
        """Most work hands nothing over."""
        task = self.make_task()
        self.finish(task)
        self.assertEqual((task.state, self.laptop.state), ("done", "in_stock"))

    def test_taking_back_puts_it_on_the_shelf(self):
        """The dialog suggests what the person has."""
        self.laptop.write({"state": "in_use", "user_partner_id": self.person.id})
        task = self.make_task()
        with self.taking_back():
            self.finish(task)
        self.assertEqual(task.ci_ids, self.laptop)
        self.assertFalse(self.laptop.user_partner_id)
        self.assertEqual(self.laptop.state, "in_stock")

    def test_dialog_says_what_is_left_out(self):
        """Of what is taken back by one task; about other work, and several tasks at once, it says nothing."""
        self.laptop.write({"state": "in_use", "user_partner_id": self.person.id})
        task = self.make_task()
        wizards = self.env["service.desk.task.wizard"].with_user(self.agent)
        self.assertFalse(wizards.create({"verb": "done", "task_ids": task.ids}).left_text)
        with self.taking_back():
            self.env.invalidate_all()
            wizard = wizards.create({"verb": "done", "task_ids": task.ids})
            self.assertFalse(wizard.left_text)
            wizard.ci_ids = False
            self.assertIn("Not given back: LT-0815", wizard.left_text)
            both = wizards.create({"verb": "done", "task_ids": (task | self.make_task()).ids})
            self.assertFalse(both.left_text)

    def test_what_somebody_else_has_is_refused(self):
        """With a sentence, and the task is not done: nothing half."""
        colleague = self.agent_two.partner_id
        self.laptop.write({"state": "in_use", "user_partner_id": colleague.id})
        task = self.make_task()
        with self.assertRaisesRegex(UserError, "LT-0815 is with"):
            self.finish(task, ci_ids=[(6, 0, self.laptop.ids)])
        self.assertEqual((task.state, self.laptop.user_partner_id), ("ready", colleague))

    def test_what_is_gone_is_not_handed_out(self):
        """Nor is there anything to take back of what nobody has."""
        task = self.make_task()
        with self.taking_back(), self.assertRaisesRegex(UserError, "is with nobody"):
            self.finish(task, ci_ids=[(6, 0, self.laptop.ids)])
        self.laptop.state = "retired"
        with self.assertRaisesRegex(UserError, "not in use any more"):
            self.finish(task, ci_ids=[(6, 0, self.laptop.ids)])

    def test_work_without_a_person_hands_nothing_over(self):
        """A task of an incident names no items, by whatever route."""
        incident = self.make_incident()
        task = self.env["service.desk.task"].with_user(self.agent).create({"incident_id": incident.id, "name": "Look"})
        self.assertFalse(task.handing)
        task.ci_ids = self.laptop
        with self.assertRaisesRegex(UserError, "hands nothing to anybody"):
            task.action_done("Looked")
        self.assertEqual(self.laptop.state, "in_stock")

    def test_items_of_another_company_stay_there(self):
        """Nobody hands out what they cannot see."""
        other, _agent = self.make_company()
        theirs = self.env["service.desk.ci"].create(
            {"name": "Theirs", "class_id": self.server.id, "company_id": other.id, "state": "in_stock"}
        )
        task = self.make_task()
        with self.assertRaises(UserError):
            self.finish(task, ci_ids=[(6, 0, theirs.ids)])
        self.assertEqual((theirs.state, theirs.user_partner_id), ("in_stock", theirs.user_partner_id.browse()))

    def test_dialog_suggests_nothing_of_another_company(self):
        """The agent who sees both is told that it stays, and can go on."""
        other, _agent = self.make_company()
        theirs = self.env["service.desk.ci"].create(
            {"name": "Theirs", "class_id": self.server.id, "company_id": other.id, "user_partner_id": self.person.id}
        )
        self.laptop.write({"user_partner_id": self.person.id, "state": "in_use"})
        self.agent.company_ids += other
        task = self.make_task()
        with self.taking_back():
            wizards = self.env["service.desk.task.wizard"].with_user(self.agent)
            wizards = wizards.with_context(allowed_company_ids=[self.env.company.id, other.id])
            wizard = wizards.create({"verb": "done", "task_ids": task.ids})
            self.assertEqual(wizard.ci_ids, self.laptop)
            self.assertIn("Not given back: Theirs", wizard.left_text)
            wizard.action_confirm()
        self.assertEqual((self.laptop.user_partner_id, theirs.user_partner_id), (self.person.browse(), self.person))

    def test_agents_write_no_items_otherwise(self):
        """The task is their only way."""
        with self.assertRaises(AccessError):
            self.laptop.with_user(self.agent).write({"user_partner_id": self.person.id})

    def test_holdings_tell_by_which_task_a_thing_goes(self):
        """For whoever shows what a person has."""
        self.laptop.write({"state": "in_use", "user_partner_id": self.person.id})
        task = self.make_task(ci_ids=[(6, 0, self.laptop.ids)])
        with self.taking_back():
            row = next(row for row in self.person.sudo()._service_desk_holdings() if row["kind"] == "ci")
        self.assertEqual(row["goes_with"], task)

    def settle(self):
        """As at the end of a request, when changes are written into the history."""
        self.env.flush_all()
        self.env.cr.precommit.run()

    def since(self):
        rows = self.person.sudo()._service_desk_holdings()
        return {row["record"]: row["since"] for row in rows if row["kind"] == "ci"}

    def test_holdings_tell_since_when(self):
        """From the history of the item, whoever had it before; of what was theirs from the first, nothing is known."""
        theirs = self.make_ci("LT-0816", self.laptop.class_id, user_partner_id=self.person.id)
        laptop = self.laptop.with_context(mail_notrack=False)
        self.settle()
        for user in (self.person, self.agent.partner_id, self.person):
            laptop.write({"state": "in_use", "user_partner_id": user.id})
            self.settle()
        change = self.laptop.message_ids.sorted("id")[-1:]
        change.sudo().date = "2026-02-03 04:05:06"
        self.assertEqual(self.since(), {self.laptop: change.date, theirs: False})

    def test_holdings_of_many_items_cost_one_look(self):
        """However many items somebody has, and however often they went from hand to hand."""

        def hand_over(count):
            for number in range(count):
                item = self.make_ci(f"Many {number}", self.laptop.class_id).with_context(mail_notrack=False)
                self.settle()
                item.user_partner_id = self.person
            self.settle()

        counts = []
        for count in (1, 1, 8):
            hand_over(count)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(all(self.since().values()))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
