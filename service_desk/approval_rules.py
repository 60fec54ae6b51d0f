"""What votes amount to: pure Python without Odoo inside, so that it can be proven by itself.

A step asks some people, each of whom has one seat. A quorum in percent of the seats says how many of
them must agree. Nothing here knows who sits where; ``service.desk.approval`` does.
"""

from enum import StrEnum


class Vote(StrEnum):
    """What stands on a seat once it was decided; a seat without a vote holds None."""

    APPROVE = "approve"
    REFUSE = "refuse"


class Outcome(StrEnum):
    """What the votes on all seats amount to."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"


def needed(seats: int, percent: int) -> int:
    """How many seats must agree: the share of all seats, rounded up, and one at least.

    :param seats: how many seats there are
    :param percent: 1 to 100; 100 asks for everybody
    """
    # In whole numbers: 0.07 * 100 is a little more than 7.
    return max(1, -(-seats * percent // 100))


def outcome(votes: list[str | None], percent: int, is_refused_by_first: bool = True) -> Outcome:
    """What the votes of one step amount to.

    Nobody to ask is no agreement: a step without seats stays open. It is refused as soon as those
    who have not voted could not reach the quorum any more, or by the first refusal where the
    policy says so.

    :param votes: one entry a seat, None for a seat that is not decided
    """
    quorum = needed(len(votes), percent)
    approvals = sum(vote == Vote.APPROVE for vote in votes)
    refusals = sum(vote == Vote.REFUSE for vote in votes)
    if refusals and is_refused_by_first:
        return Outcome.REFUSED
    if votes and approvals >= quorum:
        return Outcome.APPROVED
    if votes and len(votes) - refusals < quorum:
        return Outcome.REFUSED
    return Outcome.PENDING
