from odoo.tests import BaseCase, tagged

from ..approval_rules import Outcome, needed, outcome

A, R, N = "approve", "refuse", None


@tagged("post_install", "-at_install")
class TestApprovalRules(BaseCase):
    """What votes amount to, without a database."""

    def test_quorum_is_rounded_up(self):
        """A share of the seats never rounds to fewer people than it says, and to nobody never."""
        cases = {(1, 1): 1, (3, 1): 1, (3, 50): 2, (3, 67): 3, (3, 66): 2, (100, 7): 7, (4, 100): 4}
        for (seats, percent), expected in cases.items():
            with self.subTest(seats=seats, percent=percent):
                self.assertEqual(needed(seats, percent), expected)

    def test_outcome_follows_the_votes(self):
        """Approved at the quorum, refused when it is out of reach, open in between."""
        cases = [
            ([], 100, True, Outcome.PENDING),
            ([N], 100, True, Outcome.PENDING),
            ([A], 100, True, Outcome.APPROVED),
            ([A, N], 100, True, Outcome.PENDING),
            ([A, N], 50, True, Outcome.APPROVED),
            ([A, R], 50, True, Outcome.REFUSED),
            ([A, R], 50, False, Outcome.APPROVED),
            ([N, N, R], 67, False, Outcome.REFUSED),
            ([N, N, R], 66, False, Outcome.PENDING),
            ([N, R, R], 34, False, Outcome.REFUSED),
            ([N, R, R], 33, False, Outcome.PENDING),
        ]
        for votes, percent, is_first, expected in cases:
            with self.subTest(votes=votes, percent=percent, first=is_first):
                self.assertEqual(outcome(votes, percent, is_first), expected)
