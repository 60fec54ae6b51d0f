"""What a scorecard counts, measured on tickets whose times are known."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, HttpCase, tagged

from .contract_case import ContractCase


@tagged("post_install", "-at_install")
class TestContractScorecard(ContractCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls.make_contract()
        cls.now = fields.Datetime.now()

    def figures(self, contract=None, date_from=None, date_to=None, user=None):
        contract = (contract or self.contract).with_user(user or self.keeper)
        first = date_from or self.today - timedelta(days=30)
        card = contract._scorecard(first, date_to or self.today)
        return {figure["key"]: figure["value"] for figure in card["figures"]}

    def ticket(self, opened, resolved=None, **values):
        """A ticket at the supplier, opened and resolved so many hours ago."""
        incident = self.make_incident(**{"supplier_id": self.supplier.id, **values})
        if resolved is not None:
            incident.action_take()
            incident.write({"state": "resolved", **self.solution})
            incident.sudo().date_resolved = self.now - timedelta(hours=resolved)
        incident.sudo().date_opened = self.now - timedelta(hours=opened)
        return incident

    def test_counts_and_times_are_those_of_the_tickets(self):
        """Opened, resolved, open, median and average over resolved ones; others' tickets do not count."""
        self.ticket(50, 48)
        self.ticket(50, 40)
        self.ticket(60, 30)
        self.ticket(5)
        self.make_incident()
        found = self.figures()
        self.assertEqual([found[key] for key in ("opened", "resolved", "open")], [4, 3, 1])
        self.assertAlmostEqual(found["median"], 10)
        self.assertAlmostEqual(float(found["average"]), 14)

    def test_only_the_period_counts(self):
        """What was opened before and resolved in it counts as resolved, not as opened."""
        self.ticket(24 * 50, 24)
        self.ticket(24 * 50, 24 * 40)
        found = self.figures()
        self.assertEqual([found["opened"], found["resolved"]], [0, 1])
        early = self.figures(date_from=self.today - timedelta(days=60), date_to=self.today - timedelta(days=35))
        self.assertEqual([early["opened"], early["resolved"]], [2, 1])

    def test_people_of_the_supplier_count_as_the_supplier(self):
        """A ticket passed to one of their engineers was passed to them."""
        engineer = self.env["res.partner"].create({"name": "Ed", "parent_id": self.supplier.id})
        self.ticket(5, supplier_id=engineer.id)
        self.ticket(5)
        self.assertEqual(self.figures()["opened"], 2)
        self.assertEqual(self.contract.with_user(self.keeper).incident_count, 2)
        action = self.contract.with_user(self.keeper).action_open_incidents()
        self.assertEqual(self.env["service.desk.incident"].with_user(self.keeper).search_count(action["domain"]), 2)

    def test_requests_count_too(self):
        """All processes."""
        self.make_request(supplier_id=self.supplier.id)
        self.assertEqual(self.figures()["opened"], 1)

    def test_waiting_is_what_stood_still_for_the_supplier(self):
        """Pauses for the requester do not count; what waits now counts until now."""
        ticket = self.ticket(100)
        ticket._escalate_to_supplier(self.supplier, "R1", "x")
        other = self.ticket(100)
        other.write({"state": "pending", "pending_reason_id": self.reason.id})
        lines = (ticket | other).sudo().transition_ids
        lines.date = self.now - timedelta(hours=20)
        found = self.figures()
        self.assertAlmostEqual(found["waiting"], 20, places=1)
        self.assertEqual(found["waiting_tickets"], 1)
        ticket.action_take()
        ticket.state = "in_progress"
        ticket.sudo().transition_ids.sorted("id")[-1:].date = self.now - timedelta(hours=14)
        self.assertAlmostEqual(self.figures()["waiting"], 6, places=1)
        day = self.today - timedelta(days=40)
        self.assertEqual(self.figures(date_from=day, date_to=day)["waiting"], 0)

    def test_reason_that_changed_while_waiting_counts(self):
        """A ticket that waited for the requester and went to the supplier waits for the supplier."""
        ticket = self.ticket(100)
        ticket.write({"state": "pending", "pending_reason_id": self.reason.id})
        ticket._escalate_to_supplier(self.supplier, "", "x")
        ticket.sudo().transition_ids.date = self.now - timedelta(hours=2)
        self.assertAlmostEqual(self.figures()["waiting"], 2, places=1)

    def test_reopened_tickets_are_counted(self):
        """When they came back in the period."""
        ticket = self.ticket(50, 48)
        ticket.state = "in_progress"
        ticket.write({"state": "resolved", **self.solution})
        found = self.figures()
        self.assertEqual([found["reopened"], found["reopened_rate"]], [1, 100])

    def test_customer_contract_counts_its_own_tickets(self):
        """Those it covers, not all of the customer's."""
        contract = self.make_contract("customer")
        self.make_ticket()
        self.make_ticket(contract_id=contract.id)
        contract.write({"state": "ended", "end_reason": "x"})
        self.make_ticket()
        self.assertEqual(self.figures(contract)["opened"], 2)

    def test_nothing_to_measure_is_no_zero(self):
        """Without tickets there is no median."""
        found = self.figures()
        self.assertEqual([found["opened"], found["median"], found["reopened_rate"]], [0, None, None])

    def test_all_tickets_of_the_company_count_but_are_not_told(self):
        """Also those the manager may not open: numbers alone leave the wall."""
        hidden = self.ticket(5, team_id=self.team_walled.id, is_confidential=True, name="Embezzlement")
        self.assertFalse(self.env["service.desk.incident"].with_user(self.keeper).search([("id", "=", hidden.id)]))
        self.assertEqual(self.figures()["opened"], 1)
        contract = self.contract.with_user(self.keeper)
        self.assertNotIn("Embezzlement", contract.scorecard_html)
        self.assertEqual(contract.incident_count, 0)

    def test_other_companies_do_not_count(self):
        """The same supplier works for others too."""
        company, agent = self.make_company()
        self.make_incident(agent, supplier_id=self.supplier.id)
        self.assertEqual(self.figures()["opened"], 0)
        with self.assertRaises(AccessError):
            self.figures(user=agent)

    def test_scorecard_is_for_contract_managers(self):
        """Nobody else reads it, by method or by field."""
        for user in (self.agent, self.manager, self.employee, self.portal_a):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.figures(user=user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.contract.with_user(user).read(["scorecard_html"])

    def test_priorities_are_apart(self):
        """Critical ones are seen for themselves."""
        self.ticket(5, impact="1", urgency="1")
        self.ticket(5)
        card = self.contract._scorecard(self.today - timedelta(days=1), self.today + timedelta(days=1))
        self.assertEqual({row["priority"]: row["opened"] for row in card["priorities"]}["1"], 1)

    def test_another_addon_adds_figures(self):
        """The hook: what an extension returns is shown like our own."""
        model = type(self.contract)
        figures = model._scorecard_figures

        def extended(contract, period, totals):
            more = {"key": "more", "label": "Breaches", "help": "", "value": 7, "unit": "count"}
            return [*figures(contract, period, totals), more]

        self.patch(model, "_scorecard_figures", extended)
        self.assertIn("Breaches", self.contract.scorecard_html)


@tagged("post_install", "-at_install")
class TestContractScorecardPrint(HttpCase, ContractCase):
    def test_scorecard_is_printed_for_its_period(self):
        """The page has the contract, the period and the figures; an agent gets none of it."""
        contract = self.make_contract(name="Secret line")
        wizards = self.env["service.desk.contract.scorecard.wizard"].with_user(self.keeper)
        wizard = Form(wizards.with_context(default_contract_id=contract.id)).save()
        self.assertEqual(wizard.action_print()["report_name"], "service_desk.contract_scorecard_report")
        url = f"/report/html/service_desk.contract_scorecard_report/{wizard.id}"
        self.authenticate("test_keeper", "test_keeper")
        page = self.url_open(url).text
        self.assertIn("Secret line", page)
        self.assertIn("Tickets Passed to Them", page)
        self.authenticate("test_agent", "test_agent")
        self.assertNotIn("Secret line", self.url_open(url).text)
