"""The one door for state: what passes, what is refused and what hangs on it."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestTicketDoor(ServiceDeskCase):
    def test_every_unlisted_move_is_refused(self):
        """Each pair of states that the lifecycle does not list raises, and changes nothing."""
        for model in ("service.desk.incident", "service.desk.request"):
            lifecycle = self.env[model]._lifecycle
            ticket = self.make_incident() if "incident" in model else self.make_request()
            for origin in lifecycle.phases:
                forbidden = set(lifecycle.phases) - {origin} - set(lifecycle.targets(origin))
                for target in forbidden:
                    self.env.cr.execute(
                        f"UPDATE {ticket._table} SET state = %s, phase = %s WHERE id = %s",
                        (origin, lifecycle.phases[origin], ticket.id),
                    )
                    ticket.invalidate_recordset()
                    with self.subTest(model=model, move=(origin, target)), self.assertRaises(UserError):
                        ticket.write({"state": target, **self.solution})
                    self.assertEqual(ticket.state, origin)

    def test_what_cannot_be_kept_is_refused_with_a_sentence(self):
        """NUL and half a character in a subject, in tickets of all processes, new or not."""
        made = (self.make_incident(), self.make_request(), self.make_problem(), self.make_change())
        for ticket in made:
            for text in ("Printer\0", "Printer \ud83d"):
                for door in (ticket.write, lambda vals, ticket=ticket: ticket.copy(vals)):
                    with (
                        self.subTest(ticket._name, text=repr(text)),
                        self.assertRaisesRegex(UserError, "cannot be saved"),
                    ):
                        door({"name": text})

    def test_unknown_state_is_refused_with_a_sentence(self):
        """A state that does not exist is named in the refusal, with the possible ones."""
        with self.assertRaisesRegex(UserError, "cannot become escalated.*In Progress"):
            self.make_incident().write({"state": "escalated"})

    def test_resolving_without_resolution_names_what_is_missing(self):
        """The refusal lists the empty fields by their labels."""
        incident = self.make_incident()
        with self.assertRaisesRegex(UserError, "Resolution Code, Resolution"):
            incident.write({"state": "resolved"})
        with self.assertRaisesRegex(UserError, "fill in: Resolution"):
            incident.write({"state": "resolved", "resolution_code_id": self.code.id, "resolution": "<p><br></p>"})

    def test_pending_without_reason_is_refused(self):
        """Nothing waits without a reason."""
        with self.assertRaisesRegex(UserError, "Pending Reason"):
            self.make_incident().write({"state": "pending"})

    def test_creating_in_a_later_state_is_refused(self):
        """People start a ticket at the beginning of its life."""
        with self.assertRaisesRegex(UserError, "starts as New"):
            self.make_incident(state="closed")

    def test_guarded_fields_are_refused(self):
        """Numbers, dates and counters cannot be forged, on create or on write."""
        incident = self.make_incident()
        for name, value in {
            "number": "INC9999999",
            "phase": "closed",
            "priority": "1",
            "date_opened": "2020-01-01",
            "date_closed": "2020-01-01",
            "reopen_count": 7,
        }.items():
            with self.subTest(field=name), self.assertRaises(AccessError):
                incident.write({name: value})
            with self.subTest(field=name), self.assertRaises(AccessError):
                self.make_incident(**{name: value})

    def test_defaults_cannot_forge_either(self):
        """Neither the client's context nor a user's own default goes around the door."""
        self.env["ir.default"].set("service.desk.incident", "reopen_count", 5, user_id=self.agent.id)
        incident = (
            self.env["service.desk.incident"]
            .with_user(self.agent)
            .with_context(
                default_state="closed",
                default_number="INC9999999",
                default_date_opened="2020-01-01",
                default_date_closed="2020-01-01",
                default_priority_override="1",
                default_priority_override_reason="me",
            )
            .create({"name": "x"})
        )
        self.assertEqual((incident.state, incident.reopen_count), ("new", 0))
        self.assertNotEqual(incident.number, "INC9999999")
        self.assertFalse(incident.date_closed or incident.priority_override)
        self.assertEqual(incident.date_opened.year, self.env.cr.now().year)

    def test_resolving_stamps_and_reopening_clears(self):
        """Resolution and closing dates do not survive reopening; the count goes up by one."""
        incident = self.make_resolved()
        self.assertTrue(incident.date_resolved)
        incident.write({"state": "closed"})
        self.assertTrue(incident.date_closed)
        incident.with_user(self.manager).write({"state": "in_progress"})
        self.assertFalse(incident.date_resolved)
        self.assertFalse(incident.date_closed)
        self.assertFalse(incident.resolution)
        self.assertEqual(incident.reopen_count, 1)

    def test_writing_the_same_state_changes_nothing(self):
        """A second, identical write leaves dates and history alone."""
        incident = self.make_resolved()
        self.move_back(incident, date_resolved=timedelta(days=1))
        before = incident.date_resolved, len(incident.transition_ids)
        incident.write({"state": "resolved"})
        self.assertEqual((incident.date_resolved, len(incident.transition_ids)), before)

    def test_each_move_leaves_one_line_of_history(self):
        """History tells from where to where, by whom, and in whose hands the ticket was."""
        incident = self.make_incident()
        incident.action_take()
        incident.write({"state": "pending", "pending_reason_id": self.reason.id})
        first, second = incident.transition_ids
        self.assertEqual((first.state_from, first.state_to), ("new", "in_progress"))
        self.assertEqual((second.phase_from, second.phase_to), ("active", "pending"))
        self.assertEqual(second.actor_id, self.agent)
        self.assertEqual(second.pending_reason_id, self.reason)

    def test_bulk_write_moves_tickets_of_different_states(self):
        """One write moves new and pending tickets together, each with its own history."""
        new, waiting = self.make_incident(), self.make_incident()
        waiting.write({"state": "pending", "pending_reason_id": self.reason.id})
        (new | waiting).write({"state": "in_progress"})
        self.assertEqual((new | waiting).mapped("state"), ["in_progress"] * 2)
        self.assertFalse(waiting.pending_reason_id)

    def test_one_wrong_ticket_stops_the_whole_bulk(self):
        """Nothing is half done when one ticket of many cannot move."""
        good, closed = self.make_incident(), self.make_resolved()
        closed.write({"state": "closed"})
        with self.assertRaises(UserError):
            (good | closed).write({"state": "pending", "pending_reason_id": self.reason.id})
        self.assertEqual(good.state, "new")

    def test_agent_reopens_resolved_but_late_closed_needs_manager(self):
        """An agent may not take up what was closed long ago; a manager may."""
        incident = self.make_resolved()
        incident.write({"state": "closed"})
        self.move_back(incident, date_resolved=timedelta(days=99))
        with self.assertRaisesRegex(UserError, "too long ago"):
            incident.write({"state": "in_progress"})
        incident.with_user(self.manager).write({"state": "in_progress"})
        self.assertEqual(incident.state, "in_progress")

    def test_agent_cannot_use_the_requesters_short_cut(self):
        """Closing an open ticket without a resolution is the requester's right alone."""
        with self.assertRaises(AccessError):
            self.make_incident().write({"state": "closed"})

    def test_phase_follows_state(self):
        """The stored phase is what the lifecycle says, and can be searched."""
        incident = self.make_resolved()
        self.assertEqual(incident.phase, "done")
        self.assertIn(incident, incident.search([("phase", "=", "done")]))
