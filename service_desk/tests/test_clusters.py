"""Which tickets came for the same reason; pure, without tickets."""

import random

from odoo.tests import BaseCase, tagged

from ..clusters import case, clusters


@tagged("at_install")
class TestClusters(BaseCase):
    def noise(self, count, start=1000):
        """Tickets that have nothing to do with each other."""
        return [
            case(start + number, number % 20, f"subject{number} matter{number} thing{number}")
            for number in range(count)
        ]

    def mails(self, count, day=10, service=1):
        return [
            case(number, day, f"Outlook password prompt returns floor{number}", service)
            for number in range(1, count + 1)
        ]

    def test_like_subjects_become_one_cluster(self):
        """Few differing words do not hide what most of them say; the reason is told."""
        found = clusters([*self.mails(5), *self.noise(50)], 14)
        self.assertEqual([sorted(one.ids) for one in found], [[1, 2, 3, 4, 5]])
        self.assertEqual(set(found[0].words), {"outlook", "password", "prompt", "returns"})

    def test_two_are_chance(self):
        """Fewer than three are no cluster."""
        self.assertFalse(clusters([*self.mails(2), *self.noise(50)], 14))

    def test_order_of_tickets_does_not_matter(self):
        """The same tickets give the same answer, however they are sorted."""
        cases = [*self.mails(6), *self.noise(40), *(one._replace(id=one.id + 100) for one in self.mails(4, day=40))]
        first = clusters(cases, 14)
        for seed in range(5):
            random.Random(seed).shuffle(cases)
            self.assertEqual(clusters(cases, 14), first)

    def test_months_apart_is_not_the_same(self):
        """The window counts from the middle of the cluster."""
        late = [one._replace(id=one.id + 100, day=60) for one in self.mails(3)]
        found = clusters([*self.mails(3), *late, *self.noise(50)], 14)
        self.assertEqual(sorted(sorted(one.ids) for one in found), [[1, 2, 3], [101, 102, 103]])

    def test_no_chain_joins_different_troubles(self):
        """What is like the next one only is not in one cluster from end to end."""
        letters = [letter * 3 for letter in "abcdefghijkl"]
        chain = [case(start, 1, " ".join(letters[start : start + 4])) for start in range(9)]
        found = clusters([*chain, *self.noise(20)], 14)
        self.assertTrue(all(len(one.ids) <= 5 for one in found), found)

    def test_service_alone_is_no_reason(self):
        """Tickets of one service with other words are not alike."""
        cases = [case(number, 1, f"word{number} other{number}", 7, 3) for number in range(10)]
        self.assertFalse(clusters(cases, 14))

    def test_other_service_keeps_apart(self):
        """The same short words about two services are two troubles."""
        here = [case(number, 1, "Page slow", 1, 1) for number in range(3)]
        there = [case(number, 1, "Page slow", 2, 2) for number in range(10, 13)]
        found = clusters([*here, *there, *self.noise(5)], 14)
        self.assertEqual(sorted(sorted(one.ids) for one in found), [[0, 1, 2], [10, 11, 12]])

    def test_senseless_texts_are_harmless(self):
        """Nothing, signs, numbers and other scripts."""
        cases = [case(number, 1, text) for number, text in enumerate([None, "", "???", "12 34", "ありがとう", "\0"])]
        self.assertEqual(clusters(cases, 14), [])
        self.assertEqual(clusters([], 14), [])
