from lxml.html import fromstring

from odoo.tests import tagged

from .approval_case import ApprovalCase
from .catalog_common import CatalogCase
from .portal_common import PortalCase
from .task_case import TaskCase


@tagged("post_install", "-at_install")
class TestOrderPortal(CatalogCase, TaskCase, ApprovalCase, PortalCase):
    """How far an order is, and second thoughts about it, as its requester sees them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.make_policy({"approver_kind": "users", "users": cls.ann, "name": "Budget"})
        cls.laptop.write({"approval_policy_id": cls.policy.id, "plan_id": cls.plan.id})

    def setUp(self):
        super().setUp()
        answers = {"model": "light", "wanted": "2099-03-04"}
        files = {"photo": [("desk.txt", b"words")]}
        self.request = self.order(self.employee, (self.laptop, 1, answers, files))[0].sudo()
        self.path = f"/my/tickets/{self.request.number}"
        self.login(self.employee)

    def agree(self):
        self.steps(self.request).with_user(self.ann).action_approve()

    # -- How far it is -------------------------------------------------------------------------

    def test_page_shows_whom_the_order_waits_for(self):
        """Colleagues read the name, customers the step alone."""
        page = self.get(self.path).text
        self.assertIn("Budget", page)
        self.assertIn(self.ann.name, page)
        shared = self.request.with_user(self.portal_a).sudo()
        self.assertEqual([step["people"] for step in shared._portal_approvals()], [""])

    def test_page_shows_the_steps_of_the_work(self):
        """Those that are shown, with their state and nothing else."""
        self.agree()
        self.request.task_ids.filtered(lambda task: task.name == "Connect").is_shown = False
        page = self.get(self.path).text
        self.assertIn("Hand over", page)
        self.assertNotIn("Connect", page)

    def test_link_in_a_mail_tells_nothing_of_approvers_and_steps(self):
        """Whoever has it may be anybody."""
        detail = self.request._portal_open_detail()
        self.assertEqual((detail["approvals"], detail["timeline"]), ([], []))

    def test_agent_who_orders_for_somebody_finds_the_way_to_the_desk(self):
        """Nobody else is shown it."""
        ticket = self.order(self.agent, self.monitor, for_partner=self.employee.partner_id)[0]
        path = f"/my/tickets/{ticket.number}"
        self.assertNotIn("Open in the desk", self.get(path).text)
        self.login(self.agent)
        self.assertIn(f"/odoo/service.desk.request/{ticket.id}", self.get(path).text)

    # -- Files -----------------------------------------------------------------------------------

    def test_approver_opens_the_files_of_the_order_and_nobody_else(self):
        """Also without any rights on requests; not those of another round or another ticket."""
        approval, photo = self.steps(self.request), self.request.answer_ids.attachment_ids
        path = f"/my/approvals/{approval.id}"
        self.login(self.ann)
        self.assertIn("desk.txt", self.get(path).text)
        self.assertEqual(self.get(f"{path}/files/{photo.id}").content, b"words")
        place = {"res_model": self.request._name, "res_id": self.request.id}
        other = self.env["ir.attachment"].create({"name": "x", "raw": b"x", **place})
        self.assertEqual(self.get(f"{path}/files/{other.id}").status_code, 404)
        for user in (self.bob, self.employee, self.portal_a):
            self.login(user)
            self.assertEqual(self.get(f"{path}/files/{photo.id}").status_code, 404)
        self.request.with_user(self.employee)._requester_amend(1, {"model": "light"})
        self.login(self.ann)
        self.assertEqual(self.get(f"{path}/files/{photo.id}").status_code, 404)

    # -- Second thoughts -----------------------------------------------------------------------

    def test_form_begins_with_what_was_answered(self):
        """Also dates, and the names of files."""
        page = self.get(self.path + "/amend").text
        self.assertIn("2099-03-04", page)
        self.assertIn("desk.txt", page)

    def test_changed_order_asks_again_and_says_so(self):
        """The requester is back on the page of the ticket."""
        page = self.post(self.path + "/amend", a_model="strong", a_why="Videos", quantity="2").text
        self.assertIn("Your order is changed", page)
        self.assertEqual(self.request.quantity, 2)
        self.assertEqual(self.steps(self.request).round, 2)
        self.assertEqual(self.request.state, "approval")

    def test_change_sent_twice_is_done_once(self):
        """A double click asks nobody a third time."""
        for _click in range(2):
            self.post(self.path + "/amend", key="same", a_model="light", quantity="2")
        self.assertEqual(self.steps(self.request).round, 2)

    def test_wrong_answers_come_back_and_change_nothing(self):
        """With the sentence at the question."""
        response = self.post(self.path + "/amend", a_model="strong", quantity="2")
        self.assertEqual(response.status_code, 422)
        self.assertIn("Please answer this.", response.text)
        self.assertEqual(self.request.quantity, 1)
        self.assertEqual(self.steps(self.request).state, "pending")

    def test_refused_order_is_sent_again_from_its_page(self):
        """The page of a declined order leads there."""
        self.steps(self.request).with_user(self.ann).action_refuse("Too dear.")
        page = self.get(self.path).text
        self.assertIn("Too dear.", page)
        self.assertIn(self.path + "/amend", page)
        self.post(self.path + "/amend", a_model="light", quantity="1")
        self.assertEqual(self.request.state, "approval")

    def test_others_cannot_reach_the_form(self):
        """As if there was no such ticket, also for those who may look at it."""
        for user in (self.portal_a, self.ann, self.agent):
            self.login(user)
            self.assertEqual(self.get(self.path + "/amend").status_code, 404)
            self.assertEqual(self.post(self.path + "/amend", quantity="2").status_code, 404)
            self.assertEqual(self.post(self.path + "/cancel").status_code, 404)
        self.assertEqual(self.request.quantity, 1)

    def test_change_without_token_is_refused(self):
        """Nobody changes orders from another site."""
        self.assertEqual(self.post(self.path + "/amend", csrf_token=None, quantity="2").status_code, 400)
        self.assertEqual(self.request.quantity, 1)

    def test_requester_cancels_before_the_work_begins(self):
        """And not after."""
        self.agree()
        self.request.task_ids[0].with_user(self.agent).action_start()
        self.assertNotIn(self.path + "/cancel", self.get(self.path).text)
        response = self.post(self.path + "/cancel")
        self.assertEqual(response.status_code, 422)
        self.assertEqual(self.request.state, "in_progress")

    def test_requester_cancels_what_waits_for_approval(self):
        """Nobody is asked any more."""
        page = self.post(self.path + "/cancel").text
        self.assertIn("Your order is cancelled", page)
        self.assertEqual(self.request.state, "cancelled")
        self.assertEqual(self.steps(self.request).state, "cancelled")

    def test_cancelling_asks_once_more(self):
        """One slip of the finger on a telephone cancels nothing, also without JavaScript."""
        page = fromstring(self.get(self.path).text)
        (form,) = page.xpath(f"//form[@action='{self.path}/cancel']")
        self.assertTrue(form.xpath("ancestor::details[not(@open)]/summary"))
