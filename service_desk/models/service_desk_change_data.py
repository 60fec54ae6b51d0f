"""The life of a change, and what each kind of change must tell before it may go on."""

from datetime import timedelta

from .. import change_rules
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

RISKS = [
    (change_rules.LOW, "Low"),
    (change_rules.MEDIUM, "Medium"),
    (change_rules.HIGH, "High"),
]

SUCCESSFUL, ISSUES, FAILED, BACKED_OUT = "successful", "issues", "failed", "backed_out"
OUTCOMES = [
    (SUCCESSFUL, "Successful"),
    (ISSUES, "Successful With Issues"),
    (FAILED, "Failed"),
    (BACKED_OUT, "Backed Out"),
]
#: What was wanted is there.
GOOD_OUTCOMES = (SUCCESSFUL, ISSUES)
BAD_OUTCOMES = (FAILED, BACKED_OUT)

#: When a line of the checklist must be done: before the work begins, ends, or is reviewed.
CHECK_PHASES = [("before", "Before"), ("during", "During"), ("after", "After")]
#: State -> the lines of the checklist that must be done before it is reached.
CHECKED_BEFORE = {"implementing": "before", "review": "during", "closed": "after"}

PLAN_FIELDS = ("implementation_plan", "test_plan", "backout_plan", "communication_plan")
DATE_FIELDS = ("date_planned_start", "date_planned_end")
#: What must be told of a change: before approval of a normal one, before the end of an emergency.
DOCUMENTS = ("justification", "implementation_plan", "test_plan", "backout_plan")
#: Besides, where the risk is high.
DOCUMENTS_HIGH_RISK = ("communication_plan",)
#: What really happened, and what was learned from it.
ACTUAL_FIELDS = ("date_actual_start", "date_actual_end")
RESULT_FIELDS = ("outcome", "is_backout_used")
#: What a standard change takes from its model, and keeps.
MODEL_FIELDS = ("justification", *PLAN_FIELDS)

#: States in which it may still become another type, or be planned by whoever drafts it.
OPEN_TO_PLANNING = ("draft", "assessment")
#: When it is known how it went.
RESULT_STATES = ("implementing", "review")
#: The work was done, whatever came of it.
DONE_STATES = ("review", "closed")
#: Nothing happens to it any more.
ENDED_STATES = ("closed", "rejected", "cancelled")
#: What was agreed to stays from here on.
AUTHORIZED_STATES = ("scheduled", "implementing", "review", "closed")

#: Nobody plans further ahead; beyond it a year was mistyped.
MAX_AHEAD = timedelta(days=3660)
#: How far back what happened may be written down.
MAX_BACK = timedelta(days=366)
#: Changes that ended within this time are the history of like ones.
HISTORY = timedelta(days=365)

#: Facts of a change that the desk keeps by itself.
CHANGE_FACTS = frozenset(
    {
        "risk",
        "risk_score",
        "date_risk",
        "history_count",
        "history_failed_count",
        "asked_by_id",
        "date_authorized",
        "date_documented",
        "date_repeated",
    }
)

#: In which role change managers stand at the door, besides that of agents.
CHANGE_MANAGER = "change_manager"
#: Who says that something is done, or that it is not.
_AUTHORITY = (CHANGE_MANAGER, MANAGER)

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
        Move("approval", ("assessment",), guard="_guard_approval", action="action_ask_approval"),
        # A standard change was agreed to with its model.
        Move("scheduled", ("draft",), guard="_guard_schedule", action="action_schedule"),
        Move(
            "scheduled",
            ("assessment", "approval"),
            roles=_AUTHORITY,
            guard="_guard_schedule",
            action="action_schedule",
        ),
        Move(
            "implementing",
            ("draft", "assessment", "approval", "scheduled"),
            guard="_guard_implementation",
            action="action_begin",
        ),
        Move(
            "review",
            ("implementing",),
            needs=("outcome",),
            guard="_guard_outcome",
            action="action_finish",
        ),
        Move("implementing", ("review",)),
        # Who may close follows from the type and the outcome: the guard says.
        Move("closed", ("review",), guard="_guard_closing", action="action_close"),
        Move("review", ("closed",), roles=_AUTHORITY),
        Move(
            "rejected",
            ("assessment", "approval"),
            needs=("resolution",),
            roles=_AUTHORITY,
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
