from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .journey_case import JourneyCase


@tagged("post_install", "-at_install")
class TestJourneyHands(JourneyCase):
    """What managers, buddies and HR do in the backend."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template.step_ids = [
            (0, 0, {"name": "Lunch", "responsible": "manager", "needs_proof": True, "description": "<p>Soup</p>"}),
            (0, 0, {"name": "Contract", "responsible": "hr"}),
            (0, 0, {"name": "Laptop", "kind": "hand_out", "team_id": cls.team_one.id}),
        ]

    def done(self, line, user, note=None):
        action = line.with_user(user).action_open_done()
        wizard = self.env[action["res_model"]].with_user(user).with_context(**action["context"])
        with Form(wizard) as form:
            if note:
                form.note = note
        return form.record.action_done()

    def test_manager_writes_down_the_proof(self):
        """The dialog says what to do, and wants to know what came of it."""
        line = self.line(self.start(), "Lunch")
        self.assertEqual(line.with_user(self.boss).instructions, "<p>Soup</p>")
        dialog = self.env["service.desk.journey.done.wizard"].with_user(self.boss)
        self.assertRegex(dialog.get_view(view_type="form")["arch"], 'invisible="not needs_proof"[^>]*>[^<]*required')
        with self.assertRaises(AssertionError):
            self.done(line, self.boss)
        self.done(line, self.boss, "At noon")
        self.assertEqual((line.state, line.note), ("done", "At noon"))

    def test_hr_does_it_for_the_manager(self):
        """HR may say it for others, not for the teams of the desk."""
        journey = self.start()
        self.done(self.line(journey, "Lunch"), self.hr, "Told by phone")
        self.done(self.line(journey, "Contract"), self.hr)
        laptop = self.line(journey, "Laptop")
        self.assertFalse(laptop.with_user(self.hr).may_do)
        with self.assertRaises(UserError):
            self.done(laptop, self.hr)

    def test_others_get_no_dialog(self):
        """Neither by the id of the step nor by a dialog of their own."""
        line = self.line(self.start(), "Lunch")
        wizards = self.env["service.desk.journey.done.wizard"].with_user(self.stranger)
        with self.assertRaises(AccessError):
            wizards.with_context(active_ids=line.ids).default_get(["line_id"])
        with self.assertRaises(AccessError):
            wizards.create({"line_id": line.id, "note": "x"})
        with self.assertRaises(AccessError):
            line.with_user(self.stranger).action_done("x")

    def test_manager_decides_about_access(self):
        """By the row's own buttons, as long as nothing has happened."""
        self.make_template("mover", [{"name": "Old access", "kind": "revoke", "offset_days": 5}])
        person = self.make_employee("Mo Mover", user_id=self.employee.id)
        self.env["service.desk.access"].with_user(self.access_manager)._request(
            self.employee.partner_id, self.by_hand, reason="Carries parcels"
        )
        journey = self.start("mover", person)
        row = journey.with_user(self.boss).access_ids
        self.assertEqual((row.verdict, row.may_decide), ("keep", True))
        row.action_take_back()
        self.assertEqual((row.verdict, row.decided_by_id), ("revoke", self.boss))
        row.action_keep()
        self.assertEqual(row.verdict, "keep")
        with self.assertRaises(AccessError):
            row.with_user(self.stranger).action_keep()

    def test_manager_reads_the_form(self):
        """All that the form shows, without HR's part of it."""
        journey = self.start().with_user(self.boss)
        views = journey.get_views([(False, "form"), (False, "list"), (False, "kanban")])["views"]
        names = list(self.env["service.desk.journey"].with_user(self.boss).fields_get())
        self.assertNotIn("employee_id", names)
        for kind in ("form", "list", "kanban"):
            self.assertNotIn('name="action_open_cancel"', views[kind]["arch"])
            self.assertNotIn('name="action_confirm"', views[kind]["arch"])
        self.assertTrue(journey.web_read({name: {} for name in ("person_name", "progress", "line_ids", "may_decide")}))
