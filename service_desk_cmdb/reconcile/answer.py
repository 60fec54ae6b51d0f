"""What becomes of a row."""

from dataclasses import dataclass, field

from .. import reconcile_rules
from ..models.service_desk_ci_audit_data import PLACEHOLDERS
from ..models.service_desk_ci_source_data import FAILED, MAX_RELATIONS, MAX_TEXT, PROBLEM
from ..reconcile_rules import Thing
from .headings import ATTRIBUTE, RELATIONS

#: Columns in which people and machines write that there is none.
_NUMBERS = ("serial_number", "asset_tag")


@dataclass(eq=False)
class Answer:
    """What becomes of a row.

    :param texts: target -> text, as read
    :param outcome: new, changed, same, problem or failed
    :param changes: (column, before, after)
    :param differs: column -> (found, what stays)
    :param overruled: columns of changes that were people's word until now
    :param about: ids of the items that it may be about, also when it cannot go in
    """

    texts: dict
    outcome: str = PROBLEM
    thing: Thing | None = None
    changes: list = field(default_factory=list)
    differs: dict = field(default_factory=dict)
    said: frozenset = frozenset()
    claims: set = field(default_factory=set)
    overruled: set = field(default_factory=set)
    about: tuple = ()
    message: str = ""

    def fit_texts(self):
        """The texts that can be looked at; what keeps the row out may be another cell."""
        if not self.message:
            return self.texts
        return {
            target: text
            for target, text in self.texts.items()
            if reconcile_rules.is_text(text) and len(text) <= most(target)
        }

    def relations(self):
        """target -> text, of the relations that the row tells."""
        return {target: text for target, text in self.texts.items() if target[0] in RELATIONS}

    def is_in(self):
        return self.outcome not in (PROBLEM, FAILED)

    def is_new(self):
        """Whether it goes in and its item has no id yet."""
        return self.is_in() and self.thing.id is None

    def said_values(self):
        """(column, values …) of what is said about changes and differences."""
        yield from self.changes
        yield from ((column, *values) for column, values in self.differs.items())


def most(target):
    """So many characters a cell can have."""
    return MAX_TEXT * (MAX_RELATIONS if target[0] in RELATIONS else 1)


def values_of(texts):
    """column or attribute -> text, of what a row says by target. “N/A” of a number says nothing."""
    return {
        target.removeprefix(ATTRIBUTE): text
        for target, text in texts.items()
        if target != "class" and target[0] not in RELATIONS and not _says_nothing(target, text)
    }


def _says_nothing(target, text):
    return target in _NUMBERS and reconcile_rules.is_placeholder(target, text[:MAX_TEXT], PLACEHOLDERS)
