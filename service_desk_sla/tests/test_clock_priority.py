"""What becomes of a promise when a ticket gets another priority."""

from odoo.tests import tagged

from .clock_case import ClockCase


@tagged("post_install", "-at_install")
class TestClockPriority(ClockCase):
    def test_higher_priority_counts_from_the_beginning(self):
        """Time that was used stays used: nobody gets it twice."""
        self.by_priority()
        incident = self.make_incident()
        self.wall("2026-03-02 12:00")
        self.make_critical(incident)
        self.assertEqual(self.due(incident), "2026-03-02 14:00")
        self.assertEqual(self.shown(self.clock(incident).date_start), "2026-03-02 10:00")

    def test_priority_that_is_late_at_once_is_late_from_then_on(self):
        """A promise is not broken before it was made."""
        self.by_priority()
        incident = self.make_incident()
        self.wall("2026-03-03 10:00")
        self.make_critical(incident)
        self.wall("2026-03-03 10:05")
        self.run_job()
        self.assertTrue(incident.is_breached)
        self.assertEqual(self.shown(self.clock(incident).date_breached), "2026-03-03 10:00")

    def test_lower_priority_hides_no_broken_promise(self):
        """The broken promise ends and stays on record; the new one is kept or broken on its own."""
        self.by_priority()
        incident = self.make_incident(impact="1", urgency="1")
        self.wall("2026-03-02 15:00")
        self.run_job()
        self.assertTrue(incident.is_breached)
        incident.write({"impact": "3", "urgency": "3"})
        former = self.clock(incident).former_id
        self.assertEqual((former.state, former.is_breached), ("cancelled", True))
        self.assertFalse(incident.is_breached)
        self.assertEqual(self.due(incident), "2026-03-04 10:00")

    def test_priority_there_and_back_changes_nothing(self):
        """A, B, A ends where it began."""
        self.by_priority()
        incident = self.make_incident()
        before = self.due(incident)
        self.wall("2026-03-02 11:00")
        self.make_critical(incident)
        self.wall("2026-03-02 13:00")
        incident.write({"impact": "2", "urgency": "2"})
        self.assertEqual(self.due(incident), before)
