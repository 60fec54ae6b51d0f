"""A freeze and a collision stop a change, in a real browser."""

from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .collision_case import CollisionCase


@tagged("post_install", "-at_install")
class TestUiCalendar(CollisionCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        now = fields.Datetime.now().replace(minute=0, second=0, microsecond=0)
        cls.evening = now + timedelta(days=2)
        cls.make_freeze(-1, 12, name="Audit", reason="Nothing is changed before the audit.")
        swap = cls.make_standard(name="Swap the turbine")
        swap.with_user(cls.cm).action_accept_collisions("It is broken.")
        swap.action_schedule()

    def test_freeze_and_collision_stop_a_change(self):
        """The form tells it, the door refuses, a free time is proposed and taken."""
        change = self.make_standard(1, name="Paint the turbine")
        self.start_tour(f"/odoo/changes/{change.id}", "service_desk_calendar_agent", login=self.agent.login)
        self.assertEqual(change.state, "scheduled")
        self.assertFalse(change._collisions())

    def test_change_manager_accepts_and_looks_at_the_timeline(self):
        """What was accepted stops nobody; the timeline shows it, and opens it."""
        change = self.make_standard(1, name="Paint the turbine")
        self.start_tour(f"/odoo/changes/{change.id}", "service_desk_calendar_manager", login=self.cm.login)
        self.assertEqual(change.state, "scheduled")
        self.assertEqual(set(change.waiver_ids.mapped("reason")), {"The board wants it"})
