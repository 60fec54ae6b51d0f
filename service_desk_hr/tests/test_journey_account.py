"""Logins of people who join, return and come from partners."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from .journey_case import JourneyCase


@tagged("post_install", "-at_install")
class TestJourneyAccount(JourneyCase, MailCase):
    """HR cannot make users; the journey makes the one that its template asks for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["service.desk.access.package"].with_user(cls.access_manager).create(
            {"name": "Sales", "entitlement_ids": [Command.set((cls.by_group | cls.by_hand).ids)]}
        )
        cls.template.step_ids = [
            Command.create({"name": "Login", "kind": "account", "offset_days": -2}),
            Command.create({"name": "Access", "kind": "access", "offset_days": -1}),
            Command.create({"name": "Photo", "responsible": "person"}),
        ]

    def run_job(self):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=9e9):
            self.env["service.desk.journey"]._cron_run()

    def open_login(self, journey):
        """The day of the login has come."""
        line = self.line(journey, "Login")
        line.date_begin = fields.Datetime.now() - timedelta(hours=1)
        with self.mock_mail_gateway():
            self.run_job()
        return line

    def test_login_opens_on_its_day_and_access_goes_on(self):
        """Nothing before; then base rights, an invitation to the private address, and the access that waited."""
        journey = self.start(contact_email="nina@private.test")
        login, access = self.line(journey, "Login"), self.line(journey, "Access")
        self.assertEqual((login.state, access.state, access.problem), ("planned", "open", False))
        self.assertTrue(access.is_login_missing)
        self.assertEqual(access.note, "Waits for the login: Booking")
        self.assertEqual(access.grant_ids.entitlement_id, self.by_hand)
        self.open_login(journey)
        user = self.employee_new.user_id
        self.assertEqual((login.state, user.login), ("done", "nina.new@example.com"))
        # What the role needs comes on its own day.
        self.assertEqual(user.group_ids, self.env.ref("base.group_user"))
        self.assertEqual(user.partner_id, self.employee_new.work_contact_id)
        self.assertEqual(user.company_ids, journey.company_id)
        self.assertEqual(access.grant_ids.entitlement_id, self.by_group | self.by_hand)
        self.assertFalse(access.is_login_missing or access.note)
        self.assertEqual(self.line(journey, "Photo").user_id, user)
        mail = self._new_mails.filtered(lambda mail: mail.email_to == "nina@private.test")
        self.assertEqual(len(mail), 1)
        self.assertIn("/web/signup?", mail.body_html)

    def test_login_gets_base_rights_alone(self):
        """Neither what new users get by default, nor what a client's context asks for."""
        extra = self.env["res.groups"].create({"name": "Extra"})
        self.env.ref("base.default_user_group").implied_ids += extra
        self.env["service.desk.access.package"].search([]).active = False
        journey = self.start()
        line = self.line(journey, "Login")
        line.with_context(
            default_role="group_system", default_group_ids=[(4, self.env.ref("base.group_system").id)]
        )._begin_kind("account")
        self.assertEqual(line.state, "done")
        self.assertEqual(self.employee_new.user_id.group_ids, self.env.ref("base.group_user"))

    def test_invitation_is_sent_again_by_hr_alone(self):
        """Links end after some days."""
        journey = self.start(contact_email="nina@private.test")
        line = self.open_login(journey)
        self.assertTrue(line.with_user(self.hr).may_invite)
        with self.assertRaises(AccessError):
            line.with_user(self.boss).action_invite_again()
        with self.mock_mail_gateway():
            line.with_user(self.hr).action_invite_again()
        self.assertEqual(self._new_mails.mapped("email_to"), ["nina@private.test"])
        self.env["res.users.log"].with_user(self.employee_new.user_id).sudo().create({})
        self.env.invalidate_all()
        line.date_done -= timedelta(minutes=5)
        with self.assertRaises(UserError):
            line.with_user(self.hr).action_invite_again()

    def test_login_of_somebody_else_is_refused(self):
        """The line says so; HR mends the address and tries again. Also an address that is another's mail."""
        self.make_user("nina.new@example.com", "base.group_user")
        journey = self.start()
        line = self.open_login(journey)
        self.assertEqual(line.state, "failed")
        self.assertIn("somebody else", line.problem)
        self.assertFalse(self.employee_new.user_id)
        self.stranger.email = "other@example.com"
        self.employee_new.work_email = "Other@example.com"
        line.with_user(self.hr).action_retry()
        self.assertEqual(line.state, "failed")
        self.employee_new.work_email = "nina.second@example.com"
        line.with_user(self.hr).action_retry()
        self.assertEqual((line.state, self.employee_new.user_id.login), ("done", "nina.second@example.com"))

    def test_person_without_an_address_gets_no_login(self):
        """It is said what is missing."""
        self.employee_new.work_email = False
        self.employee_new.work_contact_id.email = False
        line = self.open_login(self.start())
        self.assertIn("needs a mail address", line.problem)

    def test_who_returns_gets_the_login_without_what_it_could(self):
        """Groups, teams, companies, keys and the old password are gone; the entrance is Odoo's invitation."""
        user = self.make_user("nina.old", "service_desk.group_admin,base.group_system", password="nina_old_password")
        user.service_desk_team_ids = self.team_one
        self.employee_new.user_id = user
        user.active = False
        journey = self.start()
        line = self.open_login(journey)
        self.assertEqual((line.state, line.login_origin, user.active), ("done", "reopened", True))
        self.assertEqual(user.group_ids, self.env.ref("base.group_user"))
        self.assertEqual(user.company_ids, journey.company_id)
        self.assertFalse(user.service_desk_team_ids)
        with self.assertRaises(Exception):  # noqa: B017
            self.env["res.users"].authenticate(
                {"login": "nina.old", "password": "nina_old_password", "type": "password"}, {"interactive": False}
            )

    def test_login_of_the_system_is_never_opened(self):
        """Whatever HR links to an employee."""
        for name in ("base.public_user", "base.user_root"):
            employee = self.make_employee(f"Of {name}")
            system = self.env.ref(name)
            employee.with_context(active_test=False).work_contact_id = system.partner_id
            journey = (
                self.env["service.desk.journey"]
                .with_user(self.hr)
                ._propose("joiner", employee, date_start=self.first_day)
            )
            journey._start()
            line = self.open_login(journey)
            self.assertIn("somebody else", line.problem)

    def test_existing_login_stays_as_it_is(self):
        """And cancelling leaves it alone."""
        user = self.make_user("nina.now", "base.group_user,base.group_partner_manager")
        self.employee_new.user_id = user
        groups = user.group_ids
        journey = self.start()
        line = self.open_login(journey)
        self.assertEqual((line.state, line.login_origin), ("done", "existing"))
        journey.action_cancel("Does not come")
        self.assertTrue(user.active)
        self.assertLessEqual(groups, user.group_ids)

    def test_cancelling_closes_the_login_that_was_opened(self):
        """With the access that came by it."""
        journey = self.start()
        self.open_login(journey)
        user = self.employee_new.user_id
        journey.action_cancel("Does not come")
        self.assertFalse(user.active)
        self.assertEqual(user.group_ids, self.env.ref("base.group_user"))
        self.assertIn("Login closed", self.line(journey, "Login").note)

    def test_login_by_hand_lets_access_go_on(self):
        """Whoever makes it, and however it is linked."""
        self.template.step_ids.filtered(lambda step: step.kind == "account").unlink()
        journey = self.start()
        access = self.line(journey, "Access")
        self.assertEqual(access.state, "failed")
        user = self.make_user("nina.hand", "base.group_user")
        self.employee_new.with_user(self.hr).user_id = user
        self.assertEqual((access.state, access.grant_ids.entitlement_id), ("open", self.by_group | self.by_hand))
        self.assertEqual(journey.partner_id, user.partner_id)

    def test_partner_gets_a_portal_login(self):
        """People of partners never become employees by it."""
        template = self.make_template("partner", [{"name": "Login", "kind": "account", "login_kind": "portal"}])
        person = self.env["res.partner"].create({"name": "Pat Partner", "email": "pat@partner.test"})
        journey = self.env["service.desk.journey"]._propose_contacts(
            "partner", person, date_start=self.first_day, contact_email="somebody@else.test"
        )
        self.assertEqual(journey.template_id, template)
        journey._start()
        line = self.open_login(journey)
        self.assertEqual((line.state, person.user_ids.group_ids), ("done", self.env.ref("base.group_portal")))
        self.assertEqual(person.user_ids.login, "pat@partner.test")
        self.assertEqual(self._new_mails.mapped("email_to"), ["pat@partner.test"])

    def test_contact_of_a_customer_becomes_no_employee(self):
        """They would see what is the customer's."""
        customer = self.env["res.partner"].create({"name": "Customer", "is_company": True})
        person = self.env["res.partner"].create(
            {"name": "Cleo", "email": "cleo@customer.test", "parent_id": customer.id}
        )
        self.employee_new.with_user(self.hr).work_contact_id = person
        line = self.open_login(self.start())
        self.assertIn("Customer", line.problem)
        self.assertFalse(person.user_ids)

    def test_who_may_put_it_into_a_template(self):
        """Who could make the login; HR managers and desk managers shape the rest of it."""
        both = self.make_user("test_hr_admin", "hr.group_hr_manager,base.group_erp_manager,base.group_user")
        hr_manager = self.make_user("test_hr_manager", "hr.group_hr_manager,base.group_user")
        values = {"template_id": self.template.id, "name": "Second", "kind": "account"}
        steps = self.env["service.desk.journey.step"]
        for user in (hr_manager, self.manager):
            with self.assertRaises(AccessError):
                steps.with_user(user).create(values)
            with self.assertRaises(AccessError):
                self.template.with_user(user).copy()
        step = steps.with_user(both).create(values)
        step.with_user(hr_manager).write({"offset_days": -4, "name": "Renamed"})
        with self.assertRaises(AccessError):
            step.with_user(hr_manager).login_kind = "portal"
        task = self.template.step_ids.filtered(lambda one: one.kind == "task")
        with self.assertRaises(AccessError):
            task.with_user(hr_manager).kind = "account"
        step.with_user(hr_manager).unlink()

    def test_hr_cannot_make_users_themselves(self):
        """So the journey is the only way, with its bounds."""
        with self.assertRaises(AccessError):
            self.env["res.users"].with_user(self.hr).create({"name": "X", "login": "x@example.com"})
