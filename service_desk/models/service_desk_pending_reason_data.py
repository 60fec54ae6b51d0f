"""Whom a waiting ticket waits for."""

WAITS_FOR = [
    ("requester", "The requester"),
    ("supplier", "A supplier"),
    ("problem", "A problem"),
    ("change", "A change"),
    ("date", "A date"),
    ("parts", "Its parts"),
    ("other", "Something else"),
]
