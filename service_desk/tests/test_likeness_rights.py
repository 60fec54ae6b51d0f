"""Nobody learns by likeness what they may not read: neither a ticket, nor that it has a word."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestLikenessRights(ServiceDeskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hydrant = cls.make_incident(name="Hydrant leaks")
        cls.walled = cls.make_incident(cls.agent_walled, name="Hydrant leaks secretly", team_id=cls.team_walled.id)
        cls.confidential = cls.make_incident(
            cls.agent_two, name="Hydrant leaks money", team_id=cls.team_two.id, is_confidential=True
        )

    def read_tickets(self):
        with self.enter_registry_test_mode():
            self.env.ref("service_desk.cron_likeness").method_direct_trigger()
        self.env.invalidate_all()

    def likes(self, user, text="hydrant leaks"):
        return self.env["service.desk.incident"].with_user(user)._like_text(text)

    def found(self, user):
        return {like.ticket_id for like in self.likes(user)}

    def test_walls_stand_before_and_after_the_job(self):
        """Each sees what the lists show them: fresh tickets and those that were read."""
        for _round in ("fresh", "read"):
            self.assertEqual(self.found(self.agent), {self.hydrant.id})
            self.assertEqual(self.found(self.agent_walled), {self.hydrant.id, self.walled.id})
            self.assertEqual(self.found(self.agent_two), {self.hydrant.id, self.confidential.id})
            self.read_tickets()

    def test_requesters_find_their_own_alone(self):
        """An employee who calls it finds nothing of others."""
        self.assertEqual(self.found(self.employee), {self.hydrant.id, self.walled.id, self.confidential.id})
        self.assertFalse(self.found(self.portal_a))

    def test_other_companies_find_nothing(self):
        """Nor do their words count there."""
        _company, agent = self.make_company()
        self.read_tickets()
        self.assertFalse(self.found(agent))

    def test_hidden_tickets_change_no_score(self):
        """That a word is in tickets behind walls cannot be told from how well others match."""
        self.read_tickets()
        before = self.likes(self.agent, "hydrant leaks zeppelin")
        for number in range(5):
            self.make_incident(self.agent_walled, name=f"Zeppelin {number}", team_id=self.team_walled.id)
            self.make_incident(
                self.agent_two, name=f"Zeppelin {number}", team_id=self.team_two.id, is_confidential=True
            )
        self.env["service.desk.likeness"]._index("service.desk.incident")
        self.env["service.desk.likeness.word"]._count(10)
        self.assertEqual(self.likes(self.agent, "hydrant leaks zeppelin"), before)

    def test_words_are_nobodys_to_read(self):
        """The index and its counts are for the query alone, admins included."""
        self.read_tickets()
        for user in (self.portal_a, self.employee, self.agent, self.admin_user):
            for model in ("service.desk.likeness", "service.desk.likeness.word"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])
