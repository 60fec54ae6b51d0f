"""What the agent's form asks of the server, and what it never gets."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestTicketScreen(ServiceDeskCase):
    def save_new(self, **values):
        """Save a new incident from the form of the first agent; its rows and the incident."""
        incidents = self.env["service.desk.incident"].with_user(self.agent)
        vals = {"name": "From a form", "requester_id": self.employee.partner_id.id, **values}
        rows = incidents.web_save(vals, {"number": {}, "team_id": {}, "parent_id": {"fields": {"name": {}}}})
        return rows, incidents.sudo().search([("name", "=", vals["name"])])

    def test_request_is_asked_for_in_words_of_its_own(self):
        """Nothing has happened and nothing is affected when somebody wants something."""
        views = {}
        for model in ("service.desk.incident", "service.desk.request"):
            views[model] = self.env[model].with_user(self.agent).get_view(view_type="form")["arch"]
        for words in ("What happened", "What is affected"):
            with self.subTest(words=words):
                self.assertIn(words, views["service.desk.incident"])
                self.assertNotIn(words, views["service.desk.request"])
        self.assertIn("What is needed", views["service.desk.request"])

    # -- Saving ------------------------------------------------------------------------------

    def test_empty_team_of_a_form_is_found_by_the_desk(self):
        """The form sends an empty team; the ticket reaches the first line all the same."""
        rows, incident = self.save_new(team_id=False)
        self.assertEqual(incident.team_id, self.team_one)
        self.assertEqual(rows[0]["number"], incident.number)

    def test_emptied_team_of_an_existing_ticket_stays_empty(self):
        """On a ticket that is there already, an emptied team is a decision."""
        incident = self.make_incident()
        incident.web_save({"team_id": False}, {"team_id": {}})
        self.assertFalse(incident.team_id)

    def test_ticket_written_down_for_a_walled_team_is_saved_and_not_shown(self):
        """The first line writes down a ticket for a walled team; the form gets nothing to show."""
        rows, incident = self.save_new(team_id=self.team_walled.id)
        self.assertEqual(rows, [])
        self.assertEqual(incident.team_id, self.team_walled)
        self.assertRegex(incident.number, r"^INC\d{7}$")

    def test_saving_does_not_open_a_ticket_behind_the_wall(self):
        """A save that reads a walled parent back does not tell its subject."""
        secret = self.make_incident(self.agent_walled, name="Secret", team_id=self.team_walled.id)
        child = self.make_incident(self.agent_walled, parent_id=secret.id).with_user(self.agent)
        rows = child.web_save({"urgency": "1"}, {"parent_id": {"fields": {"display_name": {}}}})
        self.assertEqual(rows[0]["parent_id"]["display_name"], secret.number)

    def test_ticket_moved_behind_a_wall_by_hand_is_saved(self):
        """A new ticket may change team on the form, also to one whose tickets the agent loses."""
        incident = self.make_incident()
        rows = incident.web_save({"team_id": self.team_walled.id}, {"team_id": {}})
        self.assertEqual(rows, [])
        self.assertEqual(incident.sudo().team_id, self.team_walled)

    def test_template_is_offered_when_there_is_one(self):
        """The field shows on a new ticket, for its process, and is no question on a saved one."""
        self.env["service.desk.ticket.template"].search([]).active = False
        incidents = self.env["service.desk.incident"].with_user(self.agent)
        self.assertFalse(incidents.new().has_template_choice)
        self.env["service.desk.ticket.template"].create({"name": "Reset", "subject": "Reset"})
        self.assertTrue(incidents.new().has_template_choice)
        self.assertFalse(self.env["service.desk.request"].with_user(self.agent).new().has_template_choice)
        self.assertFalse(self.make_incident().has_template_choice)

    # -- After a dialog ----------------------------------------------------------------------

    def escalate(self, incident, team):
        dialog = (
            self.env["service.desk.escalate.wizard"]
            .with_user(self.agent)
            .with_context(active_model=incident._name, active_ids=incident.ids)
        )
        return dialog.create({"team_id": team.id, "note": "Please look"}).action_confirm()

    def test_escalation_to_an_open_team_closes_the_dialog(self):
        """The ticket can still be seen: the form below shows it."""
        action = self.escalate(self.make_incident(), self.team_two)
        self.assertEqual(action["type"], "ir.actions.act_window_close")

    def test_escalation_behind_a_wall_leads_to_the_queue(self):
        """The ticket cannot be seen any more: a word about it, and the queue."""
        incident = self.make_incident()
        action = self.escalate(incident, self.team_walled)
        self.assertEqual(action["tag"], "display_notification")
        self.assertIn(incident.sudo().number, action["params"]["message"])
        self.assertEqual(action["params"]["next"]["res_model"], "service.desk.work")

    # -- Who is asking -----------------------------------------------------------------------

    def overview(self, user=None, exclude_id=False):
        incidents = self.env["service.desk.incident"].with_user(user or self.agent)
        return incidents.requester_overview(self.employee.partner_id.id, exclude_id)

    def test_overview_shows_open_tickets_then_the_last_that_ended(self):
        """Of both processes, open ones first, without the ticket on the screen."""
        ended = self.make_resolved(name="Ended")
        request = self.make_request(name="Wish")
        shown = self.make_incident(name="On the screen")
        tickets = self.overview(exclude_id=shown.id)["tickets"]
        self.assertEqual([ticket["id"] for ticket in tickets], [request.id, ended.id])
        self.assertEqual([ticket["state"] for ticket in tickets], ["New", "Resolved"])

    def test_overview_tells_how_to_reach_the_person(self):
        """Contact data and how many tickets there are of each process."""
        self.employee.partner_id.write({"phone": "+32 2 555 01 99", "function": "Baker"})
        self.make_incident()
        overview = self.overview()
        self.assertEqual((overview["phone"], overview["function"]), ("+32 2 555 01 99", "Baker"))
        self.assertEqual(overview["email"], self.employee.email)
        totals = {total["model"]: total["count"] for total in overview["totals"]}
        self.assertEqual(totals, {"service.desk.incident": 1, "service.desk.request": 0})

    def test_overview_calls_the_processes_in_the_agents_language(self):
        """As the menus and the forms do."""
        self.env["res.lang"]._activate_lang("fr_FR")
        model = self.env["ir.model"]._get("service.desk.request")
        model.with_context(lang="fr_FR").name = "Demande"
        incidents = self.env["service.desk.incident"].with_user(self.agent)
        told = incidents.with_context(lang="fr_FR").requester_overview(self.employee.partner_id.id)
        self.assertIn("Demande", [total["label"] for total in told["totals"]])

    def test_overview_hides_what_is_behind_a_wall(self):
        """Neither a row nor a count tells of tickets the agent may not see."""
        self.make_incident(self.agent_walled, team_id=self.team_walled.id)
        overview = self.overview()
        self.assertEqual(overview["tickets"], [])
        self.assertEqual([total["count"] for total in overview["totals"]], [0, 0])

    def test_overview_is_for_agents(self):
        """An employee learns nothing about colleagues by it."""
        with self.assertRaises(AccessError):
            self.overview(self.employee)

    def test_overview_costs_the_same_for_many_tickets(self):
        """A requester with many tickets needs no more queries than one with few."""
        self.make_request()

        def looking(count):
            for _index in range(count):
                self.make_incident()
            return self.queries(self.overview)

        self.assert_same_queries(looking, 1, 6)

    # -- What the form may show --------------------------------------------------------------

    def test_override_is_offered_to_managers_and_the_teams_leader(self):
        """Whoever may not override a priority does not see the field."""
        incident = self.make_incident()
        self.assertFalse(incident.can_override_priority)
        self.assertTrue(incident.with_user(self.manager).can_override_priority)
        self.team_one.leader_id = self.agent
        incident.invalidate_recordset(["can_override_priority"])
        self.assertTrue(incident.can_override_priority)

    def test_history_speaks_in_words(self):
        """A line of the history names the states as people see them."""
        incident = self.make_incident()
        incident.action_take()
        self.assertEqual(incident.transition_ids[-1].move, "New → In Progress")

    def test_request_is_rejected_with_a_reason(self):
        """Rejecting asks for a word to the requester and ends the request."""
        request = self.make_request()
        action = request.action_reject()
        dialog = self.env[action["res_model"]].with_user(self.agent).with_context(**action["context"])
        dialog.create({"reason": "<p>Not in our catalog.</p>"}).action_confirm()
        self.assertEqual(request.state, "rejected")
        self.assertIn("catalog", request.resolution)

    # -- On the contact ----------------------------------------------------------------------

    def test_contact_counts_what_is_open(self):
        """A person's open tickets of both processes; an organization's by all its people."""
        organization = self.env["res.partner"].create({"name": "Bakery", "is_company": True})
        self.employee.partner_id.parent_id = organization
        self.make_incident()
        self.make_request()
        self.make_resolved()
        person = self.employee.partner_id.with_user(self.agent)
        self.assertEqual(person.service_desk_open_count, 2)
        self.assertEqual(organization.with_user(self.agent).service_desk_open_count, 2)
        domain = person.action_open_service_desk_work()["domain"]
        self.assertEqual(self.env["service.desk.work"].with_user(self.agent).search_count(domain), 2)
