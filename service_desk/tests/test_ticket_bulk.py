"""What is done to many tickets at once leaves the same traces on each as if done one by one."""

from odoo.fields import Command
from odoo.tests import tagged

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestTicketBulk(ServiceDeskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "mail_notrack": False})
        cls.incidents = cls.env["service.desk.incident"].with_user(cls.agent)

    def make_batch(self, **values):
        vals = {"name": "Mail is down", "requester_id": self.employee.partner_id.id, **values}
        incidents = self.incidents.create([vals] * 3)
        self.env.cr.flush()
        return incidents

    def followers(self, incident):
        return incident.sudo().message_partner_ids

    def test_each_of_many_changes_leaves_its_note(self):
        """Old and new value stand in the conversation of each ticket, by the one who changed it."""
        incidents = self.make_batch()
        incidents.write({"channel": "email"})
        self.env.cr.flush()
        for incident in incidents:
            note = incident.message_ids[0]
            changed = note.sudo().tracking_value_ids
            self.assertEqual(changed.field_id.name, "channel")
            self.assertEqual((changed.old_value_char, changed.new_value_char), ("Phone", "E-mail"))
            self.assertEqual(note.author_id, self.agent.partner_id)
            self.assertEqual(note.subtype_id, self.env.ref("mail.mt_note"))

    def test_moves_stand_in_the_history_alone(self):
        """The conversation is not filled with what the history of states tells already."""
        incident = self.make_batch()[:1]
        before = incident.message_ids
        incident.write({"state": "in_progress"})
        self.env.cr.flush()
        self.assertEqual(incident.message_ids, before)
        self.assertEqual(incident.transition_ids[-1].move, "New → In Progress")
        self.assertEqual(incident.transition_ids[-1].actor_id, self.agent)

    def test_different_changes_stay_with_their_tickets(self):
        """Notes that are written together keep what belongs to each ticket."""
        first, second, third = self.make_batch()
        first.impact = "1"
        third.write({"urgency": "1", "impact": "3"})
        self.env.cr.flush()
        changed = [
            sorted(ticket.message_ids.sudo().tracking_value_ids.field_id.mapped("name"))
            for ticket in (first, second, third)
        ]
        # Medium and high is high; medium and medium stays moderate, and so does low and high.
        self.assertEqual(changed, [["impact", "priority"], [], ["impact", "urgency"]])

    def test_bulk_assignment_lets_follow_and_mails_nobody(self):
        """Who gets many tickets at once finds them in the queue, not in the mailbox."""
        incidents = self.make_batch()
        before = self.env["mail.message"].search_count([("message_type", "=", "user_notification")])
        incidents.write({"user_id": self.agent_two.id})
        for incident in incidents:
            self.assertIn(self.agent_two.partner_id, self.followers(incident))
        after = self.env["mail.message"].search_count([("message_type", "=", "user_notification")])
        self.assertEqual(after, before)

    def test_single_assignment_tells_the_assignee(self):
        """Who gets one ticket is told, as everywhere in Odoo."""
        incident = self.make_batch()[0]
        incident.user_id = self.agent_two
        told = self.env["mail.message"].search(
            [("model", "=", incident._name), ("res_id", "=", incident.id), ("message_type", "=", "user_notification")]
        )
        self.assertEqual(told.partner_ids, self.agent_two.partner_id)

    def test_assignees_of_a_batch_follow_their_tickets(self):
        """Each new ticket has its requester and its assignee as followers, and nobody else."""
        for incident in self.make_batch(user_id=self.agent_two.id):
            self.assertEqual(self.followers(incident), self.employee.partner_id | self.agent_two.partner_id)

    def test_assignee_of_a_batch_hears_what_a_single_one_hears(self):
        """The kinds of messages do not depend on how many tickets were made at once."""
        batch = self.make_batch(user_id=self.agent_two.id)
        single = self.make_incident(user_id=self.agent_two.id)
        heard = [
            ticket.sudo()
            .message_follower_ids.filtered(lambda follower: follower.partner_id == self.agent_two.partner_id)
            .subtype_ids
            for ticket in (batch[0], single)
        ]
        self.assertTrue(heard[0])
        self.assertEqual(heard[0], heard[1])

    def test_requester_who_is_the_assignee_follows_once(self):
        """Somebody may work on a ticket of their own."""
        mine = {"requester_id": self.agent.partner_id.id, "user_id": self.agent.id}
        for incident in (self.make_incident(**mine), *self.make_batch(**mine)):
            self.assertEqual(self.followers(incident), self.agent.partner_id)
            self.assertEqual(len(incident.sudo().message_follower_ids), 1)

    def test_new_requester_follows_too(self):
        """Followers that are added behind the ORM's back are seen at once."""
        incident = self.make_batch()[0]
        self.assertEqual(self.followers(incident), self.employee.partner_id)
        incident.requester_id = self.portal_a.partner_id
        self.assertIn(self.portal_a.partner_id, self.followers(incident))

    def test_rules_that_come_and_go_hold_for_the_next_ticket(self):
        """Rules are remembered between tickets, their changes are not missed."""
        self.make_incident()
        rule = self.env["service.desk.dispatch.rule"].create({"name": "All to network", "team_id": self.team_two.id})
        self.assertEqual(self.make_incident().team_id, self.team_two)
        rule.active = False
        self.assertEqual(self.make_incident().team_id, self.team_one)

    def test_subject_hides_from_who_leaves_a_restricted_team(self):
        """Who stands within a wall is remembered, and forgotten with the membership."""
        incident = self.make_incident(self.agent_walled, team_id=self.team_walled.id)
        child = self.make_incident(self.agent_walled, parent_id=incident.id)
        name = child.parent_id.with_user(self.agent_walled).sudo().display_name
        self.assertIn("Mail is down", name)
        self.team_walled.member_ids = [Command.unlink(self.agent_walled.id)]
        self.env.invalidate_all()
        name = child.parent_id.with_user(self.agent_walled).sudo().display_name
        self.assertEqual(name, incident.sudo().number)
