"""The life of a review of access."""

from ..lifecycle import ACTIVE, CLOSED, NEW, Lifecycle, Move

REVIEW_STATES = [
    ("draft", "Draft"),
    ("open", "Open"),
    ("closed", "Signed Off"),
    ("cancelled", "Cancelled"),
]

REVIEW_LIFECYCLE = Lifecycle(
    phases={"draft": NEW, "open": ACTIVE, "closed": CLOSED, "cancelled": CLOSED},
    moves=(
        Move("open", ("draft",), roles=()),
        Move("closed", ("open",), roles=()),
        Move("cancelled", ("draft", "open"), roles=()),
    ),
    working="open",
    waiting="draft",
)

KEEP, REVOKE = "keep", "revoke"
DECISIONS = [(KEEP, "Keep"), (REVOKE, "Revoke")]

#: Decisions that are carried out in one transaction of the job.
BATCH_SIZE = 1000
