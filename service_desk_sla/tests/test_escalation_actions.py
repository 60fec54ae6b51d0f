from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tools import mute_logger

from odoo.addons.service_desk.tests.task_case import TaskCase
from odoo.addons.service_desk_sla.tests.escalation_case import EscalationCase

ACTIONS = "odoo.addons.service_desk_sla.models.service_desk_sla_level_action_mixin"


class TestEscalationActions(EscalationCase):
    """What a level does, and who hears of it."""

    def reach(self, percent=75, **level):
        """A ticket on which a level was just acted upon."""
        self.make_level(percent, **level)
        ticket = self.open_incident()
        self.run_job(hours=4 * percent / 100)
        return ticket

    def messages(self, ticket):
        return self.env["mail.message"].search(
            [
                ("res_id", "=", ticket.id),
                ("model", "=", ticket._name),
                ("message_type", "=", "user_notification"),
                ("author_id", "=", self.env.company.partner_id.id),
            ]
        )

    # -- Who hears of it ---------------------------------------------------------------------

    def test_each_person_is_told_once(self):
        """Who is named in several roles has one message, and one mail."""
        self.agent.notification_type = "email"
        self.leader.notification_type = "inbox"
        users = self.agent | self.leader
        before = self.env["mail.mail"].search_count([])
        ticket = self.reach(notify_assignee=True, notify_leader=True, user_ids=users.ids)
        notices = self.messages(ticket).notification_ids
        self.assertEqual(
            {notice.res_partner_id.user_ids.login: notice.notification_type for notice in notices},
            {"test_agent": "email", "test_leader": "inbox"},
        )
        self.assertEqual(len(notices), 2)
        mails = self.env["mail.mail"].search([], limit=self.env["mail.mail"].search_count([]) - before)
        self.assertEqual(mails.mail_message_id.notification_ids.filtered(
            lambda notice: notice.notification_type == "email"
        ).res_partner_id, self.agent.partner_id)
        self.assertIn("auto-generated", mails.headers)

    def test_leader_hears_while_nobody_has_it(self):
        """The assignee's warning goes to the leader of the team then."""
        self.make_level(75)
        ticket = self.open_incident(user_id=False)
        self.run_job(hours=3)
        self.assertEqual(self.told(ticket), ["test_leader"])

    def test_owner_and_management_hear(self):
        """The owner of the service, and whoever answers for the level it was escalated to."""
        service = self.env["service.desk.service"].create({"name": "Any", "owner_id": self.manager.id})
        self.make_level(75, notify_owner=True, notify_management=True)
        ticket = self.open_incident(service_id=service.id)
        with self.at(1):
            ticket._escalate_to_management("Look")
        self.run_job(hours=3)
        self.assertEqual(sorted(self.told(ticket)), ["test_leader", "test_manager"])

    def test_requester_hears_nothing(self):
        """Neither as a requester nor as the leader who asked for it themself."""
        before = self.env["mail.mail"].search([])
        self.make_level(75, notify_leader=True, notify_assignee=True)
        ticket = self.open_incident(requester_id=self.leader.partner_id.id)
        self.env["mail.mail"].search([("id", "not in", before.ids)]).unlink()
        self.run_job(hours=3)
        self.assertEqual(self.told(ticket), ["test_agent"])
        mails = self.env["mail.mail"].search([("id", "not in", before.ids)])
        self.assertNotIn(self.leader.partner_id, mails.recipient_ids)

    def test_nobody_hears_of_a_ticket_behind_a_wall(self):
        """Named users, owners and leaders of elsewhere hear nothing they could not open."""
        outsiders = self.agent_two | self.employee
        self.make_level(75, notify_assignee=True, user_ids=outsiders.ids)
        ticket = self.open_incident(
            user=self.agent_walled, team_id=self.team_walled.id, user_id=self.agent_walled.id
        )
        self.run_job(hours=3)
        self.assertEqual(self.told(ticket), ["test_agent_walled"])

    def test_someone_above_hears_when_those_named_cannot(self):
        """An escalation that would reach nobody goes to whoever stands above the team."""
        ticket = self.reach(user_ids=self.employee.ids)
        self.assertEqual(self.told(ticket), ["test_leader"])

    def test_notice_is_in_the_language_of_its_reader(self):
        """Two people, two languages, and each by their own clock."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.leader.write({"lang": "fr_FR", "tz": "America/New_York"})
        self.agent.tz = "Europe/Brussels"
        seen = []
        level = type(self.env["service.desk.sla.level"])
        send = level._send

        def spy(record, clock, subject, users):
            seen.append((subject.env.lang, subject.env.context["tz"], users[0].login))
            return send(record, clock, subject, users)

        with patch.object(level, "_send", spy):
            ticket = self.reach(100, notify_assignee=True, notify_leader=True)
        self.assertEqual(
            sorted(seen),
            [("en_US", "Europe/Brussels", "test_agent"), ("fr_FR", "America/New_York", "test_leader")],
        )
        bodies = {one.notified_partner_ids.user_ids.login: one.body for one in self.messages(ticket)}
        self.assertIn("01:00:00 PM", bodies["test_agent"])
        self.assertIn("07:00:00", bodies["test_leader"])

    def test_notice_is_no_part_of_the_conversation(self):
        """The requester reads nothing of it on the portal, and no first response is counted."""
        ticket = self.reach(notify_leader=True)
        self.assertFalse(ticket.sudo()._public_messages())
        self.assertFalse(ticket.date_first_response)
        self.assertIn("75 % of the time are used up", self.messages(ticket).subject)

    # -- What is done ------------------------------------------------------------------------

    def test_ticket_is_handed_over_to_the_next_team(self):
        """With a note, as an agent would."""
        ticket = self.reach(reassign="escalation")
        self.assertEqual((ticket.team_id, ticket.user_id.id), (self.team_two, False))
        self.assertIn("By escalation", ticket.handoff_note)

    def test_ticket_is_handed_over_to_a_named_team(self):
        """And the level tells those who gave it away and those who got it."""
        self.team_two.leader_id = self.agent_two
        ticket = self.reach(reassign="team", team_id=self.team_two.id, notify_leader=True)
        self.assertEqual(ticket.team_id, self.team_two)
        self.assertEqual(sorted(self.told(ticket)), ["test_agent_two", "test_leader"])

    def test_nowhere_to_hand_over_is_told_in_the_log(self):
        """The last team keeps it, and the rest of the level is done."""
        self.team_one.escalation_team_id = False
        ticket = self.reach(reassign="escalation", notify_assignee=True)
        line = self.clock(ticket).escalation_ids
        self.assertEqual((ticket.team_id, line.is_failed), (self.team_one, False))
        self.assertIn("no team", line.detail)
        self.assertEqual(line.user_ids, self.agent)

    def test_level_of_management_is_raised_by_the_desk(self):
        """The leader is asked to act, and the desk is the one who asks."""
        ticket = self.reach(150, raises_level=True)
        self.assertEqual(ticket.escalation_level, 1)
        activity = ticket.sudo().activity_ids
        self.assertEqual((activity.user_id, activity.create_uid), (self.leader, self.env.ref("base.user_root")))

    def test_level_of_management_stays_at_the_top(self):
        """There is nobody above, which is no failure."""
        ticket = self.open_incident()
        self.make_level(75, raises_level=True)
        for _level in range(3):
            ticket._escalate_to_management("Up")
        self.run_job(hours=3)
        line = self.clock(ticket).escalation_ids
        self.assertEqual((ticket.escalation_level, line.is_failed), (3, False))

    def make_action(self, code, model="service.desk.incident"):
        return self.env["ir.actions.server"].create(
            {"name": "Odd", "model_id": self.env["ir.model"]._get_id(model), "state": "code", "code": code}
        )

    def test_server_action_runs_on_the_ticket(self):
        """With the ticket as its record."""
        action = self.make_action("record.write({'name': record.name + '!'})")
        ticket = self.reach(server_action_id=action.id)
        self.assertEqual(ticket.name, "Mail is down!")

    @mute_logger(ACTIONS)
    def test_failing_server_action_does_not_undo_the_rest(self):
        """It leaves nothing of itself but a note; everything else is done, and once."""
        action = self.make_action("record.write({'name': 'Lost'})\n1 / 0")
        ticket = self.reach(server_action_id=action.id, raises_level=True, notify_assignee=True)
        self.run_job(hours=3.5)
        self.assertEqual((ticket.name, ticket.escalation_level), ("Mail is down", 1))
        self.assertEqual(self.told(ticket), ["test_agent"])
        notes = [body for body in ticket.message_ids.mapped("body") if "not all could be done" in body]
        self.assertEqual(len(notes), 1)
        self.assertIn("ZeroDivisionError", notes[0])
        self.assertTrue(self.clock(ticket).escalation_ids.is_failed)

    def test_server_action_of_another_process_is_not_run(self):
        """A policy for all tickets may have an action for one process."""
        action = self.make_action("record.write({'name': 'Wrong'})", "service.desk.request")
        ticket = self.reach(server_action_id=action.id)
        self.assertEqual(ticket.name, "Mail is down")
        self.assertIn("is not for", self.clock(ticket).escalation_ids.detail)

    # -- Who may say so ----------------------------------------------------------------------

    def test_manager_cannot_choose_a_server_action(self):
        """It runs with all rights: system administrators alone choose it."""
        action = self.make_action("pass")
        levels = self.env["service.desk.sla.level"].with_user(self.manager)
        level = levels.create({"policy_id": self.policy.id, "percent": 80, "raises_level": True})
        with self.assertRaises(AccessError):
            level.server_action_id = action
        with self.assertRaises(AccessError):
            levels.create({"policy_id": self.policy.id, "percent": 90, "server_action_id": action.id})

    def test_copied_policy_brings_no_server_action(self):
        """A manager copies a policy with its levels; what runs with all rights stays behind."""
        self.make_level(75, server_action_id=self.make_action("pass").id)
        copied = self.policy.with_user(self.manager).copy()
        self.assertEqual(copied.level_ids.mapped("percent"), [75])
        self.assertFalse(copied.sudo().level_ids.server_action_id)

    def test_agent_changes_no_level(self):
        """Promises and what follows from them are the managers'."""
        level = self.make_level(75)
        with self.assertRaises(AccessError):
            level.with_user(self.agent).percent = 50

    def test_senseless_levels_are_refused(self):
        """An action about something else, a handover to nobody, somebody from outside."""
        action = self.make_action("pass", "res.partner")
        for values in (
            {"server_action_id": action.id},
            {"reassign": "team"},
            {"user_ids": self.portal_a.ids},
        ):
            with self.assertRaises(ValidationError):
                self.make_level(75, **values)

    # -- The log -----------------------------------------------------------------------------

    def test_log_tells_who_was_told(self):
        """On the clock, for everybody who works on the ticket."""
        ticket = self.reach(notify_leader=True)
        line = self.clock(ticket).with_user(self.agent).escalation_ids
        self.assertEqual((line.percent, line.user_ids), (75, self.leader))
        self.assertEqual(line.level_id, self.policy.level_ids)

    def test_log_is_behind_the_wall_of_its_ticket(self):
        """Who cannot open the ticket sees neither clock nor escalation, of requests either."""
        self.policy.process = False
        self.make_level(75)
        with self.at(0):
            request = self.make_request(
                self.agent_walled, team_id=self.team_walled.id, user_id=self.agent_walled.id
            )
        self.run_job(hours=3)
        lines = self.env["service.desk.sla.escalation"].search([("clock_id.request_id", "=", request.id)])
        self.assertEqual(len(lines), 1)
        for user, seen in ((self.agent, 0), (self.agent_walled, 1), (self.manager, 1)):
            self.assertEqual(len(lines.with_user(user).search([("id", "in", lines.ids)])), seen, user.login)
        clocks = self.env["service.desk.sla.clock"].with_user(self.agent)
        self.assertFalse(clocks.search([("request_id", "=", request.id)]))

    def test_log_is_never_edited(self):
        """Not even by the desk's own code; and a second line for a level is refused."""
        ticket = self.reach(notify_leader=True)
        line = self.clock(ticket).escalation_ids
        for user in (self.admin_user, self.env.user):
            with self.assertRaises(AccessError):
                line.with_user(user).detail = "Nothing"
        with self.assertRaises(AccessError):
            line.with_user(self.admin_user).unlink()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            line.create({"clock_id": line.clock_id.id, "level_id": line.level_id.id})

    def test_log_outlives_its_level(self):
        """What was done was done, whatever becomes of the policy's levels."""
        ticket = self.reach(notify_leader=True)
        self.policy.level_ids.unlink()
        line = self.clock(ticket).escalation_ids
        line.invalidate_recordset()
        self.assertEqual((line.percent, line.level_id.id), (75, False))


class TestEscalationTasks(EscalationCase, TaskCase):
    """Tasks escalate as tickets do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.process = "service.desk.task"

    def reach_task(self, **level):
        self.make_level(75, **level)
        with self.at(0):
            task = self.make_task(team_id=self.team_one.id, user_id=self.agent.id)
        self.run_job(hours=3)
        return task

    def test_task_tells_its_own_people(self):
        """The one who does it and the leader of the team that does it."""
        task = self.reach_task(notify_assignee=True, notify_leader=True)
        self.assertEqual(sorted(self.told(task)), ["test_agent", "test_leader"])
        self.assertEqual(self.fired(task), [75])

    def test_task_is_handed_over(self):
        """Without the person who did not get to it."""
        task = self.reach_task(reassign="escalation")
        self.assertEqual((task.team_id, task.user_id.id), (self.team_two, False))

    def test_task_escalates_its_ticket(self):
        """There is one ladder for both."""
        task = self.reach_task(raises_level=True)
        self.assertEqual(task._ticket().escalation_level, 1)

    def test_task_behind_a_wall_is_not_told(self):
        """Nor is its log shown."""
        self.make_level(75, user_ids=(self.agent | self.agent_walled).ids)
        with self.at(0):
            ticket = self.make_request(self.agent_walled, team_id=self.team_walled.id)
            task = self.make_task(ticket, self.agent_walled, team_id=self.team_walled.id)
        self.run_job(hours=3)
        self.assertEqual(self.told(task), ["test_agent_walled"])
        self.assertFalse(self.env["service.desk.sla.escalation"].with_user(self.agent).search([]))
