"""The life of a problem, and the words by which its parts understand each other."""

from ..lifecycle import ACTIVE, CLOSED, DONE, MANAGER, NEW, PENDING, Lifecycle, Move

#: In the context when an agent decides against telling whom they link.
QUIETLY = "service_desk_links_quietly"

PROBLEM_STATES = [
    ("new", "New"),
    ("investigating", "Investigating"),
    ("known_error", "Known Error"),
    ("fixing", "Fixing"),
    ("pending", "Pending"),
    ("resolved", "Resolved"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]

PROBLEM_LIFECYCLE = Lifecycle(
    phases={
        "new": NEW,
        "investigating": ACTIVE,
        "known_error": ACTIVE,
        "fixing": ACTIVE,
        "pending": PENDING,
        "resolved": DONE,
        "closed": CLOSED,
        "cancelled": CLOSED,
    },
    moves=(
        Move("investigating", ("new", "known_error", "fixing", "pending"), action="action_start"),
        Move("investigating", ("resolved",)),
        Move("investigating", ("closed",), roles=(MANAGER,)),
        Move("known_error", ("investigating", "fixing", "pending"), needs=("root_cause",)),
        Move("fixing", ("investigating", "known_error", "pending"), needs=("root_cause",)),
        Move(
            "pending",
            ("new", "investigating", "known_error", "fixing"),
            needs=("pending_reason_id",),
            action="action_hold",
        ),
        Move(
            "resolved",
            ("investigating", "known_error", "fixing", "pending"),
            needs=("root_cause", "resolution"),
            action="action_resolve",
        ),
        Move("closed", ("resolved",), guard="_guard_review", action="action_close"),
        Move(
            "cancelled",
            ("new", "investigating", "known_error", "fixing", "pending"),
            needs=("resolution",),
            action="action_cancel",
        ),
    ),
    working="investigating",
    is_for_requesters=False,
)
