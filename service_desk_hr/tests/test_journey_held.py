from unittest.mock import patch

from lxml.html import fromstring

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .journey_case import JourneyCase
from .test_journey_holdings import holding


@tagged("post_install", "-at_install")
class TestJourneyHeld(JourneyCase, HttpCase):
    """Whoever takes something back knows what before they say that it is done."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss.password = "test_boss"
        cls.person = cls.make_employee("Pia Person", user_id=cls.employee.id)
        cls.make_template(
            "leaver",
            [
                {"name": "Devices", "kind": "take_back", "team_id": cls.team_one.id, "anchor": "end"},
                {"name": "Badge", "kind": "take_back", "responsible": "manager", "anchor": "end"},
                {"name": "Talk", "kind": "task", "responsible": "manager", "anchor": "end"},
            ],
        )
        cls.journey = cls.start(cls, "leaver", cls.person)
        cls.task = cls.line(cls, cls.journey, "Devices").task_id

    def device(self, **values):
        return holding(self.env, self.employee.partner_id, **values)

    def test_agent_reads_on_the_task_what_to_take_back(self):
        """Names alone, and nothing when it is done; not on other tasks."""
        task = self.task.with_user(self.agent)
        self.assertFalse(task.held)
        with self.device():
            self.env.invalidate_all()
            self.assertEqual(task.held, "Device: Laptop 7")
            self.assertFalse(self.line(self.journey, "Talk").task_id.held)
            task.action_done("Got it")
            self.env.invalidate_all()
            self.assertFalse(task.held)

    def test_ended_task_says_what_was_not_given_back(self):
        """To the agent who opens it later, whatever came back since; licenses and access need no hands."""
        task = self.task.with_user(self.agent)
        with self.device(by_hand=True), self.device(name="A seat"):
            task.action_done("Gave nothing")
        self.env.invalidate_all()
        self.assertEqual(task.read(["state", "not_returned"])[0]["not_returned"], "Laptop 7")
        shown = fromstring(task.get_view(self.env.ref("service_desk.service_desk_task_view_form").id)["arch"])
        self.assertTrue(shown.xpath("//field[@name='not_returned']"))

    def test_ended_task_says_nothing_when_all_came_back(self):
        """Nor of what another open task takes back, nor when the work takes back nothing."""
        other = self.line(self.journey, "Badge").task_id
        with self.device(by_hand=True, goes_with=other):
            self.task.with_user(self.agent).action_done("Not mine")
        with self.device(by_hand=True):
            self.line(self.journey, "Talk").task_id.action_done("Talked")
        other.action_done("Here it is")
        self.assertFalse(any(self.journey.sudo().line_ids.task_id.mapped("not_returned")))

    def test_who_moves_keeps_what_is_left_out(self):
        """Nobody reads that a new laptop was not given back."""
        self.journey.action_cancel("Stays")
        self.make_template("mover", [{"name": "Old laptop", "kind": "take_back", "team_id": self.team_one.id}])
        line = self.line(self.start("mover", self.person), "Old laptop")
        line.filtered(lambda one: not one.date_begun)._begin_in_order()
        task = line.task_id
        with self.device(by_hand=True):
            task.with_user(self.agent).action_done("Here it is")
        self.assertEqual((task.state, task.not_returned), ("done", False))

    def test_nobody_writes_what_was_not_given_back(self):
        """The desk keeps it, and forgets it with the person."""
        with self.assertRaisesRegex(AccessError, "Not Given Back"):
            self.task.with_user(self.agent).not_returned = "Nothing"
        self.task.not_returned = "Laptop 7"
        self.journey.sudo().line_ids._anonymize()
        self.assertFalse(self.task.not_returned)

    def test_many_ended_tasks_cost_one_look(self):
        """As with what is held."""
        tasks = self.task
        for number in range(5):
            tasks |= self.line(self.start("leaver", self.make_employee(f"Leaver {number}")), "Devices").task_id
        looks = []
        partners = self.env.registry["res.partner"]
        former = partners._service_desk_holdings

        def look(people):
            looks.append(len(people))
            return former(people)

        with patch.object(partners, "_service_desk_holdings", look):
            tasks._note_not_returned()
        self.assertEqual(len(looks), 1)

    def test_link_to_the_journey_is_for_those_who_may_read_it(self):
        """HR may; an agent may not, whatever is called."""
        self.assertFalse(self.task.with_user(self.agent).has_open_journey)
        with self.assertRaises(UserError):
            self.task.with_user(self.agent).action_open_journey()
        both = self.make_user("test_hr_agent", "service_desk.group_agent,hr.group_hr_user")
        self.assertTrue(self.task.with_user(both).has_open_journey)
        self.assertEqual(self.task.with_user(both).action_open_journey()["res_id"], self.journey.id)

    def test_dialog_of_the_step_tells_it(self):
        """To the manager, who has it in hand, and to HR."""
        line = self.line(self.journey, "Badge")
        with self.device():
            for user in (self.boss, self.hr):
                self.env.invalidate_all()
                dialog = self.env["service.desk.journey.done.wizard"].with_user(user)
                dialog = dialog.with_context(active_ids=line.ids).create({"line_id": line.id})
                self.assertEqual(dialog.held, "Device: Laptop 7")
            self.env.invalidate_all()
            self.assertFalse(self.line(self.journey, "Devices").with_user(self.boss).held)

    def test_page_of_the_step_tells_it(self):
        """As text, whatever somebody calls their thing."""
        self.authenticate("test_boss", "test_boss")
        with self.device(name="<b>Laptop</b> 8"):
            page = self.url_open(f"/my/team/{self.journey.id}").text
        self.assertIn("To be taken back:", page)
        self.assertIn("Device: &lt;b&gt;Laptop&lt;/b&gt; 8", page)

    def test_access_is_no_thing(self):
        """It goes by itself, or by tasks of its own."""
        access = self.ask(self.by_hand).sudo()
        access.task_ids.action_done("Given")
        self.env.invalidate_all()
        self.assertFalse(self.task.with_user(self.agent).held)

    def test_many_tasks_cost_one_look(self):
        """Of whom there are many."""
        others = [self.make_employee(f"Leaver {number}") for number in range(5)]
        tasks = self.task
        for employee in others:
            tasks |= self.line(self.start("leaver", employee), "Devices").task_id
        tasks = tasks.with_user(self.agent)

        def cost(some):
            self.env.invalidate_all()
            some.mapped("state")
            before = self.env.cr.sql_log_count
            some.mapped("held")
            return self.env.cr.sql_log_count - before

        cost(tasks)
        self.assertLessEqual(cost(tasks), cost(tasks[:1]) + 8)
