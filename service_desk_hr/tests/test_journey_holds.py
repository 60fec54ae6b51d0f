from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .journey_case import JourneyCase
from .test_journey_holdings import holding


@tagged("post_install", "-at_install")
class TestJourneyHolds(JourneyCase):
    """HR reads what people have before anything begins, and what somebody who leaves still waits for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.make_employee("Pia Person", user_id=cls.employee.id)
        cls.colleague_file = cls.make_employee("Cora Colleague")
        cls.make_template("leaver", [{"name": "Access", "kind": "revoke", "anchor": "end"}])
        cls.access = cls.ask(cls.by_hand, date_end=fields.Datetime.now() + timedelta(days=200)).sudo()

    def device(self, **values):
        self.env.invalidate_all()
        return holding(self.env, self.employee.partner_id, **values)

    def dialog(self, people, kind):
        wizard = self.env["service.desk.journey.wizard"].with_user(self.hr)
        context = {"active_model": "hr.employee", "active_ids": people.ids, "default_kind": kind}
        return Form(wizard.with_context(**context))

    def test_file_of_an_employee_tells_it_to_hr(self):
        """How much of each kind; what is only ordered is not there. Nobody else reads it."""
        with self.device():
            self.assertEqual(self.person.with_user(self.hr).service_desk_holds, "1 × Device")
            with Form(self.person.with_user(self.hr)) as form:
                self.assertEqual(form.service_desk_holds, "1 × Device")
        self.access.task_ids.action_done("Given")
        with self.device():
            self.assertEqual(self.person.with_user(self.hr).service_desk_holds, "1 × Access, 1 × Device")
            self.assertFalse(self.colleague_file.with_user(self.hr).service_desk_holds)
        for user in (self.stranger, self.employee):
            with self.assertRaises(AccessError):
                self.person.with_user(user).read(["service_desk_holds"])

    def test_files_of_many_cost_one_look(self):
        """However many they are."""
        people = self.person | self.colleague_file
        for number in range(5):
            people |= self.make_employee(f"Many {number}")

        def cost(some):
            self.env.invalidate_all()
            some.mapped("user_id.partner_id")
            some.mapped("work_contact_id")
            before = self.env.cr.sql_log_count
            some.mapped("service_desk_holds")
            return self.env.cr.sql_log_count - before

        cost(people)
        self.assertLessEqual(cost(people), cost(people[:2]) + 2)

    def test_dialog_tells_it_of_those_who_move_or_leave(self):
        """With what is on order; who comes has nothing yet."""
        with self.device():
            for kind in ("mover", "leaver"):
                form = self.dialog(self.person | self.colleague_file, kind)
                self.assertEqual(form.holds, "1 × Device")
                self.assertIn("Door key", form.still_ordered)
                form.kind = "joiner"
                self.assertEqual((form.holds, form.still_ordered), ("", ""))

    def test_journey_of_a_leaver_names_what_is_still_ordered(self):
        """To HR and the manager, until it is withdrawn with all access."""
        journey = self.start("leaver", self.person, date_end=fields.Date.today() + timedelta(days=9))
        for user in (self.hr, self.boss):
            self.env.invalidate_all()
            self.assertIn("Door key (", journey.with_user(user).still_ordered)
        self.line(journey, "Access")._begin_in_order()
        self.env.invalidate_all()
        self.assertEqual(self.access.state, "revoking")
        self.assertFalse(journey.with_user(self.hr).still_ordered)

    def test_journey_of_a_mover_keeps_still_about_orders(self):
        """Who moves may get them."""
        self.make_template("mover", [{"name": "Access", "kind": "revoke"}])
        self.assertFalse(self.start("mover", self.person).still_ordered)
