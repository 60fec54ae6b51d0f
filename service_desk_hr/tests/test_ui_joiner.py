"""A developer joins in Brussels, from HR's first click to the last, in a real browser."""

import re
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase

from .story_case import StoryCase

TASKS = "/odoo/service-desk-tasks"


@tagged("post_install", "-at_install")
class TestUiJoiner(StoryCase, MailCase):
    """HR, the manager, IT, facilities and the new colleague: each on their own screen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.brussels = cls.env["hr.work.location"].create(
            {"name": "Brussels", "location_type": "office", "address_id": cls.env.company.partner_id.id}
        )
        cls.developer = cls.env["hr.job"].create({"name": "Developer"})
        cls.employee_new.write({"job_id": cls.developer.id, "work_location_id": cls.brussels.id})
        cls.team_two.name = "Facilities"
        (cls.by_group | cls.by_hand).sudo().team_id = cls.team_one
        cls.env["service.desk.access.package"].with_user(cls.access_manager).create(
            {
                "name": "Developers in Brussels",
                "job_ids": [Command.set(cls.developer.ids)],
                "location_ids": [Command.set(cls.brussels.ids)],
                "entitlement_ids": [Command.set((cls.by_group | cls.by_hand).ids)],
            }
        )
        cls.make_developer_template()

    @classmethod
    def make_developer_template(cls):
        """Two questions to the manager; what follows from them, and what is done in any case."""
        cls.equipment = cls.env["service.desk.catalog.item"].create(
            {"name": "Equipment of a developer", "team_id": cls.team_one.id, "question_ids": cls.questions()}
        )
        it, facilities = {"team_id": cls.team_one.id}, {"team_id": cls.team_two.id}
        ready = {"kind": "hand_out", "offset_days": -1}
        cls.make_template(
            "joiner",
            [
                {"name": "Signed contract", "responsible": "hr", "offset_days": -5},
                {"name": "Equipment", "kind": "item", "item_id": cls.equipment.id, "offset_days": -2},
                {"name": "Laptop", "needs_proof": True, **it, **ready},
                {"name": "Telephone", "condition_code": "phone", "condition_value": "yes", **it, **ready},
                {"name": "Second screen", "condition_code": "model", "condition_value": "power", **it, **ready},
                {"name": "Desk, chair and badge", **facilities, **ready},
                {"name": "Welcome", "kind": "message", "offset_days": -5, **cls.welcome()},
                {"name": "Send a photo", "responsible": "person", "offset_days": -1},
                {"name": "Login", "kind": "account", "offset_days": -2},
                {"name": "Access of the role", "kind": "access", "offset_days": -1},
                {"name": "Show around", "responsible": "manager", "lead_days": 1},
            ],
            name="A developer joins in Brussels",
            job_ids=[Command.set(cls.developer.ids)],
            location_ids=[Command.set(cls.brussels.ids)],
            question_item_id=cls.equipment.id,
        )

    @classmethod
    def welcome(cls):
        return {"mail_template_id": cls.env.ref("service_desk_hr.mail_template_journey_welcome").id}

    @classmethod
    def questions(cls):
        choices = [("light", "Light"), ("power", "Power")]
        model = {"name": "Which laptop?", "code": "model", "kind": "choice", "is_required": True}
        model["choice_ids"] = [Command.create({"value": value, "name": name}) for value, name in choices]
        phone = {"name": "A telephone, too?", "code": "phone", "kind": "yes_no", "sequence": 20}
        return [Command.create(model), Command.create(phone)]

    def test_story_of_a_developer(self):
        """Hired, asked for, prepared by four, let in, shown around, and closed."""
        journey = self.begin()
        self.prepare(journey)
        self.welcome_person(journey)
        self.let_in(journey)
        self.first_day_has_come(journey)

    def begin(self):
        """HR starts it and does its own part; the manager chooses."""
        self.visit("/odoo/employees", "joiner_start", self.hr)
        journey = self.journey_of(self.employee_new, "joiner")
        today = fields.Date.today()
        monday = today - timedelta(days=today.weekday()) + timedelta(days=14)
        self.assertEqual((journey.state, journey.date_start, journey.hr_user_id), ("running", monday, self.hr))
        self.assertEqual(self.states(journey)["Signed contract"], "done")
        self.visit("/my/service-desk", "joiner_answer", self.boss)
        states = self.states(journey)
        self.assertEqual((states["Equipment"], states["Telephone"]), ("open", "open"))
        self.assertEqual(states["Second screen"], "cancelled")
        return journey

    def prepare(self, journey):
        """IT and facilities, in their own queues; none of them sees the other's part."""
        with mute_logger("odoo.http"):  # The first attempt is refused: there is no proof.
            self.visit(TASKS, "joiner_agent", self.agent)
        self.visit("/odoo/service-desk", "joiner_order", self.agent)
        self.visit(TASKS, "joiner_facilities", self.agent_two)
        laptop = self.line(journey, "Laptop")
        self.assertEqual((laptop.note, laptop.done_by_id), ("Serial 4711", self.agent))
        done = {name for name, state in self.states(journey).items() if state == "done"}
        prepared = {"Signed contract", "Equipment", "Laptop", "Telephone", "Desk, chair and badge"}
        self.assertEqual(done, prepared)

    def welcome_person(self, journey):
        """Some days before, without a login: a link shows what is ready, and asks for a photo."""
        with self.mock_mail_gateway():
            self.wait_until(journey, self.line(journey, "Welcome").date_due + timedelta(days=1))
        (mail,) = self._new_mails.filtered(lambda mail: mail.email_to == "nina@private.test")
        self.assertFalse(self.employee_new.user_id)
        path = re.search(r'href="[^"]*?(/journey/view/[^"]+)"', mail.body_html)[1]
        self.start_tour(path, "service_desk_hr_joiner_link")
        self.env.invalidate_all()
        self.assertEqual(self.line(journey, "Send a photo").state, "done")

    def let_in(self, journey):
        """The day before: there is a login, and the role's access is granted."""
        self.assertFalse(self.employee_new.user_id)
        self.wait_until(journey, journey.date_start - timedelta(days=1))
        user = self.employee_new.user_id
        self.assertEqual(user.login, "nina.new@example.com")
        self.assertIn(self.group, user.all_group_ids)
        self.visit(TASKS, "joiner_access", self.agent)
        granted = journey._held_each()[journey].filtered(lambda access: access.state == "active").entitlement_id
        self.assertEqual(granted, self.by_group | self.by_hand)

    def first_day_has_come(self, journey):
        """All is ready for the person; the manager does the last step, HR closes."""
        self.wait_until(journey, journey.date_start)
        self.visit("/my/journey", "joiner_person", self.employee_new.user_id)
        self.visit("/odoo/team-journeys", "joiner_manager", self.boss)
        self.assertEqual(journey.progress, 100)
        self.visit("/odoo/journeys", "joiner_close", self.hr)
        self.assertEqual(journey.state, "done")
