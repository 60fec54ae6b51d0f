"""The lifecycle as data, without a database record."""

from odoo.tests import BaseCase

from ..lifecycle import CLOSED, NEW, OPEN_PHASES, Lifecycle, Move
from ..models.service_desk_incident_data import INCIDENT_LIFECYCLE, INCIDENT_STATES
from ..models.service_desk_request_data import REQUEST_LIFECYCLE, REQUEST_STATES


class TestLifecycle(BaseCase):
    def test_processes_name_the_same_states_as_their_fields(self):
        """Selection and lifecycle of each process list the same states in the same order."""
        for states, lifecycle in (
            (INCIDENT_STATES, INCIDENT_LIFECYCLE),
            (REQUEST_STATES, REQUEST_LIFECYCLE),
        ):
            self.assertEqual([code for code, _label in states], list(lifecycle.phases))

    def test_moves_name_known_states_only(self):
        """No move starts from or leads to a state that does not exist."""
        for lifecycle in (INCIDENT_LIFECYCLE, REQUEST_LIFECYCLE):
            for move in lifecycle.moves:
                self.assertLessEqual({move.target, *move.sources}, set(lifecycle.phases))

    def test_every_state_can_be_reached(self):
        """From the initial state, every other state can be reached by some path."""
        for lifecycle in (INCIDENT_LIFECYCLE, REQUEST_LIFECYCLE):
            reached, waiting = set(), [lifecycle.initial]
            while waiting:
                state = waiting.pop()
                if state not in reached:
                    reached.add(state)
                    waiting += lifecycle.targets(state)
            self.assertEqual(reached, set(lifecycle.phases))

    def test_unlisted_move_is_none(self):
        """What is not listed does not exist, and targets come in the order of the life."""
        life = Lifecycle({"a": NEW, "b": CLOSED, "c": CLOSED}, (Move("c", ("a",)), Move("b", ("a",))))
        self.assertIsNone(life.move("b", "a"))
        self.assertEqual(life.targets("a"), ["b", "c"])
        self.assertEqual(life.in_phases(*OPEN_PHASES), ["a"])
