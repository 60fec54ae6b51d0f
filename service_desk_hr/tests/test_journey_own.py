from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .journey_case import JourneyCase


@tagged("post_install", "-at_install")
class TestJourneyOwn(JourneyCase):
    """HR officers are people, too: nobody reads in the desk that they leave or move before they are told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls.make_user("test_hr_colleague", "hr.group_hr_user,base.group_user")
        cls.own = cls.make_employee("Hanno Human", user_id=cls.hr.id)
        steps = [
            {"name": "Talk", "responsible": "hr"},
            {"name": "Return the phone", "responsible": "person", "lead_days": 3},
        ]
        cls.make_template("leaver", [{**step, "anchor": "end"} for step in steps])
        cls.make_template("mover", steps)
        package = {"name": "All", "entitlement_ids": [(6, 0, cls.by_hand.ids)]}
        cls.env["service.desk.access.package"].with_user(cls.access_manager).create(package)

    def seen(self, user, journey):
        """What somebody finds of a journey: records of all of its models."""
        found = []
        for name in ("", ".line", ".access", ".event"):
            records = self.env[f"service.desk.journey{name}"].with_user(user)
            if not records.has_access("read"):
                continue
            found += records.search([("journey_id" if name else "id", "=", journey.id)])
        return found

    def test_hr_reads_nothing_of_their_own(self):
        """Neither proposed nor running, whatever the kind; a colleague sees all of it."""
        for kind in ("leaver", "mover"):
            journey = self.start(kind, self.own, user=self.colleague).sudo()
            with self.subTest(kind=kind):
                self.assertGreater(len(self.seen(self.colleague, journey)), 3)
                self.assertFalse(self.seen(self.hr, journey))
                for record in (journey, journey.line_ids[0], journey.event_ids[0]):
                    with self.assertRaises(AccessError):
                        record.with_user(self.hr).read(["display_name"])
                with self.assertRaises(AccessError):
                    journey.with_user(self.hr).action_cancel("I stay")
                self.assertFalse(self.own.with_user(self.hr).service_desk_journey_count)
                page = self.env["service.desk.journey.timeline"].with_user(self.hr).get_timeline({"days": 90})
                self.assertNotIn(journey.id, [row["id"] for row in page["rows"]])

    def test_own_step_is_shown_when_it_begins(self):
        """It tells them; the steps of others and the journey stay closed."""
        journey = self.start("leaver", self.own, user=self.colleague)
        line = self.line(journey, "Return the phone")
        self.assertEqual(line.user_id, self.hr)
        self.assertFalse(line.with_user(self.hr)._filtered_access("read"))
        line._begin_kind("task")
        self.assertEqual(self.seen(self.hr, journey), [line.with_user(self.hr)])
        line.with_user(self.hr).action_done("There")
        self.assertEqual(line.state, "done")

    def test_step_of_others_is_hidden_before_it_begins(self):
        """Not of HR alone: whoever leaves finds no step of theirs before its day."""
        user = self.make_user("leo", "base.group_user")
        journey = self.start("leaver", self.make_employee("Leo Leaver", user_id=user.id))
        self.assertFalse(self.seen(user, journey))
        self.line(journey, "Return the phone")._begin_kind("task")
        self.assertEqual(len(self.seen(user, journey)), 1)

    def test_what_is_proposed_of_hr_is_with_a_colleague(self):
        """No to-do, no reminder; whoever confirms it has it in hand from then on."""
        self.own.version_id.with_user(self.hr).sudo().write({"department_id": self.support.id})
        journey = self.env["service.desk.journey"].search([("employee_id", "=", self.own.id)])
        self.assertEqual((journey.kind, journey.state, journey.hr_user_id.id), ("mover", "proposed", False))
        self.assertFalse(self.env["mail.activity"].search([("user_id", "=", self.hr.id)]))
        journey.hr_user_id = self.hr
        self.assertNotIn(self.hr, journey._waiting(self.first_day))
        journey.hr_user_id = False
        journey.with_user(self.colleague).action_confirm()
        self.assertEqual((journey.hr_user_id, self.line(journey, "Talk").user_id), (self.colleague, self.colleague))

    def test_nobody_finds_out_by_starting_their_own(self):
        """The answer is the same whether there is one or not; a colleague's proposal stays as it is."""
        for _time in range(2):
            with self.assertRaisesRegex(UserError, "colleague"):
                self.start("leaver", self.own)
            self.env["service.desk.journey"].with_user(self.colleague)._propose(
                "leaver", self.own, date_end=self.first_day
            )
        people = self.own | self.employee_new
        self.env["service.desk.journey"].with_user(self.hr)._propose("leaver", people, reason="Mine")
        journey = self.env["service.desk.journey"].search([("employee_id", "=", self.own.id)])
        self.assertEqual((journey.date_end, journey.reason), (self.first_day, False))
