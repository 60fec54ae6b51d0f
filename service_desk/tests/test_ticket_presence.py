"""Who else is on a ticket."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestTicketPresence(ServiceDeskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.incident = cls.make_incident()

    def announce(self, user, ticket=None):
        return (ticket or self.incident).with_user(user).announce_presence()

    def test_two_people_see_each_other(self):
        """The second one is told of the first, and the first at the next beat."""
        self.assertEqual(self.announce(self.agent), [])
        self.assertEqual(self.announce(self.agent_two), [{"id": self.agent.id, "name": "test_agent"}])
        names = [other["name"] for other in self.announce(self.agent)]
        self.assertEqual(names, ["test_agent_two"])

    def test_silent_colleague_is_gone(self):
        """Whoever was not heard of for a minute is not shown."""
        self.announce(self.agent)
        seen = self.env["service.desk.presence"].search([("user_id", "=", self.agent.id)])
        seen.date_seen -= timedelta(seconds=60)
        seen.flush_recordset()
        self.assertEqual(self.announce(self.agent_two), [])

    def test_same_id_of_another_process_is_another_place(self):
        """An incident and a request that share their id do not share their visitors."""
        twin = self.make_request()
        self.env["service.desk.presence"].create(
            {
                "res_model": self.incident._name,
                "res_id": twin.id,
                "user_id": self.agent.id,
                "date_seen": self.env.cr.now(),
            }
        ).flush_recordset()
        self.assertEqual(self.announce(self.agent_two, twin), [])

    def test_requester_is_not_told(self):
        """People who only asked do not learn who works on their ticket."""
        with self.assertRaises(AccessError):
            self.announce(self.employee)

    def test_wall_holds(self):
        """Nobody announces themselves on a ticket behind a wall."""
        secret = self.make_incident(self.agent_walled, team_id=self.team_walled.id)
        with self.assertRaises(AccessError):
            self.announce(self.agent, secret)

    def test_watching_changes_nothing_on_the_ticket(self):
        """Presence is no edit: the ticket's date of change stays."""
        before = self.incident.write_date
        self.announce(self.agent)
        self.incident.invalidate_recordset(["write_date"])
        self.assertEqual(self.incident.write_date, before)
