"""How days are written in a sheet that somebody brings along."""

DAY_ORDERS = [
    ("auto", "Find out"),
    ("dmy", "Day first: 31/01/2026"),
    ("mdy", "Month first: 01/31/2026"),
]
