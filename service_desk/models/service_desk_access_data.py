"""The life of an access record, and the words around it."""

from ..lifecycle import ACTIVE, CLOSED, DONE, NEW, PENDING, Lifecycle, Move

ACCESS_STATES = [
    ("requested", "Requested"),
    ("approval", "Approval"),
    ("granting", "Granting"),
    ("active", "Active"),
    ("revoking", "Revoking"),
    ("revoked", "Revoked"),
    ("refused", "Refused"),
    ("cancelled", "Cancelled"),
]

#: Nobody moves access by writing a state: the verbs check who may, then the server moves.
ACCESS_LIFECYCLE = Lifecycle(
    phases={
        "requested": NEW,
        "approval": PENDING,
        "granting": ACTIVE,
        "active": DONE,
        "revoking": ACTIVE,
        "revoked": CLOSED,
        "refused": CLOSED,
        "cancelled": CLOSED,
    },
    moves=(
        Move("approval", ("requested",), roles=()),
        Move("granting", ("requested", "approval"), roles=()),
        Move("active", ("granting",), roles=()),
        Move("revoking", ("granting", "active"), roles=()),
        Move("revoked", ("revoking",), roles=()),
        Move("refused", ("requested", "approval", "granting"), roles=()),
        Move("cancelled", ("requested", "approval", "granting"), roles=()),
    ),
    working="granting",
    waiting="approval",
    closing="revoked",
)

#: At most one record of a holder and an entitlement is in one of these.
LIVE_STATES = ("requested", "approval", "granting", "active", "revoking")
#: The holder has it, or is about to have it: nobody waits for a decision any more.
HELD_STATES = ("granting", "active", "revoking")
#: The holder really has it in the target system.
REAL_STATES = ("active", "revoking")
#: Whoever ordered it still waits for it.
UNSETTLED_STATES = ("requested", "approval", "granting")
#: What each live state means to the one who holds it, see ``res.partner._service_desk_holdings``.
HOLDING_STATES = {
    **dict.fromkeys(UNSETTLED_STATES, "asked"),
    "active": "held",
    "revoking": "ending",
}
#: It was asked for and never came to a grant.
REFUSED_STATES = ("refused", "cancelled")

RISKS = [("low", "Low"), ("medium", "Medium"), ("high", "High"), ("critical", "Critical")]

SEVERITIES = [
    ("refuse", "Never Together"),
    ("accept", "Only with an Accepted Risk"),
]

METHODS = [("manual", "By Hand (Task)"), ("group", "Odoo Groups"), ("webhook", "Webhook")]

#: What can be proven of access.
EVIDENCE_KINDS = [
    ("requested", "Requested"),
    ("approved", "Approved"),
    ("refused", "Refused"),
    ("cancelled", "Cancelled"),
    ("emergency", "Emergency"),
    ("conflict", "Conflict Found"),
    ("risk", "Risk Accepted"),
    ("ordered", "Work Ordered"),
    ("granted", "Granted"),
    ("failed", "Failed"),
    ("extended", "Extended"),
    ("warned", "Holder Warned"),
    ("revoking", "Revocation Ordered"),
    ("revoked", "Revoked"),
    ("expired", "Expired"),
    ("reviewed", "Reviewed"),
    ("drift", "Differs from the System"),
    ("recorded", "Taken on Record"),
]

#: Context in which people are named without their company.
PLAIN_NAMES = {"partner_display_name_hide_company": True}

#: So many records are worked on in one transaction of a job.
BATCH_SIZE = 500
#: Days before its end on which a holder is told; a system parameter changes it.
WARN_DAYS = ("service_desk.access_warning_days", 7)
#: Days for which emergency access lasts that nobody approves, if the entitlement allows as many; a
#: system parameter changes it.
EMERGENCY_DAYS = ("service_desk.access_emergency_days", 3)
#: Groups with rights over Odoo's settings that entitlements may hand out all the same: XML ids,
#: separated by commas. Only those who set up the system can write a system parameter.
ALLOWED_GROUPS = "service_desk.access_allowed_groups"
#: What only an allow-list lets an entitlement hand out, and whatever implies it.
SETTINGS_GROUPS = ("base.group_system", "base.group_erp_manager")
#: They say what kind of user somebody is; nobody becomes another kind by an entitlement.
USER_TYPE_GROUPS = ("base.group_user", "base.group_portal", "base.group_public")
