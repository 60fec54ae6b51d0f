"""Words and tables of approvals."""

import hashlib
import json

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

#: Model of what can be approved -> the column of ``service.desk.approval`` that points at it.
#: Something new is one line here, and the column with the constraint in an extension of the model;
#: readme/APPROVALS.md says how.
APPROVAL_COLUMNS = {
    "service.desk.request": "request_id",
    "service.desk.access": "access_id",
    "service.desk.change": "change_id",
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

#: Mails to those who are asked.
MAILS = [("asked", "Asked"), ("reminder", "Reminder"), ("delegated", "Asked in Place of Another")]
#: Mail -> its template, the line on top and what its button says.
MAIL_TEMPLATES = {
    "asked": (
        "service_desk.mail_template_approval_asked",
        _lt("Your approval is needed"),
        _lt("Look at it and decide"),
    ),
    "reminder": (
        "service_desk.mail_template_approval_reminder",
        _lt("Your approval is still needed"),
        _lt("Look at it and decide"),
    ),
}
#: Who stands in for somebody is asked as they were.
MAIL_TEMPLATES["delegated"] = MAIL_TEMPLATES["asked"]

#: How an approval reads to who is asked: words, icon, color of the ticket's state. ``mine`` waits
#: for the reader, ``pending`` for others.
PORTAL_STATES = {
    "mine": (_lt("Waiting for you"), "fa-reply", "waiting"),
    "waiting": (_lt("Not yet"), "fa-hourglass-o", "received"),
    "pending": (_lt("Waiting for others"), "fa-hourglass-half", "approval"),
    "approved": (_lt("Approved"), "fa-check-circle", "solved"),
    "refused": (_lt("Refused"), "fa-ban", "rejected"),
    "expired": (_lt("Expired"), "fa-clock-o", "cancelled"),
    "cancelled": (_lt("Withdrawn"), "fa-times-circle", "cancelled"),
}

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


def is_changed(before, after):
    """Whether something reads differently than it did.

    Values count that stand under the same label: an update of the software that shows more, or
    less, or calls it by another name must not take away what people were asked.
    """
    old, new = _by_label(before), _by_label(after)
    return any(old[label] != new[label] for label in old.keys() & new.keys())


def _by_label(content):
    values = {}
    for label, value in content:
        values.setdefault(label, []).append(value)
    return values
