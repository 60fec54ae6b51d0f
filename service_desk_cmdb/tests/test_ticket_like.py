"""Tickets about the same item are like each other, and say so."""

from odoo.fields import Command
from odoo.tests import tagged

from .ci_case import CiCase


@tagged("post_install", "-at_install")
class TestTicketLike(CiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.host, cls.vm = cls.make_ci("Host"), cls.make_ci("VM")
        cls.ours = cls.make_about(cls.host, name="Brillig borogove outgrabe")

    @classmethod
    def make_about(cls, items, user=None, **values):
        return cls.make_incident(user, ci_ids=[Command.set(items.ids)], **values)

    def shown(self, ticket=None):
        """What the page beside the ticket tells the agent, the most alike first."""
        return (ticket or self.ours).with_user(self.agent).like_this()

    def test_same_item_comes_before_one_same_word(self):
        """The open incident about the same host is first and says why; a shared word says less."""
        self.make_resolved(name="Expenses of the borogove")
        same = self.make_about(self.host | self.vm, name="Volume two is full")
        rows = self.shown()
        self.assertEqual(rows[0]["id"], same.id)
        self.assertEqual((rows[0]["about"], rows[0]["words"]), (["Host"], []))
        self.assertEqual((rows[1]["about"], rows[1]["words"]), ([], ["borogove"]))
        self.assertGreater(rows[0]["percent"], rows[1]["percent"])

    def test_item_and_words_are_most_alike(self):
        """Both reasons are told, and lift it above either."""
        self.make_about(self.host, name="Volume two is full")
        both = self.make_about(self.host, name="Brillig borogove outgrabe mimsy")
        self.make_incident(name="Brillig borogove outgrabe mimsy")
        first = self.shown()[0]
        self.assertEqual((first["id"], first["about"]), (both.id, ["Host"]))
        self.assertTrue(first["words"])
        self.assertLessEqual(first["percent"], 100)

    def test_open_ones_are_first_at_equal_strength(self):
        """By item and by words: what can still be joined stands above what has ended."""
        for values in ({"ci_ids": [Command.set(self.host.ids)], "name": "Volume"}, {"name": self.ours.name}):
            pending = self.make_incident(**values)
            ended = self.make_resolved(**values)
            ids = [row["id"] for row in self.shown()]
            self.assertLess(ids.index(pending.id), ids.index(ended.id))

    def test_walls_stand(self):
        """A ticket that the agent may not read is not found by its item either, nor is what was merged."""
        walled = self.make_about(self.host, self.agent_walled, name="Secret", team_id=self.team_walled.id)
        self.assertFalse(self.shown())
        self.assertIn(self.ours.id, [row["id"] for row in walled.with_user(self.agent_walled).like_this()])
        self.make_about(self.host, name="Double").action_merge(self.ours.id)
        self.assertFalse(self.shown())

    def test_other_things_do_not_count(self):
        """Nor does a ticket about nothing share anything."""
        self.make_about(self.vm, name="Slithy tove")
        self.assertFalse(self.shown())
        self.assertFalse(self.shown(self.make_incident(name="Mimsy")))

    def test_requesters_ask_by_words_alone(self):
        """They may call it, and do not know what tickets are about."""
        self.make_about(self.host, name="Volume two is full")
        ticket = self.ours.with_user(self.employee)
        self.assertFalse(ticket._like_tickets())

    def test_queries_do_not_grow_with_what_is_found(self):
        """So many for two as for six."""
        counts = []
        for number in (2, 4):
            for one in range(number):
                self.make_about(self.host | self.vm, name=f"Volume {number} {one}")
            self.env.flush_all()
            self.env.invalidate_all()
            self.shown()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(self.shown()), min(6, number if number == 2 else 6))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
