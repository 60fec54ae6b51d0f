"""Improvements stand behind the walls of what they come from."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .major_case import MajorCase


@tagged("post_install", "-at_install")
class TestImprovementRights(MajorCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        walled = {"user": cls.agent_walled, "team_id": cls.team_walled.id}
        cls.origins = {
            "problem_id": cls.make_problem(**walled),
            "change_id": cls.make_change(**walled),
            "major_id": cls.propose(cls.make_main(**walled), cls.agent_walled),
        }

    def improvements(self, user, **context):
        return self.env["service.desk.improvement"].with_user(user).with_context(**context)

    def test_improvement_is_seen_by_those_who_see_its_origin(self):
        """By nobody else, whether it comes from a problem, a change or a major incident."""
        for name, origin in self.origins.items():
            with self.subTest(origin=name):
                made = self.improvements(self.agent_walled).create({"name": "Secret plan", name: origin.id})
                self.assertEqual(made.name, "Secret plan")
                self.assertFalse(self.improvements(self.agent).search([("id", "=", made.id)]))
                with self.assertRaises(AccessError):
                    made.with_user(self.agent).read(["name"])

    def test_nobody_adds_to_what_they_may_not_work_on(self):
        """Neither by value, nor by a default of the client's context, nor later."""
        for name, origin in self.origins.items():
            mine = self.improvements(self.agent).create({"name": "x"})
            with self.subTest(origin=name):
                with self.assertRaises(AccessError):
                    self.improvements(self.agent).create({"name": "x", name: origin.id})
                with self.assertRaises(AccessError):
                    self.improvements(self.agent, **{f"default_{name}": origin.id}).create({"name": "x"})
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    mine.write({name: origin.id})
