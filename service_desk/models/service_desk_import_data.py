"""Words of the import: what a column may be, what its values may mean, how far an import is."""

#: Files above this size are cut into several by whoever exports them.
MAX_IMPORT_MB = 64
#: A ticket's number is quoted on the phone.
MAX_NUMBER_LENGTH = 64
#: Names of people and places are looked up by index; what is longer is a text in the wrong column.
MAX_WORD_LENGTH = 500
#: What a ticket takes for its subject.
MAX_SUBJECT_LENGTH = 1000
#: Problems kept for reading; what is above is only counted.
MAX_ISSUES = 1000
#: Tickets written between two commits.
BATCH_SIZE = 200
#: Up to here "Load" works while the person waits; above it, a job does.
FOREGROUND_TICKETS = 1000

LAYOUTS = [
    ("ticket", "One row a ticket"),
    ("event", "An event log: several rows a ticket"),
]

DELIMITERS = [
    ("auto", "Find out"),
    (",", "Comma"),
    (";", "Semicolon"),
    ("\t", "Tab"),
    ("|", "Vertical bar"),
]

ENCODINGS = [
    ("auto", "Find out"),
    ("utf-8", "UTF-8"),
    ("utf-16", "UTF-16"),
    ("cp1252", "Western (Windows 1252)"),
    ("latin-1", "Western (ISO 8859-1)"),
]

DATE_ORDERS = [
    ("auto", "Find out"),
    ("dmy", "Day, month, year"),
    ("mdy", "Month, day, year"),
    ("ymd", "Year, month, day"),
    ("pattern", "As a pattern says"),
]

EVENT_ORDERS = [
    ("file", "As they stand in the file"),
    ("time", "By their time"),
]

#: What a column of the file may be.
TARGETS = [
    ("number", "Number"),
    ("name", "Subject"),
    ("description", "Description"),
    ("state", "State"),
    ("impact", "Impact"),
    ("urgency", "Urgency"),
    ("priority", "Priority"),
    ("channel", "Channel"),
    ("requester", "Requester"),
    ("requester_email", "Requester's E-mail"),
    ("submitted_by", "Submitted By"),
    ("team", "Team"),
    ("assignee", "Assignee"),
    ("service", "Service"),
    ("category", "Category"),
    ("subcategory", "Subcategory"),
    ("resolution", "Resolution"),
    ("code", "Resolution Code"),
    ("resolver", "Resolved By"),
    ("date_opened", "Opened"),
    ("date_first_response", "First Response"),
    ("date_due", "Due"),
    ("date_resolved", "Resolved"),
    ("date_closed", "Closed"),
    ("reopen_count", "Times Reopened"),
    ("reassignment_count", "Times Reassigned"),
    ("event_date", "Event: Time"),
    ("event_actor", "Event: Who"),
    ("fact", "Keep as a fact"),
]

DATE_TARGETS = (
    "event_date",
    "date_opened",
    "date_first_response",
    "date_due",
    "date_resolved",
    "date_closed",
)
COUNT_TARGETS = ("reopen_count", "reassignment_count")
TEXT_TARGETS = ("name", "description", "resolution")
#: Texts that have lines and paragraphs.
LONG_TARGETS = ("description", "resolution")
#: Targets whose words stand for one of a fixed set of values.
CHOICE_TARGETS = ("state", "impact", "urgency", "priority", "channel")

#: What a word of the file may stand for.
WORD_KINDS = [
    ("state", "State"),
    ("impact", "Impact"),
    ("urgency", "Urgency"),
    ("priority", "Priority"),
    ("channel", "Channel"),
    ("person", "Requester"),
    ("agent", "Agent"),
    ("team", "Team"),
    ("service", "Service"),
    ("category", "Category"),
    ("code", "Resolution Code"),
]
#: kind -> field of ``service.desk.import.value`` that holds what the word stands for.
KIND_FIELDS = {
    "state": "state_choice",
    "impact": "level_choice",
    "urgency": "level_choice",
    "priority": "priority_choice",
    "channel": "channel_choice",
    "person": "partner_id",
    "agent": "user_id",
    "team": "team_id",
    "service": "service_id",
    "category": "category_id",
    "code": "resolution_code_id",
}
RECORD_KINDS = ("person", "agent", "team", "service", "category", "code")
#: Those of which newly created records come in archived, as they belong to another desk's past.
ARCHIVED_KINDS = ("team", "service", "category", "code")

#: What to do with a word that stands for nothing we know.
UNKNOWN_CHOICE = [("default", "Take the default"), ("error", "Report an error")]
UNKNOWN_RECORD = [
    ("create", "Create it"),
    ("default", "Take the default"),
    ("error", "Report an error"),
]
UNKNOWN_AGENT = [("text", "Keep the name as text"), ("error", "Report an error")]
TAKEN_NUMBERS = [
    ("error", "Report an error"),
    ("new", "Give a new number and keep the old one as a reference"),
]

IMPORT_STATES = [
    ("draft", "Draft"),
    ("checked", "Checked"),
    ("running", "Running"),
    ("done", "Done"),
    ("failed", "Failed"),
]

TICKET_STATES = [
    ("waiting", "Waiting"),
    ("loaded", "Loaded"),
    ("existing", "Already Here"),
    ("failed", "Failed"),
]

ISSUE_LEVELS = [("error", "Error"), ("notice", "Notice")]

#: How other tools call their columns; used to guess when a profile is made from a file. Compared
#: in lower case without anything but letters and digits.
KNOWN_HEADERS = {
    "number": (
        "number",
        "ticketnumber",
        "ticketid",
        "ticketno",
        "id",
        "incident",
        "incidentnumber",
        "key",
        "ref",
        "reference",
    ),
    "name": ("subject", "title", "summary", "name", "shortdescription", "ticketname"),
    "description": ("description", "details", "longdescription", "body"),
    "state": ("state", "status", "incidentstate", "ticketstatus", "stage"),
    "impact": ("impact",),
    "urgency": ("urgency",),
    "priority": ("priority",),
    "channel": ("channel", "contacttype", "origin", "via"),
    "requester": (
        "requester",
        "caller",
        "callerid",
        "customer",
        "contact",
        "reporter",
        "requestedfor",
        "user",
        "requestername",
    ),
    "requester_email": (
        "requesteremail",
        "email",
        "calleremail",
        "customeremail",
        "contactemail",
        "reporteremail",
    ),
    "submitted_by": ("submittedby", "submitter"),
    "team": ("team", "group", "assignmentgroup", "queue", "supportgroup", "department"),
    "assignee": ("assignee", "assignedto", "agent", "owner", "technician"),
    "service": ("service", "businessservice"),
    "category": ("category",),
    "subcategory": ("subcategory",),
    "resolution": ("resolution", "closenotes", "solution", "resolutionnotes"),
    "code": ("resolutioncode", "closecode", "closedcode", "closurecode"),
    "resolver": ("resolvedby", "solvedby"),
    "date_opened": (
        "opened",
        "openedat",
        "created",
        "createdat",
        "creationdate",
        "createddate",
        "dateopened",
        "syscreatedon",
    ),
    "date_first_response": ("firstresponse", "firstresponseat", "datefirstresponse", "respondedat"),
    "date_due": ("due", "duedate", "duedat", "dueby", "datedue"),
    "date_resolved": (
        "resolved",
        "resolvedat",
        "resolveddate",
        "dateresolved",
        "solvedat",
        "resolutiondate",
    ),
    "date_closed": ("closed", "closedat", "closeddate", "dateclosed"),
    "reopen_count": ("reopencount", "reopens", "timesreopened"),
    "reassignment_count": ("reassignmentcount", "reassignments", "timesreassigned"),
    "event_date": (
        "sysupdatedat",
        "sysupdatedon",
        "updatedat",
        "updated",
        "lastupdated",
        "eventtime",
        "timestamp",
        "modified",
    ),
    "event_actor": ("sysupdatedby", "updatedby", "eventby", "changedby"),
}
