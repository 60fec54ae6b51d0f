"""Where one stands with a promise: on time, at risk, breached … Pure Python without Odoo.

The state is kept nowhere: it follows from whether time runs against the desk and from three facts,
two of which change while time goes by. This table is all there is to say about it. Lists search,
group and show by it, and so do the countdowns of clocks.
"""

from dataclasses import dataclass

#: Whether time runs against the desk.
RUNNING, PAUSED, ENDED = "running", "paused", "ended"
#: What may be so of a promise: it was broken when it was last looked at, it is broken now, so much
#: time was used that it soon may be.
BROKEN, LATE, RISKY = "broken", "late", "risky"


@dataclass(frozen=True)
class State:
    """One state: what the time of such a promise does, which facts are so, and which are not."""

    name: str
    time: tuple
    facts: tuple = ()
    without: tuple = ()


#: Exactly one of them fits a promise.
STATES = (
    State("met", (ENDED,), without=(BROKEN,)),
    State("missed", (ENDED,), (BROKEN,)),
    State("breached", (RUNNING, PAUSED), (LATE,)),
    State("paused", (PAUSED,), without=(LATE,)),
    State("risk", (RUNNING,), (RISKY,), without=(LATE,)),
    State("running", (RUNNING,), without=(RISKY, LATE)),
)


def state_of(time, facts):
    """The name of the state in which a promise is.

    :param facts: set of those that are so
    """
    return next(
        state.name
        for state in STATES
        if time in state.time and facts.issuperset(state.facts) and facts.isdisjoint(state.without)
    )
