"""Merge of doubles, conversion between processes, parents and children."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestTicketTransfer(ServiceDeskCase):
    def loaded(self, **values):
        """An incident with a message, a file, a follower, an activity and a line of work."""
        incident = self.make_incident(**values)
        attachment = (
            self.env["ir.attachment"]
            .with_user(self.agent)
            .create({"name": "log.txt", "raw": b"boom", "res_model": "mail.compose.message"})
        )
        message = incident.message_post(
            body="See the log", attachment_ids=attachment.ids, subtype_xmlid="mail.mt_comment"
        )
        incident.message_subscribe(partner_ids=self.manager.partner_id.ids)
        incident.activity_schedule("mail.mail_activity_data_todo", user_id=self.agent.id)
        self.env["service.desk.worklog"].with_user(self.agent).create(
            {"incident_id": incident.id, "minutes": 7, "name": "Looked"}
        )
        return incident, message, attachment

    # -- Merge ---------------------------------------------------------------------------------

    def test_merge_keeps_everything(self):
        """Message, file, follower, activity and work log go over; the double points there."""
        double, message, attachment = self.loaded()
        target = self.make_incident()
        double.action_merge(target.id)
        self.assertIn(message, target.message_ids)
        self.assertEqual((attachment.res_model, attachment.res_id), (target._name, target.id))
        self.assertIn(self.manager.partner_id, target.message_partner_ids)
        self.assertEqual(target.activity_ids.user_id, self.agent)
        self.assertEqual(target.worked_minutes, 7)
        self.assertEqual((double.state, double.merged_into_id), ("cancelled", target))

    def test_merge_carries_what_the_requester_reported(self):
        """The description of the double can be read where the work goes on, by colleagues only."""
        double = self.make_incident(name="Mail dead", description="<p>Error 42 since noon</p>")
        target = self.make_incident()
        double.action_merge(target.id)
        note = target.message_ids[0]
        self.assertIn(f"{double.number} Mail dead", note.body)
        self.assertIn("<p>Error 42 since noon</p>", note.body)
        self.assertNotIn(note, target._public_messages())

    def test_history_of_the_double_stays_with_it(self):
        """What changed on the double is not told as if it had happened on the other ticket."""
        double, target = self.make_incident(), self.make_incident()
        changed = double.sudo()._message_log(
            body="",
            tracking_value_ids=[(0, 0, {"field_id": self.env["ir.model.fields"]._get(double._name, "urgency").id})],
        )
        double.action_merge(target.id)
        self.assertIn(changed, double.message_ids)

    def test_merge_takes_children_along(self):
        """Children of the double become children of the ticket that goes on."""
        double, target = self.make_incident(), self.make_incident()
        child = self.make_incident(parent_id=double.id)
        double.action_merge(target.id)
        self.assertEqual(child.parent_id, target)

    def test_merge_of_two_customers_is_refused(self):
        """Two customers would read each other's messages."""
        one = self.make_incident(requester_id=self.portal_a.partner_id.id)
        other = self.make_incident(requester_id=self.portal_b.partner_id.id)
        with self.assertRaisesRegex(UserError, "different customers"):
            one.action_merge(other.id)
        self.assertEqual(one.state, "new")

    def test_merge_of_two_colleagues_is_allowed(self):
        """Employees of the company count as one organization."""
        one = self.make_incident()
        other = self.make_incident(requester_id=self.manager.partner_id.id)
        one.action_merge(other.id)
        self.assertEqual(one.merged_into_id, other)

    def test_senseless_merges_are_refused(self):
        """Into itself, into nothing, into or from what is over, into a child."""
        incident, resolved = self.make_incident(), self.make_resolved()
        child = self.make_incident(parent_id=incident.id)
        gone = self.make_incident()
        gone.sudo().unlink()
        for double, target in (
            (incident, incident),
            (incident, gone),
            (incident, resolved),
            (resolved, incident),
            (incident, child),
        ):
            with self.subTest(merge=(double.id, target.id)), self.assertRaises(UserError):
                double.action_merge(target.id)

    def test_merge_into_what_one_cannot_see_is_refused(self):
        """Ids of walled tickets cannot be used."""
        walled = self.make_incident(self.manager, team_id=self.team_walled.id)
        with self.assertRaises(AccessError):
            self.make_incident().action_merge(walled.id)

    def test_merge_does_not_carry_anything_over_a_wall(self):
        """What a restricted team knows stays there; a merge would show it to all agents."""
        self.team_one.member_ids |= self.agent_walled
        walled = self.make_incident(self.agent_walled, team_id=self.team_walled.id)
        with self.assertRaisesRegex(UserError, "restricted team"):
            walled.action_merge(self.make_incident().id)

    def test_nonsense_instead_of_an_id_gives_a_sentence(self):
        """Software that sends a text or nothing is told, not shown a database error."""
        for nonsense in ("abc", None, [1], 10**6):
            with self.subTest(value=nonsense), self.assertRaisesRegex(UserError, "does not exist"):
                self.make_incident().action_merge(nonsense)

    def test_parent_behind_a_wall_is_refused(self):
        """A guessed id cannot be used as a parent."""
        walled = self.make_incident(self.manager, team_id=self.team_walled.id)
        with self.assertRaises(AccessError):
            self.make_incident(parent_id=walled.id)

    def test_requester_cannot_merge(self):
        """Requesters cannot use the agents' verbs by RPC."""
        one, other = self.make_incident(), self.make_incident()
        with self.assertRaises(AccessError):
            one.with_user(self.employee).action_merge(other.id)

    # -- Conversion ----------------------------------------------------------------------------

    def test_conversion_keeps_thread_requester_and_clock(self):
        """The request starts when the incident did, with its conversation and work."""
        incident, message, attachment = self.loaded(urgency="1")
        incident.action_take()
        action = incident.action_convert_to_request()
        request = self.env["service.desk.request"].with_user(self.agent).browse(action["res_id"])
        self.assertIn(message, request.message_ids)
        self.assertEqual(attachment.res_model, request._name)
        self.assertEqual(request.requester_id, incident.requester_id)
        self.assertEqual(request.date_opened, incident.date_opened)
        self.assertEqual((request.urgency, request.user_id), ("1", self.agent))
        self.assertEqual(request.worked_minutes, 7)
        self.assertEqual((incident.request_id, request.origin_incident_id), (request, incident))
        self.assertFalse(request.incident_id)
        self.assertEqual(incident.state, "cancelled")

    def test_conversion_back(self):
        """A request becomes an incident likewise."""
        request = self.make_request()
        action = request.action_convert_to_incident()
        incident = self.env["service.desk.incident"].browse(action["res_id"])
        self.assertEqual((request.incident_id, incident.origin_request_id), (incident, request))

    def test_converted_ticket_cannot_be_converted_again(self):
        """What is over stays over."""
        incident = self.make_incident()
        incident.action_convert_to_request()
        with self.assertRaisesRegex(UserError, "cannot be converted"):
            incident.action_convert_to_request()

    # -- Family --------------------------------------------------------------------------------

    def test_child_begins_with_what_it_shares_with_its_parent(self):
        """The gear menu opens a new ticket below this one; who asks is to be said."""
        category = self.env.ref("service_desk.category_account_password")
        for parent in (
            self.make_incident(category_id=category.id, impact="1"),
            self.make_request(category_id=category.id, impact="1"),
        ):
            menu = self.env.ref(parent._name.replace(".", "_").join(["service_desk.", "_action_new_child"]))
            context = {"active_model": parent._name, "active_id": parent.id, "active_ids": parent.ids}
            action = menu.with_user(self.agent).with_context(**context).run()
            form = Form(self.env[action["res_model"]].with_user(self.agent).with_context(**action["context"]))
            self.assertFalse(form.requester_id)
            form.requester_id = self.manager.partner_id
            form.name = "Mine, too"
            child = form.save()
            self.assertEqual((child.parent_id, child.category_id, child.impact), (parent, category, "1"))

    def test_circle_of_parents_is_refused(self):
        """Nobody is their own grandparent."""
        one = self.make_incident()
        two = self.make_incident(parent_id=one.id)
        with self.assertRaises(ValidationError):
            one.parent_id = two
        with self.assertRaises(ValidationError):
            one.parent_id = one

    def test_resolving_a_parent_resolves_chosen_open_children(self):
        """Chosen children are resolved with the same words; others and closed ones are not."""
        parent = self.make_incident()
        chosen, left = self.make_incident(parent_id=parent.id), self.make_incident(parent_id=parent.id)
        done = self.make_resolved(parent_id=parent.id)
        before = done.date_resolved, done.resolution
        dialog = Form(
            self.env["service.desk.resolve.wizard"]
            .with_user(self.agent)
            .with_context(active_model=parent._name, active_ids=parent.ids)
        )
        dialog.resolution = "<p>Server restarted</p>"
        dialog.resolution_code_id = self.code
        dialog.minutes = 12
        wizard = dialog.save()
        self.assertEqual(sorted(wizard.line_ids.mapped("res_id")), sorted((chosen | left).ids))
        wizard.line_ids.filtered(lambda line: line.res_id == left.id).is_chosen = False
        wizard.action_confirm()
        self.assertEqual((parent | chosen | left).mapped("state"), ["resolved", "resolved", "new"])
        self.assertIn("Server restarted", chosen.resolution)
        self.assertEqual((done.date_resolved, done.resolution), before)
        self.assertEqual(parent.worked_minutes, 12)

    def test_each_requester_is_mailed_once(self):
        """Resolving parent and child of one person sends one mail, which the other ticket notes."""
        parent = self.make_incident()
        child = self.make_incident(parent_id=parent.id)
        wizard = (
            self.env["service.desk.resolve.wizard"]
            .with_user(self.agent)
            .with_context(active_model=parent._name, active_ids=(parent | child).ids)
            .create(self.solution)
        )
        wizard.action_confirm()
        notices = (parent | child).message_ids.filtered(lambda m: "is solved" in (m.subject or ""))
        self.assertEqual(notices.res_id, parent.id)
        self.assertIn(child.number, notices.body)
        self.assertIn(parent.number, child.message_ids[0].body)
