"""The life of a task, and the words around it."""

from .. import plan_rules
from ..lifecycle import ACTIVE, AGENT, CLOSED, DONE, MANAGER, NEW, PENDING, Lifecycle, Move
from .service_desk_process_data import TICKET_COLUMNS

TASK_STATES = [
    (plan_rules.WAITING, "Waiting"),
    (plan_rules.READY, "Ready"),
    (plan_rules.IN_PROGRESS, "In Progress"),
    (plan_rules.DONE, "Done"),
    (plan_rules.FAILED, "Failed"),
    (plan_rules.CANCELLED, "Cancelled"),
]

PEOPLE = (AGENT, MANAGER)
#: The desk alone makes these moves.
NOBODY = ()

TASK_LIFECYCLE = Lifecycle(
    phases={
        plan_rules.WAITING: PENDING,
        plan_rules.READY: NEW,
        plan_rules.IN_PROGRESS: ACTIVE,
        plan_rules.DONE: DONE,
        # It is for a person now, so it stands among what is worked on.
        plan_rules.FAILED: ACTIVE,
        plan_rules.CANCELLED: CLOSED,
    },
    moves=(
        Move("ready", ("waiting",), roles=NOBODY),
        Move("waiting", ("ready",), roles=NOBODY),
        Move("ready", ("failed",), roles=PEOPLE, action="action_retry"),
        Move("in_progress", ("ready", "failed"), roles=PEOPLE, guard="_guard_by_hand"),
        Move(
            "done",
            ("ready", "in_progress", "failed"),
            roles=PEOPLE,
            guard="_guard_by_hand",
            action="action_open_done",
        ),
        Move(
            "failed",
            ("ready", "in_progress"),
            needs=("note",),
            roles=PEOPLE,
            guard="_guard_by_hand",
            action="action_open_fail",
        ),
        Move(
            "cancelled",
            ("waiting", "ready", "in_progress", "failed"),
            needs=("note",),
            roles=PEOPLE,
            action="action_open_skip",
        ),
    ),
    waiting="waiting",
    closing="done",
    dropping="cancelled",
)

MANUAL, SERVER_ACTION, WEBHOOK, RECORD = "manual", "server_action", "webhook", "record"

#: How the work of a step is done. An extension point: add a kind to ``service.desk.task.step.mixin``
#: and a method ``_run_<kind>`` to ``service.desk.task``.
TASK_KINDS = [
    (MANUAL, "By hand"),
    (SERVER_ACTION, "Server action"),
    (WEBHOOK, "Webhook"),
    (RECORD, "Another ticket"),
]

DUE_ORIGINS = [
    ("ready", "it can begin"),
    ("promise", "the promise to the requester"),
]

CONDITIONS = [
    (plan_rules.IS, "is"),
    (plan_rules.IS_NOT, "is not"),
    (plan_rules.CONTAINS, "contains"),
    (plan_rules.ABOVE, "is more than"),
    (plan_rules.BELOW, "is less than"),
    (plan_rules.IS_SET, "is answered"),
    (plan_rules.IS_NOT_SET, "is not answered"),
]

RUNNING, SUCCEEDED, BROKEN, LOST, OVERTAKEN = "running", "done", "failed", "lost", "overtaken"

#: What became of one attempt of an automatic step.
RUN_OUTCOMES = [
    (RUNNING, "Running"),
    (SUCCEEDED, "Done"),
    (BROKEN, "Failed"),
    (LOST, "Server Stopped"),
    (OVERTAKEN, "Came Too Late"),
]

#: What people may write on a task; all else the desk records by itself.
OPEN_TASK_FIELDS = frozenset(
    {
        "name",
        "description",
        "team_id",
        "user_id",
        "date_due",
        "note",
        "sequence",
        "predecessor_ids",
        "is_shown",
        "state",
    }
)
#: What they may also say when they add one; it is done by hand then.
NEW_TASK_FIELDS = OPEN_TASK_FIELDS | {
    *TICKET_COLUMNS.values(),
    "company_id",
    "is_required",
}

#: Characters kept of what an attempt tells.
MAX_DETAIL = 1000
#: Tries in a row when others change the same rows at the same moment.
TRIES_AT_ONCE = 8
