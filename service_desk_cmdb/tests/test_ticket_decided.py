from odoo.fields import Command
from odoo.tests import tagged

from .ci_case import CiCase


@tagged("post_install", "-at_install")
class TestTicketDecided(CiCase):
    """What people said by hand of what a ticket touches, whatever becomes of the ticket and the things."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service, cls.extra = cls.env["service.desk.service"].create([{"name": "Orders"}, {"name": "Extra"}])
        cls.shop = cls.env["service.desk.service"].create({"name": "Shop", "depends_on_ids": [cls.service.id]})
        cls.host, cls.vm = cls.make_ci("Host"), cls.make_ci("VM")
        cls.app = cls.make_ci("App", cls.application, service_ids=[Command.set(cls.service.ids)])
        cls.relate(cls.vm, cls.host, cls.runs_on)
        cls.relate(cls.app, cls.vm, cls.runs_on)

    def make(self, model="service.desk.incident", **values):
        values = {"name": "It is down", "requester_id": self.employee.partner_id.id, **values}
        return self.env[model].with_user(self.agent).create(values)

    def add(self, ticket, *records):
        for one in records:
            ticket._add_affected(one.with_user(self.agent))

    def leave_out(self, ticket, name):
        ticket.affected_ids.filtered(lambda row: row.name == name).action_leave_out()

    def origins(self, ticket):
        return {row.name: row.origin for row in ticket.affected_ids}

    def test_end_of_a_cause_ends_no_decision(self):
        """The machine between is gone for good; what was left out because of it is left out still."""
        incident = self.make(ci_ids=[Command.set(self.host.ids)])
        other = self.make_ci("Other VM")
        self.relate(other, self.host, self.runs_on)
        self.relate(self.app, other, self.runs_on)
        row = incident.affected_ids.filtered(lambda row: row.name == "App")
        row.action_leave_out()
        cause = row.sudo().cause_id.with_user(self.keeper)
        cause.state = "retired"
        cause.unlink()
        incident.invalidate_recordset()
        incident.action_find_affected()
        self.assertEqual(self.origins(incident)["App"], "left_out")

    def test_what_is_added_stays_in_whichever_order(self):
        """Before it is found or afterwards: when nothing is found any more, it is there still."""
        before, after = self.make(), self.make()
        self.add(before, self.shop)
        for incident in (before, after):
            incident.ci_ids = self.host
        self.add(after, self.shop)
        for incident in (before, after):
            row = incident.affected_ids.filtered(lambda row: row.name == "Shop")
            self.assertEqual((row.origin, row.verdict, row.sudo().cause_id), ("added", "fails", self.app))
            incident.ci_ids = False
            row = incident.affected_ids
            self.assertEqual((row.name, row.verdict, row.sudo().cause_id.name), ("Shop", "concerned", False))

    def test_what_was_added_and_fails_is_down(self):
        """Who adds a service first makes nothing of what is found of it later unsaid."""
        incident = self.make()
        self.add(incident, self.shop)
        incident.ci_ids = self.host
        down = self.env["service.desk.ci.downtime"].sudo()._services_down(incident.sudo())
        self.assertEqual(down, {*self.service.ids, *self.shop.ids})

    def test_double_takes_along_what_was_added(self):
        """Services and people; what it has left out may be touched by the one that goes on."""
        double, goal = (self.make(ci_ids=[Command.set(self.host.ids)]) for _one in range(2))
        self.add(double, self.extra, self.employee.partner_id, self.shop)
        self.leave_out(double, "Orders")
        self.leave_out(goal, "Shop")
        double.action_merge(goal.id)
        told = self.origins(goal)
        person = self.employee.partner_id.name
        self.assertEqual((told["Extra"], told[person], told["Orders"]), ("added", "added", "found"))
        self.assertEqual(told["Shop"], "left_out")
        self.assertEqual(goal.affected_ids.filtered(lambda row: row.name == "Extra").reason, "Decided by test_agent")

    def test_conversion_takes_decisions_along(self):
        """A request that was an incident: what was left out does not come back, what was added is there."""
        incident = self.make(ci_ids=[Command.set(self.host.ids)])
        self.add(incident, self.extra)
        self.leave_out(incident, "Shop")
        told = self.origins(incident._convert("service.desk.request"))
        self.assertEqual((told["Extra"], told["Shop"], told["Orders"]), ("added", "left_out", "found"))

    def test_double_of_a_change_takes_nothing_along(self):
        """What it works on was agreed to, and what that touches, too."""
        double, goal = (self.make("service.desk.change", ci_ids=[Command.set(self.vm.ids)]) for _one in range(2))
        self.add(double, self.extra)
        double.action_merge(goal.id)
        self.assertNotIn("Extra", self.origins(goal))

    def test_what_is_so_by_default_is_looked_at(self):
        """A ticket that begins with an item touches what relies on it, however the item came there."""
        incident = self.env["service.desk.incident"].with_user(self.agent)
        incident = incident.with_context(default_ci_ids=[Command.set(self.vm.ids)]).create(
            {"name": "It is down", "requester_id": self.employee.partner_id.id}
        )
        self.assertEqual(set(self.origins(incident)), {"App", "Orders", "Shop"})

    def test_another_company_hears_nothing_of_this_one(self):
        """A ticket about what all share goes there: its list is made anew for it, decisions included."""
        company, _stranger = self.make_company()
        self.agent.company_ids += company
        shared = self.env["service.desk.ci"].create(
            {"name": "Shared", "class_id": self.server.id, "state": "in_use", "company_id": False}
        )
        self.relate(self.host, shared)
        incident = self.make(ci_ids=[Command.set(shared.ids)])
        self.leave_out(incident, "VM")
        self.leave_out(incident, "Shop")
        incident.with_context(allowed_company_ids=self.agent.company_ids.ids).company_id = company
        self.assertEqual(self.origins(incident), {"Orders": "found", "Shop": "left_out"})

    def test_what_does_not_run_takes_no_service_down(self):
        """Work on what comes, and a word about what is gone, are no failure; who has it is concerned."""
        for state in ("planned", "retired"):
            item = self.make_ci("Item", state=state, user_partner_id=self.employee.partner_id.id)
            item.service_ids = self.service
            for model in ("service.desk.change", "service.desk.incident"):
                ticket = self.make(model, ci_ids=[Command.set(item.ids)])
                self.assertEqual(self.origins(ticket), {self.employee.partner_id.name: "found"}, state)
            told = self.env["service.desk.ci.graph"].with_user(self.agent).simulate(item.ids)
            self.assertEqual(told["counts"]["services"], 0)
            item.state = "in_use"
            ticket.action_find_affected()
            self.assertEqual(set(self.origins(ticket)), {self.employee.partner_id.name, "Orders", "Shop"})
