from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import format_date

from .journey_case import JourneyCase


@tagged("post_install", "-at_install")
class TestJourneyTodo(JourneyCase):
    """To-dos and reminders: who is asked, once, in their language, and when it is settled."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.choices = cls.make_item("Choices", [{"code": "desk", "kind": "yes_no"}])
        cls.template.question_item_id = cls.choices
        cls.template.step_ids = [
            (0, 0, {"name": "Lunch", "responsible": "manager", "offset_days": -2}),
            (0, 0, {"name": "Contract", "responsible": "hr", "offset_days": -2}),
            (0, 0, {"name": "Laptop", "kind": "hand_out", "team_id": cls.team_one.id, "offset_days": -2}),
        ]
        cls.cron = cls.env["service.desk.journey"]

    def todos(self, user):
        return self.env["mail.activity"].search([("user_id", "=", user.id), ("res_model", "=", "service.desk.journey")])

    def remind(self, day):
        """Run the job on a day; the mails that it makes."""
        known = self.env["mail.mail"].search([])
        with (
            freeze_time(day),
            patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=9e9),
        ):
            self.cron.invalidate_model()
            self.cron._cron_remind()
        return self.env["mail.mail"].search([]) - known

    # -- To-dos ------------------------------------------------------------------------------------

    def test_manager_has_a_todo_until_answered(self):
        """It stands with the rest of their day, and goes when HR answers instead."""
        journey = self.start()
        todo = self.todos(self.boss)
        self.assertEqual((todo.res_id, todo.date_deadline), (journey.id, journey.date_answers))
        self.assertEqual(todo.with_user(self.boss).read(["summary"])[0]["summary"], "Answer the questions")
        journey.action_answer({"desk": "yes"})
        self.assertFalse(self.todos(self.boss))

    def test_hr_has_a_todo_until_confirmed(self):
        """For what nobody of HR has started by hand alone."""
        self.employee_new.version_id.with_user(self.hr).sudo().write({"contract_date_start": self.first_day})
        journey = self.env["service.desk.journey"].search([("employee_id", "=", self.employee_new.id)])
        self.assertEqual(journey.state, "proposed")
        todo = self.env["mail.activity"].search([("res_model", "=", journey._name), ("res_id", "=", journey.id)])
        self.assertEqual(todo.summary, "Confirm it or cancel it")
        journey._start()
        self.assertFalse(todo.exists().filtered(lambda one: one.summary == "Confirm it or cancel it"))

    def test_todo_goes_with_the_journey(self):
        """When it is given up."""
        journey = self.start()
        journey.action_cancel("Changed their mind")
        self.assertFalse(self.todos(self.boss))

    def test_todo_is_seen_by_those_who_see_the_journey(self):
        """By the manager and HR, by nobody else; the manager may settle it without a message."""
        self.start()
        todo = self.todos(self.boss)
        self.assertTrue(todo.with_user(self.hr).read(["summary"]))
        for user in (self.stranger, self.agent):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                todo.with_user(user).read(["summary"])
            self.assertFalse(self.env["mail.activity"].with_user(user).search([("id", "=", todo.id)]))
        todo.with_user(self.boss).action_done()
        self.assertFalse(self.todos(self.boss))

    def test_todos_cost_the_same_for_many(self):
        """Those of a hundred people are made in one go."""

        def cost(count):
            people = self.env["hr.employee"]
            for number in range(count):
                people |= self.make_employee(f"Many {count} {number}")
            journeys = self.env["service.desk.journey"].with_user(self.hr)._propose("joiner", people, self.first_day)
            journeys.write({"answer_state": "asked", "date_answers": self.first_day})
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            journeys._ask_manager()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(2)
        self.assertLessEqual(cost(12) - cost(4), 2)

    # -- Reminders ---------------------------------------------------------------------------------

    def test_nothing_near_tells_nothing(self):
        """Two weeks before there is nothing to say."""
        self.start()
        self.assertFalse(self.remind(fields.Date.today()))

    def test_one_mail_about_everything(self):
        """The manager's questions and step in one, HR's step in another; the team's in none."""
        journey = self.start()
        mails = self.remind(self.first_day)
        self.assertEqual(set(mails.recipient_ids), {self.boss.partner_id, self.hr.partner_id})
        mine = mails.filtered(lambda mail: mail.recipient_ids == self.boss.partner_id)
        self.assertEqual(len(mine), 1)
        self.assertIn("Lunch", mine.body_html)
        self.assertIn("Answer the questions", mine.body_html)
        self.assertIn("Nina New", mine.body_html)
        self.assertIn("late since", mine.body_html)
        self.assertIn(f"/my/team/{journey.id}", mine.body_html)
        self.assertNotIn("Laptop", "".join(mails.mapped("body_html")))
        self.assertEqual(mine.subject, "Waits for you: 2")

    def test_second_run_says_nothing_again(self):
        """Not the same day, also when something else has come; after some days it says it once more."""
        self.start()
        self.assertEqual(len(self.remind(self.first_day)), 2)
        self.assertFalse(self.remind(self.first_day))
        self.start(employee=self.make_employee("Otto Other"))
        self.assertFalse(self.remind(self.first_day))
        tomorrow = self.remind(self.first_day + timedelta(days=1))
        self.assertEqual(len(tomorrow), 2)
        self.assertIn("Otto Other", tomorrow[0].body_html)
        self.assertFalse(self.remind(self.first_day + timedelta(days=2)))
        self.assertEqual(len(self.remind(self.first_day + timedelta(days=4))), 2)

    def test_what_is_done_is_not_told(self):
        """Nor what is over or given up."""
        journey = self.start()
        journey.action_answer({"desk": "yes"})
        self.line(journey, "Lunch").with_user(self.boss).action_done()
        mails = self.remind(self.first_day)
        self.assertEqual(mails.recipient_ids, self.hr.partner_id)
        journey.action_cancel("No")
        self.assertFalse(self.remind(self.first_day + timedelta(days=9)))

    def test_hr_is_told_instead_of_who_left(self):
        """Questions and steps of somebody without a login come back to HR."""
        self.start()
        self.boss.active = False
        mails = self.remind(self.first_day)
        self.assertEqual(mails.recipient_ids, self.hr.partner_id)
        self.assertIn("Lunch", mails.body_html)

    def test_hr_is_told_what_needs_attention(self):
        """And what nobody has confirmed a week before."""
        journey = self.start()
        journey.action_answer({"desk": "yes"})
        self.line(journey, "Laptop").problem = "Nobody has one"
        person = self.make_employee("Petra Proposed")
        self.env["service.desk.journey"].with_user(self.hr)._propose("joiner", person, self.first_day)
        mails = self.remind(self.first_day - timedelta(days=6))
        # On some days of the week something of the manager's is near, too.
        mail = mails.filtered(lambda mail: mail.recipient_ids == self.hr.partner_id)
        self.assertEqual(len(mail), 1)
        self.assertIn("Needs attention: Laptop", mail.body_html)
        self.assertIn("Petra Proposed", mail.body_html)

    def test_people_are_told_in_their_language(self):
        """Dates and words are the reader's."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.boss.lang = "fr_FR"
        journey = self.start()
        mails = self.remind(self.first_day)
        mine = mails.filtered(lambda mail: mail.recipient_ids == self.boss.partner_id)
        for mail, lang in ((mine, "fr_FR"), (mails - mine, "en_US")):
            day = format_date(self.env, self.line(journey, "Lunch").date_due, lang_code=lang, date_format="long")
            self.assertIn(day, mail.body_html)
