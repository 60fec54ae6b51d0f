"""Words and tables of approvals."""

import hashlib
import json

#: Model of what can be approved -> the column of ``service.desk.approval`` that points at it.
#: Something new is one line here, and the column with the constraint in an extension of the model;
#: readme/APPROVALS.md says how.
APPROVAL_COLUMNS = {
    "service.desk.request": "request_id",
}

#: The life of one step in one round. Its order is the order in which people read it.
APPROVAL_STATES = [
    ("waiting", "Not Yet"),
    ("pending", "Waiting"),
    ("approved", "Approved"),
    ("refused", "Refused"),
    ("expired", "Expired"),
    ("cancelled", "Withdrawn"),
]
#: Somebody may still have to decide.
OPEN_STATES = ("waiting", "pending")

#: What holds for the subject of the steps.
SUBJECT_STATES = [
    ("none", "None"),
    ("pending", "In Approval"),
    ("approved", "Approved"),
    ("refused", "Refused"),
]

VOTES = [("approve", "Approved"), ("refuse", "Refused")]

CHANNELS = [("portal", "Portal"), ("backend", "Desk")]

#: Who is asked. Another addon adds a kind together with ``_approvers_<kind>`` on the step.
APPROVER_KINDS = [
    ("users", "Named People"),
    ("group", "A Group of Users"),
    ("team_leader", "Leader of the Team"),
    ("service_owner", "Owner of the Service"),
    ("entitlement_owner", "Owner of the Entitlement"),
]

EXPIRY_ENDS = [("refuse", "It Is Refused"), ("fallback", "Others Are Asked")]

#: What is written into the log of an approval.
LOG_KINDS = [
    ("opened", "Asked"),
    ("voted", "Decided"),
    ("reminded", "Reminded"),
    ("left", "Approver Left"),
    ("replaced", "Approver Replaced"),
    ("fallback", "Others Asked"),
    ("ended", "Ended"),
]

#: Longest reason or comment; more than this nobody reads.
MAX_WORDS = 4000


def content_hash(content):
    """What tells one content from another; the same pairs always give the same."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
