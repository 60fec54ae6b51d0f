"""Ways to find a cause, and the words they use."""

WHYS, FISHBONE, TIMELINE = "whys", "fishbone", "timeline"

#: How a cause is looked for; the rows of each way are kept apart.
METHODS = [
    (WHYS, "Five Whys"),
    (FISHBONE, "Ishikawa"),
    (TIMELINE, "Timeline"),
]

#: The bones of an Ishikawa diagram.
CATEGORIES = [
    ("people", "People"),
    ("process", "Process"),
    ("technology", "Technology"),
    ("environment", "Environment"),
    ("supplier", "Supplier"),
    ("measurement", "Measurement"),
]

MAX_TEXT = 500
#: So many answers below each other are drawn; nobody asks why more often.
MAX_DEPTH = 50
