"""The promise to tell the requester something from time to time."""

from odoo.tests import tagged

from .clock_case import ClockCase


@tagged("post_install", "-at_install")
class TestClockUpdates(ClockCase):
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
