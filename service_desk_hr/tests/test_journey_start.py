from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .journey_case import JourneyCase


@tagged("post_install", "-at_install")
class TestJourneyStart(JourneyCase):
    """From a person and a day to records of the desk."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.item = cls.make_item(
            "Laptop",
            [
                {"code": "model", "kind": "text", "is_required": True},
                {"code": "color", "kind": "text"},
            ],
        )
        cls.choices = cls.make_item("Choices", [{"code": "model", "kind": "text"}, {"code": "desk", "kind": "yes_no"}])
        cls.package = (
            cls.env["service.desk.access.package"]
            .with_user(cls.access_manager)
            .create(
                {
                    "name": "Sales",
                    "department_ids": [(6, 0, cls.sales.ids)],
                    "entitlement_ids": [(6, 0, (cls.by_group | cls.by_hand).ids)],
                }
            )
        )
        cls.template.step_ids = [
            (0, 0, {"name": "Contract", "responsible": "hr", "offset_days": -5}),
            (0, 0, {"name": "Desk and chair", "team_id": cls.team_two.id, "offset_days": -1}),
            (0, 0, {"name": "Lunch", "responsible": "manager", "needs_proof": True}),
            (
                0,
                0,
                {
                    "name": "Laptop",
                    "kind": "item",
                    "item_id": cls.item.id,
                    "offset_days": -2,
                    "answer_ids": [(0, 0, {"code": "model", "value": "Light"})],
                },
            ),
            (0, 0, {"name": "Access", "kind": "access"}),
            (0, 0, {"name": "Later", "lead_days": 3, "team_id": cls.team_one.id}),
        ]

    def test_lines_become_records_of_the_desk(self):
        """Tasks, an order with its answers, and access, each due by its working days."""
        journey = self.start()
        self.assertEqual((journey.state, journey.manager_id, len(journey.line_ids)), ("running", self.boss, 6))
        desk = self.line(journey, "Desk and chair")
        self.assertEqual((desk.state, desk.task_id.team_id), ("open", self.team_two))
        self.assertLess(desk.date_due, self.first_day)
        request = self.line(journey, "Laptop").request_id
        self.assertEqual(request.requester_id, self.employee_new.work_contact_id)
        self.assertEqual(request.submitted_by_id, request.requester_id)
        self.assertEqual(request.answer_ids.filtered(lambda one: one.code == "model").value_text, "Light")
        access = self.line(journey, "Access").grant_ids
        self.assertEqual(access.entitlement_id, self.by_hand)
        self.assertTrue(access.is_from_package)
        self.assertEqual(access.state, "granting")

    def test_access_that_needs_a_login_is_asked_for_again(self):
        """Without a login only what needs one waits; HR tries again when there is one."""
        journey = self.start()
        line = self.line(journey, "Access")
        self.assertEqual(line.state, "failed")
        self.assertIn("Booking", line.problem)
        user = self.make_user("nina", "base.group_user", partner_id=self.employee_new.work_contact_id.id)
        self.employee_new.user_id = user
        line.with_user(self.hr).action_retry()
        self.assertEqual((line.state, line.grant_ids.entitlement_id), ("open", self.by_group | self.by_hand))

    def test_line_begins_when_its_day_has_come(self):
        """What has time is not in anybody's queue before."""
        journey = self.start()
        later = self.line(journey, "Later")
        self.assertEqual((later.state, later.task_id.id), ("planned", False))
        later.date_begin -= timedelta(days=30)
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=9e9):
            self.env["service.desk.journey"]._cron_run()
        self.assertEqual(later.state, "open")

    def test_people_without_a_role_do_their_steps(self):
        """The manager says what came of it; a stranger cannot, nor sees it."""
        journey = self.start()
        line = self.line(journey, "Lunch").with_user(self.boss)
        self.assertTrue(line.is_mine)
        with self.assertRaisesRegex(UserError, "proof"):
            line.action_done()
        line.action_done("Had soup")
        self.assertEqual((line.state, line.note), ("done", "Had soup"))
        with self.assertRaises(AccessError):
            self.line(journey, "Contract").with_user(self.stranger).action_done()
        with self.assertRaises(AccessError):
            self.line(journey, "Contract").with_user(self.boss).action_done()
        self.line(journey, "Contract").with_user(self.hr).action_done()
        self.assertEqual(journey.progress, 33)

    def test_who_may_start(self):
        """HR, nobody else: neither agents nor managers of the desk, nor the manager."""
        for user in (self.agent, self.manager, self.boss, self.employee):
            with self.assertRaises(AccessError):
                self.start(user=user)
        with self.assertRaises(AccessError):
            self.env["service.desk.journey"].with_user(self.hr).create({"kind": "joiner"})

    def test_last_day_before_the_first_starts_nothing(self):
        """Said when it is started, as it is when it is moved."""
        self.make_template("contractor", [{"name": "Contract", "responsible": "hr"}])
        with self.assertRaisesRegex(UserError, "before the first"):
            self.start("contractor", date_end=self.first_day - timedelta(days=1))
        journey = self.start("contractor", date_end=self.first_day)
        with self.assertRaisesRegex(UserError, "before the first"):
            journey.action_move(date_end=self.first_day - timedelta(days=1))

    def test_nothing_is_started_twice(self):
        """Not by another click, not by confirming again."""
        journey = self.start()
        with self.assertRaisesRegex(UserError, "already"):
            self.start()
        tasks = self.env["service.desk.task"].search_count([("journey_line_id.journey_id", "=", journey.id)])
        journey.action_confirm()
        again = self.env["service.desk.task"].search_count([("journey_line_id.journey_id", "=", journey.id)])
        self.assertEqual(tasks, again)

    def test_broken_step_leaves_the_others_alone(self):
        """An order that misses an answer says so; HR tries again when it is mended."""
        self.template.step_ids.answer_ids.unlink()
        journey = self.start()
        line = self.line(journey, "Laptop")
        self.assertEqual((line.state, bool(line.problem), bool(line.date_begun)), ("failed", True, False))
        self.assertEqual(self.line(journey, "Desk and chair").state, "open")
        line.step_id.answer_ids = [(0, 0, {"code": "model", "value": "Light"})]
        line.with_user(self.hr).action_retry()
        self.assertEqual((line.state, line.problem), ("open", False))

    def test_steps_wait_for_the_answers_of_the_manager(self):
        """Orders are told what the manager chose; what is not needed falls away."""
        self.template.question_item_id = self.choices
        self.template.step_ids = [
            (
                0,
                0,
                {
                    "name": "Second desk",
                    "condition_code": "desk",
                    "condition_value": "yes",
                    "team_id": self.team_two.id,
                },
            )
        ]
        journey = self.start()
        laptop, second = self.line(journey, "Laptop"), self.line(journey, "Second desk")
        self.assertEqual((laptop.state, second.state, journey.answer_state), ("asking", "asking", "asked"))
        with self.assertRaises(AccessError):
            journey.with_user(self.stranger).action_answer({"model": "Heavy"})
        self.assertEqual(journey.with_user(self.boss).action_answer({"desk": "no", "model": "Heavy"}), {})
        self.assertEqual((second.state, laptop.state), ("cancelled", "open"))
        self.template.step_ids.answer_ids.unlink()
        self.assertEqual(laptop.request_id.answer_ids.mapped("value_text"), ["Light"])

    def test_another_first_day_moves_what_is_not_done(self):
        """Tasks, orders and access follow; what is done stays."""
        journey = self.start()
        desk, laptop = self.line(journey, "Desk and chair"), self.line(journey, "Laptop")
        self.line(journey, "Contract").with_user(self.hr).action_done()
        done_due = self.line(journey, "Contract").date_due
        before = desk.task_id.date_due
        journey.action_move(date_start=self.first_day + timedelta(days=7))
        self.assertEqual(desk.task_id.date_due - before, timedelta(days=7))
        self.assertEqual(laptop.request_id.date_wanted, laptop.date_due)
        self.assertEqual(self.line(journey, "Contract").date_due, done_due)

    def test_dialogs_ask_for_days_and_reasons(self):
        """HR has the dialogs, with what stands; others have none."""
        journey = self.start()
        context = journey.action_open_move()["context"]
        move = self.env["service.desk.journey.move.wizard"].with_user(self.hr).with_context(**context).create({})
        self.assertEqual((move.journey_id, move.date_start), (journey, self.first_day))
        move.date_start = self.first_day + timedelta(days=1)
        move.action_move()
        self.assertEqual(journey.date_start, move.date_start)
        with self.assertRaises(AccessError):
            self.env["service.desk.journey.move.wizard"].with_user(self.boss).with_context(**context).create({})
        context = journey.action_open_cancel()["context"]
        cancel = self.env["service.desk.journey.cancel.wizard"].with_user(self.hr).with_context(**context)
        cancel.create({"reason": "Other job"}).action_cancel()
        self.assertEqual(journey.state, "cancelled")

    def test_cancelling_takes_all_back(self):
        """Open work is withdrawn, granted access revoked."""
        journey = self.start()
        access = self.line(journey, "Access").grant_ids
        journey.action_cancel("Took another job")
        self.assertEqual(journey.state, "cancelled")
        self.assertEqual(self.line(journey, "Desk and chair").task_id.state, "cancelled")
        self.assertEqual(self.line(journey, "Laptop").request_id.state, "cancelled")
        self.assertEqual(set(access.mapped("state")), {"cancelled"})
        self.assertEqual(set(journey.line_ids.mapped("state")), {"cancelled"})

    def test_journey_closes_when_all_is_done(self):
        """Not before; the history says when and by whom, and nothing waits for the manager any more."""
        self.template.question_item_id = self.choices
        self.template.step_ids = [(5,), (0, 0, {"name": "Contract", "responsible": "hr"})]
        journey = self.start()
        self.assertTrue(journey.sudo().activity_ids)
        with self.assertRaisesRegex(UserError, "not complete"):
            journey.action_finish()
        self.line(journey, "Contract").with_user(self.hr).action_done()
        journey.action_finish()
        self.assertEqual((journey.state, journey.sudo().event_ids[0].kind), ("done", "done"))
        self.assertEqual(journey.sudo().event_ids[0].user_id, self.hr)
        self.assertFalse(journey.sudo().activity_ids)

    def add_message(self, **values):
        template = self.env["mail.template"].create(
            {
                "name": "Welcome",
                "model_id": self.env["ir.model"]._get_id("service.desk.journey"),
                "subject": "Welcome {{ object.person_name }}",
                "body_html": "<p>Welcome!</p>",
            }
        )
        step = {"name": "Welcome", "kind": "message", "mail_template_id": template.id, "offset_days": -60, **values}
        self.template.step_ids = [(0, 0, step)]
        return template

    def make_people(self, count):
        return self.env["hr.employee"].create(
            [
                {
                    "name": f"P{number}",
                    "work_email": f"p{number}@example.com",
                    "department_id": self.sales.id,
                    "parent_id": self.boss_employee.id,
                }
                for number in range(count)
            ]
        )

    def test_messages_go_to_each_by_themselves(self):
        """Those without an address say so and keep nobody else's back."""
        self.add_message()
        people = self.make_people(3)
        people[1].work_contact_id.email = False
        journeys = self.start(employee=people)
        lines = journeys.sudo().line_ids.filtered(lambda line: line.kind == "message").sorted("journey_id")
        mails = self.env["mail.mail"].search([("model", "=", journeys._name), ("res_id", "in", journeys.ids)])
        self.assertEqual(
            {(mail.res_id, mail.email_to) for mail in mails},
            {(journey.id, f"{journey.person_name.lower()}@example.com") for journey in journeys}
            - {(journey.id, "p1@example.com") for journey in journeys},
        )
        self.assertFalse(mails.recipient_ids)
        self.assertEqual(lines.sorted("id").mapped("state"), ["done", "failed", "done"])
        mute = lines.filtered("problem")
        self.assertEqual((mute.journey_id.person_name, mute.date_begun), ("P1", False))
        mute.journey_id.contact_email = "p1@example.com"
        mute.with_user(self.hr).action_retry()
        self.assertEqual(mute.state, "done")

    def test_step_that_was_deleted_says_so(self):
        """A line whose step is gone from the template does not stop the job."""
        self.template.step_ids.filtered(lambda step: step.kind == "item").lead_days = 3
        journey = self.start()
        line = self.line(journey, "Laptop")
        line.step_id.unlink()
        line.date_begin -= timedelta(days=30)
        line._begin_due()
        self.assertEqual(line.state, "failed")
        self.assertIn("deleted", line.problem)

    def test_manager_of_many_hears_once(self):
        """One notice tells all that begins for them at once."""
        before = self.env["mail.message"].search([("notified_partner_ids", "=", self.boss.partner_id.id)])
        self.start(employee=self.make_people(3))
        told = self.env["mail.message"].search([("notified_partner_ids", "=", self.boss.partner_id.id)]) - before
        self.assertEqual(len(told), 1)
        self.assertIn("3", told.subject)
        self.assertEqual(told.author_id, self.hr.partner_id)

    def test_what_some_cannot_have_keeps_nothing_back(self):
        """Of several at once those get all of it who can, the others what they can."""
        people = self.make_people(3)
        user = self.make_user("p0", "base.group_user", partner_id=people[0].work_contact_id.id)
        people[0].user_id = user
        journeys = self.start(employee=people)
        granted = {journey.person_name: self.line(journey, "Access").grant_ids.entitlement_id for journey in journeys}
        both = self.by_hand | self.by_group
        self.assertEqual(granted, {"P0": both, "P1": self.by_hand, "P2": self.by_hand})
        problems = {journey.person_name: bool(self.line(journey, "Access").problem) for journey in journeys}
        self.assertEqual(problems, {"P0": False, "P1": True, "P2": True})

    def test_many_cost_no_more_queries_than_few(self):
        """Steps of all kinds, with access that has to wait: hundreds of people start in one go."""
        self.add_message(recipient="manager")

        def measure(count):
            people = self.make_people(count)
            return self.queries(lambda: self.start(employee=people))

        self.assert_queries(measure, (2, 12), lambda few, many: many - few <= 10)
