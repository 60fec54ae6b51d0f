"""Work and logins of people who are away for long."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from .test_journey_hand_over import HandOverCase


@tagged("post_install", "-at_install")
class TestJourneyAbsence(HandOverCase, MailCase):
    """Away for long, and back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_template(
            "absence",
            [
                {"name": "Work", "kind": "hand_over", "offset_days": -1},
                {"name": "Rest", "kind": "login", "offset_days": -1},
                {"name": "Back", "kind": "account", "anchor": "end", "offset_days": 1},
            ],
        )
        cls.groups = cls.user.group_ids
        cls.access = (
            cls.env["service.desk.access"]
            .with_user(cls.access_manager)
            ._request(cls.user.partner_id, cls.by_group, reason="Work")
            .sudo()
        )

    def go(self):
        """An absence that has begun."""
        today = fields.Date.today()
        journey = self.start(
            "absence", self.leaver, date_start=today + timedelta(days=5), date_end=today + timedelta(days=60)
        )
        journey.with_user(self.boss).action_name_successor(self.successor.id)
        journey.action_move(date_start=today - timedelta(days=2))
        self.run_job()
        return journey

    def test_login_rests_and_access_is_kept(self):
        """What is to be done goes to somebody else, what they own stays; approvals are decided meanwhile."""
        journey = self.go()
        self.assertFalse(self.user.active)
        self.assertEqual(self.access.state, "active")
        self.assertEqual((self.second.user_id, self.service.owner_id), (self.successor, self.user))
        line = self.line(journey, "Work")
        self.assertEqual(line.state, "done")
        delegation = line.delegation_id
        self.assertEqual((delegation.user_id, delegation.delegate_id), (self.user, self.successor))
        self.assertEqual((delegation.date_to, delegation.arranged_by_id), (journey.date_end, self.boss))
        self.assertEqual(self.line(journey, "Back").state, "planned")

    def test_stand_in_decides_while_the_login_rests(self):
        """On what was open before, and on what is asked meanwhile."""
        policy = self.env["service.desk.approval.policy"].create(
            {"name": "Ask Leo", "step_ids": [Command.create({"name": "Leo", "user_ids": [Command.set(self.user.ids)]})]}
        )
        one, other = (self.make_entitlement(name, approval_policy_id=policy.id) for name in ("One", "Other"))
        ask = self.env["service.desk.access"].with_user(self.employee)._request
        ask(self.employee.partner_id, one, reason="Work")
        self.go()
        ask(self.employee.partner_id, other, reason="Work")
        seats = self.env["service.desk.approval.decision"].search([("approval_id.policy_id", "=", policy.id)])
        self.assertEqual(len(seats), 2)
        self.assertEqual(seats.approver_id, self.successor)

    def test_return_opens_the_login_as_it_was(self):
        """With groups and access, without an invitation; earlier or later than planned."""
        journey = self.go()
        back = self.line(journey, "Back")
        journey.action_move(date_end=fields.Date.today() + timedelta(days=90))
        self.run_job()
        self.assertFalse(self.user.active)
        self.assertEqual(self.line(journey, "Work").delegation_id.date_to, journey.date_end)
        journey.action_move(date_end=fields.Date.today() - timedelta(days=1))
        back.date_begin = fields.Datetime.now() - timedelta(hours=1)
        self.run_job()
        self.assertEqual((back.state, self.user.active), ("done", True))
        self.assertLessEqual(self.groups, self.user.group_ids)
        self.assertEqual(self.access.state, "active")
        self.assertFalse(self.user.partner_id.signup_type)

    def come_back(self, journey):
        journey.action_move(date_end=fields.Date.today() - timedelta(days=1))
        self.line(journey, "Back").date_begin = fields.Datetime.now() - timedelta(hours=1)
        self.run_job()

    def test_work_comes_back(self):
        """What is not done, and still with who stood in; once, and told both."""
        journey = self.go()
        self.assertEqual((self.second.user_id, self.task.user_id), (self.successor, self.successor))
        with self.mock_mail_gateway():
            self.come_back(journey)
        for record in (self.second, self.task, self.activity):
            self.assertEqual(record.user_id, self.user)
        self.assertIn("test_successor to test_leaver", "".join(self.second.message_ids.mapped("body")))
        self.assertFalse(self.first.user_id)
        back = self.line(journey, "Back")
        self.assertEqual(back.state, "done")
        self.assertIn("Given back: ", back.note)
        self.assertNotIn("Secret subject", back.note)
        told = self._new_mails.filtered(lambda mail: mail.subject == "Leo Leaver is back")
        self.assertEqual(set(told.mapped("email_to")), {self.user.email, self.successor.email})
        self.assertIn("Incident: 1", told[0].body_html)
        self.second.user_id = self.successor
        self.assertFalse(journey.sudo()._take_work_back())
        self.assertEqual(self.second.user_id, self.successor)

    def test_what_is_done_or_taken_by_others_stays(self):
        """And what whoever stood in had before; of a team that one left, nothing comes back."""
        own = self.env["service.desk.incident"].create(
            {
                "name": "Own",
                "user_id": self.successor.id,
                "team_id": self.team_two.id,
                "requester_id": self.hr.partner_id.id,
            }
        )
        self.team_two.member_ids += self.agent_two
        journey = self.go()
        self.second.user_id = self.agent_two
        self.task.action_done("Done")
        self.team_two.member_ids -= self.user
        self.come_back(journey)
        self.assertEqual((self.second.user_id, self.task.user_id), (self.agent_two, self.successor))
        self.assertEqual(own.user_id, self.successor)
        self.assertTrue(self.user.active)

    def test_cancelled_absence_gives_the_work_back(self):
        """Nobody is away after all."""
        journey = self.go()
        journey.action_cancel("Stays")
        self.assertEqual((self.second.user_id, self.task.user_id), (self.user, self.user))

    def test_who_leaves_meanwhile_does_not_come_back(self):
        """The login stays closed, and the line says why."""
        journey = self.go()
        self.make_template("leaver", [{"name": "Login", "kind": "login", "anchor": "end"}])
        self.start("leaver", self.leaver, is_immediate=True)
        back = self.line(journey, "Back")
        back.date_begin = fields.Datetime.now() - timedelta(hours=1)
        self.run_job()
        self.assertEqual((back.state, self.user.active), ("failed", False))
        self.assertIn("has left", back.problem)

    def test_cancelled_absence_gives_the_login_back(self):
        """Nobody is away after all, nobody decides in their place."""
        journey = self.go()
        journey.action_cancel("Stays")
        self.assertTrue(self.user.active)
        self.assertFalse(self.env["service.desk.approval.delegation"].search([("user_id", "=", self.user.id)]))

    def test_default_template_is_complete(self):
        """The addon brings the way out and the way back."""
        template = self.env.ref("service_desk_hr.journey_template_absence")
        self.assertEqual(template.step_ids.mapped("kind"), ["message", "task", "hand_over", "login", "task", "account"])
