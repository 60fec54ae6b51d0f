"""Where a record stands, and what is promised about it. Pure Python without Odoo."""

from dataclasses import dataclass, field

from .clock_rules import CONTINUE


@dataclass(frozen=True)
class Promise:
    """What is promised about a record as it stands now, by the policy chosen for it."""

    kind: str
    metric: str
    policy: int
    target: int
    seconds: int
    party: int = 0
    why: tuple = ("", 0, "", 0)

    @property
    def line(self):
        """As :attr:`~.clock_rules.Clock.line`."""
        return (self.kind, self.metric, self.party)


@dataclass(frozen=True)
class Standing:
    """Where a record stands at the instant ``now``.

    :param stage: whether the work on it waits to begin, is open, done or dropped
    :param begun: when its time began
    :param ended: when it was done
    :param responded: when the requester had a first answer
    :param updated: set in the moment in which the requester is told something new
    :param reason: id of the reason for which it waits, 0 for another wait; None when it does not
    :param pauses: whether waiting for this reason stops the clocks
    :param supplier: whose desk has it now
    :param answered: whether that desk has answered with a number of its own
    :param facts: what policies choose by, in one word that changes when one of them does
    :param agreed: by when, if that was agreed with the requester
    :param moves: the past as :class:`Move`, for clocks that begin later than the record
    :param is_history: it was loaded from another tool; what is over there gets its clocks, too
    """

    now: int
    stage: str
    begun: int
    facts: str = ""
    ended: int | None = None
    responded: int | None = None
    updated: int | None = None
    reason: int | None = None
    pauses: bool = False
    team: int = 0
    supplier: int = 0
    answered: bool = False
    agreed: int | None = None
    moves: tuple = ()
    is_history: bool = False


@dataclass(frozen=True)
class Move:
    """One change of a record's standing in the past, see :class:`Standing`."""

    at: int
    stage: str
    reason: int | None = None
    pauses: bool = False


@dataclass(frozen=True)
class Manner:
    """How the clocks of one policy behave.

    :param pause_rule: ``reason`` as the pending reason says, ``never``, or ``chosen`` reasons only
    """

    pause_rule: str = "reason"
    reasons: frozenset = field(default_factory=frozenset)
    reopen: str = CONTINUE

    def stands_still(self, reason, pauses):
        """Whether a record that waits for this reason (None: does not wait) stops its clocks."""
        if reason is None or self.pause_rule == "never":
            return False
        if self.pause_rule == "chosen":
            return reason in self.reasons
        return pauses
