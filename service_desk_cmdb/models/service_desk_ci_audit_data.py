"""What an audit finds, and what becomes of it."""

STALE, ORPHAN, DUPLICATE, NO_OWNER, INCOMPLETE, DIFFERS = (
    "stale",
    "orphan",
    "duplicate",
    "no_owner",
    "incomplete",
    "differs",
)
FINDING_KINDS = [
    (STALE, "Not Seen for Long"),
    (ORPHAN, "Related to Nothing"),
    (DUPLICATE, "Twice"),
    (NO_OWNER, "Without an Owner"),
    (INCOMPLETE, "Incomplete"),
    (DIFFERS, "Not as Authorized"),
]
#: What the audit looks for by itself; what differs is reported by sources.
AUDITED = (STALE, ORPHAN, DUPLICATE, NO_OWNER, INCOMPLETE)

#: Rules for which each class says whether they ask it -> by what.
LOOKS_AT = {NO_OWNER: "owner", ORPHAN: "relation", STALE: "stale"}
#: So many classes are named in a sentence.
NAMED_CLASSES = 12
#: The parameter that says when all was looked at last.
DATE_AUDITED = "service_desk_cmdb.date_audited"

FINDING_STATES = [("open", "Open"), ("accepted", "Accepted"), ("ended", "No Longer So")]

#: Serial numbers that say that there is none; also those of one character again and again.
PLACEHOLDERS = frozenset(
    {
        "none",
        "n/a",
        "na",
        "null",
        "unknown",
        "not specified",
        "not available",
        "not applicable",
        "default string",
        "to be filled by o.e.m.",
        "to be filled by oem",
        "system serial number",
        "serial number",
        "123456789",
        "1234567890",
        "0123456789",
        "invalid",
        "empty",
        "chassis serial number",
        "oem",
        "o.e.m.",
    }
)
BATCH_SIZE = 1000
