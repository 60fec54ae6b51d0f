from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..step_table import FIRST_KINDS, KINDS
from .journey_case import JourneyCase


@tagged("post_install", "-at_install")
class TestJourneyWork(JourneyCase):
    """What teams do for somebody who comes, and who is known to have it in their hands."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.choices = cls.make_item("Choices", [{"code": "model", "kind": "text"}], team_id=cls.team_two.id)
        cls.template.write(
            {
                "question_item_id": cls.choices.id,
                "step_ids": [
                    (0, 0, {"name": "Laptop", "kind": "hand_out", "team_id": cls.team_one.id, "needs_proof": True}),
                    (0, 0, {"name": "Order", "kind": "item", "item_id": cls.choices.id}),
                ],
            }
        )

    def test_every_kind_can_begin(self):
        """Each row of the table has what begins it, and names fields that there are."""
        lines, steps = self.env["service.desk.journey.line"], self.env["service.desk.journey.step"]
        for name, kind in KINDS.items():
            with self.subTest(kind=name):
                self.assertTrue(callable(getattr(lines, f"_begin_{'work' if kind.is_work else name}", None)))
                self.assertIn(kind.needs or "kind", steps._fields)
        self.assertLessEqual(set(FIRST_KINDS), set(KINDS))

    def test_unexpected_error_stops_one_step_alone(self):
        """The step says so and is tried again; the words of the machine stay in the log."""
        lines = type(self.env["service.desk.journey.line"])

        def broken(these):
            raise ValueError("secret of the machine")

        with patch.object(lines, "_begin_item", broken), self.assertLogs("odoo.addons.service_desk_hr", "ERROR"):
            journey = self.start()
            journey.with_user(self.boss).action_answer({"model": "Light"})
        order = self.line(journey, "Order")
        self.assertEqual((order.state, self.line(journey, "Laptop").state), ("failed", "open"))
        self.assertIn("unexpected", order.problem)
        self.assertNotIn("secret", order.problem)
        order.with_user(self.hr).action_retry()
        self.assertEqual((order.state, order.problem), ("open", False))

    def test_team_writes_down_the_proof(self):
        """Without a word it is not done; afterwards the proof says who did it."""
        journey = self.start()
        line = self.line(journey, "Laptop")
        task = line.task_id.with_user(self.agent)
        for note in (None, "", "  "):
            with self.assertRaisesRegex(UserError, "proof"):
                task.action_done(note)
            with self.assertRaisesRegex(UserError, "proof"):
                task.write({"state": "done"})
        self.assertEqual(line.state, "open")
        task.action_done("Serial 4711")
        self.assertEqual((line.state, line.note, line.done_by_id), ("done", "Serial 4711", self.agent))
        [row] = [row for row in journey.sudo()._proof_rows() if row["what"] == "Laptop"]
        self.assertEqual((row["who"], row["how"]), ("test_agent", "Serial 4711"))

    def test_everybody_sees_for_whom_it_waits(self):
        """For the manager who is asked, then for the team of the order."""
        journey = self.start()
        self.assertEqual(journey.waits_for, "test_boss, Service Desk")
        journey.with_user(self.boss).action_answer({"model": "Light"})
        self.assertEqual(self.line(journey, "Order").with_user(self.hr).responsible_name, "Network")
        self.assertEqual(set(journey.waits_for.split(", ")), {"Network", "Service Desk"})

    def test_task_says_where_the_person_works(self):
        """Whoever prepares a desk need not ask; nothing private is told."""
        place = self.env["hr.work.location"].create(
            {"name": "Tower <7>", "location_type": "office", "address_id": self.env.company.partner_id.id}
        )
        self.employee_new.work_location_id = place
        text = self.line(self.start(), "Laptop").task_id.description
        self.assertIn("Tower &lt;7&gt;", text)
        self.assertIn("test_boss", text)

    def test_who_has_a_step_reads_its_name(self):
        """In the mail that tells them of it as well; others without a role read the number alone."""
        self.template.step_ids = [(0, 0, {"name": "Lunch", "responsible": "manager"})]
        task = self.line(self.start(), "Lunch").task_id
        self.assertIn("Lunch", task.with_user(self.boss).display_name)
        self.assertNotIn("Lunch", task.with_user(self.stranger).display_name)

    def test_person_gets_no_receipt_for_an_order(self):
        """They have not asked for it, and their mailbox may not be there yet."""
        journey = self.start()
        journey.with_user(self.boss).action_answer({"model": "Light"})
        request = self.line(journey, "Order").request_id
        self.assertEqual(request.state, "new")
        notices = self.env["service.desk.notice"].search(
            [("res_model", "=", request._name), ("res_id", "=", request.id)]
        )
        self.assertFalse(notices)

    def test_person_is_not_written_to_before_the_first_day(self):
        """Their mailbox is not there yet; from the first day on, or once they have logged in, they hear."""
        journey = self.start()
        journey.with_user(self.boss).action_answer({"model": "Light"})
        request = self.line(journey, "Order").request_id

        def told():
            request._send_notice("resolved")
            return request.message_ids.filtered(lambda one: request.requester_id in one.notified_partner_ids)

        self.assertFalse(told())
        journey.action_move(fields.Date.today())
        self.assertTrue(told())
        user = self.make_user("nina", "base.group_user", partner_id=request.requester_id.id)
        journey.action_move(self.first_day)
        self.assertEqual(len(told()), 1)
        self.env["res.users.log"].with_user(user).sudo().create({})
        user.invalidate_recordset()
        self.assertEqual(len(told()), 2)

    def test_step_of_the_person_names_the_person(self):
        """Also before there is a login, though HR may say it for them: they do it by their link."""
        self.template.step_ids = [(0, 0, {"name": "Photo", "responsible": "person"})]
        journey = self.start()
        line = self.line(journey, "Photo")
        self.assertEqual((line.user_id, line.with_user(self.boss).responsible_name), (self.hr, "Nina New"))
        self.assertEqual(journey.waits_for, "test_boss, Service Desk, Nina New")

    def test_access_names_the_team_that_grants_it(self):
        """As long as it has something to do; what happens by itself waits for nobody."""
        keys = self.make_entitlement("Keys", team_id=self.team_two.id)
        self.env["service.desk.access.package"].with_user(self.access_manager).create(
            {"name": "All", "entitlement_ids": [(6, 0, keys.ids)]}
        )
        self.template.step_ids = [(0, 0, {"name": "Access", "kind": "access"})]
        journey = self.start(date_start=fields.Date.today())
        line = self.line(journey, "Access")
        self.assertEqual((line.state, line.with_user(self.boss).responsible_name), ("open", "Network"))
        self.assertIn("Network", journey.waits_for)
        line.grant_ids.task_ids.action_done("Handed over")
        self.assertEqual((line.state, line.responsible_name), ("done", "By Itself"))
        self.assertNotIn("Network", journey.waits_for)

    def test_who_has_left_neither_joins_nor_moves(self):
        """What else was under way is given up when the last day is over, not before; nothing is granted later."""
        self.env["service.desk.access.package"].with_user(self.access_manager).create(
            {"name": "All", "entitlement_ids": [(6, 0, self.by_hand.ids)]}
        )
        self.template.step_ids = [(0, 0, {"name": "Access", "kind": "access"})]
        joining = self.start()
        given = self.line(joining, "Access").grant_ids
        self.make_template("leaver", [{"name": "Revoke", "kind": "revoke", "anchor": "end"}])
        leaving = self.start("leaver")
        self.assertEqual((joining.state, given.state), ("running", "granting"))
        self.line(leaving, "Revoke")._begin_kind("revoke")
        self.assertEqual((joining.state, joining.cancel_reason), ("cancelled", "The person has left."))
        self.assertEqual((given.state, self.line(joining, "Laptop").task_id.state), ("cancelled", "cancelled"))
        self.assertEqual((leaving.state, self.line(leaving, "Revoke").state), ("running", "done"))

    def test_work_given_up_is_no_proof(self):
        """A team that cancels a task which needs proof does not end the step: HR looks, and tries again."""
        journey = self.start()
        line = self.line(journey, "Laptop")
        first = line.task_id
        first.with_user(self.agent).write({"state": "cancelled", "note": "Never mind"})
        self.assertEqual(line.state, "failed")
        self.assertFalse(line.done_by_id)
        line.with_user(self.hr).action_retry()
        self.assertEqual(line.state, "open")
        self.assertNotEqual(line.task_id, first)
