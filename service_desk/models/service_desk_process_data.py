"""The processes that tickets follow. A new one is added at the end, and finds its way from here."""

PROCESSES = [
    ("service.desk.incident", "Incident"),
    ("service.desk.request", "Service Request"),
]

#: Model of a process -> the column for its tickets in tables whose rows belong to one ticket.
TICKET_COLUMNS = {
    "service.desk.incident": "incident_id",
    "service.desk.request": "request_id",
}

#: What may stand in the work queue: the models whose rows it shows ...
QUEUE_SOURCES = [*TICKET_COLUMNS, "service.desk.task", "service.desk.approval.decision"]
#: ... and what a row of it opens.
QUEUE_KINDS = [
    *PROCESSES,
    ("service.desk.task", "Task"),
    ("service.desk.approval", "Approval"),
]
