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
