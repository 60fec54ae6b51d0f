"""What the desk tells requesters by itself: events, words and headers."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

RECEIVED, HOLD, REMINDER = "received", "hold", "reminder"
RESOLVED, CLOSED, CANCELLED = "resolved", "closed", "cancelled"

#: What a requester may be mailed about; ``mail_template_<process>_<event>`` says it by default.
EVENTS = [
    (RECEIVED, "Received"),
    (HOLD, "We Need an Answer"),
    (REMINDER, "Reminder of Our Question"),
    (RESOLVED, "Resolved"),
    (CLOSED, "Closed, with the Rating"),
    (CANCELLED, "Cancelled or Declined"),
]

#: event -> the line on top of the mail, and what its button says
WORDS = {
    RECEIVED: (_lt("We have received your message"), _lt("See your ticket")),
    HOLD: (_lt("We need your answer"), _lt("Answer")),
    REMINDER: (_lt("We still need your answer"), _lt("Answer")),
    RESOLVED: (_lt("We believe this is solved"), _lt("See the solution")),
    CLOSED: (_lt("Your ticket is closed"), _lt("See the ticket")),
    CANCELLED: (_lt("Your ticket has ended"), _lt("See the ticket")),
}
#: The same where no event is told, for an answer of the desk.
BUTTON = _lt("See your ticket")
#: The same for colleagues, whose ticket it is not.
COLLEAGUES_BUTTON = _lt("Open the ticket")

#: In the context of moves whose caller tells the requesters, in one mail with what else happens.
TOLD_BY_CALLER = "service_desk_told_by_caller"

#: A requester who waits for the answer to one of these should not wait for a digest.
URGENT_EVENTS = frozenset({HOLD, REMINDER, RESOLVED})

#: Ways to the desk on which a person waits to hear that they were heard. Machines do not.
ACKNOWLEDGED_CHANNELS = frozenset({"portal", "email", "phone", "chat", "walk_in", "sms", "social", "letter", "api"})
#: Those on which the requester themself raised the ticket, so that they hear of their own doing.
OWN_CHANNELS = frozenset({"portal", "email"})

#: What no person wrote says so (RFC 3834), so that no vacation notice answers it. Exchange is asked
#: for silence too, but not about mails that it cannot deliver: those failures we want to see.
AUTOMATIC_HEADERS = {
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "DR, RN, NRN, OOF, AutoReply",
}
#: The same on what answers a mail.
AUTOMATIC_REPLY_HEADERS = {**AUTOMATIC_HEADERS, "Auto-Submitted": "auto-replied"}

#: Kinds of messages that people write.
WRITTEN_TYPES = frozenset({"comment", "email"})
