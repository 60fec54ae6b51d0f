"""Work of people who leave or are away goes to somebody else."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields, http
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.mail.tests.common import MailCase

from .journey_case import JourneyCase


class HandOverCase(JourneyCase):
    """Leo of the first team has open tickets, a service, an activity, and an entitlement that he decides on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls.make_user("test_leaver", "service_desk.group_agent")
        cls.leaver = cls.make_employee("Leo Leaver", user_id=cls.user.id)
        cls.successor = cls.make_user("test_successor", "service_desk.group_agent", password="test_successor")
        cls.boss.password = "test_boss"
        cls.team_one.member_ids += cls.user
        cls.team_two.member_ids = cls.user + cls.successor
        Incident = cls.env["service.desk.incident"]
        common = {"name": "Secret subject", "user_id": cls.user.id, "requester_id": cls.hr.partner_id.id}
        cls.first, cls.second = Incident.create(
            [{**common, "team_id": team.id} for team in (cls.team_one, cls.team_two)]
        )
        cls.task = cls.env["service.desk.task"]._add(
            [{"name": "Look", "company_id": cls.env.company.id, "team_id": cls.team_two.id, "user_id": cls.user.id}]
        )
        cls.service = cls.env["service.desk.service"].create({"name": "Mail", "owner_id": cls.user.id})
        cls.entitlement = cls.make_entitlement("Vault", owner_id=cls.user.id)
        cls.activity = cls.second.activity_schedule(
            "mail.mail_activity_data_todo", summary="Private words", user_id=cls.user.id
        )

    def run_job(self):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=9e9):
            self.env["service.desk.journey"]._cron_run()


@tagged("post_install", "-at_install")
class TestJourneyHandOver(HandOverCase, MailCase, HttpCase):
    """By the leaver's journey, before the login is closed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_template(
            "leaver",
            [
                {"name": "Work", "kind": "hand_over", "anchor": "end"},
                {"name": "Login", "kind": "login", "anchor": "end"},
                {"name": "Mailbox", "team_id": cls.team_one.id, "anchor": "end", "tells_answers": True},
            ],
        )

    def leave(self):
        """A journey whose last day is near."""
        return self.start("leaver", self.leaver, date_end=fields.Date.today() + timedelta(days=3))

    def end(self, journey):
        """The last day is over; the line that hands over."""
        journey.action_move(date_end=fields.Date.today() - timedelta(days=1))
        self.run_job()
        return self.line(journey, "Work")

    def test_successor_gets_the_work(self):
        """Tickets of their teams, tasks, what is looked after, what was planned; the rest goes back to its queue."""
        journey = self.leave()
        journey.with_user(self.boss).action_name_successor(self.successor.id)
        line = self.end(journey)
        self.assertEqual((line.state, line.problem, self.user.active), ("done", False, False))
        self.assertEqual((self.first.user_id.id, self.first.team_id), (False, self.team_one))
        for record in (self.second, self.task):
            self.assertEqual(record.user_id, self.successor)
        self.assertEqual(self.service.owner_id, self.successor)
        self.assertEqual(self.entitlement.owner_id, self.successor)
        self.assertEqual(self.activity.exists().user_id, self.successor)
        self.assertIn("test_leaver to test_successor", self.second.message_ids[:2].mapped("body")[0])
        self.assertIn("back in the queue", "".join(self.first.message_ids.mapped("body")))

    def test_successor_gets_one_mail(self):
        """About all of it, without a subject; none for each ticket."""
        self.successor.email = "successor@example.com"
        journey = self.leave()
        journey.with_user(self.boss).action_name_successor(self.successor.id)
        with self.mock_mail_gateway():
            self.end(journey)
        (mail,) = self._new_mails.filtered(lambda mail: mail.email_to == "successor@example.com")
        self.assertEqual(mail.subject, "You take over from Leo Leaver")
        self.assertIn("Incident: 2", mail.body_html)
        self.assertNotIn("Secret subject", mail.body_html)

    def test_proof_has_numbers_and_no_subjects(self):
        """HR sees how many there were, and names of what is no secret."""
        journey = self.leave()
        self.end(journey)
        note = self.line(journey, "Work").with_user(self.hr).note
        self.assertIn("Incident 2", note)
        self.assertIn("Mail", note)
        for secret in ("Secret subject", "Private words", "Look"):
            self.assertNotIn(secret, note)
        rows = journey.sudo()._proof_rows()
        self.assertTrue(any(row["what"].startswith("Work: ") and "Vault" in row["how"] for row in rows))

    def test_manager_takes_over_by_default(self):
        """A manager without a role at the desk gets what they can; tickets go back to their queues."""
        line = self.end(self.leave())
        self.assertEqual(self.service.owner_id, self.boss)
        self.assertEqual(self.entitlement.owner_id, self.boss)
        self.assertFalse((self.first | self.second).user_id)
        self.assertEqual(line.state, "failed")
        self.assertIn("Activity", line.problem)

    def test_hr_names_nobody_to_decide_about_access(self):
        """The work goes to whom HR has named; what decides about others to the manager."""
        journey = self.leave()
        journey.action_name_successor(self.successor.id)
        self.end(journey)
        self.assertEqual(self.service.owner_id, self.successor)
        self.assertEqual(self.entitlement.owner_id, self.boss)

    def test_rest_is_handed_over_when_tried_again(self):
        """With another successor."""
        journey = self.leave()
        line = self.end(journey)
        self.assertEqual(line.state, "failed")
        with self.assertRaises(AccessError):
            journey.with_user(self.stranger).action_name_successor(self.stranger.id)
        journey.action_name_successor(self.successor.id)
        line.with_user(self.hr).action_retry()
        self.assertEqual((line.state, self.activity.user_id), ("done", self.successor))
        self.assertIn("test_boss", line.note)
        self.assertIn("test_successor", line.note)

    def test_nobody_to_take_over_is_said(self):
        """And nothing is lost: activities outlive the login."""
        self.leaver.parent_id = False
        self.sales.manager_id = False
        line = self.end(self.leave())
        self.assertIn("Say who takes over", line.problem)
        self.assertTrue(self.activity.exists())
        self.assertEqual(self.service.owner_id, self.user)

    def test_who_cannot_be_successor(self):
        """The person, customers, people of other companies, people who have left."""
        journey = self.leave()
        gone = self.make_user("test_gone", "base.group_user")
        gone.active = False
        other = self.make_user(
            "test_other_company", "base.group_user", company_id=self.env["res.company"].create({"name": "Other"}).id
        )
        other.company_ids = other.company_id
        for user in (self.user, self.portal_a, gone, other, self.env.ref("base.user_root")):
            with self.assertRaises(UserError):
                journey.action_name_successor(user.id)

    def test_open_approvals_ask_the_successor(self):
        """Where the manager has named them."""
        policy = self.env["service.desk.approval.policy"].create(
            {"name": "Ask Leo", "step_ids": [Command.create({"name": "Leo", "user_ids": [Command.set(self.user.ids)]})]}
        )
        entitlement = self.make_entitlement("Safe", approval_policy_id=policy.id)
        requests = self.env["service.desk.access"].with_user(self.employee)
        access = requests._request(self.employee.partner_id, entitlement, reason="Work")
        seats = self.env["service.desk.approval.decision"].search([("approver_id", "=", self.user.id)])
        self.assertTrue(seats)
        approvals = seats.approval_id
        journey = self.leave()
        journey.with_user(self.boss).action_name_successor(self.successor.id)
        self.end(journey)
        self.assertEqual(approvals.decision_ids.approver_id, self.successor)
        self.assertEqual(access.sudo().state, "approval")
        approvals.with_user(self.successor).action_approve()
        self.assertEqual(access.sudo().state, "granting")

    def test_steps_of_other_journeys_go_along(self):
        """Somebody's buddy leaves; their own steps stay theirs."""
        self.template.step_ids = [Command.create({"name": "Lunch", "responsible": "buddy"})]
        self.employee_new.coach_id = self.leaver
        other = self.start()
        lunch = self.line(other, "Lunch")
        self.assertEqual(lunch.user_id, self.user)
        menus = self.env["ir.ui.menu"].with_user(self.successor)
        entry = self.env.ref("service_desk_hr.menu_journey_line").id
        self.assertNotIn(entry, menus.load_menus(False))
        journey = self.leave()
        journey.with_user(self.boss).action_name_successor(self.successor.id)
        self.end(journey)
        self.assertEqual((lunch.user_id, lunch.task_id.user_id), (self.successor, self.successor))
        self.assertIn(entry, menus.load_menus(False))

    def test_answers_name_the_successor_and_stand_in_the_task(self):
        """The manager's form; whoever does the mailbox need not ask."""
        template = self.env["service.desk.journey.template"].search([("kind", "=", "leaver")])
        template.question_item_id = self.env.ref("service_desk_hr.item_questions_leaver")
        journey = self.leave()
        mailbox = self.line(journey, "Mailbox")
        self.assertEqual(mailbox.state, "asking")
        self.assertNotEqual(template.question_item_id.state, "published")
        answers = {"successor": str(self.successor.partner_id.id), "note": "Keep <b>all</b>"}
        self.assertEqual(journey.with_user(self.boss).action_answer(answers), {})
        text = mailbox.task_id.description
        self.assertIn("test_successor", text)
        self.assertIn("Keep &lt;b&gt;all&lt;/b&gt;", text)
        self.end(journey)
        self.assertEqual(self.service.owner_id, self.successor)
        self.assertEqual(self.entitlement.owner_id, self.successor)

    def test_manager_names_the_successor_on_the_portal(self):
        """By an address; somebody unknown is refused on the page."""
        journey = self.leave()
        self.authenticate("test_boss", "test_boss")
        url = f"/my/team/{journey.id}"
        self.assertIn("Who takes over", self.url_open(url).text)
        csrf = http.Request.csrf_token(self)
        refused = self.url_open(f"{url}/successor", data={"csrf_token": csrf, "key": "a", "address": "nobody@x.test"})
        self.assertEqual(refused.status_code, 422)
        self.assertIn("Choose a colleague", refused.text)
        self.url_open(f"{url}/successor", data={"csrf_token": csrf, "key": "b", "address": "test_successor"})
        self.assertEqual(journey.sudo().successor_id, self.successor)
        self.assertEqual(journey.sudo().successor_by_id, self.boss)

    def test_dialog_is_for_hr_and_the_manager(self):
        """Others have none."""
        journey = self.leave()
        context = journey.action_open_successor()["context"]
        wizards = self.env["service.desk.journey.successor.wizard"].with_context(**context)
        wizards.with_user(self.hr).create({"user_id": self.successor.id}).action_name()
        self.assertEqual(journey.sudo().successor_id, self.successor)
        with self.assertRaises(AccessError):
            wizards.with_user(self.stranger).create({"user_id": self.stranger.id})

    def test_many_tickets_cost_few_queries(self):
        """A leaver with a full desk."""

        def measure(count):
            self.env["service.desk.incident"].create(
                [
                    {"name": f"T{number}", "team_id": self.team_two.id, "user_id": self.user.id}
                    for number in range(count)
                ]
            )
            over = self.env["service.desk.hand.over"]
            return self.queries(lambda: over._hand_over(self.user, self.successor, self.successor, "JRN")).total()

        measure(1)
        few, many = measure(5), measure(45)
        self.assertLess((many - few) / 40, 6)
