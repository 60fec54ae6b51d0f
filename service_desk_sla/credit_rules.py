"""What is owed back when promises were broken. Pure Python without Odoo inside."""

from dataclasses import dataclass
from fractions import Fraction

MONTH, BREACH = "month", "breach"
PERCENT, AMOUNT = "percent", "amount"


@dataclass(frozen=True)
class Rule:
    """When something is owed, and how much.

    :param basis: ``month`` owes once for a month that was not good enough, ``breach`` for each breach
    :param below: percent of the promises that must be met in a month
    :param unit: whether ``value`` and ``cap`` are percent of the month's cost, or amounts of money
    :param cap: most that is owed for a month; 0 for no limit
    """

    basis: str
    unit: str
    value: float
    below: float = 0.0
    cap: float = 0.0


@dataclass(frozen=True)
class Counted:
    """The promises of a month that a rule is about."""

    count: int
    breached: int

    @property
    def met_rate(self):
        """In percent; all of nothing is 100."""
        return 100.0 * (self.count - self.breached) / self.count if self.count else 100.0


def times(rule: Rule, counted: Counted) -> int:
    """How often a rule applies to a month."""
    if rule.basis == BREACH:
        return counted.breached
    met = counted.count - counted.breached
    return int(100 * met < Fraction(str(rule.below)) * counted.count)


def credit(rule: Rule, counted: Counted, cost: float) -> float:
    """What is owed for a month, not rounded.

    :param cost: what the month comes to
    """
    owed = times(rule, counted) * rule.value
    if rule.cap:
        owed = min(owed, rule.cap)
    return cost * owed / 100 if rule.unit == PERCENT else owed


def is_capped(rule: Rule, counted: Counted) -> bool:
    """Whether more would be owed without the limit."""
    return bool(rule.cap) and times(rule, counted) * rule.value > rule.cap
