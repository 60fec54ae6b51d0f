"""Words and limits of collisions, windows, freezes and outages."""

from datetime import timedelta

from .. import collisions, window_rules

#: Kind of collision -> what it is called, and what it does unless a company says otherwise.
COLLISION_KINDS = [
    (collisions.FREEZE, "Freeze"),
    (collisions.SERVICE, "Same Service"),
    (collisions.OUTAGE, "Outage"),
    (collisions.RELATED, "Related Service"),
    (collisions.PEOPLE, "Same People"),
    (collisions.WINDOW, "Outside a Maintenance Window"),
]
BLOCK, WARN, IGNORE = "block", "warn", "ignore"
REACTIONS = [(BLOCK, "Stops it"), (WARN, "Warns"), (IGNORE, "Says nothing")]

#: Changes that somebody means to carry out at their time.
PLANNED_STATES = ("assessment", "approval", "scheduled", "implementing")
#: What somebody only thinks of is told to others who plan, and weighs nothing.
DRAFT = "draft"
TOLD_STATES = (DRAFT, *PLANNED_STATES)
#: Others keep away from these; from what is not agreed to yet they need not.
FIRM_STATES = ("scheduled", "implementing")
#: What a change is scheduled or moved by, so that collisions are asked for anew.
PLACE_FIELDS = frozenset(
    {"date_planned_start", "date_planned_end", "service_id", "service_ids", "user_id", "team_id", "change_type"}
)

RECURRENCES = [
    (window_rules.ONCE, "Once"),
    (window_rules.WEEKLY, "Every week"),
    (window_rules.MONTHLY_DAY, "Every month, on a day"),
    (window_rules.MONTHLY_WEEKDAY, "Every month, on a weekday"),
]
WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]
NTHS = [("1", "First"), ("2", "Second"), ("3", "Third"), ("4", "Fourth"), ("5", "Last")]

OUTAGE_KINDS = [("full", "Not available"), ("degraded", "Slow or in part")]

#: A freeze that has no end is a decision to change nothing any more, which is not made here.
MAX_FREEZE = timedelta(days=366)
#: Nobody asks for collisions of a change that takes longer; its dates are a mistake.
MAX_SPAN = timedelta(days=366)
#: How far ahead a free time is looked for.
MAX_SEARCH_DAYS = 180
MAX_REASON = 2000
