"""A ticket as the file tells it, before anything of it is in the database."""

from dataclasses import asdict, dataclass, field
from datetime import datetime


@dataclass(slots=True)
class Step:
    """One line of a ticket's state history; words where the file has names.

    ``state_from`` is None on the line with which the life begins.
    """

    date: datetime
    state_from: str | None
    state_to: str
    reason_id: int | bool = False
    team: str = ""
    assignee: str = ""
    actor: str = ""


@dataclass(slots=True, eq=False)
class Draft:
    """One ticket.

    :param line: where it starts in the file
    :param values: values for ``create`` that need no look-up
    :param words: kind -> the word that stands for a record (see ``RECORD_KINDS``); the one who
        submitted is under ``submitted_by``
    :param facts: (label, text) of what has no field here
    :param steps: its state history, oldest first
    :param priority: the priority that the file gives, with the word for it
    """

    number: str
    line: int
    row_count: int
    values: dict = field(default_factory=dict)
    words: dict = field(default_factory=dict)
    facts: list = field(default_factory=list)
    steps: list = field(default_factory=list)
    priority: tuple = (False, "")

    def payload(self):
        """The draft as plain JSON."""
        return _plain(asdict(self))

    @classmethod
    def from_payload(cls, payload):
        """The draft that :meth:`payload` wrote down; dates stay text, which the ORM reads too."""
        steps = [Step(**step) for step in payload["steps"]]
        return cls(**{**payload, "steps": steps})

    def ticket_words(self):
        """Yield (kind, word) for every record that the ticket itself names."""
        for name, word in self.words.items():
            if word:
                yield ("person" if name == "submitted_by" else name), word

    def record_words(self):
        """Yield (kind, word) for every record that the ticket or its history names."""
        yield from self.ticket_words()
        for step in self.steps:
            if step.team:
                yield "team", step.team
            if step.assignee:
                yield "agent", step.assignee
            if step.actor:
                yield "agent", step.actor


def _plain(value):
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.isoformat(sep=" ") if isinstance(value, datetime) else value
