"""Words and limits of the requester's portal."""

from odoo.tools.translate import LazyTranslate

from ..lifecycle import ACTIVE, CLOSED, DONE, NEW, OPEN_PHASES, PENDING

_lt = LazyTranslate(__name__)

#: Kind in an address -> the process behind it.
MODEL_OF_KIND = {"incident": "service.desk.incident", "request": "service.desk.request"}
#: "Problem" would be the plain word for an incident, but it is the name of another process.
KIND_LABELS = {"incident": _lt("Incident"), "request": _lt("Request")}

#: How the state of a ticket reads to the one who asked: key -> (words, icon). The icon is an
#: ornament; the words alone must do.
SHOWN_STATES = {
    "received": (_lt("Received"), "fa-inbox"),
    "working": (_lt("In progress"), "fa-wrench"),
    "waiting": (_lt("Waiting for you"), "fa-reply"),
    "hold": (_lt("On hold"), "fa-pause"),
    "approval": (_lt("Waiting for approval"), "fa-hourglass-half"),
    "solved": (_lt("Solved, please check"), "fa-check"),
    "closed": (_lt("Closed"), "fa-check-circle"),
    "rejected": (_lt("Declined"), "fa-ban"),
    "cancelled": (_lt("Cancelled"), "fa-times-circle"),
}
#: The same to a colleague who looks on; nobody waits for them.
STATE_LABELS_OF_OTHERS = {"waiting": _lt("Waiting for an answer"), "solved": _lt("Solved")}
#: What a phase reads like where the state itself says no more.
STATE_OF_PHASE = {
    NEW: "received",
    ACTIVE: "working",
    PENDING: "hold",
    DONE: "solved",
    CLOSED: "closed",
}

#: What waiting reads like, by whom it waits for; an order whose parts are on their way does not stand still.
STATE_OF_WAITING = {"requester": "waiting", "parts": "working"}

#: Urgency in plain words, by kind; the values are those of the field.
URGENCIES = {
    "incident": [
        ("1", _lt("I cannot work at all")),
        ("2", _lt("I can work, but it holds me up")),
        ("3", _lt("It can wait")),
    ],
    "request": [
        ("1", _lt("I need it urgently")),
        ("2", _lt("Within the usual time")),
        ("3", _lt("There is no hurry")),
    ],
}

RATINGS = [
    (5, _lt("Good"), "fa-smile-o"),
    (3, _lt("So-so"), "fa-meh-o"),
    (1, _lt("Bad"), "fa-frown-o"),
]

#: Filters and orders of the list. An address with another word gets the first one.
STATE_FILTERS = {
    "open": _lt("Open"),
    "answer": _lt("Needs your answer"),
    "ended": _lt("Done"),
    "all": _lt("All"),
}
PHASES_OF_FILTER = {"open": OPEN_PHASES, "ended": (DONE, CLOSED)}
KIND_FILTERS = {
    "all": _lt("All kinds"),
    "incident": _lt("Incidents"),
    "request": _lt("Requests"),
}
WHOSE_FILTERS = {"mine": _lt("My tickets"), "organization": _lt("My organization's tickets")}
SORTS = {
    "newest": _lt("Newest first"),
    "oldest": _lt("Oldest first"),
    "status": _lt("By status"),
    "subject": _lt("By subject"),
}
#: Sorting by status puts first what waits for the requester.
PHASE_ORDER = (PENDING, DONE, NEW, ACTIVE, CLOSED)

PAGE_SIZE = 20
MAX_SUBJECT = 200
MAX_TEXT = 100_000
MAX_SEARCH = 100

#: Name and default of the settings that limit uploads.
MAX_FILE_MB = ("service_desk.portal_max_file_mb", 25)
MAX_FILES = ("service_desk.portal_max_files", 10)
MAX_FILE_NAME = 150

#: What browsers may show by themselves. Everything else, scripts in disguise above all (HTML,
#: SVG), is only ever offered for saving.
INLINE_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "application/pdf"})


def translated(env, label):
    """One of the lazy labels of this file in the reader's language."""
    # Under another name, since Odoo's checker cannot see that the variable holds a lazy term.
    translate = env._
    return translate(label)


def size_label(size):
    """A file's size as people say it: 18 KB, 2.4 MB."""
    if size < 1024**2:
        return f"{max(round(size / 1024), 1)} KB"
    return f"{size / 1024**2:.1f} MB"
