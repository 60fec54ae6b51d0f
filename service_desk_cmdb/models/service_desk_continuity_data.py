"""The life of what is written down for bad days, and the words around it."""

from odoo.addons.service_desk.lifecycle import ACTIVE, CLOSED, DONE, MANAGER, NEW, Lifecycle, Move

DRAFT, APPROVED, RETIRED = "draft", "approved", "retired"
DOCUMENT_STATES = [(DRAFT, "Draft"), (APPROVED, "Approved"), (RETIRED, "Retired")]
DOCUMENT_LIFECYCLE = Lifecycle(
    phases={DRAFT: NEW, APPROVED: ACTIVE, RETIRED: CLOSED},
    moves=(
        Move(APPROVED, (DRAFT,), needs=("owner_id",), roles=(MANAGER,), guard="_guard_approval"),
        Move(DRAFT, (APPROVED, RETIRED), roles=(MANAGER,)),
        Move(RETIRED, (DRAFT, APPROVED), roles=(MANAGER,)),
    ),
    working=APPROVED,
    waiting="",
    closing=RETIRED,
    dropping=RETIRED,
    is_for_requesters=False,
)
#: What the desk keeps by itself about a document.
DOCUMENT_FACTS = frozenset({"version", "approved_by_id", "date_approved", "date_in_force", "reminded_of"})

HARMS = [("money", "Money"), ("reputation", "Reputation"), ("legal", "Law and Contracts"), ("safety", "Safety")]
TOP_LEVEL = "4"
LEVELS = [("1", "Low"), ("2", "Noticeable"), ("3", "Serious"), (TOP_LEVEL, "Unbearable")]

#: So many things on which a service relies are looked at, the nearest.
MAX_THINGS = 300
#: Further away than this no service is said to be relied on.
MAX_SERVICE_DEPTH = 10

DRILL_STATES = [("planned", "Planned"), ("done", "Done"), ("cancelled", "Cancelled")]
DRILL_LIFECYCLE = Lifecycle(
    phases={"planned": NEW, "done": DONE, "cancelled": CLOSED},
    moves=(
        Move("done", ("planned",), needs=("result",), roles=(MANAGER,), guard="_guard_done"),
        Move("cancelled", ("planned",), needs=("note",), roles=(MANAGER,)),
        Move("planned", ("done", "cancelled"), roles=(MANAGER,)),
    ),
    working="planned",
    waiting="",
    closing="done",
    dropping="cancelled",
    is_for_requesters=False,
)
DRILL_KINDS = [
    ("tabletop", "Tabletop"),
    ("walkthrough", "Walkthrough"),
    ("technical", "Technical Test"),
    ("full", "Full Interruption"),
]
#: Kinds in which things are really brought back, so that it can be measured.
MEASURED_KINDS = ("technical", "full")
RESULTS = [("passed", "Passed"), ("partly", "Passed with Findings"), ("failed", "Failed")]

#: A step takes 30 days at most.
MOST_STEP_MINUTES = 30 * 24 * 60

DRILL_TODO = "service_desk_cmdb.mail_activity_type_drill"
