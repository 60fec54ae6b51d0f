"""The life of a service request."""

from ..lifecycle import ACTIVE, AGENT, CLOSED, DONE, MANAGER, NEW, PENDING, REQUESTER, Lifecycle, Move

REQUEST_STATES = [
    ("new", "New"),
    ("approval", "Approval"),
    ("in_progress", "In Progress"),
    ("pending", "Pending"),
    ("fulfilled", "Fulfilled"),
    ("closed", "Closed"),
    ("rejected", "Rejected"),
    ("cancelled", "Cancelled"),
]

REQUEST_LIFECYCLE = Lifecycle(
    phases={
        "new": NEW,
        "approval": PENDING,
        "in_progress": ACTIVE,
        "pending": PENDING,
        "fulfilled": DONE,
        "closed": CLOSED,
        "rejected": CLOSED,
        "cancelled": CLOSED,
    },
    moves=(
        Move("approval", ("new", "in_progress")),
        Move("in_progress", ("new", "approval", "pending"), action="action_start"),
        Move(
            "in_progress",
            ("fulfilled", "closed"),
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
            "fulfilled",
            ("new", "in_progress", "pending"),
            needs=("resolution",),
            action="action_resolve",
        ),
        Move(
            "rejected",
            ("new", "approval"),
            needs=("resolution",),
            action="action_reject",
        ),
        Move("closed", ("fulfilled",), roles=(REQUESTER, AGENT, MANAGER)),
        Move("rejected", ("in_progress", "pending"), needs=("resolution",), roles=()),
        Move(
            "closed",
            ("new", "in_progress", "pending"),
            roles=(REQUESTER,),
            guard="_guard_withdrawal",
        ),
        Move(
            "cancelled",
            ("new", "approval", "in_progress", "pending"),
            needs=("resolution",),
            roles=(REQUESTER, AGENT, MANAGER),
            guard="_guard_withdrawal",
            action="action_cancel",
        ),
        # Changed by the requester, and asked for again.
        Move("new", ("approval", "rejected"), roles=()),
    ),
)
