from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models import service_desk_journey_timeline
from .journey_case import JourneyCase


@tagged("post_install", "-at_install")
class TestJourneyTimeline(JourneyCase):
    """Journeys over days: what stands where, for whom, and how much of it at once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template.step_ids = [
            (0, 0, {"name": "Contract", "responsible": "hr", "offset_days": -1}),
            (0, 0, {"name": "Lunch", "responsible": "manager"}),
            (0, 0, {"name": "Laptop", "kind": "hand_out", "team_id": cls.team_one.id}),
        ]

    def timeline(self, user=None, **options):
        options = {"date": self.first_day.isoformat(), "days": 7, **options}
        return self.env["service.desk.journey.timeline"].with_user(user or self.hr).get_timeline(options)

    def test_steps_stand_on_their_days(self):
        """One mark for two steps of a day, the first day flagged, who is waited for beside it."""
        journey = self.start()
        row = self.timeline()["rows"][0]
        self.assertEqual((row["id"], row["person"], row["kind_label"]), (journey.id, "Nina New", "Joiner"))
        self.assertEqual([(mark["left"], mark["count"], mark["state"]) for mark in row["marks"]], [(0, 2, "open")])
        self.assertEqual([anchor["left"] for anchor in row["anchors"]], [0])
        self.assertIn("Lunch: In Progress, test_boss", row["marks"][0]["title"])
        self.assertEqual({step["name"] for step in row["steps"]}, {"Contract", "Lunch", "Laptop"})
        self.assertIn(self.team_one.name, row["waits_for"])
        self.assertEqual(row["bar"], {"left": 0, "width": 1 / 7})

    def test_late_steps_stand_out(self):
        """What is late counts before what is done, and stays in sight after its day."""
        journey = self.start()
        lunch = self.line(journey, "Lunch")
        lunch.date_due = fields.Date.today() - timedelta(days=30)
        self.line(journey, "Contract").with_user(self.hr).action_done()
        row = self.timeline(date=fields.Date.today().isoformat())["rows"][0]
        self.assertEqual((row["late"], row["marks"][0]["state"], row["marks"][0]["left"]), (1, "late", 0))
        step = next(step for step in row["steps"] if step["name"] == "Lunch")
        self.assertEqual(step["state_label"], "Late: In Progress")
        self.assertEqual(self.timeline(late=True, date=fields.Date.today().isoformat())["count"], 1)
        lunch.date_due = self.first_day
        self.assertEqual(self.timeline(late=True)["count"], 0)

    def test_filters_narrow_it(self):
        """By kind, department with those below, and state."""
        journey = self.start()
        child = self.env["hr.department"].create({"name": "Inside Sales", "parent_id": self.sales.id})
        self.start(employee=self.make_employee("Ina Inside", department_id=child.id))
        self.env["service.desk.journey"].with_user(self.hr)._propose(
            "joiner", self.make_employee("Pia Proposed", department_id=self.support.id), self.first_day
        )
        self.assertEqual(self.timeline()["count"], 3)
        self.assertEqual(self.timeline(kind="leaver")["count"], 0)
        self.assertEqual(self.timeline(department=self.sales.id)["count"], 2)
        self.assertEqual(self.timeline(department=child.id)["rows"][0]["person"], "Ina Inside")
        self.assertEqual(self.timeline(state="proposed")["rows"][0]["person"], "Pia Proposed")
        self.assertEqual(self.timeline(state="done")["count"], 0)
        self.assertIn((child.id, child.display_name), self.timeline()["departments"])
        journey.action_cancel("No")
        self.assertEqual(self.timeline()["count"], 2)

    def test_everybody_sees_their_own_part(self):
        """HR all, managers their people, the others nothing, customers are turned away."""
        self.start()
        self.start(employee=self.make_employee("Sara Support", parent_id=False, department_id=self.support.id))
        self.assertEqual(self.timeline()["count"], 2)
        self.assertEqual([row["person"] for row in self.timeline(self.boss)["rows"]], ["Nina New"])
        self.assertEqual([name for _id, name in self.timeline(self.boss)["departments"]], ["Sales"])
        for user in (self.stranger, self.agent):
            self.assertEqual(self.timeline(user)["count"], 0)
        with self.assertRaises(AccessError):
            self.timeline(self.portal_a)

    def test_nonsense_is_answered(self):
        """Or refused with a sentence."""
        self.start()
        for options in (
            {"kind": "x", "state": [], "department": "a", "late": "yes", "page": -1, "days": 9999},
            {"kind": ["leaver"], "state": {}, "department": 2**40, "page": 10**9},
        ):
            known = self.timeline(**options)["options"]
            self.assertEqual((known["kind"], known["state"], known["department"], known["page"]), ("", "open", 0, 0))
        with self.assertRaises(UserError):
            self.timeline(date="tomorrow")

    def test_hundreds_come_in_pages(self):
        """A page holds so many; the last one the rest, and so does whatever lies behind it."""
        self.patch(service_desk_journey_timeline, "PAGE_SIZE", 3)
        people = self.env["hr.employee"]
        for number in range(7):
            people |= self.make_employee(f"Many {number}")
        self.env["service.desk.journey"].with_user(self.hr)._propose("joiner", people, self.first_day)
        first, last = self.timeline(), self.timeline(page=99)
        self.assertEqual((first["count"], first["pages"], len(first["rows"])), (7, 3, 3))
        self.assertEqual((last["options"]["page"], last["from"], last["to"], len(last["rows"])), (2, 7, 7, 1))

    def test_rows_cost_no_queries_of_their_own(self):
        """A full page costs as much as a short one."""

        def cost(count):
            people = self.env["hr.employee"]
            for number in range(count):
                people |= self.make_employee(f"Cost {count} {number}")
            self.env["service.desk.journey"].with_user(self.hr)._propose("joiner", people, self.first_day)._start()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.timeline()
            return self.env.cr.sql_log_count - before

        cost(1)
        self.assertLessEqual(cost(8), cost(1) + 2)
