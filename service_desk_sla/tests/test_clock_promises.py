"""What else happens to tickets in the middle of a promise."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .clock_case import ClockCase


@tagged("post_install", "-at_install")
class TestClockPromises(ClockCase):
    def by_priority(self, **values):
        return self.make_policy(
            targets=[("resolution", "1", 240), ("resolution", "any", 960)], **values
        )

    def make_critical(self, incident):
        incident.write({"impact": "1", "urgency": "1"})

    # -- Another priority ------------------------------------------------------------------------

    def test_higher_priority_counts_from_the_beginning(self):
        """Time that was used stays used: nobody gets it twice."""
        self.by_priority()
        incident = self.make_incident()
        self.wall("2026-03-02 12:00")
        self.make_critical(incident)
        self.assertEqual(self.due(incident), "2026-03-02 14:00")
        self.assertEqual(self.shown(self.clock(incident).date_start), "2026-03-02 10:00")

    def test_priority_that_is_late_at_once_is_late_from_then_on(self):
        """A promise is not broken before it was made."""
        self.by_priority()
        incident = self.make_incident()
        self.wall("2026-03-03 10:00")
        self.make_critical(incident)
        self.wall("2026-03-03 10:05")
        self.run_job()
        self.assertTrue(incident.is_breached)
        self.assertEqual(self.shown(self.clock(incident).date_breached), "2026-03-03 10:00")

    def test_lower_priority_hides_no_broken_promise(self):
        """The broken promise ends and stays on record; the new one is kept or broken on its own."""
        self.by_priority()
        incident = self.make_incident(impact="1", urgency="1")
        self.wall("2026-03-02 15:00")
        self.run_job()
        self.assertTrue(incident.is_breached)
        incident.write({"impact": "3", "urgency": "3"})
        former = self.clock(incident).former_id
        self.assertEqual((former.state, former.is_breached), ("cancelled", True))
        self.assertFalse(incident.is_breached)
        self.assertEqual(self.due(incident), "2026-03-04 10:00")

    def test_priority_there_and_back_changes_nothing(self):
        """A, B, A ends where it began."""
        self.by_priority()
        incident = self.make_incident()
        before = self.due(incident)
        self.wall("2026-03-02 11:00")
        self.make_critical(incident)
        self.wall("2026-03-02 13:00")
        incident.write({"impact": "2", "urgency": "2"})
        self.assertEqual(self.due(incident), before)

    # -- Policies --------------------------------------------------------------------------------

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

    # -- Teams and suppliers -----------------------------------------------------------------------

    def test_each_team_is_measured_by_its_own_part(self):
        """While another team has the ticket the clock of the first stands still."""
        self.make_policy(240, kind="ola")
        incident = self.make_incident(team_id=self.team_one.id)
        self.wall("2026-03-02 11:00")
        incident.write({"team_id": self.team_two.id})
        self.wall("2026-03-02 13:00")
        incident.write({"team_id": self.team_one.id})
        self.wall("2026-03-02 14:00")
        self.resolve(incident)
        parts = {clock.team_id: clock.elapsed / 3600 for clock in incident.sudo().clock_ids}
        self.assertEqual(parts, {self.team_one: 2, self.team_two: 2})

    def test_part_of_a_team_is_no_promise_to_the_requester(self):
        """Inner clocks set no due date on the ticket."""
        self.make_policy(240, kind="ola")
        incident = self.make_incident()
        self.assertFalse(incident.date_due)
        self.assertFalse(incident.promise_state)

    def test_suppliers_clock_runs_only_while_it_is_theirs(self):
        """From the moment they get it until it comes back, and again."""
        supplier = self.env["res.partner"].create({"name": "Supplier", "is_company": True})
        self.make_policy(960)
        self.make_policy(120, kind="uc", supplier_ids=[(6, 0, supplier.ids)])
        incident = self.make_incident()
        self.assertFalse(self.clock(incident, kind="uc"))
        self.wall("2026-03-02 11:00")
        incident._escalate_to_supplier(supplier, "", "Please look")
        self.assertEqual(self.due(incident, kind="uc"), "2026-03-02 13:00")
        self.wall("2026-03-02 12:00")
        self.resume(incident)
        self.assertEqual(self.clock(incident, kind="uc").state, "paused")
        # The desk's own promise to the requester went on: the reason does not stop it.
        self.assertEqual(self.clock(incident).paused, 0)
        self.wall("2026-03-02 15:00")
        incident._escalate_to_supplier(supplier, "", "Once more")
        self.assertEqual(self.due(incident, kind="uc"), "2026-03-02 16:00")

    def test_suppliers_answer_is_their_number(self):
        """They have responded when the ticket has a number at their desk."""
        supplier = self.env["res.partner"].create({"name": "Supplier", "is_company": True})
        self.make_policy(60, metric="response", kind="uc")
        incident = self.make_incident()
        incident._escalate_to_supplier(supplier, "", "Please look")
        self.wall("2026-03-02 10:30")
        incident.write({"supplier_ref": "S-1"})
        clock = self.clock(incident, "response", "uc")
        self.assertEqual((clock.state, clock.elapsed), ("met", 1800))

    # -- Updates -----------------------------------------------------------------------------------

    def tell(self, incident):
        incident.with_user(self.agent).message_post(
            body="It goes on", message_type="comment", subtype_xmlid="mail.mt_comment"
        )

    def test_every_word_to_the_requester_renews_the_promise_to_tell(self):
        """Each turn has a result of its own."""
        self.make_policy(120, metric="update")
        incident = self.make_incident()
        self.wall("2026-03-02 11:00")
        self.tell(incident)
        self.assertEqual(self.due(incident, "update"), "2026-03-02 13:00")
        self.wall("2026-03-02 15:00")
        self.tell(incident)
        self.assertEqual(self.due(incident, "update"), "2026-03-02 17:00")
        results = incident.sudo().clock_ids.sorted("cycle").mapped("is_breached")
        self.assertEqual(results, [False, True, False])

    def test_note_inside_the_desk_tells_the_requester_nothing(self):
        """Only what they read counts."""
        self.make_policy(120, metric="update")
        incident = self.make_incident()
        self.wall("2026-03-02 11:00")
        incident.with_user(self.agent).message_post(body="Hm", subtype_xmlid="mail.mt_note")
        self.assertEqual(self.due(incident, "update"), "2026-03-02 12:00")

    # -- An agreed date ------------------------------------------------------------------------------

    def agree(self, incident, text="2026-03-06 12:00", reason="They are away until then"):
        now = self.env.cr._now
        self.wall(text)
        date = self.env.cr._now
        self.env.cr._now = now
        incident.write({"date_agreed": date, "date_agreed_reason": reason})

    def test_agreed_date_stands_whatever_happens(self):
        """No pause, no priority moves it silently."""
        self.by_priority()
        incident = self.make_incident()
        self.agree(incident)
        self.assertEqual(self.due(incident), "2026-03-06 12:00")
        self.wall("2026-03-02 12:00")
        self.make_critical(incident)
        self.hold(incident)
        self.wall("2026-03-03 12:00")
        self.resume(incident)
        self.assertEqual(self.due(incident), "2026-03-06 12:00")
        self.assertEqual(self.shown(incident.date_due), "2026-03-06 12:00")

    def test_agreed_date_that_passes_is_a_breach(self):
        """It is a promise like any other."""
        self.make_policy(480)
        incident = self.make_incident()
        self.agree(incident)
        self.wall("2026-03-05 12:00")
        self.run_job()
        self.assertFalse(incident.is_breached)
        self.wall("2026-03-06 12:01")
        self.run_job()
        self.assertTrue(incident.is_breached)

    def test_agreement_taken_back_leads_back_to_the_policy(self):
        """The promised time counts as if nothing had been agreed."""
        self.make_policy(480)
        incident = self.make_incident()
        self.agree(incident)
        incident.write({"date_agreed": False, "date_agreed_reason": "A mistake"})
        self.assertEqual(self.due(incident), "2026-03-03 10:00")

    def test_agreement_needs_a_reason_and_a_future(self):
        """Who moves a promise says why, in the ticket's history."""
        self.make_policy(480)
        incident = self.make_incident()
        with self.assertRaisesRegex(UserError, "Say why"):
            self.agree(incident, reason=" ")
        with self.assertRaisesRegex(UserError, "future"):
            self.agree(incident, "2026-03-01 12:00")
        self.agree(incident)
        self.assertIn("They are away", "".join(incident.sudo().message_ids.mapped("body")))

    def test_due_date_of_a_promise_is_not_written_silently(self):
        """A client that writes the core's field makes an agreement, or is told what is missing."""
        self.make_policy(480)
        incident = self.make_incident()
        later = self.env.cr.now() + timedelta(days=3)
        with self.assertRaisesRegex(UserError, "Say why"):
            incident.write({"date_due": later})
        incident.write({"date_due": later, "date_agreed_reason": "Agreed by phone"})
        self.assertEqual(incident.date_due, later)

    def test_ticket_without_a_promise_keeps_its_free_due_date(self):
        """The core's own way goes on where no policy holds."""
        incident = self.make_incident()
        later = self.env.cr.now() + timedelta(days=3)
        incident.write({"date_due": later})
        self.make_critical(incident)
        self.assertEqual(incident.date_due, later)

    # -- Ends ----------------------------------------------------------------------------------------

    def test_resolved_exactly_when_due_is_in_time(self):
        """The last second is part of the promise, the next one is not."""
        self.make_policy(60)
        in_time, late = self.make_incident(), self.make_incident()
        self.wall("2026-03-02 11:00")
        self.resolve(in_time)
        self.wall("2026-03-02 11:00:01")
        self.resolve(late)
        self.assertFalse(self.clock(in_time).is_breached)
        self.assertTrue(self.clock(late).is_breached)
        self.assertEqual(self.clock(late).overrun, 1)

    def test_merged_ticket_keeps_no_clock(self):
        """The other one's clocks go on as they were."""
        self.make_policy(480)
        one = self.make_incident()
        self.wall("2026-03-02 11:00")
        other = self.make_incident()
        other.action_merge(one.id)
        self.assertEqual(other.sudo().clock_ids.mapped("state"), ["cancelled"])
        self.assertEqual(self.due(one), "2026-03-03 10:00")

    def test_cancelled_ticket_is_neither_kept_nor_missed(self):
        """Nobody waits for it any more."""
        self.make_policy(480)
        incident = self.make_incident()
        incident.write({"state": "cancelled", "resolution": "<p>Not needed</p>"})
        self.assertEqual(incident.sudo().clock_ids.mapped("state"), ["cancelled"])
        self.assertFalse(incident.sla_state)

    def test_converted_ticket_goes_on_from_the_first_ones_start(self):
        """With what was waited before; the requester asked only once."""
        self.make_policy(480)
        incident = self.make_incident()
        self.wall("2026-03-02 11:00")
        self.hold(incident)
        self.wall("2026-03-02 13:00")
        self.resume(incident)
        self.wall("2026-03-02 14:00")
        incident.action_convert_to_request()
        request = incident.request_id
        self.assertEqual(self.shown(self.clock(request).date_start), "2026-03-02 10:00")
        self.assertEqual(self.due(request), "2026-03-03 12:00")
        self.assertEqual(incident.sudo().clock_ids.mapped("state"), ["cancelled"])
        self.assertFalse(request.date_agreed)

    def test_converted_ticket_takes_the_agreed_date_along(self):
        """What was agreed with the requester does not depend on what it is called."""
        self.make_policy(480)
        agreed, free = self.make_incident(), self.make_incident()
        self.agree(agreed)
        self.env["service.desk.sla.policy"].search([]).active = False
        agreed.action_convert_to_request()
        self.assertEqual(self.shown(agreed.request_id.date_due), "2026-03-06 12:00")
        free.action_convert_to_request()
        self.assertFalse(free.request_id.date_due)

    def test_request_waits_for_its_approval_without_its_clock(self):
        """The desk cannot begin before others have decided."""
        self.make_policy(480)
        request = self.make_request()
        request.sudo().write({"state": "approval"})
        self.assertEqual(self.clock(request).state, "paused")

    def test_rejected_request_is_neither_kept_nor_missed(self):
        """Nobody has promised what was refused."""
        self.make_policy(60)
        request = self.make_request()
        request.sudo().write({"state": "approval"})
        self.wall("2026-03-02 15:00")
        request.sudo().write({"state": "rejected", "resolution": "<p>Too expensive</p>"})
        clock = request.sudo().clock_ids
        self.assertEqual((clock.state, clock.is_breached), ("cancelled", False))

    # -- Rights and cost -----------------------------------------------------------------------------

    def test_nobody_writes_what_a_clock_measured(self):
        """Not even those who lead the desk."""
        self.make_policy(480)
        clock = self.clock(self.make_incident())
        for user in (self.agent, self.manager, self.admin_user):
            with self.assertRaises(AccessError):
                clock.with_user(user).write({"is_breached": False})
            with self.assertRaises(AccessError):
                clock.with_user(user).unlink()
            with self.assertRaises(AccessError):
                self.env["service.desk.sla.clock"].with_user(user).create({"kind": "sla"})

    def test_nobody_writes_what_a_ticket_shows_of_its_clocks(self):
        """The facts beside the state are the desk's."""
        self.make_policy(480)
        incident = self.make_incident()
        for name, value in (("is_breached", True), ("promise_state", "ended"), ("date_risk", False)):
            with self.assertRaises(AccessError):
                incident.with_user(self.manager).write({name: value})

    def test_clocks_stay_behind_the_walls_of_their_tickets(self):
        """A restricted team's clocks are as restricted as its tickets."""
        self.make_policy(480)
        incident = self.make_incident(team_id=self.team_walled.id)
        clocks = self.env["service.desk.sla.clock"]
        mine = [("incident_id", "=", incident.id)]
        self.assertFalse(clocks.with_user(self.agent).search(mine))
        self.assertTrue(clocks.with_user(self.agent_walled).search(mine))
        for user in (self.employee, self.portal_a):
            with self.assertRaises(AccessError):
                clocks.with_user(user).search(mine)

    def test_save_that_concerns_no_clock_asks_nothing(self):
        """A new subject does not even look at a clock."""
        self.make_policy(480)
        incident = self.make_incident()
        statements = self.queries(lambda: incident.write({"name": "Other"}))
        self.assertTrue(any("service_desk_incident" in one for one in statements))
        self.assertFalse([one for one in statements if "service_desk_sla" in one])

    def test_bulk_change_costs_the_same_for_many(self):
        """Priorities of hundreds of tickets change with as many queries as of a few."""
        self.by_priority()

        def changed(count):
            incidents = self.env["service.desk.incident"].create(
                [{"name": f"I{n}", "requester_id": self.employee.partner_id.id} for n in range(count)]
            )
            return self.queries(lambda: self.make_critical(incidents))

        self.assert_same_queries(changed, 4, 40)

    def test_creation_costs_the_same_for_many(self):
        """Clocks of a batch are made with the statements of one."""
        self.by_priority()

        def created(count):
            values = [
                {"name": f"I{n}", "requester_id": self.employee.partner_id.id} for n in range(count)
            ]
            return self.queries(lambda: self.env["service.desk.incident"].create(values))

        self.assert_same_queries(created, 4, 40)

    def test_date_given_at_the_opening_is_an_agreement(self):
        """A catalog's delivery time, or what an agent said on the phone."""
        self.make_policy(targets=[("response", "any", 60), ("resolution", "any", 480)])
        later = self.env.cr.now() + timedelta(days=9)
        incident = self.make_incident(date_due=later)
        self.assertEqual(self.clock(incident).date_due, later)
        self.assertEqual(incident._promised_date(), later)
        self.assertEqual(self.shown(incident.date_due), "2026-03-02 11:00")  # the answer comes first

    def test_date_due_of_what_is_over_is_by_when_it_was_to_be_done(self):
        """Lists of the past say what was promised."""
        self.make_policy(480)
        incident = self.make_incident()
        self.wall("2026-03-02 12:00")
        self.resolve(incident)
        self.assertEqual(self.shown(incident.date_due), "2026-03-03 10:00")

    def test_agreed_date_is_shown_while_the_ticket_waits(self):
        """Clocks stand still; what was agreed stands."""
        self.make_policy(480)
        incident = self.make_incident()
        self.agree(incident)
        self.hold(incident)
        self.assertEqual(self.shown(incident.date_due), "2026-03-06 12:00")
        self.assertEqual(incident._promised_date(), incident.date_agreed)

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

    def test_date_that_the_server_promises_is_an_agreement(self):
        """An automation, or an order that was changed, sets the core's field."""
        self.make_policy(480)
        incident = self.make_incident()
        later = self.env.cr.now() + timedelta(days=9)
        incident.sudo().write({"date_due": later})
        self.assertEqual((incident.date_due, incident._promised_date()), (later, later))

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
