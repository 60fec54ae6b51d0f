"""The life of a journey and of its lines, and the words around them."""

from odoo.addons.service_desk.lifecycle import ACTIVE, CLOSED, DONE, NEW, Lifecycle, Move

from .. import journey_rules

JOINER, MOVER, LEAVER, CONTRACTOR, ABSENCE, PARTNER, ACQUIRED = (
    "joiner",
    "mover",
    "leaver",
    "contractor",
    "absence",
    "partner",
    "acquired",
)

JOURNEY_KINDS = [
    (JOINER, "Joiner"),
    (MOVER, "Mover"),
    (LEAVER, "Leaver"),
    (CONTRACTOR, "Contractor"),
    (ABSENCE, "Long Absence"),
    (PARTNER, "Partner's Person"),
    (ACQUIRED, "Acquired Company"),
]
#: Kinds in which somebody else takes over.
GIVING_KINDS = (LEAVER, MOVER, ABSENCE)
#: Kinds that bring somebody in, so that it makes sense to hand out and to grant.
ARRIVALS = (JOINER, CONTRACTOR, PARTNER, ACQUIRED)

JOURNEY_STATES = [
    ("proposed", "Proposed"),
    ("running", "Running"),
    ("done", "Done"),
    ("cancelled", "Cancelled"),
]
OPEN_STATES = ("proposed", "running")
OVER_STATES = ("done", "cancelled")

#: Nobody moves a journey by writing a state: the verbs check who may, then the server moves.
JOURNEY_LIFECYCLE = Lifecycle(
    phases={"proposed": NEW, "running": ACTIVE, "done": DONE, "cancelled": CLOSED},
    moves=(
        Move("running", ("proposed",), roles=()),
        Move("done", ("running",), roles=(), guard="_guard_complete"),
        Move("cancelled", OPEN_STATES, needs=("cancel_reason",), roles=()),
    ),
    working="running",
    waiting="",
    closing="done",
    is_for_requesters=False,
)

LINE_STATES = [
    (journey_rules.ASKING, "Waits for Answers"),
    (journey_rules.PLANNED, "Planned"),
    (journey_rules.OPEN, "In Progress"),
    (journey_rules.DONE, "Done"),
    (journey_rules.FAILED, "Needs Attention"),
    (journey_rules.CANCELLED, "Not Needed"),
]

#: What a step sets going. An extension point: add a kind to ``service.desk.journey.step`` and
#: methods ``_begin_<kind>`` and, where it owns more than a task, ``_parts`` to the line.
STEP_KINDS = [
    ("task", "Task"),
    ("item", "Order from the Catalog"),
    ("access", "Access of the Role"),
    ("revoke", "Take Access Back"),
    ("login", "Close the Login"),
    ("account", "Open the Login"),
    ("hand_over", "Hand Over Work"),
    ("hand_out", "Hand Something Out"),
    ("take_back", "Take Something Back"),
    ("message", "Message"),
]
#: Kinds that are a piece of work in somebody's hands.
WORK_KINDS = ("task", "hand_out", "take_back")

#: Kinds that end something: they begin when their day is over, and before all others that begin then.
ENDING_KINDS = ("hand_over", "login", "revoke")
#: Kinds in the order in which they begin on the same day; all others come last.
FIRST_KINDS = (*ENDING_KINDS, "account")
#: Kinds that happen on their day, however early the journey is started.
PUNCTUAL_KINDS = ("account",)

#: What kind of login somebody gets, and the one group it is in.
INTERNAL_LOGIN, PORTAL_LOGIN = "internal", "portal"
LOGIN_KINDS = [(INTERNAL_LOGIN, "Internal Login"), (PORTAL_LOGIN, "Portal Login")]
LOGIN_GROUPS = {INTERNAL_LOGIN: "base.group_user", PORTAL_LOGIN: "base.group_portal"}
#: Whether it is a portal login -> Odoo's mail that invites its person.
LOGIN_INVITATIONS = {False: "auth_signup.set_password_email", True: "auth_signup.portal_set_password_email"}
#: Whose doing it is that there is a login.
LOGIN_ORIGINS = [("new", "New"), ("reopened", "Opened Again"), ("existing", "Was There")]

RESPONSIBLES = [
    ("team", "A Team of the Desk"),
    ("hr", "HR"),
    ("manager", "Manager"),
    ("buddy", "Buddy"),
    ("person", "The Person"),
]

ANCHORS = [("start", "the first day"), ("end", "the last day")]

#: Who gets a message.
RECIPIENTS = [("person", "The Person"), ("manager", "Manager"), ("buddy", "Buddy"), ("hr", "HR")]

VERDICTS = [("grant", "Comes"), ("keep", "Stays"), ("revoke", "Goes")]
ORIGINS = [("package", "By the Role"), ("individual", "Individually")]

#: What is written down about a journey.
EVENTS = [
    ("proposed", "Proposed"),
    ("started", "Started"),
    ("moved", "Date Changed"),
    ("answered", "Questions Answered"),
    ("sent", "Message Sent"),
    ("blocked", "Login Closed"),
    ("opened", "Login Opened"),
    ("successor", "Successor Named"),
    ("handed", "Work Handed Over"),
    ("failed", "Needs Attention"),
    ("told", "Step Done by the Person"),
    ("done", "Done"),
    ("cancelled", "Cancelled"),
    ("signed", "Signed Off"),
    ("anonymized", "Anonymized"),
]

#: Journeys that a job begins or carries on between two commits.
BATCH_SIZE = 50
#: More journeys than these are not started while HR waits for the screen.
MAX_AT_ONCE = 20
