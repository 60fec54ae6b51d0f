"""Which policy holds for a ticket, and what becomes of it when policies change."""

from odoo.tests import tagged

from .clock_case import ClockCase


@tagged("post_install", "-at_install")
class TestClockPolicies(ClockCase):
    def test_edited_policy_changes_no_promise_that_was_made(self):
        """A save about something else does not bring the new length."""
        policy = self.make_policy(480)
        incident = self.make_incident()
        policy.target_ids.minutes = 60
        incident.write({"name": "Another subject", "state": "in_progress"})
        self.assertEqual(self.due(incident), "2026-03-03 10:00")
        self.assertEqual(self.due(self.make_incident()), "2026-03-02 11:00")

    def test_past_result_survives_edits_of_its_policy(self):
        """What was kept yesterday is kept, whatever the policy says today."""
        policy = self.make_policy(480)
        incident = self.make_incident()
        self.wall("2026-03-02 12:00")
        self.resolve(incident)
        policy.target_ids.minutes = 1
        incident.write({"category_id": self.env["service.desk.category"].search([], limit=1).id})
        clock = self.clock(incident)
        self.assertEqual((clock.is_breached, clock.seconds), (False, 480 * 60))

    def test_archived_policy_goes_on_for_its_tickets(self):
        """What was promised is promised; new tickets are promised nothing."""
        policy = self.make_policy(480)
        incident = self.make_incident()
        policy.active = False
        self.wall("2026-03-02 12:00")
        self.make_critical(incident)
        self.assertEqual(self.due(incident), "2026-03-03 10:00")
        self.assertFalse(self.make_incident().clock_ids)

    def test_deleted_policy_leaves_its_clocks(self):
        """They know their promise by heart."""
        policy = self.make_policy(480)
        incident = self.make_incident()
        policy.unlink()
        self.wall("2026-03-02 12:00")
        self.hold(incident)
        self.wall("2026-03-02 13:00")
        self.resume(incident)
        self.assertEqual(self.due(incident), "2026-03-03 11:00")
        self.assertEqual(self.clock(incident).policy_name, "Promise")

    def test_policy_is_not_for_tickets_opened_before_it(self):
        """Nobody is late because of a promise that is made today."""
        incident = self.make_incident()
        self.wall("2026-03-02 12:00")
        self.make_policy(1, date_from=self.env.cr.now())
        self.make_critical(incident)
        self.assertFalse(incident.clock_ids)
        self.assertTrue(self.make_incident().clock_ids)

    def test_policy_that_ended_is_not_for_new_tickets(self):
        """Valid until is the first moment in which it is not."""
        self.make_policy(480, date_to=self.env.cr.now())
        self.assertFalse(self.make_incident().clock_ids)

    def test_most_specific_policy_holds_and_says_why(self):
        """The service outweighs the team; the clock tells what it was chosen by."""
        service = self.env["service.desk.service"].create({"name": "Mail"})
        self.make_policy(480, name="General")
        self.make_policy(240, name="Team", team_ids=[(6, 0, self.team_one.ids)])
        self.make_policy(60, name="Service", service_ids=[(6, 0, service.ids)])
        incident = self.make_incident(service_id=service.id, team_id=self.team_one.id)
        clock = self.clock(incident)
        self.assertEqual(clock.policy_name, "Service")
        self.assertIn("service", clock.reason)
        self.assertIn("2", clock.reason)

    def test_category_counts_with_those_below_it(self):
        """A policy for hardware is for printers, too."""
        hardware = self.env["service.desk.category"].create({"name": "Things"})
        printer = self.env["service.desk.category"].create(
            {"name": "Printing things", "parent_id": hardware.id}
        )
        self.make_policy(60, category_ids=[(6, 0, hardware.ids)])
        self.assertTrue(self.make_incident(category_id=printer.id).clock_ids)
        self.assertFalse(self.make_incident().clock_ids)

    def test_policy_of_another_company_does_not_hold(self):
        """Nor is it seen."""
        company, user = self.make_company()
        policy = self.make_policy(480, company_id=company.id)
        self.assertFalse(self.make_incident().clock_ids)
        self.assertFalse(self.env["service.desk.sla.policy"].with_user(self.agent).search([("id", "=", policy.id)]))

    def test_change_of_customer_brings_their_promise(self):
        """The promise is to those whom it concerns."""
        customer = self.env["res.partner"].create({"name": "Customer", "is_company": True})
        self.make_policy(960)
        self.make_policy(120, customer_ids=[(6, 0, customer.ids)])
        incident = self.make_incident()
        self.wall("2026-03-02 11:00")
        incident.write({"requester_id": customer.id})
        self.assertEqual(self.due(incident), "2026-03-02 12:00")

    def test_customer_that_joins_another_is_promised_what_that_one_is(self):
        """A policy names an organization, whatever it belongs to by now."""
        group, firm = self.env["res.partner"].create(
            [{"name": "Group", "is_company": True}, {"name": "Firm", "is_company": True}]
        )
        person = self.env["res.partner"].create({"name": "Person", "parent_id": group.id})
        self.make_policy(60, customer_ids=[(6, 0, firm.ids)])
        self.assertFalse(self.make_incident(requester_id=person.id).clock_ids)
        firm.write({"is_company": False, "parent_id": group.id})
        self.assertTrue(self.make_incident(requester_id=person.id).clock_ids)

    def test_call_is_a_response_where_the_policy_says_so(self):
        """Who talked to an agent waits for no answer; who wrote does."""
        self.make_policy(targets=[("response", "any", 60), ("resolution", "any", 480)], counts_calls=True)
        call, letter = self.make_incident(channel="phone"), self.make_incident(channel="email")
        own = self.env["service.desk.incident"].with_user(self.employee).sudo().create(
            {"name": "By myself", "channel": "phone", "requester_id": self.employee.partner_id.id}
        )
        self.assertEqual(call.sudo().clock_ids.mapped("metric"), ["resolution"])
        self.assertEqual(len(letter.sudo().clock_ids), 2)
        self.assertEqual(len(own.clock_ids), 2)

    def test_every_change_of_a_target_is_a_version(self):
        """A new policy with its targets is the first one."""
        policy = self.make_policy(60)
        self.assertEqual(policy.version, 1)
        self.env.cr.execute("UPDATE service_desk_sla_policy SET create_date = '2020-01-01'")
        policy.invalidate_recordset(["create_date"])
        target = self.env["service.desk.sla.target"].create(
            {"policy_id": policy.id, "metric": "response", "minutes": 30}
        )
        target.minutes = 20
        target.unlink()
        self.assertEqual(policy.version, 4)
