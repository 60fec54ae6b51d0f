"""What kinds of teams there are and how they share work."""

TIERS = [
    ("1", "Tier 1: first line"),
    ("2", "Tier 2: specialists"),
    ("3", "Tier 3: experts"),
    ("supplier", "Supplier"),
]

VISIBILITIES = [
    ("open", "Open: every agent sees its tickets"),
    ("restricted", "Restricted: its members and desk managers"),
]

ASSIGNMENT_METHODS = [
    ("manual", "By hand"),
    ("round_robin", "In turn"),
    ("least_open", "Least open work"),
    ("skill", "By skill, then least open work"),
]
