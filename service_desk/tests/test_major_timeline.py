from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .major_case import MajorCase


@tagged("post_install", "-at_install")
class TestMajorTimeline(MajorCase):
    """What happened when, and that nobody changes it afterwards."""

    def setUp(self):
        super().setUp()
        self.major = self.declare()
        self.incident = self.major.incident_id

    def last(self):
        return self.major.event_ids.sorted("id")[-1:]

    def test_desk_writes_what_it_sees(self):
        """Moves, priority, who joins the team, who joins as a child."""
        self.incident.with_user(self.agent).action_take()
        self.assertEqual(self.last().kind, "state")
        self.assertIn("In Progress", self.last().body)
        self.incident.with_user(self.manager).write({"priority_override": "2", "priority_override_reason": "Calmer"})
        self.assertEqual(self.last().kind, "priority")
        child = self.make_incident(parent_id=self.incident.id)
        self.assertEqual(self.last().kind, "joined")
        self.assertIn(child.number, self.last().body)
        self.major.member_ids.create({"major_id": self.major.id, "user_id": self.agent.id, "role": "scribe"})
        self.assertEqual(self.last().kind, "team")
        self.assertTrue(all(self.major.event_ids.mapped("is_automatic")))

    def test_what_changes_nothing_tells_nothing(self):
        """Notes and assignments of every day are no events."""
        before = len(self.major.event_ids)
        self.incident.with_user(self.agent).write({"name": "Mail is still down", "urgency": self.incident.urgency})
        self.assertEqual(len(self.major.event_ids), before)

    def test_people_add_notes_of_the_past(self):
        """With the time at which it happened; not of the future, not empty."""
        self.major.action_note("<p>Called the provider.</p>", self.hours(-1), "decision")
        self.assertEqual(self.major.event_ids[0].kind, "decision", "The timeline is in the order of what happened.")
        for body, date, kind in (
            ("", None, "note"),
            ("<p>x</p>", self.hours(2), "note"),
            ("<p>x</p>", None, "declared"),
            ("<p>x</p>", "yesterday", "note"),
            ("<p>x</p>", 5, "note"),
            # The printed review would fail on a clock that is behind.
            ("<p>x</p>", "0001-01-01 00:00:00", "note"),
        ):
            with self.subTest(body=body, kind=kind), self.assertRaises(UserError):
                self.major.action_note(body, date, kind)

    def test_entry_is_corrected_and_stays(self):
        """The former words stay below their correction; a second correction puts right the first."""
        self.major.action_note("<p>Called the provider at nine.</p>")
        wrong = self.last()
        wrong.action_correct("<p>Called the provider at ten.</p>")
        right = self.last()
        self.assertEqual((right.corrects_id, right.date), (wrong, wrong.date))
        self.assertTrue(wrong.is_corrected)
        self.assertEqual(wrong.body, "<p>Called the provider at nine.</p>")
        with self.assertRaises(UserError):
            wrong.action_correct("<p>At eleven.</p>")

    def test_what_the_desk_wrote_is_not_corrected(self):
        """It has seen it itself."""
        with self.assertRaises(UserError):
            self.major.event_ids[0].action_correct("<p>Never.</p>")

    def test_nothing_is_changed_or_deleted(self):
        """Not even by managers and admins."""
        self.major.action_note("<p>Called.</p>")
        for user in (self.agent_two, self.manager, self.admin_user):
            event = self.last().with_user(user)
            for attempt in (
                lambda event=event: event.write({"body": "<p>x</p>"}),
                lambda event=event: event.create({"major_id": self.major.id, "body": "<p>x</p>", "kind": "declared"}),
                event.unlink,
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    attempt()

    def test_figures_follow(self):
        """To declare and to restore, from the beginning; a reopened incident is not restored."""
        self.major.date_started = self.hours(-3)
        self.assertAlmostEqual(self.major.declare_hours, 3, 1)
        self.incident.write({"state": "resolved", **self.solution})
        self.assertAlmostEqual(self.major.restore_hours, 3, 1)
        self.incident.with_user(self.agent).action_reopen()
        self.assertFalse(self.major.date_restored)

    def test_people_are_counted_once(self):
        """However many tickets they have."""
        for user in (self.portal_a, self.portal_a, self.portal_b):
            self.make_incident(requester_id=user.partner_id.id, parent_id=self.incident.id)
        self.assertEqual((self.major.child_count, self.major.people_count), (3, 3))
