from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from .leaver_case import LeaverCase

#: Where an agent reads subjects and texts of tickets.
TICKETS = ("service.desk.incident", "service.desk.request", "service.desk.change", "service.desk.work")


@tagged("post_install", "-at_install")
class TestJourneyLeaverWalls(LeaverCase, MailCase):
    """Colleagues carry what is ordered because somebody leaves neither out of its walls nor to them."""

    def theirs(self):
        """What the leaver finds of it, wherever tickets and articles are."""
        self.env.flush_all()
        found = []
        for name in TICKETS:
            tickets = self.env[name].with_user(self.user)
            domain = Domain("name", "ilike", "Collect the phone")
            if "description" in tickets._fields:
                domain |= Domain("description", "ilike", "Leo Leaver")
            found += tickets.search(domain)
        return found + list(self.env["service.desk.article"].with_user(self.user).search([("body", "ilike", "Leo")]))

    def assert_stays(self, order, words, call):
        """A colleague is told so, and nothing else; the leaver finds nothing."""
        with self.assertRaises(UserError) as caught:
            call(order.with_user(self.agent))
        self.assertEqual(caught.exception.args[0], words % order.number)
        self.assertFalse(self.theirs())

    def test_order_stays_a_request(self):
        """No incident, no change, no second request, no part of another ticket is made of it."""
        order, other = self.order(), self.make_request(team_id=self.team_one.id)
        stays = "%s was ordered by a journey. It stays a request."
        self.assert_stays(order, stays, lambda one: one.action_convert_to_incident())
        self.assert_stays(order, stays, lambda one: one.action_create_change())
        self.assert_stays(order, "%s belongs to a journey. It cannot be duplicated.", lambda one: one.copy())
        self.assert_stays(
            order, "%s was ordered by a journey. It cannot be merged.", lambda one: one.action_merge(other.id)
        )

    def test_what_goes_on_stays_too(self):
        """The manager answers when the order has been closed for long: a new request, which is not theirs either."""
        order = self.order().sudo()
        self.team_one.write({"assignment_method": "round_robin", "member_ids": [(6, 0, self.user.ids)]})
        late = order.create(
            {
                "name": "Collect the phone",
                "description": "Leo Leaver has it still",
                "requester_id": self.boss.partner_id.id,
                "team_id": self.team_one.id,
                **order._values_for_follow_up(),
            }
        )
        self.assertFalse(late.user_id)
        self.assertFalse(self.theirs())
        self.assertTrue(late.with_user(self.agent).has_access("read"))
        with self.assertRaisesRegex(UserError, "cannot take this one"):
            late.with_user(self.agent).write({"user_id": self.user.id})

    def test_order_becomes_no_article(self):
        """The desk would read it there."""
        order = self.order()
        order.sudo().resolution = "<p>Leo has brought it</p>"
        words = "%s was ordered by a journey. What it says stays with its team."
        self.assert_stays(order, words, lambda one: one.action_draft_article())

    def test_task_is_not_duplicated(self):
        """Neither one of the order, which could be made without it, nor a step of the journey."""
        self.leaving.step_ids = [(0, 0, {"name": "Fetch", "anchor": "end", "team_id": self.team_one.id})]
        journey = self.start("leaver", self.leaver)
        order = self.line(journey, "Phone").request_id
        part = self.env["service.desk.task"].with_user(self.agent).create({"name": "Box", "request_id": order.id})
        for task in (part, self.line(journey, "Fetch").task_id):
            with self.assertRaisesRegex(UserError, "cannot be duplicated"):
                task.with_user(self.agent).copy({"request_id": False})

    def test_other_orders_go_on(self):
        """What somebody is ordered who comes is converted, changed and duplicated as ever."""
        step = {"name": "Phone", "kind": "item", "item_id": self.item.id}
        self.template.step_ids = [(0, 0, step)]
        order = self.line(self.start(), "Phone").request_id.with_user(self.agent)
        self.assertTrue(order.copy())
        self.assertTrue(order.action_create_change()["res_id"])
        self.assertTrue(order.action_convert_to_incident()["res_id"])

    def test_nobody_hands_it_to_them(self):
        """Neither the order nor its tasks, new ones included; no mail tells them. Colleagues can have it."""
        self.leaving.step_ids = [(0, 0, {"name": "Fetch", "anchor": "end", "team_id": self.team_one.id})]
        journey = self.start("leaver", self.leaver)
        order = self.line(journey, "Phone").request_id
        tasks = self.env["service.desk.task"].with_user(self.agent)
        part = tasks.create({"name": "Box", "request_id": order.id})
        with self.mock_mail_gateway():
            for record in (order, part, self.line(journey, "Fetch").task_id):
                mine = record.with_user(self.agent)
                with self.assertRaisesRegex(UserError, "^test_leaver cannot take this one.$"):
                    mine.write({"user_id": self.user.id})
                mine.write({"user_id": self.agent.id})
            self.env.flush_all()
        self.assertNotIn(self.user.partner_id, self._new_mails.recipient_ids)
        with self.assertRaisesRegex(UserError, "cannot take this one"):
            tasks.create({"name": "Bag", "request_id": order.id, "user_id": self.user.id})
        other = self.make_request(team_id=self.team_one.id).with_user(self.agent)
        other.write({"user_id": self.user.id})
        self.assertEqual(other.user_id, self.user)

    def test_no_plan_and_no_colleague_leaves_it_to_them(self):
        """A step that names them goes to their team; what a colleague hands over goes back to the queue."""
        self.item.plan_id = self.env["service.desk.task.plan"].create(
            {"name": "Phones", "template_ids": [(0, 0, {"name": "Wipe", "user_id": self.user.id})]}
        )
        order = self.order()
        self.assertEqual((order.task_ids.name, order.task_ids.user_id.id), ("Wipe", False))
        other = self.make_request(team_id=self.team_one.id)
        both = (order | other).sudo()
        both.user_id = self.agent
        self.env["service.desk.hand.over"].sudo()._give_tickets(None, both, self.agent, self.user)
        self.assertEqual((order.user_id.id, other.user_id), (False, self.user))
