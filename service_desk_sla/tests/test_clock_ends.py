"""What becomes of a promise when its ticket ends or goes on as another one."""

from odoo.tests import tagged

from .clock_case import ClockCase


@tagged("post_install", "-at_install")
class TestClockEnds(ClockCase):
    def test_resolved_exactly_when_due_is_in_time(self):
        """The last second is part of the promise, the next one is not."""
        self.make_policy(60)
        in_time, late = self.make_incident(), self.make_incident()
        self.wall("2026-03-02 11:00")
        self.resolve(in_time)
        self.wall("2026-03-02 11:00:01")
        self.resolve(late)
        self.assertFalse(self.clock(in_time).is_breached)
        self.assertTrue(self.clock(late).is_breached)
        self.assertEqual(self.clock(late).overrun, 1)

    def test_merged_ticket_keeps_no_clock(self):
        """The other one's clocks go on as they were."""
        self.make_policy(480)
        one = self.make_incident()
        self.wall("2026-03-02 11:00")
        other = self.make_incident()
        other.action_merge(one.id)
        self.assertEqual(other.sudo().clock_ids.mapped("state"), ["cancelled"])
        self.assertEqual(self.due(one), "2026-03-03 10:00")

    def test_cancelled_ticket_is_neither_kept_nor_missed(self):
        """Nobody waits for it any more."""
        self.make_policy(480)
        incident = self.make_incident()
        incident.write({"state": "cancelled", "resolution": "<p>Not needed</p>"})
        self.assertEqual(incident.sudo().clock_ids.mapped("state"), ["cancelled"])
        self.assertFalse(incident.sla_state)

    def test_converted_ticket_goes_on_from_the_first_ones_start(self):
        """With what was waited before; the requester asked only once."""
        self.make_policy(480)
        incident = self.make_incident()
        self.wall("2026-03-02 11:00")
        self.hold(incident)
        self.wall("2026-03-02 13:00")
        self.resume(incident)
        self.wall("2026-03-02 14:00")
        incident.action_convert_to_request()
        request = incident.request_id
        self.assertEqual(self.shown(self.clock(request).date_start), "2026-03-02 10:00")
        self.assertEqual(self.due(request), "2026-03-03 12:00")
        self.assertEqual(incident.sudo().clock_ids.mapped("state"), ["cancelled"])
        self.assertFalse(request.date_agreed)

    def test_rejected_request_is_neither_kept_nor_missed(self):
        """Nobody has promised what was refused."""
        self.make_policy(60)
        request = self.make_request()
        request.sudo().write({"state": "approval"})
        self.wall("2026-03-02 15:00")
        request.sudo().write({"state": "rejected", "resolution": "<p>Too expensive</p>"})
        clock = request.sudo().clock_ids
        self.assertEqual((clock.state, clock.is_breached), ("cancelled", False))

    def test_date_due_of_what_is_over_is_by_when_it_was_to_be_done(self):
        """Lists of the past say what was promised."""
        self.make_policy(480)
        incident = self.make_incident()
        self.wall("2026-03-02 12:00")
        self.resolve(incident)
        self.assertEqual(self.shown(incident.date_due), "2026-03-03 10:00")
