"""What a ticket touches beyond what it is about."""

FOUND, ADDED, LEFT_OUT = "found", "added", "left_out"
ORIGINS = [(FOUND, "Found"), (ADDED, "Added by Hand"), (LEFT_OUT, "Left Out by Hand")]

VERDICTS = [("fails", "Fails"), ("weakened", "Weakened"), ("concerned", "Concerned")]

#: What is said of a row of which nobody found anything.
NOTHING_FOUND = {"verdict": "concerned", "depth": 0, "cause_id": False, "type_id": False}

#: Field of a row -> model; a row is of exactly one of them, in the order in which people read them.
TARGETS = {
    "service_id": "service.desk.service",
    "ci_id": "service.desk.ci",
    "partner_id": "res.partner",
}
#: So many things, and people, are written down with a ticket: the nearest ones.
MAX_ROWS = 300
