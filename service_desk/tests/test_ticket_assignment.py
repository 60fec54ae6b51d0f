"""Whose hands a ticket is in: routing, dispatch, assignment methods, taking, handing over."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestTicketAssignment(ServiceDeskCase):
    # -- Routing -----------------------------------------------------------------------------

    def test_without_any_hint_first_line_gets_it(self):
        """A ticket nobody routed goes to the first team of tier 1."""
        self.assertEqual(self.make_incident().team_id, self.team_one)

    def test_service_team_goes_before_category_team(self):
        """The service's support team decides, else the category's."""
        service = self.env["service.desk.service"].create({"name": "VPN", "team_id": self.team_two.id})
        category = self.env["service.desk.category"].create({"name": "Fraud", "team_id": self.team_walled.id})
        both = self.make_incident(service_id=service.id, category_id=category.id)
        self.assertEqual(both.team_id, self.team_two)
        self.assertEqual(self.make_incident(category_id=category.id).sudo().team_id, self.team_walled)

    def test_given_team_is_kept(self):
        """Whoever names a team, or none, is obeyed."""
        self.assertEqual(self.make_incident(team_id=self.team_two.id).team_id, self.team_two)
        self.assertFalse(self.make_incident(team_id=False).team_id)

    def test_team_of_another_company_is_not_chosen(self):
        """A first line that belongs to another company does not get our tickets."""
        company, user = self.make_company()
        self.team_one.company_id = self.env.company
        team = self.env["service.desk.team"].create({"name": "Theirs", "company_id": company.id})
        incident = self.env["service.desk.incident"].with_user(user).create({"name": "x"})
        self.assertEqual(incident.team_id, team)

    def test_foreign_team_is_refused(self):
        """A team of another company cannot be written on a ticket."""
        company, _user = self.make_company()
        theirs = self.env["service.desk.team"].create({"name": "Theirs", "company_id": company.id})
        with self.assertRaises(UserError):
            self.make_incident().sudo().team_id = theirs

    def test_confidential_team_makes_confidential_tickets(self):
        """On arrival and on handing over alike."""
        self.team_two.is_confidential = True
        self.assertTrue(self.make_incident(team_id=self.team_two.id).sudo().is_confidential)
        incident = self.make_incident()
        incident.write({"team_id": self.team_two.id})
        self.assertTrue(incident.sudo().is_confidential)

    # -- Dispatch rules ----------------------------------------------------------------------

    def rule(self, **values):
        return self.env["service.desk.dispatch.rule"].create({"name": "Rule", **values})

    def test_rule_that_does_nothing_is_refused(self):
        """Neither a value nor an end to the other rules: the sentence asks for one of them."""
        with self.assertRaisesRegex(ValidationError, "does nothing"):
            self.rule()
        rule = self.rule(team_id=self.team_two.id)
        with self.assertRaisesRegex(ValidationError, "does nothing"):
            rule.team_id = False
        rule.write({"team_id": False, "stops": True})

    def test_rule_fills_what_is_empty(self):
        """A matching rule sets team, urgency and tags; what was given stays."""
        tag = self.env["service.desk.tag"].create({"name": "paper"})
        self.rule(
            domain="[('name', 'ilike', 'printer')]",
            team_id=self.team_two.id,
            urgency="1",
            tag_ids=[(6, 0, tag.ids)],
        )
        incident = self.make_incident(name="Printer burns")
        self.assertEqual(incident.team_id, self.team_two)
        self.assertEqual((incident.urgency, incident.priority), ("1", "2"))
        self.assertEqual(incident.tag_ids, tag)
        given = self.make_incident(name="Printer burns", team_id=self.team_one.id)
        self.assertEqual(given.team_id, self.team_one)
        self.assertNotEqual(self.make_incident(name="Mouse burns").team_id, self.team_two)

    def test_overwriting_rule_changes_what_was_given(self):
        """A rule that overwrites goes before the creator's choice."""
        self.rule(team_id=self.team_two.id, overwrites=True)
        self.assertEqual(self.make_incident(team_id=self.team_one.id).team_id, self.team_two)

    def test_rules_chain_and_end(self):
        """A rule's result may make another one match; each applies once, so that it ends."""
        self.rule(sequence=2, domain="[('urgency', '=', '1')]", impact="1")
        self.rule(sequence=1, domain="[('name', 'ilike', 'fire')]", urgency="1", overwrites=True)
        self.rule(sequence=3, domain="[('impact', '=', '1')]", urgency="3", overwrites=True)
        incident = self.make_incident(name="Fire")
        self.assertEqual((incident.impact, incident.urgency), ("1", "3"))

    def test_many_rules_add_up(self):
        """However many rules match, each applies; tags add up, the first team stays."""
        tags = self.env["service.desk.tag"].create([{"name": f"tag {i}"} for i in range(8)])
        for index, tag in enumerate(tags):
            team = self.team_two if index == 0 else self.team_walled
            self.rule(sequence=index, tag_ids=[(6, 0, tag.ids)], team_id=team.id)
        incident = self.make_incident()
        self.assertEqual(incident.tag_ids, tags)
        self.assertEqual(incident.team_id, self.team_two)

    def test_form_and_rpc_are_dispatched_alike(self):
        """A form sends the default urgency, an RPC client none: the rule decides in both."""
        self.rule(domain="[('name', 'ilike', 'fire')]", urgency="1")
        form = Form(self.env["service.desk.incident"].with_user(self.agent))
        form.name = "Fire"
        form.requester_id = self.employee.partner_id
        self.assertEqual(form.save().urgency, self.make_incident(name="Fire").urgency)

    def test_last_rule_stops_the_others(self):
        """After a rule marked as last no further rule runs."""
        self.rule(sequence=1, urgency="1", stops=True)
        self.rule(sequence=2, team_id=self.team_two.id)
        self.assertEqual(self.make_incident().team_id, self.team_one)

    def test_rule_works_the_same_for_requesters_channels(self):
        """A ticket made on behalf of a portal user is dispatched as an agent's is."""
        self.rule(domain="[('name', 'ilike', 'printer')]", team_id=self.team_two.id)
        by_portal = (
            self.env["service.desk.incident"]
            .with_user(self.portal_a)
            .sudo()
            .create({"name": "Printer", "channel": "portal"})
        )
        self.assertEqual(by_portal.team_id, self.team_two)

    def test_unreadable_condition_is_refused(self):
        """A domain with a wrong field or a syntax error is refused when it is saved."""
        for domain in ("[('no_such_field', '=', 1)]", "[('name', '=']", "7"):
            with self.subTest(domain=domain), self.assertRaises(ValidationError):
                self.rule(domain=domain)

    # -- Assignment methods --------------------------------------------------------------------

    def members(self, count):
        users = self.env["res.users"]
        for index in range(count):
            users |= self.make_user(f"member_{index}", "service_desk.group_agent")
        self.team_two.member_ids = users
        return users.sorted("id")

    def tickets(self, count, **values):
        return self.env["service.desk.incident"].create(
            [{"name": "x", "team_id": self.team_two.id, **values} for _index in range(count)]
        )

    def test_by_hand_assigns_nobody(self):
        """The default leaves the choice to people."""
        self.assertFalse(self.make_incident().user_id)

    def test_in_turn_goes_round(self):
        """Round robin goes on where it stopped, over batches."""
        users = self.members(3)
        self.team_two.assignment_method = "round_robin"
        chosen = self.tickets(2).mapped("user_id.id") + self.tickets(2).mapped("user_id.id")
        self.assertEqual(chosen, [users[0].id, users[1].id, users[2].id, users[0].id][:4])

    def test_least_open_work_evens_out(self):
        """Who has least open work gets the next one, also within a batch."""
        first, second = self.members(2)
        self.tickets(2, user_id=first.id)
        self.team_two.assignment_method = "least_open"
        self.assertEqual(self.tickets(3).mapped("user_id.id"), [second.id, first.id])
        self.assertEqual(self.tickets(1).user_id, second)

    def test_skill_goes_before_load(self):
        """Somebody who knows it gets it, even with more work than others."""
        first, second = self.members(2)
        skill = self.env["service.desk.skill"].create({"name": "SAP", "user_ids": first.ids})
        category = self.env["service.desk.category"].create(
            {"name": "SAP", "skill_ids": skill.ids, "team_id": self.team_two.id}
        )
        self.tickets(4, user_id=first.id)
        self.team_two.assignment_method = "skill"
        self.assertEqual(self.tickets(1, category_id=category.id).user_id, first)
        self.assertEqual(self.tickets(1).user_id, second)

    def test_member_of_another_company_is_passed_over(self):
        """A team that all companies share gives nobody a ticket they could not open."""
        company, other = self.make_company()
        ours = self.members(1)
        self.team_two.member_ids |= other
        self.team_two.assignment_method = "round_robin"
        self.assertEqual(self.tickets(3).user_id, ours)
        theirs = self.tickets(1, company_id=company.id, requester_id=other.partner_id.id)
        self.assertEqual(theirs.user_id, other)

    def test_foreign_people_are_refused(self):
        """Neither assignee, requester nor supplier can belong to another company."""
        company, other = self.make_company()
        partner = self.env["res.partner"].create({"name": "Theirs", "company_id": company.id})
        incident = self.make_incident()
        for name, record in (
            ("user_id", other),
            ("requester_id", partner),
            ("submitted_by_id", partner),
            ("supplier_id", partner),
        ):
            with self.subTest(field=name), self.assertRaises(UserError):
                incident.sudo().write({name: record.id})

    def test_archived_member_is_passed_over(self):
        """Nobody gets work who has left."""
        first, second = self.members(2)
        first.active = False
        self.team_two.assignment_method = "round_robin"
        self.assertEqual(self.tickets(2).user_id, second)

    def test_handing_over_assigns_in_the_new_team(self):
        """The receiving team's method chooses the new assignee."""
        users = self.members(1)
        self.team_two.assignment_method = "round_robin"
        incident = self.make_incident()
        incident.write({"team_id": self.team_two.id})
        self.assertEqual(incident.user_id, users)

    # -- Taking --------------------------------------------------------------------------------

    def test_take_assigns_and_starts(self):
        """Taking makes responsible, starts the work and stamps the time, once."""
        incident = self.make_incident()
        incident.action_take()
        self.assertEqual((incident.user_id, incident.state), (self.agent, "in_progress"))
        self.assertTrue(incident.date_assigned)

    def test_second_taker_is_told_who_has_it(self):
        """The loser of a race learns the winner's name, and changes nothing."""
        incident = self.make_incident()
        incident.action_take()
        with self.assertRaisesRegex(UserError, "already belongs to test_agent"):
            incident.with_user(self.agent_two).action_take()
        self.assertEqual(incident.user_id, self.agent)

    def test_requester_cannot_take(self):
        """Requesters have no write access."""
        incident = self.make_incident()
        with self.assertRaises(AccessError):
            incident.with_user(self.employee).action_take()

    def test_over_ticket_cannot_be_taken(self):
        """What is resolved needs reopening first."""
        with self.assertRaisesRegex(UserError, "not open"):
            self.make_resolved().action_take()

    def test_portal_user_cannot_be_assignee(self):
        """Only colleagues are made responsible."""
        with self.assertRaises(ValidationError):
            self.make_incident(user_id=self.portal_a.id)

    # -- Handing over --------------------------------------------------------------------------

    def test_work_in_progress_needs_a_note(self):
        """Handing over without a word is refused; triage of a new ticket is not."""
        fresh = self.make_incident()
        fresh.write({"team_id": self.team_two.id})
        self.assertEqual(fresh.reassignment_count, 1)
        incident = self.make_incident()
        incident.action_take()
        with self.assertRaisesRegex(UserError, "hand-off note"):
            incident.write({"team_id": self.team_two.id})
        self.assertEqual(incident.team_id, self.team_one)

    def test_handover_logs_note_and_frees_assignee(self):
        """The note stands in the conversation, internal; the former assignee is out."""
        incident = self.make_incident()
        incident.action_take()
        incident.write({"team_id": self.team_two.id, "handoff_note": "Cable <ok>, switch not"})
        note = incident.message_ids[0]
        self.assertIn("Service Desk to Network", note.body)
        self.assertIn("Cable &lt;ok&gt;", note.body)
        self.assertNotIn(note, incident._public_messages())
        self.assertFalse(incident.user_id)
        self.assertEqual(incident.reassignment_count, 1)
