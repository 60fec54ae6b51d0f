"""The processes that tickets follow. A new one is added at the end, and finds its way from here."""

#: Those by which the desk serves people: their requesters hear of them and see them on the portal.
REQUESTER_PROCESSES = [
    ("service.desk.incident", "Incident"),
    ("service.desk.request", "Service Request"),
]

#: Causes and changes are the desk's own work; requesters hear of them by their own tickets.
PROCESSES = [
    *REQUESTER_PROCESSES,
    ("service.desk.problem", "Problem"),
    ("service.desk.change", "Change"),
]

#: Model of a process -> the column for its tickets in tables whose rows belong to one ticket.
TICKET_COLUMNS = {
    "service.desk.incident": "incident_id",
    "service.desk.request": "request_id",
    "service.desk.problem": "problem_id",
    "service.desk.change": "change_id",
}

#: What may stand in the work queue: the models whose rows it shows ...
QUEUE_SOURCES = [*TICKET_COLUMNS, "service.desk.task", "service.desk.approval.decision"]
#: ... and what a row of it opens.
QUEUE_KINDS = [
    *PROCESSES,
    ("service.desk.task", "Task"),
    ("service.desk.approval", "Approval"),
]
