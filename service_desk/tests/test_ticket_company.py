"""A desk for several companies: what serves all of them, and what belongs to one."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .portal_common import PortalCase


@tagged("-at_install", "post_install")
class TestTicketCompany(PortalCase):
    """The first company has the usual people; a second one has an agent, and one manages both."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_two, cls.agent_there = cls.make_company()
        cls.both = cls.env.company | cls.company_two
        cls.manager_of_both = cls.make_user(
            "test_manager_of_both",
            "service_desk.group_manager,base.group_multi_company",
            company_ids=[(6, 0, cls.both.ids)],
        )

    def create_there(self, **values):
        """An incident that the second company's agent writes down."""
        return self.env["service.desk.incident"].with_user(self.agent_there).create({"name": "x", **values})

    # -- What serves all companies -------------------------------------------------------------

    def test_rule_for_all_assigns_only_who_works_in_the_company(self):
        """Elsewhere it leaves the assignee open, and keeps no ticket from being created."""
        self.env["service.desk.dispatch.rule"].create({"name": "All", "user_id": self.agent.id, "urgency": "1"})
        there = self.create_there()
        self.assertEqual((there.user_id.id, there.urgency), (False, "1"))
        self.assertEqual(self.make_incident().user_id, self.agent)

    def test_team_that_was_given_to_one_company_is_filled_in_there_alone(self):
        """A template or a rule for all may still name it; the ticket goes to the first line."""
        team = self.env["service.desk.team"].create({"name": "Was for all", "tier": "2"})
        template = self.env["service.desk.ticket.template"].create(
            {"name": "Any", "subject": "Any", "team_id": team.id}
        )
        self.env["service.desk.dispatch.rule"].create({"name": "All", "team_id": team.id})
        team.company_id = self.env.company
        self.assertEqual(self.create_there(template_id=template.id).team_id.company_id.ids, [])
        self.assertEqual(self.make_incident(template_id=template.id).team_id, team)

    def test_escalation_asks_nobody_of_another_company(self):
        """A shared team may be led by somebody who cannot open the ticket."""
        self.team_one.leader_id = self.manager
        there = self.create_there(team_id=self.team_one.id)
        there._escalate_to_management("Please")
        self.assertEqual(there.escalation_level, 1)
        self.assertEqual(there.sudo().activity_ids.user_id, self.manager_of_both)

    # -- What belongs to one company -----------------------------------------------------------

    def test_agents_of_each_company_see_their_own(self):
        """In the queue and in the tickets, though a team serves both."""
        here = self.make_incident(team_id=self.team_one.id)
        there = self.create_there(team_id=self.team_one.id)
        numbers = [here.number, there.number]
        for user, seen in ((self.agent, here), (self.agent_there, there)):
            for model in ("service.desk.incident", "service.desk.work"):
                found = self.env[model].with_user(user).search([("number", "in", numbers)])
                self.assertEqual(found.mapped("number"), [seen.number])

    def test_company_switcher_decides_what_a_manager_of_both_sees(self):
        """One, the other, or both at once."""
        numbers = [self.make_incident().number, self.create_there().number]
        tickets = self.env["service.desk.incident"].with_user(self.manager_of_both)
        for chosen, expected in ((self.both[0], numbers[:1]), (self.both[1], numbers[1:]), (self.both, numbers)):
            found = tickets.with_context(allowed_company_ids=chosen.ids).search([("number", "in", numbers)])
            self.assertEqual(sorted(found.mapped("number")), sorted(expected))

    def test_form_writes_down_for_the_company_that_is_chosen(self):
        """The first of the switcher, or the one chosen on the form, with what that one may use."""
        category = self.env["service.desk.category"].create({"name": "Only there", "company_id": self.company_two.id})
        chosen = self.both.sorted(lambda company: company != self.company_two)
        tickets = self.env["service.desk.incident"].with_user(self.manager_of_both)
        with Form(tickets.with_context(allowed_company_ids=chosen.ids)) as form:
            form.name = "Written down there"
            form.category_id = category
        self.assertEqual(form.record.company_id, self.company_two)

    def test_portal_writes_down_for_the_requesters_company(self):
        """Over HTTP, as the requester; the other company's agents see nothing of it."""
        user = self.make_user(
            "portal_there",
            "base.group_portal",
            company_id=self.company_two.id,
            company_ids=[(6, 0, self.company_two.ids)],
        )
        self.login(user)
        page = self.raise_ticket(name="Written there")
        ticket = self.env["service.desk.incident"].search([("name", "=", "Written there")])
        self.assertEqual(ticket.company_id, self.company_two)
        self.assertIn(ticket.number, page.text)
        with self.assertRaises(AccessError):
            ticket.with_user(self.agent).read(["name"])
        ticket.with_user(self.agent_there).action_take()

    # -- Settings ------------------------------------------------------------------------------

    def test_settings_are_kept_by_company(self):
        """What one company promises its requesters is not the other one's."""
        settings = self.env["res.config.settings"].with_company(self.company_two)
        settings.create({"service_desk_autoclose_days": 33, "service_desk_ask_rating": False}).execute()
        self.assertEqual(self.company_two.service_desk_autoclose_days, 33)
        self.assertNotEqual(self.env.company.service_desk_autoclose_days, 33)
        self.assertTrue(self.env.company.service_desk_ask_rating)
