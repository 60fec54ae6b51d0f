"""The dialogs behind the buttons, with the mistakes people make in them."""

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestTicketDialogs(ServiceDeskCase):
    def dialog(self, kind, tickets):
        return (
            self.env[f"service.desk.{kind}.wizard"]
            .with_user(self.agent)
            .with_context(active_model=tickets._name, active_ids=tickets.ids)
        )

    def test_hold_asks_and_waits(self):
        """The question goes to the requester before the ticket waits."""
        incident = self.make_incident()
        form = Form(self.dialog("hold", incident))
        form.pending_reason_id = self.reason
        form.message = "<p>Which printer?</p>"
        form.save().action_confirm()
        self.assertEqual((incident.state, incident.pending_reason_id), ("pending", self.reason))
        self.assertIn("Which printer?", incident._public_messages()[-1].body)

    def test_hold_without_message_says_nothing(self):
        """An empty message posts nothing, also when the editor leaves an empty paragraph."""
        incident = self.make_incident()
        form = Form(self.dialog("hold", incident))
        form.pending_reason_id = self.reason
        form.message = "<p><br></p>"
        form.save().action_confirm()
        self.assertFalse(incident._public_messages())

    def test_dialogs_about_the_desks_own_work_tell_no_requester(self):
        """Problems and changes are for the desk: no message is offered, and what software writes is a note."""
        problem = self.make_problem(requester_id=self.employee.partner_id.id)
        self.assertFalse(problem.is_for_requesters or self.make_change().is_for_requesters)
        self.assertTrue(self.make_incident().is_for_requesters and self.make_request().is_for_requesters)
        form = Form(self.dialog("hold", problem))
        self.assertTrue(form._get_modifier("message", "invisible"))
        self.assertFalse(Form(self.dialog("cancel", problem)).is_for_requesters)
        reason = self.env.ref("service_desk.pending_reason_date")
        values = {"pending_reason_id": reason.id, "date_resume": "2999-01-01", "message": "<p>Vendor</p>"}
        self.dialog("hold", problem).create(values).action_confirm()
        self.assertEqual(problem.state, "pending")
        self.assertFalse(problem._public_messages())
        self.assertIn("Vendor", "".join(problem.message_ids.mapped("body")))

    def test_hold_until_a_day_needs_the_day(self):
        """The field is required as soon as the reason is chosen."""
        form = Form(self.dialog("hold", self.make_incident()))
        form.pending_reason_id = self.reason
        self.assertFalse(form._get_modifier("date_resume", "required"))
        form.pending_reason_id = self.env.ref("service_desk.pending_reason_date")
        self.assertTrue(form._get_modifier("date_resume", "required"))

    def test_escalation_offers_the_teams_target_then_the_tiers_above(self):
        """The ticket's own team is no place to escalate to; the first line comes last."""
        form = Form(self.dialog("escalate", self.make_incident()))
        self.env["service.desk.team"].search([]).sequence = 10
        experts = self.env["service.desk.team"].create({"name": "Aces", "tier": "3", "sequence": 1})
        second = self.env["service.desk.team"].create({"name": "Boxes", "tier": "2", "sequence": 1})
        first = self.env["service.desk.team"].create({"name": "Aaa", "tier": "1", "sequence": 1})
        self.assertEqual(form.team_id, self.team_two)
        self.assertEqual(form.former_team_ids.ids, self.team_one.ids)
        teams = self.env["service.desk.team"].with_user(self.agent)
        rows = teams.with_context(service_desk_escalates_from=self.team_one.ids).name_search("")
        found = [row[0] for row in rows]
        self.assertEqual(found[:2], [self.team_two.id, second.id])
        self.assertLess(found.index(experts.id), found.index(first.id))

    def test_escalated_ticket_waits_unassigned_in_work(self):
        """Work goes on in the next team's queue: nobody has it, and it is not new again."""
        incident = self.make_incident()
        incident.action_take()
        form = Form(self.dialog("escalate", incident))
        form.note = "Needs a switch"
        form.save().action_confirm()
        self.assertEqual((incident.state, incident.team_id), ("in_progress", self.team_two))
        self.assertFalse(incident.user_id)

    def test_cancel_tells_the_requester_why(self):
        """The reason is the resolution that the requester reads."""
        incident = self.make_incident()
        form = Form(self.dialog("cancel", incident))
        form.reason = "<p>Reported twice</p>"
        form.save().action_confirm()
        self.assertEqual(incident.state, "cancelled")
        self.assertIn("Reported twice", incident.resolution)

    def test_resolving_several_at_once(self):
        """The list's button resolves what was chosen, with one set of words."""
        incidents = self.make_incident() | self.make_incident()
        form = Form(self.dialog("resolve", incidents))
        form.resolution = "<p>Power is back</p>"
        form.resolution_code_id = self.code
        form.save().action_confirm()
        self.assertEqual(incidents.mapped("state"), ["resolved"] * 2)

    def test_request_is_fulfilled_without_a_code(self):
        """Requests need words, not a code."""
        request = self.make_request()
        form = Form(self.dialog("resolve", request))
        form.resolution = "<p>On your desk</p>"
        form.save().action_confirm()
        self.assertEqual(request.state, "fulfilled")

    def test_merge_dialog_previews_and_opens_the_target(self):
        """The dialog says how much will move, then leads to the ticket that goes on."""
        double, target = self.make_incident(), self.make_incident()
        form = Form(self.dialog("merge", double))
        form.incident_id = target
        self.assertIn(double.number, form.preview)
        action = form.save().action_confirm()
        self.assertEqual(action["res_id"], target.id)

    def test_conversion_asks_before_it_cannot_be_undone(self):
        """The menu opens a dialog that says what will happen; only its button converts."""
        for ticket, target in (
            (self.make_incident(), "service.desk.request"),
            (self.make_request(), "service.desk.incident"),
        ):
            menu = self.env.ref(f"{ticket._name.replace('service.desk.', 'service_desk.service_desk_')}_action_convert")
            context = {"active_model": ticket._name, "active_id": ticket.id, "active_ids": ticket.ids}
            action = menu.with_user(self.agent).with_context(**context).run()
            self.assertEqual((action["target"], ticket.state), ("new", "new"))
            dialog = self.env[action["res_model"]].with_user(self.agent).with_context(**action["context"])
            form = Form(dialog)
            self.assertRegex(form.preview, f"{ticket.number} is cancelled.*cannot be undone")
            result = form.save().action_confirm()
            self.assertEqual((result["res_model"], ticket.state), (target, "cancelled"))

    def offered(self, double, **kwargs):
        """Ids of the tickets that the merge dialog offers, first ones first."""
        incidents = double.with_context(service_desk_doubles=double.ids)
        return [row["id"] for row in incidents.web_name_search("", {"display_name": {}}, **kwargs)]

    def test_merge_dialog_offers_similar_then_the_same_persons(self):
        """What it is likely a double of stands on top; the ticket itself is not offered."""
        double = self.make_incident(name="Hydrant leaks in courtyard")
        same_person = self.make_incident(name="Coffee is cold")
        similar = self.make_incident(name="Courtyard: hydrant leaks", requester_id=self.manager.partner_id.id)
        strangers = self.make_incident(name="Hydrant leaks", requester_id=self.portal_a.partner_id.id)
        found = self.offered(double, domain=[("phase", "in", ("new", "active", "pending"))])
        self.assertEqual(found[0], similar.id)
        self.assertIn(same_person.id, found[:11])
        self.assertNotIn(double.id, found)
        self.assertLess(found.index(same_person.id), found.index(strangers.id))

    def test_merge_dialog_offers_the_chosen_ones_of_several(self):
        """Whoever marks three doubles in the list merges them into one of the three."""
        doubles = self.make_incident(name="Hydrant") | self.make_incident(name="Water")
        self.assertEqual(self.offered(doubles)[:2], doubles.ids)

    def test_nonsense_in_the_context_offers_as_usual(self):
        """Software that sends no ids gets what everybody gets."""
        incidents = self.make_incident().with_context(service_desk_doubles="abc")
        self.assertTrue(incidents.web_name_search("", {"display_name": {}}))

    def test_merge_of_two_people_says_who_will_read_what(self):
        """The dialog names both; who may not open the other ticket hears nothing more."""
        double = self.make_incident(requester_id=self.manager.partner_id.id)
        target = self.make_incident()
        form = Form(self.dialog("merge", double))
        self.assertFalse(form.warning)
        form.incident_id = target
        self.assertIn(f"test_employee will read what was said with test_manager on {double.number}", form.warning)
        self.assertIn("test_manager will follow the ticket of test_employee", form.warning)
        back = Form(self.dialog("merge", target))
        back.incident_id = double
        self.assertIn("test_employee may not open the ticket of test_manager", back.warning)
        self.assertNotIn("will follow", back.warning)

    def test_merge_of_one_persons_tickets_warns_of_nothing(self):
        """Nobody reads anything new."""
        form = Form(self.dialog("merge", self.make_incident()))
        form.incident_id = self.make_incident()
        self.assertFalse(form.warning)

    def test_merge_dialog_refuses_itself(self):
        """Choosing the ticket itself gives a sentence."""
        incident = self.make_incident()
        form = Form(self.dialog("merge", incident))
        form.incident_id = incident
        with self.assertRaisesRegex(UserError, "into itself"):
            form.save().action_confirm()

    def test_dialog_from_nowhere_gives_a_sentence(self):
        """A dialog that was not opened from a ticket says so instead of crashing."""
        for model in (False, "res.partner", "no.such.model"):
            wizard = self.env["service.desk.cancel.wizard"].with_context(active_model=model, active_ids=[1])
            with self.subTest(model=model), self.assertRaises(UserError):
                wizard.create({"reason": "x", "res_model": model or "x", "res_ids": [1]}).action_confirm()

    def test_template_fills_what_is_empty(self):
        """A template fills subject and category on the form; what was typed stays."""
        category = self.env.ref("service_desk.category_account_password")
        template = self.env["service.desk.ticket.template"].create(
            {"name": "Reset", "subject": "Password reset", "category_id": category.id, "urgency": "1"}
        )
        incident = self.make_incident(name="Urgent: password", template_id=template.id)
        self.assertEqual((incident.name, incident.category_id), ("Urgent: password", category))
        self.assertEqual(incident.urgency, "1")
        form = Form(self.env["service.desk.incident"].with_user(self.agent))
        form.requester_id = self.employee.partner_id
        form.template_id = template
        self.assertEqual((form.name, form.category_id), ("Password reset", category))
