"""Where changes come from, what they cause, and who is told when they are over."""

from datetime import timedelta

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .change_case import ChangeCase


@tagged("post_install", "-at_install")
class TestChangeLinks(ChangeCase):
    def closing_dialog(self, change, user=None):
        """The dialog that closing opens."""
        action = change.with_user(user or self.cm).action_close()
        return self.env[action["res_model"]].with_user(user or self.cm).with_context(**action["context"]).create({})

    def test_change_from_incident_takes_over(self):
        """One click drafts a change with subject, service and words, and links it."""
        incident = self.make_incident(service_id=self.service.id, description="<p>Certificate error</p>")
        action = incident.action_create_change()
        change = self.env["service.desk.change"].browse(action["res_id"])
        self.assertEqual(incident.change_id, change)
        self.assertEqual(
            (change.name, change.service_id, change.description, change.state),
            (incident.name, self.service, incident.description, "draft"),
        )
        with self.assertRaisesRegex(UserError, "under way"):
            incident.action_create_change()

    def test_form_offers_a_change_until_one_is_under_way(self):
        """Beside the field that names it, on incidents and requests."""
        for ticket in (self.make_incident(), self.make_request()):
            view = ticket.get_view(view_type="form")["arch"]
            (button,) = etree.fromstring(view).xpath("//sheet//button[@name='action_create_change']")
            self.assertIn("waits_for_change", button.get("invisible"))
            self.assertFalse(ticket.waits_for_change)
            ticket.action_create_change()
            self.assertTrue(ticket.waits_for_change)
            ticket.change_id.sudo().write({"state": "cancelled", "resolution": "<p>x</p>"})
            self.assertFalse(ticket.waits_for_change)

    def test_change_from_request_takes_over(self):
        """A request leads to a change as well."""
        request = self.make_request(service_id=self.service.id)
        change = self.env["service.desk.change"].browse(request.action_create_change()["res_id"])
        self.assertEqual(change.request_ids, request)

    def test_confidential_incident_makes_a_confidential_change(self):
        """What only the team may know stays so."""
        incident = self.make_incident(is_confidential=True)
        self.assertTrue(incident.action_create_change() and incident.change_id.is_confidential)

    def test_change_stays_behind_the_walls_of_its_origin(self):
        """With the team that alone may read the ticket, which goes on working on it."""
        for walls in ({}, {"is_confidential": True}):
            values = {"team_id": self.team_walled.id, "description": "<p>Secret</p>", **walls}
            for ticket in (
                self.make_incident(self.agent_walled, **values),
                self.make_request(self.agent_walled, **values),
                self.make_problem(self.agent_walled, root_cause="<p>Secret</p>", **values),
            ):
                ticket.action_create_change()
                change = ticket.change_id
                self.env.invalidate_all()
                with self.subTest(ticket=ticket._name, walls=walls):
                    self.assertEqual(change.team_id, self.team_walled)
                    self.assertEqual(change.is_confidential, bool(walls))
                    self.assertFalse(change.with_user(self.agent).has_access("read"))
                    self.assertTrue(change.with_user(self.agent_walled).has_access("write"))

    def test_incident_after_change_is_proposed_on_both_sides(self):
        """Since the work began, incidents on the same services are offered, and taken with one click."""
        change = self.make_scheduled(service_ids=[(4, self.service_two.id)])
        change.action_implement()
        change.sudo().date_actual_start -= timedelta(hours=1)
        incident = self.make_incident(service_id=self.service_two.id)
        other = self.make_incident(service_id=self.env["service.desk.service"].create({"name": "Phone"}).id)
        self.assertEqual(change.proposed_incident_ids, incident)
        self.assertEqual(incident.suspect_change_id, change)
        hint = incident.with_user(self.agent).hints()[0]
        self.assertEqual((hint["key"], hint["target"]["id"]), ("suspect_change", change.id))
        self.assertEqual(hint["button"]["method"], "action_caused_by_change")
        self.assertFalse(other.suspect_change_id)
        incident.with_context(service_desk_change_id=change.id).action_caused_by()
        self.assertEqual(change.caused_incident_ids, incident)
        change.invalidate_recordset()
        self.assertFalse(change.proposed_incident_ids)

    def test_suspected_change_is_taken_from_the_incident(self):
        """The agent on the phone traces an incident to the change shortly before."""
        change = self.make_scheduled()
        change.action_implement()
        change.sudo().date_actual_start -= timedelta(hours=1)
        incident = self.make_incident(service_id=self.service.id)
        incident.action_caused_by_change()
        self.assertEqual(incident.caused_by_change_id, change)

    def test_change_behind_a_wall_is_not_suspected_by_strangers(self):
        """Nobody learns by an incident of a change that they may not read."""
        change = self.make_scheduled()
        change.action_implement()
        change.sudo().write(
            {"team_id": self.team_walled.id, "date_actual_start": change.date_actual_start - timedelta(hours=1)}
        )
        incident = self.make_incident(self.agent_two, service_id=self.service.id)
        self.assertFalse(incident.suspect_change_id)
        with self.assertRaises(AccessError):
            incident.with_context(service_desk_change_id=change.id).action_caused_by()

    def test_closing_offers_those_who_wait(self):
        """Closed with success, its incidents and requests are resolved together if so chosen."""
        change = self.make_reviewed()
        incident = self.make_incident(change_id=change.id)
        request = self.make_request(change_id=change.id)
        kept = self.make_incident(change_id=change.id)
        change.lessons = "<p>Renew earlier.</p>"
        dialog = self.closing_dialog(change)
        self.assertEqual(len(dialog.line_ids), 3)
        dialog.line_ids.filtered(lambda line: line.name == kept.display_name).is_chosen = False
        with self.assertRaisesRegex(UserError, "answer"):
            dialog.action_confirm()
        dialog.resolution = "<p>The shop works again.</p>"
        dialog.action_confirm()
        self.assertEqual(change.state, "closed")
        self.assertEqual((incident.state, request.state, kept.state), ("resolved", "fulfilled", "new"))
        self.assertIn("shop works", incident.resolution)

    def test_closing_offers_nothing_from_behind_a_wall(self):
        """Who may not open a ticket that waits does not learn its number from the dialog."""
        change = self.make_reviewed()
        incident = self.make_incident(change_id=change.id)
        for ticket in (self.make_incident(change_id=change.id), self.make_request(change_id=change.id)):
            ticket.sudo().write({"team_id": self.team_walled.id, "is_confidential": True})
        change.lessons = "<p>Renew earlier.</p>"
        self.assertEqual(self.closing_dialog(change).line_ids.mapped("res_id"), incident.ids)

    def test_one_person_hears_once(self):
        """Somebody with several incidents and a request behind a change gets one mail about all."""
        change = self.make_reviewed()
        incidents = [self.make_incident(change_id=change.id) for _time in range(3)]
        request = self.make_request(change_id=change.id)
        change.lessons = "<p>Renew earlier.</p>"
        dialog = self.closing_dialog(change)
        dialog.resolution = "<p>The shop works again.</p>"
        before = self.env["mail.mail"].sudo().search([])
        dialog.action_confirm()
        mails = self.env["mail.mail"].sudo().search([]) - before
        to_them = mails.filtered(
            lambda mail: self.employee.email in (mail.email_to or "") or self.employee.partner_id in mail.recipient_ids
        )
        self.assertEqual(len(to_them), 1)
        for ticket in (*incidents, request):
            self.assertIn(ticket.number, to_them.body_html)
        self.assertIn("was told in the mail about", request.message_ids[0].body)

    def test_failed_change_offers_nothing(self):
        """What failed has fixed nobody's incident."""
        change = self.make_reviewed(outcome="failed")
        incident = self.make_incident(change_id=change.id)
        change.lessons = "<p>Try again.</p>"
        change.with_user(self.cm).action_close()
        self.assertEqual((change.state, incident.state), ("closed", "new"))

    def test_closing_dialog_says_first_what_is_missing(self):
        """The dialog does not open before the review is written."""
        change = self.make_reviewed()
        self.make_incident(change_id=change.id)
        with self.assertRaisesRegex(UserError, "learned"):
            change.with_user(self.cm).action_close()

    def test_action_of_the_review_belongs_to_the_company(self):
        """What is done better next time stands in the register of improvements."""
        change = self.make_reviewed()
        action = (
            self.env["service.desk.improvement"]
            .with_user(self.agent)
            .create({"name": "Renew earlier", "change_id": change.id})
        )
        self.assertEqual((change.improvement_ids, action.company_id), (action, change.company_id))
