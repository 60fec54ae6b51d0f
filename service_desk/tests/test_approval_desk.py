from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .approval_case import ApprovalCase


@tagged("post_install", "-at_install")
class TestApprovalDesk(ApprovalCase):
    """Approvals on the desk's own screens: lists, dialogs, the queue."""

    #: Tables that tell of approvals, and what in them says of which.
    TABLES = [("service.desk.approval", "id"), ("service.desk.approval.decision", "approval_id")]

    def make_approval(self, users=None, **values):
        policy = self.make_policy({"users": users or self.agent_two})
        return self.steps(self.make_waiting(policy, **values))

    def queue(self, user):
        work = self.env["service.desk.work"].with_user(user)
        return work.search([("res_model", "=", "service.desk.approval")])

    # -- Who sees what -------------------------------------------------------------------------

    def test_agents_see_approvals_of_what_they_may_open(self):
        """Within the walls and outside of them, in lists, counts and groups alike."""
        open_one = self.make_approval(self.ann)
        walled = self.make_approval(self.ann, team_id=self.team_walled.id)
        company, stranger = self.make_company()
        both = open_one | walled
        cases = {
            self.agent: open_one,
            self.agent_walled: both,
            self.manager: both,
            self.ann: both,
            self.bob: both.browse(),
            self.portal_a: both.browse(),
            self.employee: both.browse(),
            stranger: both.browse(),
        }
        for user, seen in cases.items():
            for model, name in self.TABLES:
                mine = self.env[model].with_user(user)
                domain = [(name, "in", both.ids)]
                with self.subTest(user=user.login, model=model):
                    # Each of them has one seat.
                    self.assertEqual(len(mine.search(domain)), len(seen))
                    self.assertEqual(mine.search_count(domain), len(seen))
                    counts = mine._read_group(domain, [], ["__count"])
                    self.assertEqual(counts, [(len(seen),)])
            for approval in both - seen:
                with self.assertRaises(AccessError):
                    approval.with_user(user).read(["title"])

    def test_approver_sees_the_approval_not_the_request(self):
        """Who is asked about a walled request reads what is asked, and opens nothing else."""
        approval = self.make_approval(self.ann, team_id=self.team_walled.id)
        mine = approval.with_user(self.ann)
        self.assertIn("New screen", mine.content_html)
        with self.assertRaises(AccessError):
            approval.request_id.with_user(self.ann).read(["name"])
        with self.assertRaisesRegex(UserError, "may not open"):
            mine.action_open_subject()

    def test_approver_of_a_later_step_waits_unseen(self):
        """Whose turn has not come is told nothing yet."""
        policy = self.make_policy({"users": self.ann}, {"users": self.bob})
        first, second = self.steps(self.make_waiting(policy))
        with self.assertRaises(AccessError):
            second.with_user(self.bob).read(["title"])
        self.approve(first, self.ann)
        self.assertEqual(second.with_user(self.bob).title, "New screen")

    # -- Queue ---------------------------------------------------------------------------------

    def test_queue_shows_approvals_to_who_is_asked(self):
        """Each open seat is a row of its approver, and of nobody else, managers neither."""
        approval = self.make_approval(self.agent_two | self.manager)
        self.assertEqual(self.queue(self.agent_two).res_id, approval.id)
        self.assertEqual(self.queue(self.agent_two).user_id, self.agent_two)
        self.assertFalse(self.queue(self.agent))
        self.assertFalse(self.queue(self.admin_user))
        self.approve(approval, self.agent_two)
        self.assertFalse(self.queue(self.agent_two))
        self.assertEqual(self.queue(self.manager).user_id, self.manager)

    def test_queue_shows_a_delegate_what_waits(self):
        """Who stands in finds it in their own queue."""
        self.make_approval(self.ann)
        values = {"user_id": self.ann.id, "delegate_id": self.agent_two.id}
        today = fields.Date.today()
        values.update(date_from=today, date_to=today + timedelta(days=1))
        self.env["service.desk.approval.delegation"].create(values)
        self.assertEqual(self.queue(self.agent_two).user_id, self.ann)

    def test_row_of_the_queue_opens_the_approval(self):
        """And cannot be taken, with a sentence."""
        approval = self.make_approval()
        row = self.queue(self.agent_two)
        action = row.action_open()
        self.assertEqual((action["res_model"], action["res_id"]), (approval._name, approval.id))
        with self.assertRaisesRegex(UserError, "nobody takes it"):
            row.action_take()

    # -- Dialogs -------------------------------------------------------------------------------

    def open_dialog(self, action, user):
        model = self.env[action["res_model"]].with_user(user).with_context(**action["context"])
        return Form(model)

    def test_dialog_refuses_with_the_reason(self):
        """The reason is required, and what the requester reads."""
        approval = self.make_approval().with_user(self.agent_two)
        form = self.open_dialog(approval.action_open_refuse(), self.agent_two)
        with self.assertRaises(AssertionError):
            form.save()
        form.comment = "Not this year"
        form.save().action_confirm()
        self.assertEqual(approval.state, "refused")

    def test_dialog_approves_with_a_word(self):
        """What one adds stands beside the vote."""
        approval = self.make_approval().with_user(self.agent_two)
        form = self.open_dialog(approval.action_open_approve(), self.agent_two)
        form.comment = "Fine"
        form.save().action_confirm()
        self.assertEqual((approval.state, approval.decision_ids.comment), ("approved", "Fine"))

    def test_dialog_gives_no_more_rights_than_the_verb(self):
        """An agent who is not asked opens the dialog on somebody else's approval in vain."""
        approval = self.make_approval(self.ann)
        dialogs = self.env["service.desk.approval.vote.wizard"].with_user(self.agent)
        dialog = dialogs.create({"approval_id": approval.id, "decision": "approve"})
        with self.assertRaises(AccessError):
            dialog.action_confirm()
        self.assertEqual(approval.state, "pending")

    def test_dialog_replaces_an_approver(self):
        """A manager chooses among the open seats."""
        approval = self.make_approval(self.ann).with_user(self.manager)
        self.assertTrue(approval.can_replace)
        form = self.open_dialog(approval.action_open_replace(), self.manager)
        form.seat_id = approval.decision_ids
        form.user_id = self.agent_two
        form.reason = "On leave"
        form.save().action_confirm()
        self.assertEqual(approval.sudo().decision_ids.approver_id, self.agent_two)

    def test_request_says_for_whom_it_waits(self):
        """Agents read the names, ask and withdraw on the request itself."""
        approval = self.make_approval(self.ann | self.bob)
        request = approval.request_id.with_user(self.agent)
        self.assertEqual(request.approval_waits_for, "test_ann, test_bob")
        for user in (self.employee, self.portal_a):
            for verb in ("action_ask_approval", "action_withdraw_approval"):
                with self.assertRaises(AccessError):
                    getattr(request.with_user(user), verb)()
        request.action_withdraw_approval()
        self.assertFalse(request.approval_waits_for)
