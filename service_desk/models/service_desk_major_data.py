"""The life and the words of a major incident."""

from ..lifecycle import ACTIVE, CLOSED, DONE, MANAGER, NEW, Lifecycle, Move

MAJOR_STATES = [
    ("proposed", "Proposed"),
    ("declared", "Declared"),
    ("stood_down", "Stood Down"),
    ("reviewed", "Reviewed"),
    ("declined", "Declined"),
]

MAJOR_LIFECYCLE = Lifecycle(
    phases={
        "proposed": NEW,
        "declared": ACTIVE,
        "stood_down": DONE,
        "reviewed": CLOSED,
        "declined": CLOSED,
    },
    moves=(
        Move("declared", ("proposed", "declined"), needs=("commander_id",), roles=(MANAGER,)),
        Move("declined", ("proposed",), needs=("decline_reason",), roles=(MANAGER,)),
        Move("proposed", ("declined",), needs=("reason",)),
        # The agents among them who may run it, see the guards.
        Move("stood_down", ("declared",), guard="_guard_stand_down"),
        Move("declared", ("stood_down",), guard="_guard_runs"),
        Move("reviewed", ("stood_down",), needs=("what_happened",), guard="_guard_runs"),
        Move("stood_down", ("reviewed",), roles=(MANAGER,)),
    ),
    working="declared",
    waiting="",
    closing="reviewed",
    dropping="declined",
)

ROLES = [
    ("communications", "Communications"),
    ("scribe", "Scribe"),
    ("technical_lead", "Technical Lead"),
    ("member", "Member"),
]

#: Kinds of entries in the timeline; the last two are written by people.
EVENT_KINDS = [
    ("proposed", "Proposed"),
    ("declared", "Declared"),
    ("declined", "Declined"),
    ("priority", "Priority"),
    ("state", "State"),
    ("joined", "Joined"),
    ("update", "Update"),
    ("team", "Team"),
    ("stood_down", "Stood Down"),
    ("reviewed", "Reviewed"),
    ("note", "Note"),
    ("decision", "Decision"),
]

#: How people are told; the first two are sent by the desk, the others somebody does and says so.
PLAN_CHANNELS = [
    ("announcement", "Announcement and Its Subscribers"),
    ("email", "E-mail"),
    ("phone", "Phone"),
    ("chat", "Chat"),
    ("meeting", "Meeting"),
]

#: So many minutes before an update is due somebody is reminded of it.
REMIND_MINUTES = 5
#: The longest time without a word, in minutes: a week.
MOST_MINUTES = 7 * 24 * 60
#: What was opened so many hours before the trouble began may belong to it.
LIKELY_HOURS = 2
#: Tickets proposed to join at a time.
MOST_LIKELY = 80

#: What a major incident is raised to when its impact is high.
TOP_PRIORITY = "1"
HIGH_IMPACT = "1"
