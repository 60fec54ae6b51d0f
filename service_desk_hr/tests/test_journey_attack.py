"""Whoever may do a part of it tries to do more: HR, access managers, colleagues, agents."""

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from .journey_case import JourneyCase


@tagged("post_install", "-at_install")
class TestJourneyAttack(JourneyCase, MailCase):
    """Each of them has some rights on people, and tries to make more of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template.step_ids = [
            Command.create({"name": "Contract", "responsible": "hr"}),
            Command.create({"name": "Laptop", "kind": "hand_out", "team_id": cls.team_one.id}),
        ]
        cls.leaving = cls.make_template(
            "leaver",
            [
                {"name": "Close", "kind": "login", "anchor": "end"},
                {"name": "Laptop back", "kind": "take_back", "anchor": "end", "team_id": cls.team_one.id},
                {"name": "Papers", "anchor": "end", "responsible": "hr"},
            ],
        )
        cls.person = cls.make_employee("Pia Person", user_id=cls.employee.id)

    # -- What somebody has stored as their defaults ----------------------------------------------------

    def store_default(self, user, model, **values):
        """As anybody may, for themselves."""
        for name, value in values.items():
            self.env["ir.default"].with_user(user).set(model, name, value, user_id=True)

    def test_stored_defaults_reach_no_step(self):
        """A journey that is cancelled closes the login that it opened, and no other."""
        self.store_default(self.hr, "service.desk.journey.line", login_id=self.owner.id, login_origin="new", note="x")
        self.store_default(self.hr, "service.desk.journey", successor_id=self.stranger.id, successor_by_id=self.boss.id)
        journey = self.start()
        self.assertFalse(journey.sudo().successor_id or journey.sudo().line_ids.filtered("note"))
        journey.action_cancel("Oops")
        self.assertTrue(self.owner.active)

    def test_stored_defaults_give_no_access(self):
        """Who says that it comes with their role is asked for approval all the same."""
        line = self.start(employee=self.person).sudo().line_ids[0]
        self.store_default(self.employee, "service.desk.access", journey_line_id=line.id, is_from_package=True)
        accesses = self.env["service.desk.access"].with_user(self.employee).sudo()
        access = accesses._ask_for_each([(self.employee.partner_id, self.by_group, {"reason_given": "Please"})])
        self.assertFalse(access.is_from_package or access.journey_line_id)
        self.assertTrue(access._needs_approval())

    def test_stored_defaults_make_no_administrator(self):
        """The login that a journey opens takes nothing from whoever started it."""
        self.template.step_ids = [Command.create({"name": "Login", "kind": "account", "offset_days": -400})]
        self.store_default(self.hr, "res.users", role="group_system", password="known to HR", share=False)
        self.start(contact_email="nina@private.test")
        user = self.employee_new.user_id
        self.assertEqual(user.group_ids, self.env.ref("base.group_user"))
        self.env.cr.execute("SELECT password FROM res_users WHERE id = %s", [user.id])
        self.assertFalse(self.env.cr.fetchone()[0])

    # -- Messages ------------------------------------------------------------------------------------

    def test_step_sends_no_message_about_other_records(self):
        """A template of another model would be filled with whatever record has the journey's number: a
        login's invitation, for instance."""
        hr_manager = self.make_user("test_hr_manager", "hr.group_hr_manager,base.group_user")
        invitation = self.env.ref("auth_signup.set_password_email")
        steps = self.env["service.desk.journey.step"].with_user(hr_manager)
        with self.assertRaises(ValidationError):
            steps.create(
                {
                    "name": "Mail",
                    "template_id": self.template.id,
                    "kind": "message",
                    "mail_template_id": invitation.id,
                    "offset_days": -400,
                }
            )

    def test_colleagues_read_no_invitation(self):
        """The link in it makes whoever has it the person."""
        self.template.step_ids = [Command.create({"name": "Login", "kind": "account", "offset_days": -400})]
        journey = self.start(contact_email="nina@private.test")
        login = self.employee_new.user_id
        self.assertTrue(login, self.line(journey, "Login").problem)
        for user in (self.stranger, self.boss, self.hr, self.agent, self.manager):
            found = self.env["mail.message"].with_user(user).search([("body", "like", "/web/signup")])
            with self.subTest(user=user.login):
                self.assertFalse(found)
                found = (
                    self.env["mail.message"]
                    .with_user(user)
                    .search([("model", "=", "res.users"), ("res_id", "=", login.id)])
                )
                self.assertNotIn("token", str(found.mapped("body")))

    def test_nobody_reads_the_link_of_the_welcome(self):
        """Neither HR nor the manager, while the mail waits to be sent."""
        self.template.step_ids = [
            Command.create(
                {
                    "name": "Welcome",
                    "kind": "message",
                    "offset_days": -400,
                    "mail_template_id": self.env.ref("service_desk_hr.mail_template_journey_welcome").id,
                }
            )
        ]
        journey = self.start(contact_email="nina@private.test")
        self.assertTrue(journey.sudo().access_token)
        for user in (self.stranger, self.boss, self.hr, self.agent, self.manager):
            with self.subTest(user=user.login):
                found = (
                    self.env["mail.message"]
                    .with_user(user)
                    .search([("model", "=", "service.desk.journey"), ("res_id", "=", journey.id)])
                )
                self.assertNotIn("/journey/view/", str(found.mapped("body")))

    # -- What refusals tell ----------------------------------------------------------------------------

    def test_refusal_to_delete_tells_nothing(self):
        """Whoever may not delete a person does not learn that a journey of theirs is running."""
        self.start("leaver", self.person)
        for user in (self.stranger, self.agent, self.portal_a):
            for record in (self.person.work_contact_id, self.person):
                with self.subTest(user=user.login, model=record._name), self.assertRaises(AccessError):
                    record.with_user(user).unlink()

    def test_searches_by_the_place_at_work_tell_nothing_private(self):
        """The file of an employee is not asked through the department or the manager."""
        self.person.ssnid = "12345"
        partners = self.env["res.partner"].with_user(self.stranger)
        for path in (
            "service_desk_department_id.member_ids.ssnid",
            "service_desk_manager_id.employee_ids.ssnid",
            "service_desk_job_id.employee_ids.ssnid",
        ):
            name, rest = path.split(".", 1)
            for domain in (
                [(path, "=", "12345")],
                [(name, "any", [(rest, "=", "12345")])],
            ):
                with self.subTest(domain=domain):
                    try:
                        found = partners.search(domain)
                    except (AccessError, ValueError, UserError):
                        continue
                    self.assertFalse(found)

    # -- One's own -------------------------------------------------------------------------------------

    def own_journey(self, kind):
        chief = self.make_user("test_hr_chief", "hr.group_hr_user,base.group_user")
        own = self.make_employee("Hanno", user_id=self.hr.id)
        return self.start(kind, own, user=chief).with_user(self.hr)

    def test_hr_runs_not_their_own_journey(self):
        """A colleague does: they would keep their access, prove what they gave back, stay."""
        journey = self.own_journey("joiner")
        for verb, arguments in (
            ("action_move", ("2030-01-01",)),
            ("action_answer", ({},)),
            ("action_decide_access", (self.by_hand.id, "keep")),
            ("action_name_successor", (self.stranger.id,)),
            ("action_finish", ()),
            ("action_sign", ()),
            ("action_cancel", ("No",)),
        ):
            with self.subTest(verb=verb), self.assertRaises(AccessError):
                getattr(journey, verb)(*arguments)
        with self.assertRaises(AccessError):
            self.line(journey, "Contract").with_user(self.hr).action_done("Brought everything back")

    def test_hr_does_not_read_that_they_leave(self):
        """Nobody reads it before they are told."""
        journey = self.own_journey("leaver")
        self.assertFalse(journey.search([("id", "=", journey.id)]))
        for record in (journey, journey.sudo().line_ids, journey.sudo().event_ids):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.with_user(self.hr).read(["display_name"])

    def test_agent_does_not_read_that_they_leave(self):
        """The queue of their own team is silent about it."""
        agent = self.make_employee("Ada Agent", user_id=self.agent.id)
        journey = self.start("leaver", agent)
        task = self.line(journey, "Laptop back").task_id
        self.assertTrue(task)
        row = [("res_model", "=", task._name), ("res_id", "=", task.id)]
        queue = self.env["service.desk.work"]
        self.assertTrue(task.with_user(self.manager)._filtered_access("read"))
        self.assertTrue(queue.with_user(self.manager).search(row))
        self.assertFalse(task.with_user(self.agent)._filtered_access("read"))
        self.assertFalse(queue.with_user(self.agent).search(row))
        with self.assertRaises(AccessError):
            task.with_user(self.agent).action_take()

    # -- Rights of others --------------------------------------------------------------------------------

    def test_access_managers_run_no_employee_as_a_contact(self):
        """Employees are HR's, by whatever record they are named."""
        wizards = self.env["service.desk.journey.wizard"].with_user(self.access_manager)
        for contact in (self.employee.partner_id, self.employee_new.work_contact_id):
            values = {
                "kind": "leaver",
                "partner_ids": [Command.set(contact.ids)],
                "date_end": fields.Date.today(),
                "is_immediate": True,
            }
            with self.subTest(contact=contact.name), self.assertRaisesRegex(UserError, "employee"):
                wizards.create(values).action_start()
            journeys = self.env["service.desk.journey"].with_user(self.access_manager)
            with self.subTest(contact=contact.name, by="the engine"), self.assertRaisesRegex(UserError, "employee"):
                journeys._propose_contacts("leaver", contact, date_end=fields.Date.today())
        self.assertTrue(self.employee.active)

    def test_hr_gets_nothing_by_becoming_the_person(self):
        """Whoever started the journey of somebody without a login links their own one to it."""
        self.env["service.desk.access.package"].with_user(self.access_manager).create(
            {"name": "All", "entitlement_ids": [Command.set(self.by_group.ids)]}
        )
        self.template.step_ids = [Command.create({"name": "Access", "kind": "access", "offset_days": -5})]
        self.start()
        with self.assertRaisesRegex(UserError, "another person"):
            self.employee_new.with_user(self.hr).user_id = self.hr
        held = self.env["service.desk.access"].search([("partner_id", "=", self.hr.partner_id.id)])
        self.assertFalse(held)
        self.assertNotIn(self.group, self.hr.all_group_ids)

    def test_hr_invites_nobody_into_the_login_of_a_customer(self):
        """A portal login that was closed is not opened again for a stranger who is called an employee."""
        self.template.step_ids = [Command.create({"name": "Login", "kind": "account", "offset_days": -400})]
        customer = self.portal_a
        company = self.env["res.partner"].create({"name": "Customer", "is_company": True})
        customer.partner_id.parent_id = company
        customer.active = False
        self.employee_new.with_user(self.hr).work_contact_id = customer.partner_id
        journey = self.start(contact_email="evil@private.test")
        self.assertFalse(customer.active, self.line(journey, "Login").note)

    def test_hr_closes_no_login_of_another_company(self):
        """Naming somebody's contact at an employee makes them nobody of this company."""
        sister = self.env["res.company"].create({"name": "Sister"})
        victim = self.make_user(
            "test_victim", "base.group_user", company_id=sister.id, company_ids=[Command.set(sister.ids)]
        )
        self.env["hr.employee"].create({"name": "Vic", "user_id": victim.id, "company_id": sister.id})
        dummy = self.make_employee("Dummy")
        dummy.with_user(self.hr).work_contact_id = victim.partner_id
        journey = self.start("leaver", dummy, date_end=fields.Date.today(), is_immediate=True)
        self.assertTrue(victim.active, journey)

    def test_proof_is_hrs(self):
        """Managers read how far it is, not who did what by which call."""
        journey = self.start()
        reports = self.env["ir.actions.report"].with_user(self.boss)
        with self.assertRaises(AccessError):
            reports._render_qweb_html("service_desk_hr.report_journey_proof", journey.ids)
