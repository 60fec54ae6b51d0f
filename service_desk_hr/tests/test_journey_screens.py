from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .journey_case import JourneyCase

SCREENS = {
    "service_desk_journey_action": ("hr", "hr_manager", "access_manager", "boss"),
    "service_desk_journey_action_team": ("hr", "hr_manager", "boss", "stranger"),
    "service_desk_journey_action_questions": ("boss",),
    "service_desk_journey_line_action": ("hr", "hr_manager", "access_manager", "boss", "stranger"),
    "service_desk_journey_line_action_late": ("hr", "hr_manager", "access_manager"),
    "service_desk_journey_template_action": ("hr_manager", "manager"),
    "service_desk_access_package_action": ("hr", "hr_manager", "access_manager"),
}


@tagged("post_install", "-at_install")
class TestJourneyScreens(JourneyCase):
    """Every list and form opens for everybody who finds it in the menu."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hr_manager = cls.make_user("test_hr_manager", "hr.group_hr_manager,base.group_user")
        cls.template.step_ids = [
            (0, 0, {"name": "Contract", "responsible": "hr", "offset_days": -3}),
            (0, 0, {"name": "Lunch", "responsible": "manager"}),
            (0, 0, {"name": "Laptop", "kind": "hand_out", "team_id": cls.team_one.id, "condition_code": "laptop"}),
            (0, 0, {"name": "Access", "kind": "access"}),
        ]
        cls.env["service.desk.access.package"].with_user(cls.access_manager).create(
            {"name": "All", "entitlement_ids": [(6, 0, cls.by_hand.ids)]}
        )

    def specification(self, views, name, mode):
        """What the client asks for to draw a view: the fields that stand in it, one level deep."""
        fields = views["models"][name]["fields"]
        arch = etree.fromstring(views["views"][mode]["arch"])
        shown = {node.get("name") for node in arch.iter("field") if not len(list(node.iterancestors("field")))}
        return {
            one: {"fields": {"display_name": {}}} if fields[one]["type"].endswith(("2one", "2many")) else {}
            for one in shown
            if one in fields
        }

    def test_screens_open(self):
        """With all that stands on them."""
        self.start()
        for name, people in SCREENS.items():
            action = self.env.ref(f"service_desk_hr.{name}")
            for who in people:
                model = self.env[action.res_model].with_user(getattr(self, who))
                for mode in action.view_mode.split(","):
                    with self.subTest(screen=name, user=who, view=mode):
                        views = model.get_views([(False, mode)])
                        rows = model.web_search_read([], self.specification(views, action.res_model, mode), limit=5)
                        self.assertTrue(rows["length"] or who in ("access_manager", "stranger"))

    def test_hr_knows_what_a_package_brings(self):
        """By name; the entitlement itself is the desk's."""
        package = self.env["service.desk.access.package"].with_user(self.hr_manager).search([])
        self.assertEqual(package.entitlement_names, self.by_hand.name)
        with self.assertRaises(AccessError):
            package.entitlement_ids.read(["name"])

    def test_dialog_shows_what_will_be_done(self):
        """Steps on their days, who does them, and what the answers decide."""
        wizard = self.env["service.desk.journey.wizard"].with_user(self.hr)
        with Form(wizard.with_context(active_model="hr.employee", active_ids=self.employee_new.ids)) as form:
            form.date_start = self.first_day
            preview = form.preview
            self.assertLess(preview.index("Contract"), preview.index("Lunch"))
            self.assertIn(self.team_one.name, preview)
            self.assertIn("as the manager answers", preview)
            form.kind = "mover"
            self.assertFalse(form.preview)

    def test_leaving_at_once_is_leaving_today(self):
        """No day has to be chosen in a hurry; before one is known, the dialog shows none."""
        self.make_template(
            "leaver", [{"name": "Keys", "kind": "take_back", "team_id": self.team_one.id, "anchor": "end"}]
        )
        wizard = self.env["service.desk.journey.wizard"].with_user(self.hr)
        today = fields.Date.context_today(wizard)
        with Form(wizard.with_context(active_model="hr.employee", active_ids=self.employee_new.ids)) as form:
            form.kind = "leaver"
            self.assertIn("Keys", form.preview)
            self.assertNotIn(str(today.year), form.preview)
            form.is_immediate = True
            self.assertEqual(str(form.date_end), str(today))
            self.assertIn(str(today.year), form.preview)

    def test_days_of_a_leaver_are_the_last(self):
        """The dialog asks for no first day where there is none."""
        self.make_template(
            "leaver", [{"name": "Keys", "kind": "take_back", "team_id": self.team_one.id, "anchor": "end"}]
        )
        journey = self.start("leaver")
        action = journey.action_open_move()
        with Form(self.env[action["res_model"]].with_user(self.hr).with_context(**action["context"])) as form:
            self.assertTrue(form._get_modifier("date_start", "invisible"))
            form.date_end = "2031-01-31"
        form.record.action_move()
        self.assertEqual(str(journey.date_end), "2031-01-31")
