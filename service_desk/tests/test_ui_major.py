"""A major incident from the proposal to the review, in a real browser."""

from odoo.tests import tagged

from .major_case import MajorCase
from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestUiMajor(MajorCase, PortalCase):
    def visit(self, path, tour, user):
        """One visit of one person; what it has changed is read afterwards."""
        self.start_tour(path, f"service_desk_major_{tour}", login=user.login)
        self.env.invalidate_all()

    def test_story_from_proposal_to_review(self):
        """An agent proposes, a manager declares, people report and subscribe, a commander leads to the end."""
        main = self.make_main(name="Turbine stands still", impact="2", team_id=self.team_one.id)
        lamp = self.make_incident(
            name="Lamp is dark", service_id=self.service.id, requester_id=self.portal_b.partner_id.id
        )
        self.visit("/odoo/incidents", "propose", self.agent)
        major = main.sudo().major_ids
        self.assertEqual((major.state, major.reason), ("proposed", "Nobody has light"))

        self.visit("/odoo/major-incidents", "declare", self.manager)
        self.assertEqual((major.state, major.commander_id, main.priority), ("declared", self.agent_two, "1"))
        self.assertEqual(major.member_ids.user_id, self.manager)

        self.visit("/my/service-desk", "report", self.employee)
        report = main.sudo().child_ids
        self.assertEqual(report.requester_id, self.employee.partner_id)
        self.visit("/my/service-desk", "subscribe", self.portal_a)

        self.visit("/odoo/major-incidents", "lead", self.agent_two)
        self.assertEqual(main.sudo().child_ids, report | lamp.sudo())
        # Who has it, too, hears as well as who has only subscribed.
        self.assertEqual(self.mail_updates().recipient_ids, (self.portal_a | self.employee).partner_id)

        self.visit("/odoo/major-incidents", "end", self.agent_two)
        self.assertEqual({main.state, report.state, lamp.state}, {"resolved"})
        self.assertEqual((major.state, major.announcement_id.state), ("reviewed", "over"))
        self.assertEqual(major.improvement_ids.name, "Larger fuses")
        last_words = self.mail_updates()
        self.assertEqual(len(last_words), 2)
        for mail in last_words:
            self.assertIn("light again", mail.body_html)
        self.assertFalse(self.env["service.desk.announcement"].with_user(self.employee)._portal_banners())
