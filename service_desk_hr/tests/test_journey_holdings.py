from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .journey_case import JourneyCase


def holding(env, person, **values):
    """Another addon that keeps devices, as far as the hook is concerned: the person has one."""
    partners = env.registry["res.partner"]
    former = partners._service_desk_holdings
    row = {
        "partner": person,
        "kind": "device",
        "kind_label": "Device",
        "name": "Laptop 7",
        "record": person,
        "since": fields.Datetime.now(),
        "until": False,
        "state": "held",
        "must_return": True,
        **values,
    }

    def holdings(partner):
        return former(partner) + ([row] if person in partner else [])

    return patch.object(partners, "_service_desk_holdings", holdings)


@tagged("post_install", "-at_install")
class TestJourneyHoldings(JourneyCase, HttpCase):
    """What a person holds is told to HR and their manager, and a leaver gives it back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss.password = "test_boss"
        cls.person = cls.make_employee("Pia Person", user_id=cls.employee.id)
        cls.make_template("leaver", [{"name": "Access", "kind": "revoke", "anchor": "end"}])
        cls.make_template("mover", [{"name": "Access", "kind": "revoke"}])
        cls.access = cls.ask(cls.by_hand, date_end=fields.Datetime.now() + timedelta(days=200)).sudo()
        cls.access.task_ids.action_done("Given")

    def device(self, must_return=True, **values):
        return holding(self.env, self.employee.partner_id, must_return=must_return, **values)

    def test_hr_and_manager_are_told_what_is_held(self):
        """What, since when and how it ends, though neither reads access."""
        journey = self.start("mover", self.person)
        for user in (self.hr, self.boss):
            shown = journey.with_user(user).holdings
            self.assertIn("Door key", shown)
            self.assertIn("On ", shown)
        journey.action_decide_access(self.by_hand.id, "revoke")
        self.env.invalidate_all()
        self.assertIn("With this journey", journey.holdings)
        with self.device():
            self.env.invalidate_all()
            self.assertIn("Laptop 7", journey.holdings)

    def test_what_is_only_ordered_is_told_apart(self):
        """HR and the manager read what it waits for, in the list, on the portal, and where it stands in the way."""
        journey = self.start("mover", self.person)
        with self.device(name="Desk", state="asked", stage="Waits for approval", since=False):
            for user in (self.hr, self.boss):
                journey.invalidate_recordset()
                shown = journey.with_user(user).holdings
                self.assertEqual((shown.count("Waits for approval"), shown.count("Has it")), (1, 1))
            self.authenticate("test_boss", "test_boss")
            self.assertIn("Waits for approval", self.url_open(f"/my/team/{journey.id}").text)
        leaver = self.start("leaver", self.person, is_immediate=True)
        self.access.task_ids.filtered(lambda task: task.state == "ready").action_done("Back")
        self.employee.active = False
        with self.device(state="asked"), self.assertRaisesRegex(UserError, r"Laptop 7 \(Is not there yet\)"):
            leaver.action_finish()

    def test_names_are_text_not_markup(self):
        """Whatever somebody calls their thing."""
        with self.device(name="<script>alert(1)</script>"):
            journey = self.start("mover", self.person)
            self.assertNotIn("<script>", journey.holdings)

    def test_over_and_done_tells_nothing(self):
        """Later on it is nobody's business at an old journey."""
        journey = self.start("mover", self.person)
        journey.action_cancel("Stays")
        self.assertFalse(journey.holdings)

    def test_what_goes_with_access_goes_with_it(self):
        """A seat of a license, say: its row tells what becomes of the access by which it came."""
        with self.device(goes_with=self.access, must_return=False, until=False):
            mover = self.start("mover", self.person)
            self.assertIn("Stays", self.row(mover, "Laptop 7"))
            mover.action_decide_access(self.by_hand.id, "revoke")
            self.env.invalidate_all()
            self.assertIn("With this journey", self.row(mover, "Laptop 7"))
            leaver = self.start("leaver", self.person)
            self.assertIn("With this journey", self.row(leaver, "Laptop 7"))

    def test_what_a_step_takes_back_goes_with_it(self):
        """Of a mover too; by a task of somebody else's journey it does not."""
        self.env["service.desk.journey.template"].search([("kind", "=", "mover")]).active = False
        self.make_template("mover", [{"name": "Old laptop", "kind": "take_back", "team_id": self.team_one.id}])
        journey = self.start("mover", self.person)
        task = journey.sudo().line_ids.task_id
        self.assertEqual(task._handing(), ("take_back", self.employee.partner_id))
        with self.device(goes_with=task):
            self.assertIn("With this journey", self.row(journey, "Laptop 7"))
        with self.device(
            goes_with=self.env["service.desk.task"]
            .sudo()
            ._add([{"name": "Elsewhere", "company_id": self.env.company.id}])
        ):
            self.assertIn("Stays", self.row(journey, "Laptop 7"))

    def row(self, journey, name):
        """How a thing of the journey's person ends, as HR reads it."""
        self.env.invalidate_all()
        return next(row["ends"] for row in journey._portal_holdings()[journey] if row["name"] == name)

    def test_leaver_gives_back_what_needs_no_hands(self):
        """With the access, and the proof says what that was; who moves keeps it."""
        asked = []
        partners, person = self.env.registry["res.partner"], self.employee.partner_id

        def give_back(people, reason):
            asked.append((people, reason))
            return [(person, "License: Drawing Tool")] if person in people else []

        with patch.object(partners, "_service_desk_give_back", give_back):
            self.start("mover", self.person)
            self.assertFalse(asked)
            journey = self.start("leaver", self.person, is_immediate=True)
        self.assertIn("Drawing Tool", self.line(journey, "Access").note)
        told = {(row["what"], row["how"]) for row in journey._shown_proof()}
        self.assertIn(("Access", "Taken back: License: Drawing Tool"), told)

    def test_leaver_waits_for_what_must_come_back(self):
        """Whoever keeps it: the hook says what must come back and what may stay, and the proof lists it."""
        journey = self.start("leaver", self.person, is_immediate=True)
        self.access.task_ids.filtered(lambda task: task.state == "ready").action_done("Back")
        self.employee.active = False
        with self.device(), self.assertRaisesRegex(UserError, "still has: Laptop 7"):
            journey.action_finish()
        with self.device(must_return=False):
            journey.action_finish()
            rows = journey._shown_proof()
        self.assertIn(("Device: Laptop 7", "May be kept"), {(row["what"], row["how"]) for row in rows})
        journey.action_sign()
        self.assertIn("Nothing is held any more", {row["how"] for row in journey._shown_proof()})

    def test_manager_sees_it_on_the_portal(self):
        """Of leavers: what is left to ask back."""
        journey = self.start("leaver", self.person)
        self.authenticate("test_boss", "test_boss")
        page = self.url_open(f"/my/team/{journey.id}").text
        self.assertIn("What the person holds", page)
        self.assertIn("With this journey", page)
        self.assertIn("Door key", page)

    def test_manager_sees_it_of_movers_too(self):
        """Where there is something to see."""
        journey = self.start("mover", self.person)
        self.authenticate("test_boss", "test_boss")
        self.assertIn("Door key", self.url_open(f"/my/team/{journey.id}").text)
        other = self.start("mover", self.make_employee("Nothing Yet"))
        self.assertNotIn("What the person holds", self.url_open(f"/my/team/{other.id}").text)

    def test_holdings_of_many_people_cost_one_look(self):
        """A hundred leavers are closed with one query for each kind of thing."""
        people = [self.person, *(self.make_employee(f"Person {number}") for number in range(5))]
        journeys = self.env["service.desk.journey"]
        for person in people:
            journeys |= self.start("leaver", person)
        some = journeys.sudo()
        some.mapped("employee_id.work_contact_id.name")
        counts = [self.queries(lambda few=few: few._holdings()).total() for few in (some[:2], some)]
        self.assertEqual(*counts)
