"""What the inbox knows: states, findings and their words, policies and limits."""

from odoo.tools import LazyTranslate

from ..mail_intake import contents, verdict, wrappings

_lt = LazyTranslate(__name__)

NEW, DONE, IGNORED, HELD, FAILED = "new", "done", "ignored", "held", "failed"

STATES = [
    (NEW, "Waiting"),
    (DONE, "Done"),
    (IGNORED, "Set Aside"),
    (HELD, "For Review"),
    (FAILED, "Failed"),
]

KINDS = [
    (verdict.HUMAN, "Written by a person"),
    (verdict.AUTO_REPLY, "Automatic answer"),
    (verdict.BOUNCE, "Delivery report"),
    (verdict.LIST, "Mailing list or newsletter"),
    (verdict.CALENDAR, "Calendar answer"),
    (verdict.OWN, "Our own mail"),
]

#: Sign of mail_intake.verdict -> what is told to whoever looks into the inbox
SIGNS = {
    "ours": _lt("The desk sent this mail itself."),
    "report": _lt("It is a report about a mail that was sent."),
    "mail_server": _lt("It comes from a mail server."),
    "invitation": _lt("It answers an invitation."),
    "auto_submitted": _lt("Its Auto-Submitted header says so."),
    "suppress": _lt("Its sender wants no automatic answers."),
    "responder": _lt("It was sent by an automatic responder."),
    "precedence": _lt("Its Precedence header says so."),
    "list": _lt("It came over a mailing list."),
    "bulk": _lt("It was sent in bulk."),
    "mass_mailer": _lt("It was sent by a mass mailer."),
    "null_sender": _lt("It has no sender to answer to."),
    "report_subject": _lt("Its subject is that of a delivery report."),
    "absence_subject": _lt("Its subject is that of an absence notice."),
}

#: Remark of mail_intake -> what stands under the text of a ticket
REMARKS = {
    contents.TOO_MANY_PARTS: _lt("This mail has too many parts; the rest was left out."),
    contents.LONG_TEXT: _lt("The text of this mail is very long and was kept as a file."),
    wrappings.TNEF_UNKNOWN: _lt("This mail came as winmail.dat, which this server cannot open."),
    wrappings.TNEF_BROKEN: _lt("This mail came as winmail.dat, which could not be opened."),
    wrappings.TNEF_EMPTY: _lt("This mail came as winmail.dat, without anything that can be read."),
    wrappings.ENCRYPTED: _lt("This mail is encrypted; only its recipient can read it."),
    wrappings.SMIME_BROKEN: _lt("This mail came as S/MIME, which could not be opened."),
}

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
#: Tries in a row when others change the same ticket at the same moment.
TRIES_AT_ONCE = 3
#: Mails that a job claims at once. What it did not finish is tried again later.
CLAIM = 20
#: Bytes of the largest mail that is kept: what PostgreSQL can hold in a field. A mail server refuses
#: smaller ones long before; what is larger stays there.
MAX_BYTES = 700_000_000
#: Days until the original of a mail that became something, or was set aside, is deleted, and how many
#: are at a time.
KEEP_DAYS, CLEAN_AT_ONCE = 90, 1000
#: Minutes until one address gets another acknowledgment, after the first, the second, ... one of the
#: last 24 hours. A person hardly notices; a machine that answers each of them comes to an end,
#: however long it takes to answer.
ACKNOWLEDGE_PAUSES = (10, 10, 30, 120, 480)
