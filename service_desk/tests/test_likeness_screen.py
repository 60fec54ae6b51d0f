"""What an agent sees of like tickets beside one, and what can be done with them there."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestLikenessScreen(ServiceDeskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ours = cls.make_incident(name="Hydrant leaks")

    def shown(self, ticket=None):
        return {row["id"]: row for row in (ticket or self.ours).like_this()}

    def test_solved_ticket_shows_how_it_was_solved(self):
        """Its words, how much it is alike, and its resolution as plain text."""
        solved = self.make_resolved(name="Hydrant leaks again")
        row = self.shown()[solved.id]
        self.assertEqual(row["resolution"], "Replaced the cable.")
        self.assertEqual(set(row["words"]), {"hydrant", "leaks"})
        self.assertTrue(0 < row["percent"] <= 100)
        self.assertTrue(row["can_be_used"])
        self.assertFalse(row["can_be_joined"])

    def test_resolution_that_says_nothing_is_not_offered(self):
        """Neither shown nor to be taken over: that it is done helps nobody."""
        for said in ("<p>Done, and tested together with you.</p>", "<p>It works again, thank you!</p>", "<p>OK</p>"):
            solved = self.make_resolved(name="Hydrant leaks again")
            solved.sudo().resolution = said
            with self.subTest(said):
                row = self.shown()[solved.id]
                self.assertEqual((row["resolution"], row["can_be_used"]), ("", False))
                with self.assertRaises(UserError):
                    self.ours.action_resolve_like(solved.id)

    def test_resolution_is_taken_over_to_be_looked_at_first(self):
        """The dialog begins with the words that helped; nothing is resolved yet."""
        solved = self.make_resolved(name="Hydrant leaks again")
        action = self.ours.action_resolve_like(solved.id)
        self.assertEqual(action["res_model"], "service.desk.resolve.wizard")
        self.assertEqual(action["context"]["default_resolution"], solved.resolution)
        self.assertEqual(action["context"]["default_resolution_code_id"], self.code.id)
        self.assertEqual(self.ours.state, "new")

    def test_open_ticket_becomes_the_parent(self):
        """They go on together."""
        other = self.make_incident(name="Hydrant leaks, too")
        self.assertTrue(self.shown()[other.id]["can_be_joined"])
        self.ours.action_join_like(other.id)
        self.assertEqual(self.ours.parent_id, other)

    def test_double_is_merged_after_a_look(self):
        """The dialog of merging knows the other one; the merge itself is as always."""
        other = self.make_incident(name="Hydrant leaks, too")
        action = self.ours.action_merge_like(other.id)
        wizard = self.env[action["res_model"]].with_user(self.agent).with_context(**action["context"])
        wizard.create({}).action_confirm()
        self.assertEqual(self.ours.merged_into_id, other)

    def test_ended_ticket_cannot_go_on(self):
        """Neither as a parent nor as what a double is merged into."""
        solved = self.make_resolved(name="Hydrant leaks again")
        for method in ("action_join_like", "action_merge_like"):
            with self.assertRaises(UserError):
                getattr(self.ours, method)(solved.id)

    def test_confidential_resolution_stays_where_it_is(self):
        """What was told to one person in confidence is not offered for another's ticket."""
        solved = self.make_resolved(name="Hydrant leaks again", team_id=self.team_one.id)
        solved.sudo().is_confidential = True
        self.assertFalse(self.shown()[solved.id]["can_be_used"])
        with self.assertRaises(UserError):
            self.ours.action_resolve_like(solved.id)

    def test_other_that_may_not_be_read_looks_missing(self):
        """A ticket behind a wall, a missing one and rubbish are refused with the same words."""
        walled = self.make_incident(self.agent_walled, name="Hydrant", team_id=self.team_walled.id)
        told = set()
        for other in (walled.id, 10**8, -1, "1", False, None, [walled.id], self.ours.id):
            for method in ("action_join_like", "action_merge_like", "action_resolve_like"):
                with self.assertRaises(UserError) as refusal:
                    getattr(self.ours.with_user(self.agent), method)(other)
                told.add(str(refusal.exception))
        self.assertEqual(len(told), 1)

    def test_requesters_are_not_told(self):
        """Who asked for a ticket does not see what others wrote of theirs."""
        for user in (self.employee, self.portal_a):
            with self.assertRaises(AccessError):
                self.ours.with_user(user).like_this()
            with self.assertRaises(AccessError):
                self.ours.with_user(user).action_resolve_like(self.ours.id)

    def test_form_asks_nothing_of_likeness(self):
        """Only who opens the page asks."""
        view = self.env["service.desk.incident"].with_user(self.agent).get_view(view_type="form")
        self.assertIn("service_desk_like_this", view["arch"])
        asked = self.queries(lambda: self.ours.web_read({"name": {}, "description": {}, "state": {}}))
        self.assertFalse([query for query in asked if "likeness" in query])

    def test_number_of_queries_does_not_grow(self):
        """As many queries for one like ticket as for several."""

        def measure(count):
            for number in range(count):
                self.make_resolved(name=f"Hydrant leaks {number}")
            return self.queries(self.ours.like_this)

        self.assert_same_queries(measure, 1, 5)
