"""People, teams and tickets for tests. Tests act as one of these people, never as superuser."""

from odoo import fields
from odoo.tests import TransactionCase, new_test_user

from .query_count import QueryCount


class ServiceDeskCase(QueryCount, TransactionCase):
    """A small desk: two open teams in a row, a restricted one, and everybody who touches a ticket."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "mail_notrack": True})
        # Rules that came with data, of other addons too, would decide about the tests' tickets.
        for model in map(cls.env.__getitem__, cls.env):
            if getattr(model, "_decides_about_tickets", False):
                model.search([]).active = False
        cls.team_one = cls.env.ref("service_desk.team_service_desk")
        cls.team_two = cls.env["service.desk.team"].create({"name": "Network", "tier": "2"})
        cls.team_walled = cls.env["service.desk.team"].create(
            {"name": "Investigations", "tier": "2", "visibility": "restricted"}
        )
        cls.agent = cls.make_user("test_agent", "service_desk.group_agent")
        cls.agent_two = cls.make_user("test_agent_two", "service_desk.group_agent")
        cls.agent_walled = cls.make_user("test_agent_walled", "service_desk.group_agent")
        cls.manager = cls.make_user("test_manager", "service_desk.group_manager")
        cls.admin_user = cls.make_user("test_admin", "service_desk.group_admin")
        cls.employee = cls.make_user("test_employee", "base.group_user")
        cls.portal_a = cls.make_user("test_portal_a", "base.group_portal")
        cls.portal_b = cls.make_user("test_portal_b", "base.group_portal")
        cls.team_one.write({"member_ids": [(6, 0, cls.agent.ids)], "escalation_team_id": cls.team_two.id})
        cls.team_two.member_ids = cls.agent_two
        cls.team_walled.member_ids = cls.agent_walled
        cls.reason = cls.env.ref("service_desk.pending_reason_requester")
        cls.code = cls.env.ref("service_desk.resolution_code_solved")
        cls.solution = {"resolution": "<p>Replaced the cable.</p>", "resolution_code_id": cls.code.id}

    @classmethod
    def make_user(cls, login, groups, **values):
        """A user with exactly these groups, and a mail address."""
        return new_test_user(cls.env, login, groups=groups, email=f"{login}@example.com", name=login, **values)

    @classmethod
    def make_company(cls, name="Other Company"):
        """A second company with an agent of its own."""
        company = cls.env["res.company"].create({"name": name})
        user = cls.make_user(
            f"agent_of_{name.lower().replace(' ', '_')}",
            "service_desk.group_agent",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        return company, user

    @classmethod
    def make_incident(cls, user=None, **values):
        """An incident written down by ``user`` (the first agent), for the employee."""
        user = user or cls.agent
        return (
            cls.env["service.desk.incident"]
            .with_user(user)
            .create({"name": "Mail is down", "requester_id": cls.employee.partner_id.id, **values})
        )

    @classmethod
    def make_request(cls, user=None, **values):
        """A request written down by ``user`` (the first agent), for the employee."""
        user = user or cls.agent
        return (
            cls.env["service.desk.request"]
            .with_user(user)
            .create({"name": "New screen", "requester_id": cls.employee.partner_id.id, **values})
        )

    @classmethod
    def make_problem(cls, user=None, **values):
        """A problem written down by ``user`` (the first agent)."""
        user = user or cls.agent
        return cls.env["service.desk.problem"].with_user(user).create({"name": "Mails are late", **values})

    @classmethod
    def make_change(cls, user=None, **values):
        """A change drafted by ``user`` (the first agent)."""
        user = user or cls.agent
        return cls.env["service.desk.change"].with_user(user).create({"name": "New certificate", **values})

    @classmethod
    def make_resolved(cls, user=None, **values):
        """An incident that was taken and resolved."""
        incident = cls.make_incident(user, **values)
        incident.action_take()
        incident.write({"state": "resolved", **cls.solution})
        return incident

    def move_back(self, ticket, **deltas):
        """Let dates of a ticket lie in the past: ``move_back(t, date_resolved=timedelta(days=9))``."""
        now = fields.Datetime.now()
        ticket.sudo().write({name: now - delta for name, delta in deltas.items()})
