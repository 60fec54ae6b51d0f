"""Words of the change advisory board."""

MEETING_STATES = [("planned", "Planned"), ("closed", "Closed"), ("cancelled", "Cancelled")]
VOTES = [("approve", "For"), ("refuse", "Against"), ("abstain", "Abstains")]
RECOMMENDATIONS = [("approve", "Carry it out"), ("change", "Change it first"), ("refuse", "Do not carry it out")]
#: What waits for the board: proposed, or others are being asked.
AGENDA_STATES = ("assessment", "approval")
#: More than these no meeting gets through.
MAX_ITEMS = 100
MAX_WORDS = 2000
