from datetime import datetime

from lxml import etree
from pytz import timezone, utc

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .access_case import AccessCase
from .approval_case import ApprovalCase
from .catalog_common import CatalogCase
from .task_case import TaskCase


@tagged("-at_install", "post_install")
class TestOrderLife(CatalogCase, TaskCase, ApprovalCase, AccessCase):
    """From the order to the end: approvals, tasks and access of one request work together."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.make_policy({"approver_kind": "users", "users": cls.ann})
        cls.short_plan = cls.make_plan(
            {"name": "Unpack", "team_id": cls.team_one.id},
            {"name": "Deliver", "team_id": cls.team_two.id, "after": ["Unpack"]},
        )
        cls.monitor.plan_id = cls.short_plan
        cls.vpn = cls.make_item("VPN", entitlement_ids=cls.by_hand.ids)

    def one(self, *lines, user=None):
        """The first ticket of an order, as the desk sees it."""
        return self.order(user or self.employee, *lines)[0].sudo()

    def finish(self, request):
        """Do all tasks of a request, each by the first agent."""
        while tasks := request.task_ids.filtered(lambda task: task.state == "ready"):
            tasks[0].with_user(self.manager).action_done("Done")

    def agree(self, request):
        self.steps(request).with_user(self.ann).action_approve()

    def decline(self, request):
        self.steps(request).with_user(self.ann).action_refuse("Too dear.")

    # -- Begin ---------------------------------------------------------------------------------

    def test_item_without_policy_plan_and_access_waits_for_an_agent(self):
        """What nothing is known of how to do stays new in the queue."""
        self.assertEqual(self.one(self.for_all).state, "new")

    def test_item_with_a_plan_is_in_progress_at_once(self):
        """Its first task is ready, the second one waits."""
        request = self.one(self.monitor)
        self.assertEqual(request.state, "in_progress")
        self.assertEqual(request.task_ids.mapped("state"), ["ready", "waiting"])

    def test_item_with_a_policy_waits_for_approval_before_any_task(self):
        """Nobody begins what is not agreed to."""
        self.monitor.approval_policy_id = self.policy
        request = self.one(self.monitor)
        self.assertEqual(request.state, "approval")
        self.assertFalse(request.task_ids)
        self.agree(request)
        self.assertEqual(request.state, "in_progress")
        self.assertEqual(len(request.task_ids), 2)

    def test_agents_cannot_begin_or_fulfill_what_waits_for_approval(self):
        """By no button and by no RPC."""
        self.monitor.approval_policy_id = self.policy
        request = self.one(self.monitor).with_user(self.agent)
        for state in ("in_progress", "fulfilled"):
            with self.assertRaises(UserError):
                request.write({"state": state, "resolution": "<p>Here</p>"})
        with self.assertRaises(UserError):
            request.action_start()

    def test_purchase_in_many_lines_is_asked_about_as_one(self):
        """A step that begins at an amount looks at the whole order, and tells what that costs."""
        self.monitor.plan_id = False
        policy = self.make_policy({"users": self.ann, "min_amount": 500})
        (self.monitor | self.laptop).approval_policy_id = policy
        alone = self.one((self.monitor, 2))
        self.assertEqual((alone.cost, alone.state), (400, "new"))
        order = self.one((self.monitor, 2), (self.monitor, 1))
        self.assertEqual(order.child_ids.mapped("state"), ["approval", "approval"])
        content = str(self.steps(order.child_ids[0]).content)
        self.assertIn("Part of an order of $\\xa0600.00", content)
        self.agree(order.child_ids[0])
        self.assertEqual(order.child_ids[0].approval_state, "approved")

    def test_part_changed_meanwhile_stops_no_vote_on_another(self):
        """What approvers of one part decide about is that part."""
        self.monitor.plan_id = False
        self.monitor.approval_policy_id = self.make_policy({"users": self.ann, "min_amount": 500})
        order = self.one((self.monitor, 2), (self.monitor, 2))
        one, other = order.child_ids
        other.with_user(self.employee)._requester_amend(1, {})
        self.agree(one)
        self.assertEqual(one.approval_state, "approved")

    # -- Asked while the work goes on ------------------------------------------------------------

    def asked_meanwhile(self, request):
        """An agent asks somebody about an order that nobody had to agree to."""
        request = request.with_user(self.agent)
        request.approval_policy_id = self.policy
        request.action_ask_approval()
        return request

    def test_request_that_waits_for_an_answer_is_not_fulfilled(self):
        """Neither by its button, which is not there, nor by RPC, nor by its last task."""
        request = self.asked_meanwhile(self.one(self.monitor))
        self.assertEqual((request.state, request.approval_state), ("in_progress", "pending"))
        self.finish(request.sudo())
        self.assertEqual(request.state, "in_progress")
        with self.assertRaisesRegex(UserError, "waits for approval by test_ann"):
            request.write({"state": "fulfilled", "resolution": "<p>Here</p>"})
        self.agree(request)
        self.assertEqual(request.state, "fulfilled")
        self.assertEqual(len(request.task_ids), 2, "The plan is not started once more")
        arch = etree.fromstring(request.get_view(view_type="form")["arch"])
        for button in arch.xpath("//header/button[@name='action_resolve']"):
            self.assertIn("approval_state == 'pending'", button.get("invisible"))

    def test_answer_in_the_middle_of_the_work_changes_nothing_about_it(self):
        """What was begun goes on."""
        request = self.asked_meanwhile(self.one(self.monitor))
        request.task_ids[0].with_user(self.manager).action_done("Done")
        self.agree(request)
        self.assertEqual(request.task_ids.mapped("state"), ["done", "ready"])
        self.finish(request.sudo())
        self.assertEqual(request.state, "fulfilled")

    # -- End -----------------------------------------------------------------------------------

    def test_request_is_fulfilled_with_its_last_task(self):
        """Nobody has to say so, and the requester reads it."""
        request = self.one(self.monitor)
        self.finish(request)
        self.assertEqual(request.state, "fulfilled")
        self.assertIn("All is done.", request.resolution)
        self.assertFalse(request.is_partial)

    def test_request_waits_for_an_agent_where_the_item_says_so(self):
        """Somebody looks at the work before the requester is told."""
        self.monitor.ends_itself = False
        request = self.one(self.monitor)
        self.finish(request)
        self.assertEqual(request.state, "in_progress")

    def test_filter_finds_what_was_fulfilled_in_part(self):
        """Agents see at a glance what was not given."""
        arch = etree.fromstring(self.env["service.desk.request"].get_view(view_type="search")["arch"])
        (found,) = arch.xpath("//filter[@name='partial']")
        request = self.one(self.monitor)
        domain = safe_eval(found.get("domain")) + [("id", "=", request.id)]
        requests = self.env["service.desk.request"].with_user(self.agent)
        self.assertFalse(requests.search(domain))
        request.is_partial = True
        self.assertEqual(requests.search(domain), request)
        form = etree.fromstring(request.get_view(view_type="form")["arch"])
        (field,) = form.xpath("//sheet//field[@name='is_partial']")
        self.assertEqual(field.get("invisible"), "not is_partial")

    def test_tasks_that_agents_add_do_not_end_a_request(self):
        """They are help for the agent, who knows when all is done."""
        request = self.make_request()
        request.action_take()
        task = self.make_task(request)
        task.action_done("Done")
        self.assertEqual(request.state, "in_progress")

    def test_refused_order_is_rejected_with_the_reason(self):
        """The requester reads why."""
        self.monitor.approval_policy_id = self.policy
        request = self.one(self.monitor)
        self.decline(request)
        self.assertEqual(request.state, "rejected")
        self.assertIn("Too dear.", request.resolution)
        self.assertFalse(request.task_ids)

    def test_cancelled_request_cancels_its_tasks_and_access(self):
        """Nobody works on, or is given, what nobody wants any more."""
        self.vpn.write({"plan_id": self.short_plan.id, "approval_policy_id": self.policy.id})
        request = self.one(self.vpn)
        self.agree(request)
        access = request.access_ids
        self.assertEqual(access.state, "granting")
        request.with_user(self.agent).write({"state": "cancelled", "resolution": "<p>No</p>"})
        self.assertEqual(set(request.task_ids.mapped("state")), {"cancelled"})
        self.assertIn(access.state, ("cancelled", "revoking", "revoked"))

    # -- Access --------------------------------------------------------------------------------

    def test_access_of_an_approved_order_is_granted_and_fulfills_it(self):
        """The owner need not be asked again; the task of granting is the last step."""
        self.vpn.approval_policy_id = self.policy
        request = self.one(self.vpn)
        self.assertEqual(request.access_ids.state, "requested")
        self.agree(request)
        self.assertEqual(request.access_ids.state, "granting")
        self.assertEqual(request.state, "in_progress")
        self.finish(request)
        self.assertEqual(request.access_ids.state, "active")
        self.assertEqual(request.state, "fulfilled")
        self.assertIn("Door key", request.resolution)

    def test_access_without_an_approved_order_asks_the_owner(self):
        """Nobody gets access because nobody was asked."""
        request = self.one(self.vpn)
        self.assertEqual(request.state, "in_progress")
        self.assertEqual(request.access_ids.state, "approval")
        self.approve_access(request)
        self.finish(request)
        self.assertEqual(request.state, "fulfilled")

    def test_nobody_says_done_while_access_is_undecided(self):
        """Else it was granted to a request that was over, and its work stood nowhere."""
        request = self.one(self.vpn)
        for user in (self.agent, self.manager):
            with self.assertRaisesRegex(UserError, "waits for access: Door key"), self.env.cr.savepoint():
                request.with_user(user).write({"state": "fulfilled", "resolution": "<p>Here</p>"})
        self.assertEqual(request.state, "in_progress")
        self.approve_access(request)
        self.assertIn(request.access_ids.task_ids, request.task_ids)

    def approve_access(self, request):
        self.waiting(request.access_ids).with_user(self.owner).action_approve("Fine")

    def test_refused_access_alone_rejects_the_order(self):
        """Nothing was given."""
        request = self.one(self.vpn)
        self.waiting(request.access_ids).with_user(self.owner).action_refuse("Not needed")
        self.assertEqual(request.state, "rejected")
        self.assertIn("Not needed", request.resolution)

    def test_refused_access_beside_work_is_fulfilled_in_part(self):
        """What was done stays done, and the requester reads what they did not get."""
        self.vpn.plan_id = self.short_plan
        request = self.one(self.vpn)
        self.waiting(request.access_ids).with_user(self.owner).action_refuse("Not needed")
        self.assertEqual(request.state, "in_progress")
        self.finish(request)
        self.assertEqual(request.state, "fulfilled")
        self.assertTrue(request.is_partial)
        self.assertIn("Not needed", request.resolution)

    def test_access_that_is_there_at_once_does_not_end_the_work(self):
        """A group is given in the same moment; the plan of the item is carried out all the same."""
        self.vpn.write(
            {"entitlement_ids": self.by_group.ids, "plan_id": self.short_plan.id, "approval_policy_id": self.policy.id}
        )
        request = self.one(self.vpn)
        self.agree(request)
        self.assertEqual(request.access_ids.state, "active")
        self.assertEqual(request.state, "in_progress")
        self.assertEqual(request.task_ids.mapped("state"), ["ready", "waiting"])
        self.finish(request)
        self.assertEqual(request.state, "fulfilled")

    def test_order_of_conflicting_access_is_refused_at_once(self):
        """Before anybody spends time on it, and nothing is left behind."""
        self.make_conflict(self.by_hand, self.by_group)
        held = (
            self.env["service.desk.access"]
            .with_user(self.access_manager)
            ._request(self.employee.partner_id, self.by_group, reason="Books")
        )
        self.assertEqual(held.state, "active")
        before = self.env["service.desk.request"].search_count([("item_id", "=", self.vpn.id)])
        with self.assertRaises(UserError):
            self.one(self.vpn)
        after = self.env["service.desk.request"].search_count([("item_id", "=", self.vpn.id)])
        self.assertEqual(before, after)

    def test_order_of_what_one_has_is_refused_with_a_hint(self):
        """Else it would be fulfilled at once, and nobody would have got anything."""
        self.one(self.vpn)
        with self.assertRaisesRegex(UserError, "Your access"):
            self.one(self.vpn)

    def test_answers_say_until_when_access_is_given(self):
        """A day ends with its last second where the company is."""
        self.env["service.desk.catalog.question"].create(
            {"item_id": self.vpn.id, "name": "Until when?", "kind": "date", "code": "access_until"}
        )
        request = self.one((self.vpn, 1, {"access_until": "2099-05-31"}))
        zone = timezone(self.env.company.partner_id.tz or "UTC")
        end = utc.localize(request.access_ids.date_end).astimezone(zone)
        self.assertEqual(end.replace(tzinfo=None), datetime(2099, 5, 31, 23, 59, 59))

    # -- Orders of several items ---------------------------------------------------------------

    def test_order_waits_for_its_parts_and_ends_with_the_last(self):
        """It is no work by itself, and it says what became of each part."""
        order = self.one(self.monitor, self.for_all)
        self.assertTrue(order.is_order)
        self.assertEqual(order.state, "pending")
        monitor, common = order.child_ids.sorted("id")
        self.finish(monitor)
        self.assertEqual(monitor.state, "fulfilled")
        self.assertEqual(order.state, "pending")
        common.with_user(self.agent).write({"state": "fulfilled", "resolution": "<p>Here</p>"})
        self.assertEqual(order.state, "fulfilled")
        self.assertFalse(order.is_partial)

    def test_order_with_a_refused_part_is_fulfilled_in_part(self):
        """Both the part and the order say so."""
        self.monitor.approval_policy_id = self.policy
        order = self.one(self.monitor, self.for_all)
        monitor, common = order.child_ids.sorted("id")
        self.decline(monitor)
        common.with_user(self.agent).write({"state": "fulfilled", "resolution": "<p>Here</p>"})
        self.assertEqual(order.state, "fulfilled")
        self.assertTrue(order.is_partial)
        self.assertIn("Rejected", order.resolution)

    def test_order_of_refused_parts_is_rejected(self):
        """Nothing was given."""
        (self.monitor | self.for_all).approval_policy_id = self.policy
        order = self.one(self.monitor, self.for_all)
        for part in order.child_ids:
            self.decline(part)
        self.assertEqual(order.state, "rejected")

    def test_cost_of_an_order_is_the_sum_of_its_parts(self):
        """Two monitors for 200 and a laptop for 900 with 500 more for the strong one."""
        order = self.one((self.monitor, 2), (self.laptop, 1, {"model": "strong", "why": "Videos"}))
        self.assertEqual(order.cost, 2 * 200 + 900 + 500)

    def test_order_is_received_once(self):
        """One mail for the order, none for each part."""
        order = self.one(self.monitor, self.for_all)
        self.assertTrue(order._hears("received"))
        self.assertFalse(any(part._hears("received") for part in order.child_ids))
        waiting = self.env["service.desk.notice"].sudo().search([("res_model", "=", order._name)])
        self.assertEqual(set(waiting.mapped("res_id")) & set((order | order.child_ids).ids), {order.id})

    def test_ordered_requests_are_not_merged(self):
        """A double would be carried out twice in one ticket."""
        one, other = self.one(self.monitor), self.one(self.monitor)
        with self.assertRaises(UserError):
            one.with_user(self.agent).action_merge(other.id)

    # -- Second thoughts -----------------------------------------------------------------------

    def test_requester_changes_what_waits_for_approval_and_asks_again(self):
        """A new round, the old one is closed, and the thread says what is different."""
        self.laptop.approval_policy_id = self.policy
        request = self.one((self.laptop, 1, {"model": "light"}))
        first = self.steps(request)
        mine = request.with_user(self.employee)
        mine._requester_amend(2, {"model": "strong", "why": "Videos"})
        self.assertEqual(first.state, "cancelled")
        self.assertEqual(request.state, "approval")
        self.assertEqual(request.quantity, 2)
        self.assertEqual(request.cost, 2 * 1400)
        self.assertEqual(self.steps(request).round, 2)
        said = request.message_ids.filtered(lambda message: message.author_id == self.employee.partner_id)
        self.assertIn("strong", said[:1].body)
        with self.assertRaises(UserError):
            first.with_user(self.ann).action_approve()

    def test_requester_sends_a_refused_order_again_and_it_is_approved(self):
        """The same request goes on."""
        self.monitor.approval_policy_id = self.policy
        request = self.one(self.monitor)
        self.decline(request)
        request.with_user(self.employee)._requester_amend(2, {})
        self.assertEqual(request.state, "approval")
        self.agree(request)
        self.assertEqual(request.state, "in_progress")
        self.finish(request)
        self.assertEqual(request.state, "fulfilled")

    def test_refused_part_sent_again_takes_the_order_up_again(self):
        """The order waits for it once more."""
        (self.monitor | self.for_all).approval_policy_id = self.policy
        order = self.one(self.monitor, self.for_all)
        for part in order.child_ids:
            self.decline(part)
        order.child_ids[0].with_user(self.employee)._requester_amend(1, {})
        self.assertEqual(order.state, "pending")

    def test_nobody_changes_what_is_worked_on(self):
        """The requester, too, has to talk to the desk then."""
        request = self.one(self.monitor)
        request.task_ids[0].with_user(self.agent).action_start()
        with self.assertRaises(UserError):
            request.with_user(self.employee)._requester_amend(2, {})
        with self.assertRaises(UserError):
            request.with_user(self.employee)._requester_cancel()
        with self.assertRaises(UserError):
            request.with_user(self.employee)._requester_close()

    def test_nobody_changes_the_order_of_somebody_else(self):
        """Not even an agent in the requester's name."""
        self.monitor.approval_policy_id = self.policy
        request = self.one(self.monitor)
        for user in (self.colleague, self.agent, self.portal_a):
            with self.assertRaises(UserError):
                request.with_user(user)._requester_amend(2, {})

    def test_change_to_what_cannot_be_ordered_changes_nothing(self):
        """Nothing is half done: the approval goes on as it was."""
        self.monitor.approval_policy_id = self.policy
        request = self.one(self.monitor)
        with self.assertRaises(UserError):
            request.with_user(self.employee)._requester_amend(99, {})
        self.assertEqual(request.quantity, 1)
        self.assertEqual(self.steps(request).state, "pending")

    def test_files_sent_before_stay_when_an_order_is_changed(self):
        """Nobody has to find them again."""
        self.laptop.approval_policy_id = self.policy
        request = self.one((self.laptop, 1, {"model": "light"}, {"photo": [("desk.txt", b"words")]}))
        request.with_user(self.employee)._requester_amend(2, {"model": "light"})
        photo = request.answer_ids.filtered(lambda answer: answer.code == "photo")
        self.assertEqual(photo.attachment_ids.mapped("raw"), [b"words"])

    def test_requester_cancels_an_order_with_all_its_parts(self):
        """Approvals are withdrawn with it."""
        self.monitor.approval_policy_id = self.policy
        order = self.one(self.monitor, self.for_all)
        order.with_user(self.employee)._requester_cancel()
        self.assertEqual(set((order | order.child_ids).mapped("state")), {"cancelled"})
        self.assertNotIn("pending", order.child_ids.approval_ids.mapped("state"))

    def test_portal_offers_change_and_cancel_while_they_make_sense(self):
        """And never the button for "it is solved" on what was only ordered."""
        request = self.one(self.monitor)
        mine = request.with_user(self.employee)
        self.assertLessEqual({"amend", "cancel"} - {"amend"}, mine._portal_allowed())
        self.assertNotIn("close", mine._portal_allowed())
        request.task_ids[0].with_user(self.agent).action_start()
        self.assertFalse({"amend", "cancel"} & mine._portal_allowed())

    # -- Asked once more ------------------------------------------------------------------------

    def test_changed_order_of_access_is_fulfilled_as_a_whole(self):
        """What was dropped to be asked for again is no part that was refused."""
        self.vpn.approval_policy_id = self.policy
        request = self.one(self.vpn)
        request.with_user(self.employee)._requester_amend(1, {})
        self.agree(request)
        self.finish(request)
        self.assertEqual(request.state, "fulfilled")
        self.assertFalse(request.is_partial)
        self.assertNotIn("Not granted", request.resolution)

    def test_approval_taken_back_stops_tasks_and_access(self):
        """Nobody goes on with what is no longer agreed to; agreed to again, it begins anew."""
        self.vpn.write({"plan_id": self.short_plan.id, "approval_policy_id": self.policy.id})
        request = self.one(self.vpn)
        self.agree(request)
        self.assertEqual(request.access_ids.state, "granting")
        request.with_user(self.agent).action_withdraw_approval()
        self.assertEqual(request.state, "approval")
        self.assertEqual(set(request.task_ids.mapped("state")), {"cancelled"})
        self.assertEqual(request.access_ids.state, "revoking")
        with self.assertRaisesRegex(UserError, "still being taken back"):
            request.with_user(self.agent).action_ask_approval()
        request.access_ids.task_ids.filtered(lambda task: task.state == "ready").action_done("Taken back")
        request.with_user(self.agent).action_ask_approval()
        self.assertEqual(request.access_ids.sorted("id").mapped("state"), ["revoked", "requested"])
        self.agree(request)
        self.finish(request)
        self.assertEqual(request.state, "fulfilled")
        self.assertFalse(request.is_partial)
        self.assertEqual(request.access_ids.sorted("id").mapped("state"), ["revoked", "active"])

    def test_approval_taken_back_takes_back_what_was_given(self):
        """Access that the order had brought goes with the agreement it rested on."""
        self.vpn.write(
            {"entitlement_ids": self.by_group.ids, "plan_id": self.short_plan.id, "approval_policy_id": self.policy.id}
        )
        request = self.one(self.vpn)
        self.agree(request)
        self.assertEqual(request.access_ids.state, "active")
        request.with_user(self.agent).action_withdraw_approval()
        self.assertEqual(request.access_ids.state, "revoked")

    def test_approval_of_what_has_ended_is_not_taken_back(self):
        """Who agreed stays on record."""
        self.vpn.write({"entitlement_ids": self.by_group.ids, "approval_policy_id": self.policy.id})
        request = self.one(self.vpn)
        self.agree(request)
        self.assertEqual(request.state, "fulfilled")
        with self.assertRaises(UserError):
            request.with_user(self.agent).action_withdraw_approval()
        self.assertEqual(request.approval_state, "approved")
        self.assertEqual(request.access_ids.state, "active")

    # -- Amounts ------------------------------------------------------------------------------

    def test_amount_that_is_asked_for_counts_as_price(self):
        """A purchase costs what its form says, so that a step from an amount on is asked."""
        item = self.env.ref("service_desk.item_purchase")
        item.action_publish()
        answers = {"what": "Printer", "amount": "950", "reason": "Broken"}
        cheap = self.one((item, 1, answers))
        dear = self.one((item, 1, {**answers, "amount": "5000"}, {"offers": [("offer.pdf", b"%PDF-1.4")]}))
        self.assertEqual(dear.cost, 5000)
        self.assertEqual(len(self.steps(cheap)), 1)
        self.assertEqual(len(self.steps(dear)), 2)
