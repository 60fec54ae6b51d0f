"""What people try to get something approved by themselves, or another thing than was approved."""

import base64

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .approval_case import ApprovalCase
from .catalog_common import CatalogCase


@tagged("post_install", "-at_install")
class TestOrderAttackApproval(ApprovalCase, CatalogCase):
    """Orders that need approval, and those who would rather do without."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.make_policy({"users": cls.ann | cls.agent_two | cls.employee})
        cls.laptop.approval_policy_id = cls.policy

    def order_laptop(self, user, partner=None, **answers):
        line = (self.laptop, 1, {"model": "light", **answers}, {})
        return self.order(user, line, for_partner=partner)[0].sudo()

    def test_approver_never_decides_about_their_own_order(self):
        """Who asked, for whom it is, and a second login with the same address are not asked."""
        twin = self.make_user("test_twin", "base.group_user")
        twin.partner_id.email = self.employee.email.upper()
        self.policy.step_ids.user_ids |= twin
        request = self.order_laptop(self.employee)
        step = self.steps(request)
        self.assertEqual(set(step.decision_ids.approver_id), {self.ann, self.agent_two})
        for user in (self.employee, twin):
            with self.assertRaises(AccessError):
                step.with_user(user).action_approve()

    def test_second_contact_with_the_same_address_is_the_same_person(self):
        """Nobody orders for a contact of their own address and then agrees to it."""
        company = self.env.company.partner_id
        contact = self.env["res.partner"].create(
            {"name": "My other self", "email": self.agent_two.email, "parent_id": company.id}
        )
        request = self.order_laptop(self.agent, contact)
        self.assertNotIn(self.agent_two, self.steps(request).decision_ids.approver_id)

    def test_who_was_asking_once_never_decides_later(self):
        """An agent who may work on their own order cannot hand it to somebody else to agree to it."""
        request = self.order_laptop(self.ann, self.agent_two.partner_id)
        mine = request.with_user(self.agent_two)
        mine.action_withdraw_approval()
        mine.write({"requester_id": self.ann.partner_id.id, "submitted_by_id": self.ann.partner_id.id})
        mine.action_ask_approval()
        self.assertNotIn(self.agent_two, self.steps(request).decision_ids.approver_id)
        with self.assertRaises(AccessError):
            self.approve(self.steps(request), self.agent_two)

    def test_agents_ask_again_for_what_was_ordered(self):
        """After withdrawing, the request's page names the item's policy and offers to ask again."""
        request = self.order_laptop(self.employee)
        mine = request.with_user(self.agent)
        mine.action_withdraw_approval()
        with Form(mine, "service_desk.service_desk_request_view_form") as form:
            self.assertEqual(form.item_policy_id, self.policy)
            self.assertTrue(form._get_modifier("approval_policy_id", "invisible"))
        arch = etree.fromstring(mine.get_view(view_type="form")["arch"])
        button = arch.find(".//button[@name='action_ask_approval']")
        values = {
            "id": mine.id,
            "approval_policy_id": False,
            "item_policy_id": mine.item_policy_id.id,
            "approval_state": mine.approval_state,
            "phase": mine.phase,
        }
        self.assertFalse(safe_eval(button.get("invisible"), values))
        mine.action_ask_approval()
        self.assertEqual(mine.approval_state, "pending")
        with self.assertRaises(AccessError):
            request.with_user(self.employee).read(["item_policy_id"])

    def test_approver_put_there_after_ordering_is_not_asked(self):
        """Whoever joins the group or the policy later does not sit in what was asked before."""
        group = self.env["res.groups"].create({"name": "Buyers", "user_ids": [(6, 0, self.ann.ids)]})
        self.laptop.approval_policy_id = self.make_policy({"approver_kind": "group", "group_id": group.id})
        request = self.order_laptop(self.employee)
        group.user_ids |= self.bob | self.employee
        self.laptop.approval_policy_id.step_ids.write({"approver_kind": "users", "user_ids": [(6, 0, self.bob.ids)]})
        for user in (self.bob, self.employee):
            with self.assertRaises(AccessError):
                self.approve(self.steps(request), user)

    def test_circle_of_delegations_leads_nowhere(self):
        """The approver lets the requester decide, who lets the approver: neither way works."""
        request = self.order_laptop(self.employee)
        today = "2020-01-01", "2090-01-01"
        delegations = self.env["service.desk.approval.delegation"]
        for away, instead in ((self.ann, self.employee), (self.employee, self.bob), (self.employee, self.ann)):
            delegations.with_user(away)._portal_delegate(instead.login, *today)
        for user in (self.employee, self.bob):
            with self.assertRaises(AccessError):
                self.approve(self.steps(request), user)

    def test_requester_who_came_back_does_not_decide(self):
        """Archived and active again, with another login besides: still the one who asked."""
        request = self.order_laptop(self.employee)
        self.employee.active = False
        self.employee.active = True
        self.env["service.desk.approval.delegation"].create(
            {
                "user_id": self.ann.id,
                "delegate_id": self.employee.id,
                "date_from": "2020-01-01",
                "date_to": "2090-01-01",
            }
        )
        with self.assertRaises(AccessError):
            self.approve(self.steps(request), self.employee)

    def test_leader_who_asks_is_replaced_by_others(self):
        """The leader of the team orders: the managers are asked, not the leader."""
        self.team_two.leader_id = self.agent_two
        self.laptop.approval_policy_id = self.make_policy({"approver_kind": "team_leader"})
        request = self.order_laptop(self.agent_two)
        seats = self.steps(request).decision_ids.approver_id
        self.assertTrue(seats)
        self.assertNotIn(self.agent_two, seats)

    def test_agent_cannot_touch_what_decides_about_the_amount(self):
        """Price, pieces, item and the like are the desk's, before and after approval."""
        request = self.order_laptop(self.employee).with_user(self.agent_two)
        request.action_withdraw_approval()
        for name, value in (
            ("price_unit", 1),
            ("quantity", 0),
            ("quantity", 99),
            ("item_id", False),
            ("cost", 0),
            ("is_order", True),
            ("item_version", 3),
            ("approval_state", "approved"),
            ("is_partial", True),
        ):
            with self.subTest(name=name), self.assertRaises(AccessError):
                request.write({name: value})
        with self.assertRaises(UserError):
            request.write({"state": "in_progress"})
        with self.assertRaises(UserError):
            request.write({"state": "fulfilled", "resolution": "x"})

    def test_conversion_and_back_keeps_what_it_costs(self):
        """A dear order that became an incident and a request again still needs approval."""
        self.laptop.approval_policy_id = self.make_policy({"users": self.ann, "min_amount": 500})
        request = self.order_laptop(self.employee)
        mine = request.with_user(self.agent_two)
        mine.action_withdraw_approval()
        incident = mine._convert("service.desk.incident")
        again = incident._convert("service.desk.request")
        self.assertEqual(again.cost, 900)
        with self.assertRaises(UserError):
            again.write({"state": "in_progress"})

    def test_answers_and_files_stay_while_and_after_it_is_decided(self):
        """Neither rows of answers nor the files that belong to them change by anybody's hand."""
        line = (self.laptop, 1, {"model": "light"}, {"photo": [("a.txt", b"cheap")]})
        request = self.order(self.employee, line)[0].sudo()
        answer = request.answer_ids.filtered("attachment_ids")
        file = answer.attachment_ids
        for state in ("pending", "approved"):
            for user in (self.agent_two, self.manager, self.employee):
                with self.subTest(user=user.login, state=state):
                    for values in (
                        {"raw": b"dear"},
                        {"datas": base64.b64encode(b"dear")},
                        {"name": "b.txt"},
                        {"res_id": 0},
                    ):
                        with self.assertRaises(UserError):
                            file.with_user(user).write(values)
                    with self.assertRaises(UserError):
                        file.with_user(user).unlink()
                    with self.assertRaises(UserError):
                        answer.with_user(user).write({"value_text": "x"})
                    with self.assertRaises(UserError):
                        request.with_user(user).write({"answer_ids": [(5,)]})
            if state == "pending":
                self.approve(self.steps(request), self.ann)
        self.assertEqual(file.raw, b"cheap")

    def test_children_do_not_change_what_an_order_is(self):
        """Nothing of somebody else is hung below an order of several things."""
        order = self.order(self.employee, self.monitor, (self.laptop, 1, {"model": "light"}))[0].sudo()
        other = self.make_request(requester_id=self.portal_a.partner_id.id, team_id=order.team_id.id)
        with self.assertRaises(UserError):
            other.with_user(self.manager).parent_id = order
        with self.assertRaises(UserError):
            order.with_user(self.manager).write({"child_ids": [(4, other.id)]})

    def test_cancelling_a_parent_leaves_tickets_of_others_alone(self):
        """A requester gives up their own order, not what agents hung below it."""
        mine = self.order(self.employee, self.monitor)[0].sudo()
        other = self.make_request(requester_id=self.portal_a.partner_id.id, name="Secret", parent_id=mine.id)
        mine.with_user(self.employee)._requester_cancel()
        self.assertEqual(mine.state, "cancelled")
        self.assertEqual(other.state, "new")

    def test_text_of_an_order_tells_nothing_of_others(self):
        """Mails about an order list its own parts alone."""
        mine = self.order(self.employee, self.monitor)[0].sudo()
        other = self.order(self.ann, (self.laptop, 1, {"model": "strong", "why": "Very secret"}))[0].sudo()
        other.parent_id = mine
        self.assertNotIn("secret", mine.order_text)

    def test_customers_read_no_names_of_approvers(self):
        """Neither when time runs out nor on the page nor by the error of a verb."""
        self.policy.expiry_hours = 1
        self.laptop.audience = "all"
        request = self.order_laptop(self.portal_a)
        step = self.steps(request)
        detail = str(request.with_user(self.portal_a)._portal_detail())
        self.assertNotIn(self.ann.name, detail)
        step._expire()
        self.assertEqual(request.state, "rejected")
        self.assertNotIn(self.ann.name, request.resolution)
        self.assertIn(self.ann.name, str(step.log_ids.mapped("text")))

    def test_malformed_arguments_are_refused_with_a_sentence(self):
        """Whatever type software sends, nothing is decided and no server error follows."""
        step = self.steps(self.order_laptop(self.employee))
        refusals = UserError
        for strange in ([], {}, 0, True, ["a"], {"a": 1}, "x" * 1_000_000):
            with self.subTest(strange=str(strange)[:20]):
                with self.assertRaises(refusals):
                    step.with_user(self.ann).action_refuse(strange)
                with self.assertRaises(refusals):
                    step.with_user(self.manager).action_replace(strange, self.bob.id, "Ill")
                with self.assertRaises(refusals):
                    step.with_user(self.manager).action_replace(self.ann.id, strange, "Ill")
        for strange in ([], {}, 7, ["a"], None):
            with self.subTest(strange=strange), self.assertRaises(refusals):
                step.with_user(self.manager).action_replace(self.ann.id, self.bob.id, strange)
        for strange in (2**31, 10**30, -1, 0):
            with self.subTest(strange=strange), self.assertRaises(refusals):
                step.with_user(self.manager).action_replace(self.ann.id, strange, "Ill")
        self.assertEqual(step.state, "pending")
