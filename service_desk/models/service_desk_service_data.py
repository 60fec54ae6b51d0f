"""Words of the service portfolio."""

SERVICE_KINDS = [("business", "Business service"), ("technical", "Technical service")]

CRITICALITIES = [("1", "Critical"), ("2", "Important"), ("3", "Normal")]

STATUSES = [
    ("operational", "Operational"),
    ("degraded", "Degraded"),
    ("outage", "Outage"),
    ("maintenance", "Maintenance"),
    ("retired", "Retired"),
]

AUDIENCES = [
    ("all", "Employees and customers"),
    ("internal", "Employees"),
    ("contract", "Those with a contract that covers it"),
    ("desk", "The desk only"),
]
