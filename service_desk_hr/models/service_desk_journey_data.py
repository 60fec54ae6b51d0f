"""The life of a journey and of its lines, and the words around them."""

from odoo.addons.service_desk.lifecycle import ACTIVE, CLOSED, DONE, NEW, Lifecycle, Move

from .. import journey_rules
from ..step_table import KINDS, kinds_that

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

#: What a step sets going: see ``step_table`` for what each kind is.
STEP_KINDS = [(name, kind.label) for name, kind in KINDS.items()]
WORK_KINDS, ENDING_KINDS, PUNCTUAL_KINDS = kinds_that("is_work"), kinds_that("is_ending"), kinds_that("is_punctual")
#: What a person is given, and what they are shown of their own journey.
GIVEN_KINDS, SHOWN_KINDS = kinds_that("is_given"), kinds_that("is_shown")
#: What a step of a kind cannot do without.
NEEDED = {name: KINDS[name].needs for name in kinds_that("needs")}

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
