"""Changes in a real browser."""

from odoo.tests import HttpCase, tagged

from .change_case import ChangeCase


@tagged("post_install", "-at_install")
class TestUiChange(ChangeCase, HttpCase):
    def visit(self, path, tour, user):
        """One visit of somebody; what they have changed is read afterwards."""
        self.start_tour(path, f"service_desk_change_{tour}", login=user.login)
        self.env.invalidate_all()

    def test_emergency_is_documented_late(self):
        """Done at once, kept open until somebody has agreed and all is told, and found as late then."""
        self.visit("/odoo/changes", "begins", self.agent)
        change = self.env["service.desk.change"].search([("name", "=", "Disk is full")])
        self.assertEqual((change.state, change.is_unauthorized, change.user_id), ("review", True, self.agent))
        self.visit(f"/odoo/changes/{change.id}", "is_kept_open", self.cm)
        self.assertEqual(change.state, "review")
        self.visit("/odoo/my-approvals", "is_approved", self.cm)
        self.assertFalse(change.is_unauthorized)
        self.visit(f"/odoo/changes/{change.id}", "is_written_down", self.agent)
        self.assertTrue(change.date_documented)
        self.visit("/odoo/changes?view_type=list", "ends", self.cm)
        self.assertEqual((change.state, change.is_documented_late), ("closed", True))
