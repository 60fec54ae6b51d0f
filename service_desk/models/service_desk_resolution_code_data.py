"""The processes that tickets follow."""

PROCESSES = [
    ("service.desk.incident", "Incident"),
    ("service.desk.request", "Service Request"),
]
