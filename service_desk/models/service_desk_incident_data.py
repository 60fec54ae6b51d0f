"""The life of an incident."""

from ..lifecycle import ACTIVE, AGENT, CLOSED, DONE, MANAGER, NEW, PENDING, REQUESTER, Lifecycle, Move

INCIDENT_STATES = [
    ("new", "New"),
    ("in_progress", "In Progress"),
    ("pending", "Pending"),
    ("resolved", "Resolved"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]

INCIDENT_LIFECYCLE = Lifecycle(
    phases={
        "new": NEW,
        "in_progress": ACTIVE,
        "pending": PENDING,
        "resolved": DONE,
        "closed": CLOSED,
        "cancelled": CLOSED,
    },
    moves=(
        Move("in_progress", ("new", "pending"), action="action_start"),
        Move(
            "in_progress",
            ("resolved", "closed"),
            roles=(REQUESTER, AGENT, MANAGER),
            guard="_guard_reopen",
        ),
        Move(
            "pending",
            ("new", "in_progress"),
            needs=("pending_reason_id",),
            action="action_hold",
        ),
        Move(
            "resolved",
            ("new", "in_progress", "pending"),
            needs=("resolution_code_id", "resolution"),
            action="action_resolve",
        ),
        Move("closed", ("resolved",), roles=(REQUESTER, AGENT, MANAGER)),
        Move(
            "closed",
            ("new", "in_progress", "pending"),
            roles=(REQUESTER,),
        ),
        Move(
            "cancelled",
            ("new", "in_progress", "pending"),
            needs=("resolution",),
            action="action_cancel",
        ),
    ),
)
