from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessDenied, RedirectWarning, UserError
from odoo.tests import tagged

from .journey_case import JourneyCase


@tagged("post_install", "-at_install")
class TestJourneyLeaver(JourneyCase):
    """Who leaves keeps nothing, and there is proof."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls.make_user("test_leaver", "base.group_user", password="test_leaver_password")
        cls.leaver = cls.make_employee("Leo Leaver", user_id=cls.user.id)
        cls.make_template(
            "leaver",
            [
                {"name": "Close the login", "kind": "login", "anchor": "end"},
                {"name": "Take access back", "kind": "revoke", "anchor": "end"},
                {"name": "Take the laptop back", "kind": "take_back", "anchor": "end", "needs_proof": True},
                {"name": "Hand over the mailbox", "responsible": "manager", "anchor": "end", "offset_days": -2},
            ],
        )
        access = cls.env["service.desk.access"].with_user(cls.access_manager)
        cls.access = access._request(cls.user.partner_id, cls.by_group | cls.by_hand, reason="Work").sudo()
        cls.access.task_ids.action_done("Key given")
        cls.env["res.users.apikeys"].with_user(cls.user)._generate(
            "rpc", "Script", fields.Datetime.now() + timedelta(days=1)
        )

    def run_job(self):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=9e9):
            self.env["service.desk.journey"]._cron_run()

    def test_immediate_leaver_is_out_at_once(self):
        """The login, its sessions and keys, and what was granted; by hand where a hand is needed."""
        self.assertEqual(set(self.access.mapped("state")), {"active"})
        journey = self.start("leaver", self.leaver, is_immediate=True)
        login = self.line(journey, "Close the login")
        self.assertEqual((login.state, self.user.active), ("done", False))
        self.assertIn("keys deleted: 1", login.note)
        self.assertFalse(self.env["res.users.apikeys"].search([("user_id", "=", self.user.id)]))
        with self.assertRaises(AccessDenied):
            self.env["res.users"].authenticate(
                {"login": "test_leaver", "password": "test_leaver_password", "type": "password"}, {"interactive": False}
            )
        revoke = self.line(journey, "Take access back")
        by_group = self.access.filtered(lambda access: access.entitlement_id == self.by_group)
        by_hand = self.access - by_group
        self.assertEqual((by_group.state, by_hand.state, revoke.state), ("revoked", "revoking", "open"))
        by_hand.task_ids.filtered(lambda task: task.state == "ready").action_done("Key is back")
        self.assertEqual((by_hand.state, revoke.state), ("revoked", "done"))

    def finish(self, journey):
        """Everybody does their part."""
        for line in journey.sudo().line_ids.filtered(lambda line: line.state == "open" and line.task_id):
            line.task_id.action_done("Done")
        tasks = self.access.task_ids.filtered(lambda task: task.state in ("ready", "in_progress"))
        tasks.action_done("Key is back")

    def test_proof_lists_every_revocation(self):
        """It is closed when nothing is held any more, signed once, and tells whether it was touched."""
        journey = self.start("leaver", self.leaver, is_immediate=True)
        with self.assertRaises(UserError):
            journey.action_finish()
        self.finish(journey)
        with self.assertRaises(UserError):
            journey.action_sign()
        journey.action_finish()
        journey.action_sign()
        rows = journey._shown_proof()
        revoked = {row["what"] for row in rows if row["section"] == "access" and row["how"].startswith("Revoked")}
        self.assertEqual(revoked, {"Booking", "Door key"})
        self.assertIn("Close the login", {row["what"] for row in rows})
        self.assertTrue(journey.is_proof_intact)
        with self.assertRaises(UserError):
            journey.action_sign()
        html = (
            self.env["ir.actions.report"]
            .with_user(self.hr)
            ._render_qweb_html("service_desk_hr.report_journey_proof", journey.ids)[0]
        )
        self.assertIn("Door key", html.decode())
        journey.sudo().proof = rows[1:]
        self.assertFalse(journey.is_proof_intact)

    def test_proof_tells_where_and_by_whom(self):
        """Company and department, and who fulfilled each order and did each task; also as it prints."""
        item = self.make_item("Collect the phone", team_id=self.team_one.id)
        template = self.env["service.desk.journey.template"].search([("kind", "=", "leaver")])
        template.step_ids = [(0, 0, {"name": "Phone", "kind": "item", "anchor": "end", "item_id": item.id})]
        journey = self.start("leaver", self.leaver, is_immediate=True)
        order = self.line(journey, "Phone").request_id
        order.with_user(self.agent).action_take()
        order.with_user(self.agent).write({"state": "fulfilled", "resolution": "Here it is"})
        self.line(journey, "Take the laptop back").task_id.with_user(self.agent).action_done("Serial 4711")
        rows = {row["what"]: row for row in journey._shown_proof()}
        self.assertEqual(rows["Company"]["how"], self.env.company.name)
        self.assertEqual(rows["Department"]["how"], "Sales")
        self.assertEqual(rows["Phone"]["who"], self.agent.name)
        self.assertIn(order.number, rows["Phone"]["how"])
        self.assertTrue(rows["Phone"]["date"])
        laptop = rows["Take the laptop back"]
        self.assertEqual((laptop["who"], laptop["how"]), (self.agent.name, "Serial 4711"))
        reports = self.env["ir.actions.report"].with_user(self.hr)
        html = reports._render_qweb_html("service_desk_hr.report_journey_proof", journey.ids)[0].decode()
        self.assertIn("Sales", html)

    def test_others_with_the_same_address_stay(self):
        """Several people may share a mailbox; only one of them leaves."""
        self.stranger.email = self.user.email
        access = self.env["service.desk.access"].with_user(self.access_manager)
        other = access._request(self.stranger.partner_id, self.by_group, reason="Work").sudo()
        self.start("leaver", self.leaver, is_immediate=True)
        self.assertEqual((self.user.active, self.stranger.active, other.state), (False, True, "active"))

    def test_closing_waits_until_nothing_is_held(self):
        """What was granted meanwhile is found, whatever the steps say."""
        journey = self.start("leaver", self.leaver, is_immediate=True)
        self.finish(journey)
        entitlement = self.make_entitlement("Late")
        self.env["service.desk.access"].with_user(self.access_manager)._request(
            self.user.partner_id, entitlement, reason="Mistake"
        )
        with self.assertRaisesRegex(UserError, "still has: Late"):
            journey.action_finish()

    def test_departure_starts_the_journey(self):
        """HR registers it in Odoo's own dialog, which looks at contracts and is for HR managers."""
        wizard = (
            self.env["hr.departure.wizard"]
            .with_user(self.make_user("test_hr_manager", "hr.group_hr_manager,base.group_user"))
            .with_context(active_ids=self.leaver.ids)
            .create({"departure_date": fields.Date.today() + timedelta(days=9)})
        )
        self.assertTrue(wizard.service_desk_starts_journey)
        wizard.action_register_departure()
        journey = self.env["service.desk.journey"].search([("employee_id", "=", self.leaver.id)])
        self.assertEqual((journey.kind, journey.state), ("leaver", "running"))
        self.assertEqual(journey.date_end, fields.Date.today() + timedelta(days=9))

    def test_departure_shows_officers_their_way(self):
        """Odoo's dialog needs the contract, which is for HR managers: a sentence, and a button that opens ours."""
        dialog = self.env["hr.departure.wizard"].with_user(self.hr).with_context(active_ids=self.leaver.ids)
        day = fields.Date.today() + timedelta(days=9)
        # It opens, though Odoo's suggestion of a day comes from the contract.
        self.assertEqual(dialog.default_get(["departure_date"])["departure_date"], fields.Date.today())
        wizard = dialog.create({"departure_date": day, "service_desk_is_immediate": True})
        with self.assertRaisesRegex(RedirectWarning, "HR managers") as refused:
            wizard.action_register_departure()
        self.assertFalse(self.env["service.desk.journey"].search([("employee_id", "=", self.leaver.id)]))
        action = refused.exception.args[1]
        ours = self.env[action["res_model"]].with_user(self.hr).with_context(**action["context"]).create({})
        self.assertEqual((ours.kind, ours.date_end, ours.is_immediate), ("leaver", day, True))
        self.assertEqual(ours.employee_ids, self.leaver)
        journey = self.env["service.desk.journey"].browse(ours.action_start()["res_id"])
        self.assertEqual((journey.kind, journey.state), ("leaver", "running"))

    def test_leaver_keeps_all_until_the_last_day_is_over(self):
        """Work on the last day is possible, none on the next."""
        journey = self.start("leaver", self.leaver, date_end=fields.Date.today() + timedelta(days=3))
        revoke = self.line(journey, "Take access back")
        self.run_job()
        self.assertEqual((revoke.state, self.user.active), ("planned", True))
        journey.action_move(date_end=fields.Date.today() - timedelta(days=1))
        self.run_job()
        self.assertEqual((revoke.state, self.user.active), ("open", False))

    def test_last_administrator_is_not_locked_out(self):
        """Not by HR, not by mistake."""
        system = self.env.ref("base.group_system")
        self.user.group_ids += system
        for other in system.all_user_ids - self.user:
            other.group_ids -= system
        journey = self.start("leaver", self.leaver, is_immediate=True)
        login = self.line(journey, "Close the login")
        self.assertEqual((login.state, self.user.active), ("failed", True))
        self.assertIn("administer", login.problem)
