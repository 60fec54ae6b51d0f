"""Words and thresholds that every ticket shares."""

#: Impact and urgency use the same three steps.
LEVELS = [("1", "High"), ("2", "Medium"), ("3", "Low")]

PRIORITIES = [
    ("1", "Critical"),
    ("2", "High"),
    ("3", "Moderate"),
    ("4", "Low"),
    ("5", "Planning"),
]

#: (impact, urgency) -> priority, the usual ITIL matrix; admins edit a copy of it in the database.
DEFAULT_MATRIX = {
    ("1", "1"): "1",
    ("1", "2"): "2",
    ("2", "1"): "2",
    ("1", "3"): "3",
    ("2", "2"): "3",
    ("3", "1"): "3",
    ("2", "3"): "4",
    ("3", "2"): "4",
    ("3", "3"): "5",
}

CHANNELS = [
    ("portal", "Portal"),
    ("email", "E-mail"),
    ("phone", "Phone"),
    ("chat", "Chat"),
    ("walk_in", "Walk-in"),
    ("sms", "SMS"),
    ("social", "Social media"),
    ("letter", "Letter"),
    ("monitoring", "Monitoring"),
    ("api", "API"),
]

#: Set by the desk's own code alone; a person or an RPC client that sends one of them is refused.
GUARDED_FIELDS = frozenset(
    {
        "number",
        "phase",
        "approval_state",
        "priority",
        "customer_id",
        "date_opened",
        "date_pending",
        "date_reminded",
        "date_assigned",
        "date_first_response",
        "date_resolved",
        "date_closed",
        "date_reopened",
        "reopen_count",
        "reassignment_count",
        "escalation_level",
        "merged_into_id",
        "previous_id",
        "request_id",
        "incident_id",
        "origin_request_id",
        "origin_incident_id",
        "import_id",
        "external_tool",
        "external_number",
        "external_facts",
        "has_mail_failure",
        "open_task_count",
        "major_state",
        "item_id",
        "item_version",
        "quantity",
        "is_order",
        "order_id",
        "is_partial",
        "price_unit",
        "cost",
        "date_wanted",
    }
)

#: Never taken from a default in the client's context or of the user, which would go around the
#: checks on what is written.
NO_FOREIGN_DEFAULTS = GUARDED_FIELDS | {"state", "priority_override", "priority_override_reason"}

#: What a form sends although nobody chose it; templates and rules treat it as still open.
FORM_DEFAULTS = {"impact": "2", "urgency": "2"}


def is_open_value(name, value):
    """Whether a template or a rule may still decide the field: nothing there, or a form's default."""
    return not value or FORM_DEFAULTS.get(name) == value


#: Where a ticket without a promise stands in the queue: as if it fell due so many hours after it
#: was opened, by priority.
QUEUE_HOURS = {"1": 1, "2": 4, "3": 24, "4": 72, "5": 120}

#: Hierarchic escalation stops here: 1 team leader, 2 service owner, 3 management of the desk.
MAX_ESCALATION_LEVEL = 3
