from datetime import timedelta

from odoo import fields, http
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import HttpCase, tagged

from .journey_case import JourneyCase


class ChartCase(JourneyCase):
    """A clerk below a boss below a chief, and a policy that asks the line manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.make_employee("Carla Clerk", user_id=cls.employee.id)
        cls.peer = cls.make_user("test_peer", "base.group_user")
        cls.peer_employee = cls.make_employee("Petra Peer", user_id=cls.peer.id)
        cls.chief = cls.make_user("test_chief", "base.group_user")
        cls.chief_employee = cls.env["hr.employee"].create({"name": "Chris Chief", "user_id": cls.chief.id})
        cls.boss_employee.parent_id = cls.chief_employee
        cls.policy = cls.env["service.desk.approval.policy"].create(
            {"name": "Manager", "step_ids": [(0, 0, {"name": "Manager", "approver_kind": "line_manager"})]}
        )
        cls.make_template("absence", [{"name": "Who stands in", "responsible": "hr"}])
        cls.today = fields.Date.today()

    def ask(self, policy=None):
        """An approval about a request of the clerk."""
        request = self.make_request().sudo()
        request.approval_policy_id = policy or self.policy
        request._start_approval()
        return request.approval_ids

    def named(self, *users):
        """A policy that names people."""
        ids = [user.id for user in users]
        step = {"name": "They", "approver_kind": "users", "user_ids": [(6, 0, ids)]}
        return self.env["service.desk.approval.policy"].create({"name": "Named", "step_ids": [(0, 0, step)]})

    def asked(self, approval):
        return approval.decision_ids.approver_id

    def absent(self, employee, first=-1, last=30):
        days = {"date_start": self.today + timedelta(days=first), "date_end": self.today + timedelta(days=last)}
        return self.start("absence", employee, **days)

    def stand_in(self, user, delegate, **values):
        return self.env["service.desk.approval.delegation"].create(
            {
                "user_id": user.id,
                "delegate_id": delegate.id,
                "date_from": self.today,
                "date_to": self.today + timedelta(days=9),
                **values,
            }
        )

    def run_clock(self):
        with self.enter_registry_test_mode():
            self.env.ref("service_desk.cron_approval_clock").method_direct_trigger()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestApprovalChart(ChartCase):
    """Who has left or is away for long decides nothing: the next one up does."""

    def test_archived_login_goes_to_the_next_one_up(self):
        """Also while the question is open, whether the step names a line or a person."""
        for policy in (self.policy, self.named(self.boss)):
            approval = self.ask(policy)
            self.assertEqual(self.asked(approval), self.boss)
            self.boss.active = False
            self.assertEqual(self.asked(approval), self.chief, policy.name)
            self.assertEqual(approval.state, "pending")
            self.boss.active = True

    def test_left_employee_goes_to_the_next_one_up(self):
        """Who has left may have a login for a while still."""
        approval = self.ask()
        self.boss_employee.with_context(employee_termination=True).active = False
        self.assertTrue(self.boss.active)
        self.assertEqual(self.asked(approval), self.chief)
        self.assertEqual(self.asked(self.ask()), self.chief)

    def test_nobody_above_asks_the_others(self):
        """As the step says, as ever."""
        self.policy.step_ids.fallback_user_ids = self.owner
        self.boss_employee.parent_id = False
        approval = self.ask()
        self.boss.active = False
        self.assertEqual(self.asked(approval), self.owner)
        self.assertTrue(approval.is_fallback)

    def test_long_absence_goes_to_the_next_one_up(self):
        """From its first to its last day, for lines and for named people; not before it begins."""
        journey = self.absent(self.boss_employee, first=1)
        self.assertEqual(self.asked(self.ask()), self.boss)
        journey.action_move(self.today, self.today + timedelta(days=9))
        for policy in (self.policy, self.named(self.boss)):
            self.assertEqual(self.asked(self.ask(policy)), self.chief, policy.name)
        self.assertEqual(self.asked(self.ask(self.named(self.boss, self.owner))), self.chief | self.owner)
        journey.action_cancel("Came back")
        self.assertEqual(self.asked(self.ask()), self.boss)

    def test_stand_in_comes_before_the_next_one_up(self):
        """Who has named somebody is asked, and that one decides."""
        self.absent(self.boss_employee)
        self.stand_in(self.boss, self.owner)
        approval = self.ask()
        self.assertEqual(self.asked(approval), self.boss)
        approval.with_user(self.owner).action_approve("Fine")
        self.assertEqual(approval.state, "approved")

    def test_absence_that_begins_meanwhile(self):
        """The job passes on what waits; nobody above: it stays with who is away."""
        approval, other = self.ask(), self.ask(self.named(self.chief))
        self.absent(self.boss_employee)
        self.absent(self.chief_employee)
        self.run_clock()
        self.assertEqual((self.asked(approval), self.asked(other)), (self.boss, self.chief))
        self.env["service.desk.journey"].search([("employee_id", "=", self.chief_employee.id)]).action_cancel("Back")
        self.run_clock()
        self.assertEqual(self.asked(approval), self.chief)
        self.assertIn("away", approval.log_ids.filtered(lambda one: one.kind == "replaced").text)
        approval.with_user(self.chief).action_approve("Fine")
        self.assertEqual(approval.state, "approved")

    def test_who_asked_is_never_the_next_one_up(self):
        """The way leads past them."""
        request = self.make_request(submitted_by_id=self.chief.partner_id.id).sudo()
        request.approval_policy_id = self.policy
        self.absent(self.boss_employee)
        request._start_approval()
        self.assertNotIn(self.chief, self.asked(request.approval_ids))
        self.assertNotIn(self.boss, self.asked(request.approval_ids))

    def test_chart_in_a_circle_ends(self):
        """Whatever HR has written down."""
        self.env.cr.execute(
            "UPDATE hr_employee SET parent_id = %s WHERE id = %s", [self.boss_employee.id, self.chief_employee.id]
        )
        self.env.invalidate_all()
        self.absent(self.boss_employee)
        self.absent(self.chief_employee)
        self.assertTrue(self.asked(self.ask()))


@tagged("post_install", "-at_install")
class TestDelegationChart(ChartCase, HttpCase):
    """Whoever leads people arranges who stands in for them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.boss, cls.chief, cls.peer, cls.stranger, cls.portal_a):
            user.password = user.login
        cls.boss.group_ids += cls.env.ref("service_desk.group_agent")

    def arrange(self, user, absent, delegate, **values):
        return (
            self.env["service.desk.approval.delegation"]
            .with_user(user)
            .create(
                {
                    "user_id": absent.id,
                    "delegate_id": delegate.id,
                    "date_to": self.today + timedelta(days=9),
                    "reason": "Ill",
                    **values,
                }
            )
        )

    def test_manager_arranges_for_their_people(self):
        """At any level, with a reason; the desk remembers who did."""
        delegation = self.arrange(self.boss, self.employee, self.peer)
        self.assertEqual(delegation.arranged_by_id, self.boss)
        self.assertTrue(delegation.is_led)
        with self.assertRaisesRegex(ValidationError, "why"):
            self.arrange(self.boss, self.employee, self.peer, reason=" ")
        self.chief.group_ids += self.env.ref("service_desk.group_agent")
        self.assertEqual(self.arrange(self.chief, self.employee, self.peer).arranged_by_id, self.chief)

    def test_nobody_arranges_for_others(self):
        """Not for who leads them, nor for people of others, nor as an agent."""
        for user, absent in (
            (self.boss, self.chief),
            (self.boss, self.stranger),
            (self.agent, self.employee),
            (self.employee, self.peer),
            (self.peer, self.boss),
        ):
            with self.subTest(user=user.login, absent=absent.login), self.assertRaises(AccessError):
                self.arrange(user, absent, self.owner)
        mine = self.arrange(self.boss, self.employee, self.peer)
        with self.assertRaises(AccessError):
            mine.with_user(self.agent).write({"date_to": self.today})
        self.assertFalse(mine.with_user(self.agent).search([("id", "=", mine.id)]))

    def test_arranged_stand_in_does_not_serve_who_arranged_it(self):
        """What the manager asked for is not decided by somebody whom the manager chose."""
        delegation = self.arrange(self.boss, self.employee, self.peer)
        request = self.make_request(
            requester_id=self.boss.partner_id.id, submitted_by_id=self.boss.partner_id.id
        ).sudo()
        request.approval_policy_id = self.named(self.employee)
        request._start_approval()
        with self.assertRaises(AccessError):
            request.approval_ids.with_user(delegation.delegate_id).action_approve("For my boss")

    def test_those_around_are_suggested_first(self):
        """Manager, colleagues and reports, before all others."""
        users = self.env["res.users"].with_user(self.boss).with_context(service_desk_stands_in_for=self.employee.id)
        first = [row[0] for row in users.name_search("test_")][:2]
        self.assertEqual(set(first), {self.boss.id, self.peer.id})
        self.assertEqual(len(users.name_search("test_", limit=3)), 3)
        self.assertTrue(self.env["res.users"].with_context(service_desk_stands_in_for="x").name_search("test_"))

    def post(self, **data):
        data = {"date_from": str(self.today), "date_to": str(self.today + timedelta(days=3)), **data}
        csrf = http.Request.csrf_token(self)
        url = "/my/approvals/delegation"
        return self.url_open(url, data={"csrf_token": csrf, "key": f"k{sorted(data.items())}"[-60:], **data})

    def test_managers_do_it_on_the_portal(self):
        """For one of their people, with those around suggested; refused with a sentence otherwise."""
        self.authenticate("test_chief", "test_chief")
        page = self.url_open("/my/approvals/delegation").text
        self.assertIn("Who is away", page)
        self.assertIn("test_employee", page)
        self.assertIn("test_boss@example.com", page)
        rows = self.env["service.desk.approval.delegation"]
        refused = self.post(absent=self.employee.id, colleague="test_peer")
        self.assertEqual(refused.status_code, 422)
        self.assertIn("Say why", refused.text)
        self.post(absent=self.employee.id, colleague="test_peer", reason="Ill")
        row = rows.search([("user_id", "=", self.employee.id)])
        self.assertEqual((row.delegate_id, row.arranged_by_id, row.reason), (self.peer, self.chief, "Ill"))
        self.assertIn("decides for", self.url_open("/my/approvals/delegation").text)
        self.assertEqual(self.post(absent=self.stranger.id, colleague="test_peer", reason="x").status_code, 422)
        self.assertEqual(self.post(absent="99999999999999", colleague="test_peer", reason="x").status_code, 422)
        self.assertFalse(rows.search([("user_id", "=", self.stranger.id)]))

    def test_others_choose_for_themselves_alone(self):
        """Nobody to choose from, and no address of a colleague that they did not know: only those near them."""
        self.authenticate("test_stranger", "test_stranger")
        page = self.url_open("/my/approvals/delegation").text
        self.assertNotIn("Who is away", page)
        self.assertNotIn('@example.com"', page.split("o_sd_colleagues")[-1])
        self.assertEqual(self.post(absent=self.employee.id, colleague="test_peer", reason="x").status_code, 422)
        row = self.stand_in(self.employee, self.peer, arranged_by_id=self.boss.id)
        csrf = http.Request.csrf_token(self)
        url = f"/my/approvals/delegation/{row.id}/end"
        self.assertEqual(self.url_open(url, data={"csrf_token": csrf}).status_code, 404)
        self.assertTrue(row.exists())
        self.authenticate("test_boss", "test_boss")
        self.url_open(url, data={"csrf_token": http.Request.csrf_token(self)})
        self.assertFalse(row.exists())
