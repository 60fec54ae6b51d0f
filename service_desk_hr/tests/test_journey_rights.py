from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .journey_case import JourneyCase

#: Verbs of a journey with arguments that would do.
VERBS = {
    "action_confirm": (),
    "action_finish": (),
    "action_sign": (),
    "action_move": ("2030-01-01",),
    "action_cancel": ("No more",),
    "action_answer": ({},),
    "action_decide_access": (1, "revoke"),
}


@tagged("post_install", "-at_install")
class TestJourneyRights(JourneyCase):
    """HR without a role at the desk, the desk without HR, managers of others, the person, other companies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template.step_ids = [
            (0, 0, {"name": "Contract", "responsible": "hr"}),
            (0, 0, {"name": "Lunch", "responsible": "manager"}),
            (0, 0, {"name": "Laptop", "kind": "hand_out", "team_id": cls.team_one.id}),
            (0, 0, {"name": "Access", "kind": "access"}),
        ]
        cls.env["service.desk.access.package"].with_user(cls.access_manager).create(
            {"name": "All", "entitlement_ids": [(6, 0, cls.by_hand.ids)]}
        )
        cls.other_company = cls.env["res.company"].create({"name": "Sister"})
        cls.hr_other = cls.make_user(
            "test_hr_other",
            "hr.group_hr_user,base.group_user",
            company_id=cls.other_company.id,
            company_ids=[(6, 0, cls.other_company.ids)],
        )
        cls.person = cls.make_employee("Pia Person", user_id=cls.employee.id)

    def setUp(self):
        super().setUp()
        self.journey = self.start(employee=self.person)

    def outsiders(self):
        return self.agent | self.manager | self.stranger | self.employee | self.portal_a | self.hr_other

    def test_outsiders_read_nothing(self):
        """Neither journeys nor steps, access or history, by whatever way."""
        for user in self.outsiders():
            for name in ("", ".line", ".access", ".event"):
                model = self.env[f"service.desk.journey{name}"].with_user(user)
                with self.subTest(user=user.login, model=model._name):
                    found = model.sudo().search([]).with_user(user)._filtered_access("read")
                    self.assertFalse(found)
                    if model.has_access("read"):
                        self.assertFalse(model.search([]))
                        self.assertEqual(model.search_count([]), 0)
                        self.assertFalse(model.with_context(active_test=False).name_search("Pia"))

    def test_outsiders_do_nothing(self):
        """No verb serves them, nor anybody who has the id."""
        for user in self.outsiders():
            journey = self.journey.with_user(user)
            for verb, arguments in VERBS.items():
                with self.subTest(user=user.login, verb=verb), self.assertRaises(AccessError):
                    getattr(journey, verb)(*arguments)
            for line in journey.sudo().line_ids.with_user(user):
                for verb in (line.action_done, line.action_retry):
                    with self.assertRaises(AccessError):
                        verb()
        self.assertEqual(self.journey.state, "running")

    def test_manager_reads_and_runs_nothing(self):
        """The manager sees the steps of their people and does their own, no more."""
        journey = self.journey.with_user(self.boss)
        self.assertEqual(len(journey.line_ids), 4)
        for verb in ("action_confirm", "action_finish", "action_sign"):
            with self.assertRaises(AccessError):
                getattr(journey, verb)()
        with self.assertRaises(AccessError):
            journey.action_cancel("No")
        with self.assertRaises(AccessError):
            journey.event_ids.read()
        with self.assertRaises(AccessError):
            journey.line_ids.read(["task_id"])

    def test_nobody_writes_rows(self):
        """Not HR, not the administrator of the desk: verbs do."""
        for user in (self.hr, self.admin_user, self.boss):
            with self.assertRaises(AccessError):
                self.journey.with_user(user).write({"state": "done"})
            with self.assertRaises(AccessError):
                self.journey.line_ids.with_user(user).write({"note": "x"})
            with self.assertRaises(AccessError):
                self.journey.with_user(user).unlink()

    def test_hr_sees_no_contents_of_tickets(self):
        """What HR reads of a step are its name, its day and how far it is."""
        line = self.line(self.journey, "Laptop").with_user(self.hr)
        self.assertEqual(line.read(["name", "state"])[0]["state"], "open")
        for name in ("task_id", "request_id", "grant_ids"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                line.read([name])
        with self.assertRaises(AccessError):
            line.sudo().task_id.with_user(self.hr).read(["name"])

    def test_private_steps_are_not_in_the_queue(self):
        """What is with HR or the manager is seen by no agent; what is with a team by that team."""
        for name in ("Contract", "Lunch"):
            task = self.line(self.journey, name).task_id
            self.assertFalse(task.with_user(self.agent)._filtered_access("read"), name)
            self.assertFalse(task.with_user(self.manager)._filtered_access("read"), name)
        self.assertTrue(self.line(self.journey, "Laptop").task_id.with_user(self.agent)._filtered_access("read"))

    def test_steps_of_a_confidential_team_are_its_own(self):
        """Task and order alike, though the step says nothing of it."""
        self.team_two.is_confidential = True
        item = self.make_item("Pay agreement", team_id=self.team_two.id)
        self.template.step_ids = [
            (0, 0, {"name": "Pay", "team_id": self.team_two.id}),
            (0, 0, {"name": "Agreement", "kind": "item", "item_id": item.id}),
        ]
        journey = self.start(employee=self.make_employee("Ned New"))
        for record in (self.line(journey, "Pay").task_id, self.line(journey, "Agreement").request_id):
            with self.subTest(model=record._name):
                self.assertTrue(record.is_confidential)
                self.assertTrue(record.with_user(self.agent_two)._filtered_access("read"))
                for user in (self.agent, self.manager, self.boss, self.hr_other):
                    self.assertFalse(record.with_user(user).has_access("read"), user.login)

    def test_access_managers_run_journeys_of_people_of_others(self):
        """A partner's person comes and goes by the same templates; employees stay HR's."""
        self.make_template("partner", [{"name": "Access", "kind": "access"}, {"name": "Badge", "kind": "hand_out"}])
        self.make_template("leaver", [{"name": "Access", "kind": "revoke", "anchor": "end"}])
        company = self.env["res.partner"].create({"name": "Supplier", "is_company": True})
        person = self.env["res.partner"].create({"name": "Sam Supplier", "parent_id": company.id})
        action = person.with_user(self.access_manager).action_start_service_desk_journey()
        wizards = self.env["service.desk.journey.wizard"].with_user(self.access_manager)
        wizard = wizards.with_context(**action["context"]).create({})
        self.assertTrue(wizard.is_of_contacts)
        journey = (
            self.env["service.desk.journey"].with_user(self.access_manager).browse(wizard.action_start()["res_id"])
        )
        self.assertEqual((journey.person_name, journey.state), ("Sam Supplier", "running"))
        self.assertEqual(self.line(journey, "Access").grant_ids.entitlement_id, self.by_hand)
        arch = journey.get_view(view_type="form")["arch"]
        for name in ("action_sign", "action_invite_again", "reason", "event_ids", "is_proof_intact"):
            self.assertIn(f'name="{name}"', arch)
        self.assertTrue(journey.event_ids)
        leaver = wizards.create({"kind": "leaver", "partner_ids": [(6, 0, person.ids)], "date_end": self.first_day})
        self.assertTrue(leaver.action_start())
        with self.assertRaises(AccessError):
            self.start("leaver", self.person, user=self.access_manager)
        self.assertFalse(self.journey.with_user(self.access_manager)._filtered_access("read"))
        for user in (self.agent, self.stranger):
            with self.assertRaises(AccessError):
                person.with_user(user).action_start_service_desk_journey()

    def test_nobody_starts_their_own_journey(self):
        """It would give access that nobody else agrees to; as an employee and as a contact."""
        own = self.make_employee("Hanno", user_id=self.hr.id)
        with self.assertRaisesRegex(UserError, "colleague"):
            self.start(employee=own)
        self.make_template("partner", [{"name": "Access", "kind": "access"}])
        me = self.access_manager.partner_id
        wizard = self.env["service.desk.journey.wizard"].with_user(self.access_manager)
        with self.assertRaisesRegex(UserError, "colleague"):
            wizard.create({"kind": "partner", "partner_ids": [(6, 0, me.ids)]}).action_start()

    def test_hr_of_another_company_starts_nothing_here(self):
        """Not even for an employee whose id they know."""
        with self.assertRaises(AccessError):
            self.start("leaver", self.person, user=self.hr_other)

    def test_steps_come_into_no_template_of_others(self):
        """Neither new ones nor existing ones, by whatever way the template is named."""
        group = self.env.ref("hr.group_hr_manager")
        self.hr_other.group_ids += group
        self.template.company_id = self.env.company
        own = self.make_template("joiner", [{"name": "Ours"}], company_id=self.other_company.id)
        steps = self.env["service.desk.journey.step"].with_user(self.hr_other)
        with self.assertRaises(AccessError):
            steps.create({"name": "Theirs", "template_id": self.template.id})
        with self.assertRaises(AccessError):
            steps.with_context(default_template_id=self.template.id).create({"name": "Theirs"})
        with self.assertRaises(AccessError):
            own.step_ids.with_user(self.hr_other).template_id = self.template
        self.assertTrue(steps.create({"name": "Ours", "template_id": own.id}))
