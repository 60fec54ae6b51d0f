"""Words and limits of monitoring."""

from .. import event_rules

#: What the key of a source opens: this and nothing else.
KEY_SCOPE = "service_desk.events"

SEVERITIES = [
    (event_rules.CRITICAL, "Critical"),
    (event_rules.MAJOR, "Major"),
    (event_rules.MINOR, "Minor"),
    (event_rules.WARNING, "Warning"),
    (event_rules.INFO, "Information"),
]
STATUSES = [(event_rules.FIRING, "Firing"), (event_rules.RESOLVED, "Resolved")]

NEW, DONE, FAILED = "new", "done", "failed"
EVENT_STATES = [(NEW, "Waiting"), (DONE, "Done"), (FAILED, "Failed")]

#: Longer bodies are not even read, whatever a source is allowed.
MAX_BODY_MB = 64
#: A body may be larger than most would think: a failed switch comes as one list of 2,000 alerts, and
#: Alertmanager does not repeat what was refused for its size.
DEFAULT_BODY_MB = 5
DEFAULT_RATE = 6000
DEFAULT_KEEP_DAYS = 30
RATE_SECONDS = 60
DROP_AT_ONCE = 10_000
#: What led to nothing is forgotten after so many days.
KEEP_ALERT_DAYS = 365

SUPPRESSED = "suppressed"
ALERT_STATES = [(event_rules.FIRING, "Firing"), (SUPPRESSED, "Suppressed"), (event_rules.RESOLVED, "Resolved")]
#: What still lasts.
LASTING = (event_rules.FIRING, SUPPRESSED)

OPEN, LOG, IGNORE = "open", "log", "ignore"
ACTIONS = [(OPEN, "Open an Incident"), (LOG, "Show in the Console"), (IGNORE, "Ignore")]
ALWAYS, UNASSIGNED, NEVER = "always", "unassigned", "never"
AUTO_RESOLVES = [(ALWAYS, "Always"), (UNASSIGNED, "While Nobody Works on It"), (NEVER, "Never")]
IS, CONTAINS = "is", "contains"
OPERATORS = [(IS, "is"), (CONTAINS, "contains")]
DEFAULT_REOPEN_HOURS = 24
#: severity -> (impact, urgency) of an incident where neither rule nor item says more.
SEVERITY_LEVELS = {
    event_rules.CRITICAL: ("2", "1"),
    event_rules.MAJOR: ("2", "2"),
    event_rules.MINOR: ("3", "2"),
    event_rules.WARNING: ("3", "3"),
    event_rules.INFO: ("3", "3"),
}
#: criticality of an item -> impact when it fails.
CRITICALITY_IMPACTS = {"1": "1", "2": "2"}

#: Where a value of a label is looked for; an attribute is named by the row itself.
ATTRIBUTE = "attribute"
MATCH_TARGETS = [
    ("name", "Name"),
    ("number", "Number"),
    ("serial_number", "Serial Number"),
    ("asset_tag", "Asset Tag"),
    (ATTRIBUTE, "Attribute"),
]

#: Events that become alerts between two commits ...
FOLD_AT_ONCE = 500
#: ... so many at most before somebody asks whether what they mean should be decided ...
FOLD_IN_A_ROW = 5000
#: ... which waits for other events, but not longer than this.
DECIDE_AFTER_SECONDS = 30
#: So many alerts are decided about between two commits.
DECIDE_AT_ONCE = 5000
MAX_ATTEMPTS = 3
#: One job at a time decides; the number means nothing but this.
TURN = 1_936_483_321
#: What began so many minutes before something failed is not because of that.
CAUSE_MINUTES = 60
#: A storm is followed over so many things.
STORM_NODES = 50_000
#: A suppression is looked at again after so many minutes: changes end early, or late.
RECHECK_MINUTES = 5
#: What could not be decided is tried again after so many minutes.
RETRY_MINUTES = 5
#: So many alerts are named in a note; the page of the incident has all.
NAMED_AT_ONCE = 10
