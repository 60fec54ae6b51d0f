"""The life of an improvement."""

from ..lifecycle import ACTIVE, AGENT, CLOSED, DONE, Lifecycle, Move

IMPROVEMENT_STATES = [("open", "Open"), ("done", "Done"), ("dropped", "Dropped")]

IMPROVEMENT_LIFECYCLE = Lifecycle(
    phases={"open": ACTIVE, "done": DONE, "dropped": CLOSED},
    moves=(
        Move("done", ("open",), roles=(AGENT,)),
        Move("dropped", ("open",), needs=("outcome",), roles=(AGENT,)),
        Move("open", ("done", "dropped"), roles=(AGENT,)),
    ),
    working="open",
    waiting="",
    closing="done",
    dropping="dropped",
)
