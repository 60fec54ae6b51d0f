"""Words of guided diagnosis."""

#: Who works at the desk. What a guide is about in the desk's own terms is their business alone.
DESK = "service_desk.group_agent"

GUIDE_STATES = [("draft", "Draft"), ("published", "Published"), ("retired", "Retired")]

#: What a step does. All but the first are ends.
STEP_KINDS = [
    ("question", "Asks a Question"),
    ("advice", "Ends with Advice"),
    ("article", "Ends with an Article"),
    ("catalog", "Ends with an Order"),
    ("ticket", "Ends with a Ticket"),
]

#: What somebody did at an end. An order is filled in elsewhere, and counts when its form is opened.
OUTCOMES = [
    ("solved", "Solved"),
    ("ticket", "Became a Ticket"),
    ("order", "Went On to an Order"),
    ("applied", "Applied by an Agent"),
]
