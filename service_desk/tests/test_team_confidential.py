from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestTeamConfidential(ServiceDeskCase):
    """All that reaches a confidential team is for its members and the requester, by whatever way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team_two.is_confidential = True
        cls.service = cls.env["service.desk.service"].create(
            {"name": "Payslips", "team_id": cls.team_two.id, "audience": "all"}
        )

    def assert_hidden(self, ticket):
        """Members and the requester see it, nobody else."""
        self.assertTrue(ticket.sudo().is_confidential)
        seen = {
            user.login
            for user in (self.agent, self.agent_two, self.agent_walled, self.manager, self.employee, self.portal_a)
            if ticket.with_user(user)._filtered_access("read")
        }
        self.assertEqual(seen, {"test_agent_two", "test_employee"})

    def test_created_for_the_team(self):
        """By the form, though the box is not ticked, and by the service that the team supports."""
        self.assert_hidden(self.make_incident(team_id=self.team_two.id, is_confidential=False))
        self.assert_hidden(self.make_request(service_id=self.service.id))

    def test_ordered_by_the_requester(self):
        """Who may not read the team writes to it all the same."""
        item = self.env["service.desk.catalog.item"].create(
            {"name": "Certificate", "audience": "all", "service_id": self.service.id}
        )
        item.state = "published"
        orders = item.with_user(self.employee)._place_order([{"item_id": item.id}])
        self.assert_hidden(orders[0])

    def test_handed_over_to_the_team(self):
        """Transfer and escalation; afterwards it is out of sight of those who had it."""
        for verb in ("write", "escalate"):
            ticket = self.make_incident(team_id=self.team_one.id)
            self.team_one.escalation_team_id = self.team_two
            if verb == "write":
                ticket.write({"team_id": self.team_two.id})
            else:
                ticket.action_escalate("Concerns pay")
            with self.subTest(verb=verb):
                self.assert_hidden(ticket)

    def test_dispatched_to_the_team(self):
        """A rule that sends it there makes it confidential."""
        self.env["service.desk.dispatch.rule"].create(
            {"name": "Pay", "domain": "[('name', 'ilike', 'payslip')]", "team_id": self.team_two.id, "overwrites": True}
        )
        self.assert_hidden(self.make_incident(name="Payslip is wrong"))

    def test_stays_confidential_while_the_team_has_it(self):
        """Nobody opens it by hand; once another team has it, that is theirs to decide."""
        ticket = self.make_incident(team_id=self.team_two.id)
        for user in (self.agent_two, self.env.user):
            with self.assertRaisesRegex(UserError, "Network"):
                ticket.with_user(user).write({"is_confidential": False})
        with self.assertRaises(UserError):
            self.make_incident(team_id=self.team_one.id).write({"team_id": self.team_two.id, "is_confidential": False})
        ticket.with_user(self.agent_two).write({"team_id": self.team_one.id})
        self.assertTrue(ticket.sudo().is_confidential)
        ticket.with_user(self.agent).write({"is_confidential": False})
        self.assertFalse(ticket.sudo().is_confidential)
