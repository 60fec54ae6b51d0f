from odoo.exceptions import AccessError
from odoo.tests import tagged

from .journey_case import JourneyCase


@tagged("post_install", "-at_install")
class TestHrBridge(JourneyCase):
    """What the desk knows of people as employees, and what it does with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.make_employee("Carla Clerk", user_id=cls.employee.id)
        cls.policy = cls.env["service.desk.approval.policy"].create(
            {"name": "Manager", "step_ids": [(0, 0, {"name": "Manager", "approver_kind": "line_manager"})]}
        )
        cls.chief = cls.make_user("test_chief", "base.group_user")
        cls.chief_employee = cls.env["hr.employee"].create({"name": "Chris Chief", "user_id": cls.chief.id})
        cls.boss_employee.parent_id = cls.chief_employee

    def asked(self, request):
        request.sudo().approval_policy_id = self.policy
        request.sudo()._start_approval()
        return request.sudo().approval_ids.decision_ids.approver_id

    def test_line_manager_approves(self):
        """Of whom it is for, whoever wrote it down."""
        self.assertEqual(self.asked(self.make_request()), self.boss)

    def test_who_asked_does_not_approve_as_manager(self):
        """Then the next manager up decides; the same when the manager has no login."""
        request = self.make_request(submitted_by_id=self.boss.partner_id.id)
        self.assertEqual(self.asked(request), self.chief)
        self.boss.active = False
        self.assertEqual(self.asked(self.make_request()), self.chief)

    def test_way_up_ends_where_it_leads_back(self):
        """Managers of one another who have no login: the step's fallback is asked."""
        self.chief_employee.parent_id = self.boss_employee
        (self.boss | self.chief).active = False
        self.policy.step_ids.fallback_user_ids = self.owner
        self.assertEqual(self.asked(self.make_request()), self.owner)

    def test_without_a_manager_others_are_asked(self):
        """The step's fallback."""
        self.clerk.parent_id = False
        self.policy.step_ids.fallback_user_ids = self.owner
        self.assertEqual(self.asked(self.make_request()), self.owner)

    def test_manager_of_the_department_approves(self):
        """Of the next department above that has one."""
        region = self.env["hr.department"].create({"name": "Region", "manager_id": self.chief_employee.id})
        self.sales.write({"parent_id": region.id, "manager_id": False})
        self.policy.step_ids.approver_kind = "department_manager"
        self.assertEqual(self.asked(self.make_request()), self.chief)
        self.sales.manager_id = self.boss_employee
        self.assertEqual(self.asked(self.make_request()), self.boss)

    def test_ticket_knows_the_department_of_its_requester(self):
        """Kept as it was when the ticket was opened; rules decide by it."""
        self.env["service.desk.dispatch.rule"].create(
            {
                "name": "Sales to the network",
                "domain": f"[('requester_department_id', '=', {self.sales.id})]",
                "team_id": self.team_two.id,
                "overwrites": True,
            }
        )
        incident = self.make_incident()
        self.assertEqual((incident.requester_department_id, incident.team_id), (self.sales, self.team_two))
        self.clerk.department_id = self.support
        self.assertEqual(incident.requester_department_id, self.sales)
        self.assertEqual(incident.requester_manager_id, self.boss)
        overview = incident.requester_overview(self.employee.partner_id.id)
        self.assertEqual(overview["facts"], ["Support", "Manager: Bea Boss"])

    def test_every_fact_decides_about_dispatch(self):
        """Job, location and manager as well as department; also for a requester who is no employee."""
        job = self.env["hr.job"].create({"name": "Auditor"})
        place = self.env["hr.work.location"].create({"name": "Brussels", "address_id": self.env.company.partner_id.id})
        self.clerk.write({"job_id": job.id, "work_location_id": place.id})
        rule = self.env["service.desk.dispatch.rule"].create(
            {"name": "There", "domain": "[]", "team_id": self.team_two.id, "overwrites": True}
        )
        facts = {
            "requester_department_id": self.sales.id,
            "requester_job_id": job.id,
            "requester_location_id": place.id,
            "requester_manager_id": self.boss.id,
        }
        for name, value in facts.items():
            rule.domain = f"[('{name}', '=', {value})]"
            tickets = self.env["service.desk.incident"].with_user(self.agent)
            with self.subTest(fact=name):
                mine, other = self.make_incident(), self.make_incident(requester_id=self.portal_a.partner_id.id)
                self.assertEqual((mine.team_id, other.team_id), (self.team_two, self.team_one))
                both = tickets.browse((mine | other).ids)
                self.assertEqual(tickets.search([("id", "in", both.ids), (name, "=", value)]), mine)
                self.assertEqual(tickets.search([("id", "in", both.ids), (name, "=", False)]), other)
                self.assertEqual(tickets.search([("id", "in", both.ids), (name, "!=", value)]), other)
                self.assertEqual(tickets.search([("id", "in", both.ids), (name, "!=", False)]), mine)

    def test_dispatch_of_many_asks_about_people_once(self):
        """The facts of a hundred requesters cost as many queries as of two."""
        self.env["service.desk.dispatch.rule"].create(
            {"name": "R", "domain": f"[('requester_manager_id', '=', {self.boss.id})]", "team_id": self.team_two.id}
        )
        people = self.env["res.partner"].create([{"name": f"P {number}"} for number in range(40)])

        def measure(count):
            rows = [{"name": "x", "requester_id": one.id} for one in people[:count]]
            return self.queries(lambda: self.env["service.desk.incident"].with_user(self.agent).create(rows))

        self.assert_same_queries(measure, 10, 40)

    def test_jobs_and_locations_are_an_audience(self):
        """Each narrows it down; together all of them have to hold."""
        job = self.env["hr.job"].create({"name": "Auditor"})
        place = self.env["hr.work.location"].create({"name": "Brussels", "address_id": self.env.company.partner_id.id})
        for values in ({"job_ids": job.ids}, {"location_ids": place.ids}):
            item = self.make_item("For some", **{name: [(6, 0, ids)] for name, ids in values.items()})
            self.assertFalse(item._is_for(self.employee.partner_id))
            self.clerk.write({"job_id": job.id, "work_location_id": place.id})
            self.assertTrue(item._is_for(self.employee.partner_id))
            self.assertFalse(item.with_user(self.stranger).search([("id", "=", item.id)]))
            item.department_ids = self.support
            self.assertFalse(item._is_for(self.employee.partner_id))
            self.clerk.write({"job_id": False, "work_location_id": False})

    def test_agents_do_not_widen_who_reads_a_live_article(self):
        """Whoever may not publish may not let other departments read it either."""
        article = self.env["service.desk.article"].create(
            {
                "name": "For sales",
                "body": "<p>x</p>",
                "audience": "internal",
                "department_ids": [(6, 0, self.sales.ids)],
            }
        )
        article.action_publish()
        for name in ("department_ids", "job_ids", "location_ids"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                article.with_user(self.agent).write({name: [(5,)]})
        self.assertEqual(article.department_ids, self.sales)

    def test_departments_are_an_audience(self):
        """With those below; also for who has no login yet."""
        item = self.make_item("For sales", department_ids=[(6, 0, self.sales.ids)])
        below = self.env["hr.department"].create({"name": "Sales North", "parent_id": self.sales.id})
        self.assertTrue(item._is_for(self.employee.partner_id))
        self.clerk.department_id = below
        self.assertTrue(item._is_for(self.employee.partner_id))
        self.assertTrue(item._is_for(self.employee_new.work_contact_id))
        self.clerk.department_id = self.support
        self.assertFalse(item._is_for(self.employee.partner_id))
        self.assertFalse(item.with_user(self.stranger).search([("id", "=", item.id)]))

    def test_private_facts_never_reach_the_desk(self):
        """Nothing on tickets or contacts is taken from the private part of an employee's file."""
        private = {
            name
            for name, field in self.env["hr.employee"]._fields.items()
            if field.groups and "hr.group_hr_user" in field.groups
        }
        self.assertIn("private_email", private)
        employee = self.clerk
        employee.write({"private_email": "secret@example.org", "private_phone": "555-SECRET"})
        contact = self.employee.partner_id.with_user(self.agent)
        incident = self.make_incident()
        names = [name for name in contact._fields if contact._has_field_access(contact._fields[name], "read")]
        told = str(incident.read()) + str(incident.requester_overview(contact.id))
        told += str(contact.read([name for name in names if contact._fields[name].type in ("char", "text", "date")]))
        self.assertNotIn("secret", told.lower())
