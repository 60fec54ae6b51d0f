"""A ticket as the file tells it, before anything of it is in the database."""

from dataclasses import asdict, dataclass, field
from datetime import datetime


@dataclass(slots=True)
class Move:
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
    :param moves: its state history, oldest first
    :param priority: the priority that the file gives, with the word for it
    """

    number: str
    line: int
    row_count: int
    values: dict = field(default_factory=dict)
    words: dict = field(default_factory=dict)
    facts: list = field(default_factory=list)
    moves: list = field(default_factory=list)
    priority: tuple = (False, "")

    def payload(self):
        """The draft as plain JSON."""
        return _plain(asdict(self))

    @classmethod
    def from_payload(cls, payload):
        """The draft that :meth:`payload` wrote down; dates stay text, which the ORM reads too."""
        moves = [Move(**move) for move in payload["moves"]]
        return cls(**{**payload, "moves": moves})

    def ticket_words(self):
        """Yield (kind, word) for every record that the ticket itself names."""
        for name, word in self.words.items():
            if word:
                yield ("person" if name == "submitted_by" else name), word

    def record_words(self):
        """Yield (kind, word) for every record that the ticket or its history names."""
        yield from self.ticket_words()
        for move in self.moves:
            if move.team:
                yield "team", move.team
            if move.assignee:
                yield "agent", move.assignee
            if move.actor:
                yield "agent", move.actor


def _plain(value):
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.isoformat(sep=" ") if isinstance(value, datetime) else value
