from datetime import datetime, timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import html2plaintext, mute_logger

from odoo.addons.mail.tests.common import MailCase

from .. import calendar_file
from .change_case import ChangeCase


@tagged("post_install", "-at_install")
class TestCabMeeting(ChangeCase, MailCase):
    """The board: agenda, votes, minutes, and what votes do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["service.desk.change"].search([("state", "in", ("assessment", "approval"))]).sudo().unlink()
        cls.meeting = (
            cls.env["service.desk.cab.meeting"]
            .with_user(cls.cm)
            .create(
                {
                    "date_start": fields.Datetime.now() + timedelta(days=2),
                    "member_ids": [(6, 0, (cls.cm | cls.cm_two | cls.agent_two).ids)],
                }
            )
        )

    def put(self, change):
        """The item of a change that was put on the agenda."""
        self.meeting.action_fill_agenda()
        return self.meeting.item_ids.filtered(lambda item: item.change_id.id == change.id)

    # -- Agenda ----------------------------------------------------------------------------------

    def test_agenda_is_what_waits(self):
        """Changes in assessment and approval, the riskiest first, each once however often one clicks."""
        low, high = self.make_ready(), self.make_asked(points=100, communication_plan="<p>Mail.</p>")
        self.make_change()
        self.meeting.action_fill_agenda()
        self.meeting.action_fill_agenda()
        self.assertEqual(self.meeting.item_ids.change_id.ids, (high | low).ids)

    def test_agents_fill_no_agenda(self):
        for verb in ("action_fill_agenda", "action_invite", "action_close", "action_cancel"):
            with self.subTest(verb=verb), self.assertRaises(AccessError):
                getattr(self.meeting.with_user(self.agent_two), verb)()

    @mute_logger("odoo.sql_db")
    def test_change_is_on_the_agenda_once(self):
        item = self.put(self.make_ready())
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["service.desk.cab.item"].with_user(self.cm).create(
                {"meeting_id": self.meeting.id, "change_id": item.change_id.id}
            )

    def test_strangers_are_no_members(self):
        """Who reads no changes cannot vote on them, and a change manager is in the chair."""
        for values in ({"member_ids": [(4, self.employee.id)]}, {"chair_id": self.agent.id}):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.meeting.write(values)

    def test_walled_change_stays_behind_its_wall(self):
        """Members outside a wall see no item, cannot vote on it, and read nothing in the invitation."""
        self.team_walled.member_ids |= self.cm
        change = self.make_ready(user=self.agent_walled, team_id=self.team_walled.id, name="Raid of the cellar")
        item = self.put(change)
        self.assertTrue(item)
        self.env.invalidate_all()
        self.assertNotIn(item.id, self.meeting.with_user(self.agent_two).item_ids.ids)
        with self.assertRaises(AccessError):
            item.with_user(self.agent_two).action_vote("approve")
        self.assertNotIn("cellar", str(self.meeting._invitation_body()))

    # -- Votes -----------------------------------------------------------------------------------

    def test_dialog_of_a_vote_tells_nothing_of_a_hidden_change(self):
        """Whatever item somebody names in it."""
        change = self.make_ready(**self.planned())
        change.sudo().team_id = self.team_walled
        item = self.env["service.desk.cab.item"].create({"meeting_id": self.meeting.id, "change_id": change.id})
        self.env.invalidate_all()
        wizards = self.env["service.desk.cab.vote.wizard"].with_user(self.agent)
        with self.assertRaises(AccessError):
            wizards.create({"item_id": item.id}).read(["collision_html"])

    def test_vote_is_ones_own_and_may_change(self):
        """One vote a member; a second one replaces the first until the meeting is closed."""
        item = self.put(self.make_ready()).with_user(self.agent_two)
        item.action_vote("approve")
        item.action_vote("refuse", "Too early.")
        self.assertEqual(item.vote_ids.mapped("vote"), ["refuse"])
        self.assertEqual(item.my_vote, "refuse")
        self.assertFalse(item.with_user(self.cm).my_vote)

    def test_only_members_vote(self):
        item = self.put(self.make_ready())
        with self.assertRaises(AccessError):
            item.with_user(self.manager).action_vote("approve")
        with self.assertRaises(AccessError):
            item.with_user(self.employee).action_vote("approve")

    def test_who_asked_is_told_before_the_dialog(self):
        """Nobody fills in a dialog to hear that it is not theirs to decide."""
        item = self.put(self.make_ready(user=self.agent_two))
        with self.assertRaisesRegex(AccessError, "asked for themselves"):
            item.with_user(self.agent_two).action_open_vote()
        self.assertEqual(item.with_user(self.cm).action_open_vote()["res_model"], "service.desk.cab.vote.wizard")

    def test_votes_are_not_forged(self):
        """Nobody writes a vote of their own or of another by hand."""
        item = self.put(self.make_ready())
        item.with_user(self.agent_two).action_vote("approve")
        votes = item.vote_ids.with_user(self.cm)
        for call in (
            lambda: votes.write({"vote": "refuse"}),
            lambda: votes.unlink(),
            lambda: votes.create({"item_id": item.id, "user_id": self.agent_two.id, "vote": "refuse"}),
            lambda: item.with_user(self.cm).write({"vote_ids": [(0, 0, {"user_id": self.cm.id, "vote": "refuse"})]}),
            lambda: self.meeting.with_user(self.cm).write({"state": "closed"}),
            lambda: item.with_user(self.cm).write({"result": "All agreed"}),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_senseless_votes_are_refused(self):
        item = self.put(self.make_ready()).with_user(self.agent_two)
        for vote, words in (("maybe", ""), (None, ""), ("refuse", ""), ("refuse", " "), ("approve", "x" * 5000)):
            with self.subTest(vote=vote), self.assertRaises(UserError):
                item.action_vote(vote, words)

    def test_nobody_votes_on_their_own_change(self):
        item = self.put(self.make_ready(user=self.agent_two))
        with self.assertRaises(AccessError):
            item.with_user(self.agent_two).action_vote("approve")

    def test_voted_item_is_given_no_other_change(self):
        """Votes for one change are not carried to another."""
        item = self.put(self.make_ready())
        item.with_user(self.agent_two).action_vote("approve")
        with self.assertRaises(UserError):
            item.with_user(self.cm).change_id = self.make_change()

    # -- What votes do ---------------------------------------------------------------------------

    def test_votes_decide_where_their_voters_are_asked(self):
        """A change manager's vote is their decision: the change is approved and scheduled."""
        change = self.make_asked()
        item = self.put(change)
        item.with_user(self.cm_two).action_vote("approve", "Fine.")
        item.with_user(self.agent_two).action_vote("refuse", "I would wait.")
        self.assertEqual(change.state, "approval")
        self.meeting.action_close()
        self.assertEqual(change.state, "scheduled")
        seat = self.steps(change).decision_ids.filtered("decision")
        self.assertEqual((seat.user_id, seat.comment), (self.cm_two, "Fine."))
        self.assertEqual(item.vote_ids.filtered("is_counted").user_id, self.cm_two)

    def test_vote_against_rejects_with_its_reason(self):
        change = self.make_asked()
        self.put(change).with_user(self.cm).action_vote("refuse", "Not in December.")
        self.meeting.action_close()
        self.assertEqual(change.state, "rejected")
        self.assertIn("Not in December.", change.resolution)

    def test_votes_of_no_seat_are_advice(self):
        """Votes of members who are not asked decide nothing."""
        change = self.make_asked()
        self.put(change).with_user(self.agent_two).action_vote("approve")
        self.meeting.action_close()
        self.assertEqual(change.state, "approval")

    def test_vote_on_something_else_does_not_count(self):
        """What was changed since the vote is not what was voted on."""
        change = self.make_ready()
        item = self.put(change)
        item.with_user(self.cm).action_vote("approve")
        change.implementation_plan = "<p>Quite otherwise.</p>"
        change.action_ask_approval()
        self.meeting.action_close()
        self.assertEqual(change.state, "approval")
        self.assertIn("changed", item.result)

    def test_dialog_of_a_vote_shows_what_is_decided_about(self):
        """Risk and plan stand beside the vote, only for who may read the change."""
        change = self.make_ready()
        action = self.put(change).with_user(self.agent_two).action_open_vote()
        dialog = self.env[action["res_model"]].with_user(self.agent_two).with_context(**action["context"])
        shown = Form(dialog).content_html
        self.assertIn(html2plaintext(change.implementation_plan), shown)
        self.assertIn("Low", shown)
        wizard = dialog.create({})
        change.sudo().team_id = self.team_walled
        wizard.invalidate_recordset(["content_html"])
        with self.assertRaises(AccessError):
            wizard.mapped("content_html")

    def test_chair_without_a_vote_is_told(self):
        """Who leads the board votes when they are a member as well."""
        self.meeting.chair_id = self.cm
        self.meeting.member_ids -= self.cm
        self.assertFalse(self.meeting.is_chair_voting)
        self.meeting.member_ids |= self.cm
        self.assertTrue(self.meeting.is_chair_voting)

    def test_vote_on_what_changed_behind_the_dialog_is_refused(self):
        """Who looked at one plan does not vote for another that came while they were thinking."""
        change = self.make_ready()
        item = self.put(change).with_user(self.agent_two)
        action = item.action_open_vote()
        dialog = self.env[action["res_model"]].with_user(self.agent_two).with_context(**action["context"]).create({})
        change.implementation_plan = "<p>Quite otherwise.</p>"
        with self.assertRaisesRegex(UserError, "changed since you opened it"):
            dialog.action_confirm()
        again = item.action_open_vote()
        dialog = self.env[again["res_model"]].with_user(self.agent_two).with_context(**again["context"]).create({})
        dialog.action_confirm()
        self.assertEqual(item.my_vote, "approve")

    def test_vote_before_approval_was_asked_counts(self):
        """Who voted while it was assessed has decided, if nothing was changed since."""
        change = self.make_ready()
        self.put(change).with_user(self.cm).action_vote("approve")
        change.action_ask_approval()
        self.meeting.action_close()
        self.assertEqual(change.state, "scheduled")

    def test_cancelled_meeting_decides_nothing(self):
        change = self.make_asked()
        item = self.put(change)
        item.with_user(self.cm).action_vote("approve")
        self.meeting.action_cancel()
        self.assertEqual(change.state, "approval")
        with self.assertRaises(UserError):
            item.with_user(self.cm).action_vote("refuse", "x")

    def test_step_of_the_board_asks_its_members(self):
        """A policy may ask the members of the meeting on whose agenda the change stands."""
        policy = self.make_policy({"approver_kind": "cab", "percent": 51})
        self.env["service.desk.change.rule"].search([]).policy_id = policy
        change = self.make_ready()
        item = self.put(change)
        change.action_ask_approval()
        self.assertEqual(self.steps(change).decision_ids.approver_id, self.meeting.member_ids)
        item.with_user(self.cm).action_vote("approve")
        item.with_user(self.agent_two).action_vote("approve")
        self.meeting.action_close()
        self.assertEqual(change.state, "scheduled")

    # -- Minutes ---------------------------------------------------------------------------------

    def test_closed_meeting_stays_as_it_is(self):
        """Neither minutes nor agenda nor votes change any more, for anybody."""
        item = self.put(self.make_ready())
        self.meeting.minutes = "<p>All agreed.</p>"
        self.meeting.action_close()
        other = self.make_ready()
        for call in (
            lambda: self.meeting.write({"minutes": "<p>Nobody agreed.</p>"}),
            lambda: self.meeting.unlink(),
            lambda: item.with_user(self.cm).write({"note": "x"}),
            lambda: item.with_user(self.cm).unlink(),
            lambda: item.with_user(self.agent_two).action_vote("approve"),
            lambda: self.meeting.action_close(),
            lambda: self.meeting.action_fill_agenda(),
            lambda: (
                self.env["service.desk.cab.item"]
                .with_user(self.cm)
                .create({"meeting_id": self.meeting.id, "change_id": other.id})
            ),
        ):
            with self.assertRaises(UserError):
                call()

    def test_minutes_are_printed(self):
        """On paper stand who was there, what was recommended and how they voted."""
        item = self.put(self.make_ready())
        item.with_user(self.agent_two).action_vote("refuse", "I would wait.")
        self.meeting.attendee_ids = self.agent_two
        report = self.env["ir.actions.report"].with_user(self.cm)
        html = report._render_qweb_html("service_desk.cab_minutes", self.meeting.ids)[0].decode()
        for words in (item.change_id.display_name, "I would wait.", self.agent_two.name):
            self.assertIn(words, html)

    # -- Invitation ------------------------------------------------------------------------------

    def test_members_are_mailed_a_file_for_their_calendar(self):
        """Members and chair get one mail each, with an invitation that names no subject."""
        self.put(self.make_ready(name="Secret migration"))
        (self.cm | self.cm_two | self.agent_two).notification_type = "email"
        with self.mock_mail_gateway():
            self.meeting.action_invite()
        mails = self._new_mails.filtered(lambda mail: "Secret" not in (mail.body_html or ""))
        told = mails.recipient_ids
        self.assertLessEqual(set((self.cm_two | self.agent_two).partner_id.ids), set(told.ids))
        text = self._new_mails.attachment_ids[:1].raw.decode()
        self.assertIn("BEGIN:VEVENT", text)
        self.assertNotIn("Secret", text)
        self.assertEqual(self.meeting.invite_count, 1)

    def test_calendar_file_keeps_its_form(self):
        """No name or place can write lines of its own into the file; long lines are folded."""
        text = calendar_file.invitation(
            "x",
            datetime(2027, 1, 1),
            datetime(2027, 1, 1, 9),
            datetime(2027, 1, 1, 10),
            "Board; of, all\\things\r\nATTENDEE:evil" + "é" * 200,
            organizer="a@example.com\r\nX:1",
            attendees=[('Ann"\r\nX-EVIL:1', "ann@example.com"), ("None", "")],
        )
        lines = text.split("\r\n")
        self.assertFalse([line for line in lines if line.startswith(("X", "ATTENDEE:evil", "X-EVIL"))])
        self.assertTrue(all(len(line.encode()) <= 75 for line in lines))
        self.assertEqual(text.count("ATTENDEE;"), 1)
        self.assertIn("DTSTART:20270101T090000Z", text)
