from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from .journey_case import JourneyCase


@tagged("post_install", "-at_install")
class TestJourneyLinks(JourneyCase, MailCase):
    """Mails about steps lead to where their readers do them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template.step_ids = [
            (0, 0, {"name": "Lunch", "responsible": "manager"}),
            (0, 0, {"name": "Laptop", "kind": "hand_out", "team_id": cls.team_one.id}),
        ]
        for user in (cls.boss, cls.stranger, cls.agent, cls.hr):
            user.notification_type = "email"

    def mail_to(self, user, work):
        """The one mail that somebody gets by some work."""
        with self.mock_mail_gateway():
            work()
        mails = self._new_mails.filtered(lambda mail: user.partner_id in mail.recipient_ids)
        self.assertEqual(len(mails), 1)
        return mails

    def test_manager_is_led_to_the_portal(self):
        """By a link; there is no button to the task, which they cannot open."""
        mail = self.mail_to(self.boss, self.start)
        journey = self.env["service.desk.journey"].search([("employee_id", "=", self.employee_new.id)])
        self.assertIn(f'/my/team/{journey.id}"', mail.body_html)
        self.assertIn("Lunch: Nina New", mail.body_html)
        self.assertFalse(mail.model)
        self.assertNotIn("mail/view", mail.body_html)

    def test_manager_of_several_is_led_to_each(self):
        """In one mail."""
        people = self.make_employee("Ann One") | self.make_employee("Bob Two")
        mail = self.mail_to(self.boss, lambda: self.start(employee=people))
        journeys = self.env["service.desk.journey"].search([("employee_id", "in", people.ids)])
        self.assertEqual(len(journeys), 2)
        for journey in journeys:
            self.assertIn(f'/my/team/{journey.id}"', mail.body_html)

    def test_buddy_is_led_to_their_own_page(self):
        """They do not see the journey."""
        self.template.step_ids[0].responsible = "buddy"
        self.employee_new.coach_id = self.env["hr.employee"].create({"name": "Bo", "user_id": self.stranger.id})
        mail = self.mail_to(self.stranger, self.start)
        self.assertIn('/my/team"', mail.body_html)

    def test_hr_is_led_to_the_journey(self):
        """In the backend, where they run it."""
        colleague = self.make_user("test_hr_colleague", "hr.group_hr_user,base.group_user", notification_type="email")
        journey = self.start()
        line = self.line(journey, "Lunch")
        mail = self.mail_to(colleague, lambda: line.task_id.write({"user_id": colleague.id}))
        self.assertIn(f"/odoo/journeys/{journey.id}", mail.body_html)

    def test_agent_is_led_to_the_task(self):
        """Where the work of a team is done."""
        task = self.line(self.start(), "Laptop").task_id
        mail = self.mail_to(self.agent, lambda: task.write({"user_id": self.agent.id}))
        self.assertIn(f"/odoo/service-desk-tasks/{task.id}", mail.body_html)
        self.assertEqual((mail.model, mail.res_id), (task._name, task.id))

    def test_agent_outside_the_walls_reads_no_name(self):
        """Neither in the words nor in what Odoo puts above them; they cannot open it either."""
        self.team_one.is_confidential = True
        task = self.line(self.start(), "Laptop").task_id
        mail = self.mail_to(self.agent_two, lambda: task.write({"user_id": self.agent_two.id}))
        self.assertIn(task.number, mail.body_html)
        self.assertNotIn("Nina", f"{mail.subject} {mail.body_html}")
        self.assertNotIn(f"/{task.id}", mail.body_html)
