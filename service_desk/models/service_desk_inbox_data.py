"""What the inbox knows: states, policies and limits."""

NEW, DONE, IGNORED, HELD, FAILED = "new", "done", "ignored", "held", "failed"

STATES = [
    (NEW, "Waiting"),
    (DONE, "Done"),
    (IGNORED, "Set Aside"),
    (HELD, "For Review"),
    (FAILED, "Failed"),
]

#: Why a mail did not become what mails usually become, beside the kinds of mail_intake.verdict.
STRANGER, INTRUDER, UNPROVEN, FLOOD, DOUBLE = (
    "stranger",
    "intruder",
    "unproven",
    "flood",
    "double",
)
HOLD_REASONS = [
    (STRANGER, "Unknown sender"),
    (INTRUDER, "Sender takes no part in the ticket"),
    (UNPROVEN, "Sender is not who it says"),
    (FLOOD, "Too many mails"),
    (DOUBLE, "Message-ID of another mail"),
]

#: What becomes of a mail whose sender the desk does not know.
CONTACT, ACCEPT, HOLD = "contact", "accept", "hold"
UNKNOWN_SENDERS = [
    (CONTACT, "Accept, and create a contact"),
    (ACCEPT, "Accept without a contact"),
    (HOLD, "Hold for review"),
]

#: Minutes until the next attempt, after the first, the second, ... one; then a mail has failed.
RETRY_MINUTES = (1, 5, 15, 60, 240)
#: Mails that a job claims at once. What it did not finish is tried again later.
CLAIM = 20
#: Bytes of the largest mail that is kept; a mail server refuses larger ones long before.
MAX_BYTES = 60_000_000
#: Days until the original of a mail that became something is deleted.
KEEP_DAYS = 90
#: Minutes in which one address gets no second acknowledgment.
ACKNOWLEDGE_PAUSE = 10
