"""The life of a change."""

from ..lifecycle import ACTIVE, CLOSED, DONE, MANAGER, NEW, PENDING, Lifecycle, Move

CHANGE_STATES = [
    ("draft", "Draft"),
    ("assessment", "Assessment"),
    ("approval", "Approval"),
    ("scheduled", "Scheduled"),
    ("implementing", "Implementing"),
    ("review", "Review"),
    ("closed", "Closed"),
    ("rejected", "Rejected"),
    ("cancelled", "Cancelled"),
]

#: What decides how much must be agreed before the work begins.
STANDARD, NORMAL, EMERGENCY = "standard", "normal", "emergency"
CHANGE_TYPES = [(STANDARD, "Standard"), (NORMAL, "Normal"), (EMERGENCY, "Emergency")]

CHANGE_LIFECYCLE = Lifecycle(
    phases={
        "draft": NEW,
        "assessment": ACTIVE,
        "approval": PENDING,
        "scheduled": ACTIVE,
        "implementing": ACTIVE,
        "review": DONE,
        "closed": CLOSED,
        "rejected": CLOSED,
        "cancelled": CLOSED,
    },
    moves=(
        Move("assessment", ("draft",)),
        # What was agreed no longer holds once it is assessed anew.
        Move("assessment", ("approval", "scheduled", "rejected"), guard="_guard_rework"),
        Move("approval", ("assessment",), guard="_guard_approval"),
        Move("scheduled", ("draft", "assessment", "approval"), guard="_guard_schedule"),
        Move(
            "implementing",
            ("draft", "assessment", "approval", "scheduled"),
            guard="_guard_implementation",
            action="action_implement",
        ),
        Move("review", ("implementing",), guard="_guard_outcome", action="action_resolve"),
        Move("closed", ("review",), guard="_guard_review", action="action_close"),
        Move("review", ("closed",), roles=(MANAGER,)),
        Move(
            "rejected",
            ("assessment", "approval"),
            needs=("resolution",),
            action="action_reject",
        ),
        Move(
            "cancelled",
            ("draft", "assessment", "approval", "scheduled"),
            needs=("resolution",),
            action="action_cancel",
        ),
    ),
    working="implementing",
    waiting="",
    is_for_requesters=False,
)
