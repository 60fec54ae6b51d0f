"""The life of a contract, and its words."""

from ..lifecycle import ACTIVE, CLOSED, DONE, MANAGER, NEW, Lifecycle, Move

CONTRACT_KINDS = [("supplier", "Supplier"), ("customer", "Customer")]

CONTRACT_STATES = [
    ("draft", "Draft"),
    ("active", "Active"),
    ("notice", "Notice Given"),
    ("ended", "Ended"),
]

#: The states in which a contract binds both sides.
IN_FORCE = ("active", "notice")

CONTRACT_LIFECYCLE = Lifecycle(
    phases={"draft": NEW, "active": ACTIVE, "notice": ACTIVE, "ended": CLOSED},
    moves=(
        Move("active", ("draft",), needs=("date_start",), roles=(MANAGER,), guard="_guard_activate"),
        # Both sides may agree to go on.
        Move("active", ("notice",), roles=(MANAGER,)),
        Move("notice", ("active",), needs=("end_reason",), roles=(MANAGER,), action="action_open_notice"),
        Move("ended", ("active", "notice"), needs=("end_reason",), roles=(MANAGER,), action="action_open_terminate"),
    ),
    working="active",
    waiting="notice",
    closing="ended",
    dropping="ended",
)

NOTICE_UNITS = [("days", "Days"), ("months", "Months")]

RENEWALS = [
    ("none", "Ends"),
    ("tacit", "Goes on by itself"),
    ("explicit", "Must be renewed"),
]

TERM_ORIGINS = [
    ("initial", "First term"),
    ("tacit", "Went on by itself"),
    ("explicit", "Renewed"),
]

COST_PERIODS = [
    ("once", "Once"),
    ("month", "Each month"),
    ("quarter", "Each quarter"),
    ("year", "Each year"),
]

CONTACT_ROLES = [
    ("account", "Account manager"),
    ("technical", "Technical contact"),
    ("hotline", "Hotline"),
    ("escalation", "Escalation"),
    ("billing", "Billing"),
    ("signatory", "Signatory"),
]

#: The days that a contract's calendar shows.
DATE_KINDS = [
    ("notice", "Last day for notice"),
    ("end", "End of term"),
    ("review", "Review"),
]

#: Kept by the desk: a person or an RPC client that sends one of them is refused.
CONTRACT_FACTS = frozenset({"number", "phase", "term_id", "previous_id", "date_noticed", "date_ended"})

#: With whom and for whom: agreed once. Another partner is another contract.
SETTLED_FIELDS = frozenset({"kind", "partner_id", "company_id"})

#: What money is about is for them alone, wherever it is read.
MONEY_GROUP = "service_desk.group_contract_manager"

#: What people are reminded of.
ALERT_KINDS = [("notice", "Notice is due"), ("end", "The end comes near")]

#: Days before, by default, and the most that make sense.
ALERT_DAYS = "90, 30"
MOST_ALERT_DAYS = 730

#: Days and lengths from which other days are reckoned: beyond these there is none.
TERM_DAYS = frozenset({"date_start", "date_end"})
FIRST_YEAR, LAST_YEAR = 1900, 2999
MOST_OF = {"notice_number": 3650, "renewal_months": 1200, "review_months": 120}

#: Terms that one run of the job makes up for when nobody let it run for years.
MOST_TERMS = 100

REVIEW_STATES = [("planned", "Planned"), ("done", "Done"), ("cancelled", "Skipped")]

REVIEW_LIFECYCLE = Lifecycle(
    phases={"planned": NEW, "done": DONE, "cancelled": CLOSED},
    moves=(
        Move("done", ("planned",), needs=("rating",), roles=(MANAGER,)),
        Move("cancelled", ("planned",), needs=("note",), roles=(MANAGER,)),
        Move("planned", ("done", "cancelled"), roles=(MANAGER,)),
    ),
    working="planned",
    waiting="",
    closing="done",
    dropping="cancelled",
)

RATINGS = [
    ("5", "Very good"),
    ("4", "Good"),
    ("3", "Acceptable"),
    ("2", "Poor"),
    ("1", "Bad"),
]

#: So many days before it is due a review is planned and somebody asked to hold it.
REVIEW_AHEAD_DAYS = 14

RISK_TIERS = [("1", "1 Critical"), ("2", "2 High"), ("3", "3 Medium"), ("4", "4 Low")]
