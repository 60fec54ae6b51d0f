"""The table of states says one thing about every promise."""

from itertools import product

from odoo.tests import BaseCase

from ..models.service_desk_sla_data import SLA_STATES
from ..promise_states import BROKEN, ENDED, LATE, PAUSED, RISKY, RUNNING, STATES, state_of


class TestPromiseStates(BaseCase):
    def test_exactly_one_state_fits_every_promise(self):
        """Whatever its time does, and whatever is so of it: what was broken is late."""
        possible = (set(), {LATE}, {BROKEN, LATE})
        for time, facts, risk in product((RUNNING, PAUSED, ENDED), possible, (set(), {RISKY})):
            told = facts | risk
            fitting = [
                state.name
                for state in STATES
                if time in state.time and told >= set(state.facts) and not told & set(state.without)
            ]
            with self.subTest(time=time, facts=told):
                self.assertEqual(fitting, [state_of(time, told)])

    def test_every_state_has_its_word(self):
        """What the table tells apart is what people read."""
        self.assertEqual({state.name for state in STATES}, {name for name, _word in SLA_STATES})
