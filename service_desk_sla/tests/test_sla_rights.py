"""Rights of all that service levels add, generated: nothing is forgotten when something is added."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.service_desk.tests.rights_case import RightsCase


@tagged("post_install", "-at_install")
class TestSlaRights(RightsCase):
    """A promise that was broken, what was done about it, and what reviews and contracts say of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env["service.desk.sla.policy"].create({
            "name": "Promise",
            "date_from": False,
            "calendar_source": "always",
            "target_ids": [(0, 0, {"metric": "resolution", "minutes": 1})],
            "level_ids": [(0, 0, {"percent": 50, "notify_assignee": True})],
        })
        cls.ticket = cls.make_incident(requester_id=cls.portal_b.partner_id.id)
        cls.clock = cls.ticket.sudo().clock_ids
        cls.clock.is_breached = True
        cls.contract = cls.env["service.desk.contract"].create({
            "name": "x",
            "kind": "customer",
            "partner_id": cls.portal_b.partner_id.id,
            "date_start": "2020-01-01",
            "credit_rule_ids": [(0, 0, {"value": 5})],
        })

    def samples(self):
        """A record of each model, none of them of those who try."""
        review = self.env["service.desk.sla.review"].create({"date_from": "2026-01-01"})
        figure = {"review_id": review.id, "kind": "sla", "metric": "resolution"}
        credit = {
            "contract_id": self.contract.id,
            "rule_id": self.contract.credit_rule_ids.id,
            "date_from": "2026-01-01",
            "date_to": "2026-01-31",
            "currency_id": self.env.company.currency_id.id,
        }
        reason = self.env["service.desk.sla.breach.reason"].create({"name": "x"})
        dialogs = [
            self.env[name].with_user(self.manager).with_context(
                active_model=self.ticket._name, active_ids=self.ticket.ids
            ).create(values)
            for name, values in (
                ("service.desk.sla.agree.wizard", {"reason": "x"}),
                ("service.desk.sla.apply.wizard", {"policy_id": self.policy.id}),
                ("service.desk.sla.try.wizard", {}),
                ("service.desk.resolve.wizard", self.solution),
                ("service.desk.sla.breach.wizard", {"breach_reason_id": reason.id}),
            )
        ]
        records = [
            self.ticket,
            self.contract,
            self.policy,
            self.policy.target_ids,
            self.policy.level_ids,
            self.clock,
            self.contract.credit_rule_ids,
            self.env["service.desk.contract.credit"].create(credit),
            self.env["service.desk.sla.escalation"].create({"clock_id": self.clock.id, "percent": 50}),
            self.env["service.desk.sla.report"].search([("clock_id", "=", self.clock.id)]),
            review,
            self.env["service.desk.sla.review.line"].create(figure),
            self.env["service.desk.sla.review.breach"].create({**figure, "clock_id": self.clock.id}),
            *dialogs,
        ]
        return {record._name: record for record in records}

    def test_no_public_method_serves_strangers(self):
        """Called on somebody else's records by a portal user or an employee, each one refuses."""
        self.assertGreater(self.call_everything("service_desk_sla", self.samples()), 40)

    def test_overview_serves_no_strangers(self):
        """It has no table of its own, so that nothing but its methods keeps people out."""
        for user in (self.portal_a, self.employee, self.env.ref("base.public_user")):
            achievement = self.env["service.desk.sla.achievement"].with_user(user)
            for route in (achievement.get_achievement, lambda mine=achievement: mine.get_records_action({})):
                with self.subTest(user=user.login):
                    self.assertRaises(AccessError, route)

    def test_clock_is_found_by_the_name_of_its_policy(self):
        """And by nothing else, so that a search for a ticket's subject does not return all there is."""
        clocks = self.env["service.desk.sla.clock"].with_user(self.agent)
        self.assertFalse(clocks.name_search("No such promise"))
        self.assertIn(self.clock.id, [found for found, _name in clocks.name_search("Promise")])

    def test_agents_of_another_wall_find_nothing(self):
        """Clocks, escalations and figures of a walled or confidential ticket, by every route."""
        walled = self.make_request(self.agent_walled, team_id=self.team_walled.id, name="Walled")
        secret = self.make_request(self.agent, team_id=self.team_one.id, is_confidential=True, name="Secret")
        escalations = self.env["service.desk.sla.escalation"]
        for ticket in (walled, secret):
            clock = ticket.sudo().clock_ids
            line = escalations.create({"clock_id": clock.id, "percent": 50})
            for record in (clock, line, self.env["service.desk.sla.report"].browse(clock.id)):
                mine = record.with_user(self.agent_two)
                with self.subTest(ticket=ticket.name, model=record._name):
                    own = [("id", "in", record.ids)]
                    self.assertFalse(mine.has_access("read"))
                    self.assertFalse(mine.search_count(own))
                    self.assertFalse(mine.formatted_read_group(own, [], ["__count"])[0]["__count"])

    def test_requesters_are_not_told_where_the_desk_stands(self):
        """Not even about their own ticket, by whatever they ask it for."""
        tickets = self.env["service.desk.incident"].with_user(self.portal_b)
        mine = tickets.browse(self.ticket.id)
        self.assertFalse(mine.sla_state)
        hidden = ("is_breached", "date_risk", "promise_state", "date_agreed_reason", "clock_ids")
        for name in hidden:
            for route in (
                lambda name=name: mine.read([name]),
                lambda name=name: mine.web_read({name: {}}),
                lambda name=name: tickets.search([(name, "!=", False)]),
                lambda name=name: tickets.search([], order=name).ids,
                lambda name=name: tickets.formatted_read_group([], [name], ["__count"]),
            ):
                with self.subTest(name=name):
                    self.assertRaises(AccessError, route)
        for route in (
            lambda: tickets.search([("sla_state", "=", "running")]),
            lambda: tickets.search([], order="sla_state").ids,
            lambda: tickets.formatted_read_group([], ["sla_state"], ["__count"]),
            mine.sla_countdown,
        ):
            self.assertRaises(AccessError, route)
