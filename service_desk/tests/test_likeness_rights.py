"""Nobody learns by likeness what they may not read: neither a ticket, nor that it has a word."""

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .. import likeness
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

    def make_theirs(self, agent, *names):
        """Tickets of another company's agent, one a name."""
        theirs = self.env["service.desk.incident"].with_user(agent)
        return theirs.create([{"name": name, "requester_id": agent.partner_id.id} for name in names])

    def test_other_companies_find_nothing(self):
        """Another company's agent finds neither fresh tickets nor those that were read."""
        _company, agent = self.make_company()
        for _round in ("fresh", "read"):
            self.assertFalse(self.found(agent))
            self.read_tickets()

    def test_words_of_other_companies_do_not_count(self):
        """How well one's own tickets match says nothing of the words of others."""
        _company, agent = self.make_company()
        self.make_theirs(agent, "Hydrant leaks", "Hydrant painted")
        self.read_tickets()
        before = self.likes(agent, "hydrant leaks zeppelin")
        self.assertEqual(len(before), 2)
        for number in range(20):
            self.make_incident(name=f"Hydrant zeppelin {number}")
        self.env["service.desk.likeness"]._index("service.desk.incident")
        self.env["service.desk.likeness.word"]._count(40)
        self.assertEqual(self.likes(agent, "hydrant leaks zeppelin"), before)

    def test_large_neighbors_hide_nothing(self):
        """A small company finds its tickets beside a large one, however common their words are there."""
        for number in range(10):
            self.make_incident(name=f"Hydrant leaks {number}")
        _company, agent = self.make_company()
        theirs = self.make_theirs(agent, "Hydrant leaks", "Hydrant leaks again")
        for number in range(10):
            self.make_incident(name=f"Hydrant leaks later {number}")
        self.read_tickets()
        with patch.multiple(likeness, BUDGET=4, SIDE_BUDGET=1, NEWEST=5):
            self.assertEqual(self.found(agent), set(theirs.ids))

    def test_common_words_are_looked_for_among_ones_own_newest(self):
        """What most of one's own tickets have is looked for in the newest of them, not in those of all."""
        _company, agent = self.make_company()
        theirs = self.make_theirs(agent, *(f"Hydrant {number}" for number in range(8)))
        for number in range(10):
            self.make_incident(name=f"Hydrant later {number}")
        self.read_tickets()
        with patch.multiple(likeness, BUDGET=4, SIDE_BUDGET=2, NEWEST=5):
            found = self.found(agent)
        self.assertTrue(found)
        self.assertLessEqual(found, set(theirs.ids[-2:]))

    def test_ticket_is_compared_with_those_of_its_company(self):
        """Whoever works in two companies sees beside a ticket what is like it in its own."""
        company, agent = self.make_company()
        agent.company_ids |= self.env.company
        theirs = self.make_theirs(agent, "Hydrant leaks", "Hydrant leaks again")
        for number in range(10):
            self.make_incident(name=f"Hydrant leaks {number}")
        self.read_tickets()
        with patch.multiple(likeness, BUDGET=4, SIDE_BUDGET=1, NEWEST=5):
            both = theirs[0].with_context(allowed_company_ids=[self.env.company.id, company.id])
            self.assertEqual([like.ticket_id for like in both._like_tickets()], theirs[1].ids)

    def test_ticket_that_changes_its_company_is_found_there(self):
        """Its words go with it."""
        company, agent = self.make_company()
        self.read_tickets()
        self.hydrant.sudo().write({"company_id": company.id, "team_id": False})
        self.assertEqual(self.found(agent), {self.hydrant.id})
        self.assertNotIn(self.hydrant.id, self.found(self.agent))

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
