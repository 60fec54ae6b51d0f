from unittest.mock import patch

from odoo.tools import mute_logger

from odoo.addons.service_desk_sla.tests.escalation_case import EscalationCase

JOB = "odoo.addons.service_desk_sla.models.service_desk_sla_job_mixin"


class TestEscalationFaults(EscalationCase):
    """What one clock does must not stop the others."""

    def setUp(self):
        super().setUp()
        self.make_level(75)
        self.tickets = [self.open_incident() for _count in range(5)]
        self.poisoned = self.clock(self.tickets[2])

    def poison(self):
        """Whatever the job measures fails at one clock."""
        clocks = type(self.env["service.desk.sla.clock"])
        measure = clocks._measure
        poisoned = self.poisoned.id

        def fails(model, clock, *args):
            if clock.id == poisoned:
                raise ZeroDivisionError("Odd clock")
            return measure(model, clock, *args)

        return patch.object(clocks, "_measure", fails)

    def test_poisoned_clock_does_not_stop_the_others(self):
        """The four others are told; the fifth says what is wrong with it."""
        with self.poison(), self.assertLogs(JOB, "ERROR") as logs:
            self.run_job(hours=3)
        self.assertEqual([self.fired(ticket) for ticket in self.tickets], [[75], [75], [], [75], [75]])
        self.assertEqual(len(logs.output), 1)
        self.assertIn(str(self.poisoned.id), logs.output[0])
        self.assertEqual(self.poisoned.failure, "ZeroDivisionError: Odd clock")

    @mute_logger(JOB)
    def test_poisoned_clock_is_looked_at_ever_more_rarely(self):
        """After ten minutes, then twenty, so that it costs little however long it stays so."""
        with self.poison():
            self.run_job(hours=3)
            first = self.poisoned.date_next
            self.run_job(hours=3, minutes=9)
            self.assertEqual(self.poisoned.failures, 1)
            self.run_job(hours=3, minutes=10)
        self.assertEqual(self.poisoned.failures, 2)
        self.assertEqual((self.poisoned.date_next - first).total_seconds(), 20 * 60)

    @mute_logger(JOB)
    def test_clock_that_is_well_again_is_told_then(self):
        """Once what was wrong is repaired its level is acted upon, and nothing is left of it."""
        with self.poison():
            self.run_job(hours=3)
        self.run_job(hours=3, minutes=10)
        self.assertEqual(self.fired(self.tickets[2]), [75])
        self.assertEqual((self.poisoned.failures, self.poisoned.failure), (0, False))

    @mute_logger(JOB)
    def test_message_that_cannot_be_written_leaves_nothing_half_done(self):
        """No mark that the level was acted upon while nobody was told."""
        level = type(self.env["service.desk.sla.level"])
        send, bad = level._send, self.tickets[1]

        def fails(record, clock, subject, users):
            if subject.id == bad.id:
                raise ValueError("No mail")
            return send(record, clock, subject, users)

        with patch.object(level, "_send", fails):
            self.run_job(hours=3)
        self.assertEqual((self.fired(bad), self.clock(bad).fired or []), ([], []))
        self.assertEqual(self.fired(self.tickets[0]), [75])
        self.run_job(hours=3, minutes=10)
        self.assertEqual(self.told(bad), ["test_agent"])

    def test_job_looks_at_nothing_that_is_not_due(self):
        """What it costs follows what falls due, not what is open."""
        self.env.flush_all()
        with self.at(1), self.assertQueryCount(6):
            self.env["service.desk.sla.clock"]._work_batch(set())

    def test_batches_follow_each_other(self):
        """More than one transaction can hold is done in several."""
        with patch(f"{JOB}.BATCH_SIZE", 2):
            self.run_job(hours=3)
        self.assertEqual([self.fired(ticket) for ticket in self.tickets], [[75]] * 5)

    def test_few_levels_in_one_transaction(self):
        """Tickets are not held long: what is too much for one transaction is done in the next."""
        with patch(f"{JOB}.ACTIONS_AT_ONCE", 2):
            with self.at(3):
                self.env["service.desk.sla.clock"]._work_batch(set())
            self.assertEqual([self.fired(ticket) for ticket in self.tickets], [[75], [75], [], [], []])
            self.run_job(hours=3)
        self.assertEqual([self.told(ticket) for ticket in self.tickets], [["test_agent"]] * 5)
