"""Words and limits of announcements."""

KINDS = [
    ("disruption", "Disruption"),
    ("maintenance", "Planned Outage"),
    ("information", "Information"),
]
#: Follows from the dates alone.
STATES = [("planned", "Planned"), ("current", "Current"), ("over", "Over")]
#: Who reads it; the desk reads all of them.
AUDIENCES = [
    ("all", "Everybody"),
    ("internal", "Employees"),
    ("portal", "Customers"),
    ("desk", "The Desk Only"),
]

MAX_TITLE = 200
#: More of them at a time are no banner any more; the page has the others.
MAX_BANNERS = 3
#: By what the bus tells the screens of agents that they should ask.
NEWS_TYPE = "service_desk.announcements"
#: How long the page still shows what is over.
PAST_DAYS = 30
#: Letters between two commits of the job.
BATCH_SIZE = 100

#: kind -> (icon, Bootstrap color), the same on the portal and on the desk's screen
LOOKS = {
    "disruption": ("fa-exclamation-triangle", "danger"),
    "maintenance": ("fa-wrench", "warning"),
    "information": ("fa-info-circle", "info"),
}
