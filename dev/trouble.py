"""The one exception that a person is meant to read."""


class Trouble(Exception):
    """Something cannot be had. The message is one sentence that says what to do."""
