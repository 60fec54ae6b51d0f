"""Service credits: what is owed for broken promises, once for each month and rule."""

from datetime import date
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.service_desk.tests.contract_case import ContractCase

from .achievement_case import AchievementCase


@tagged("post_install", "-at_install")
class TestContractCredit(AchievementCase, ContractCase):
    def contract(self, kind="customer", rules=({},), **values):
        contract = self.make_contract(
            kind,
            date_start="2025-01-15",
            date_end=False,
            cost_ids=[(0, 0, {"name": "Fee", "amount": 1000, "period": "month"})],
            credit_rule_ids=[(0, 0, {"value": 10, "below": 95, **rule}) for rule in rules],
            **values,
        )
        return contract

    def promise(self, late=1, kept=1):
        """Promises to the customer's person in March, some of them broken."""
        for _number in range(late):
            self.incident(resolved="2026-03-02 15:00", requester_id=self.person.id)
        for _number in range(kept):
            self.incident(resolved="2026-03-02 11:00", requester_id=self.person.id)

    def run_credits(self):
        """The job, as the scheduler runs it."""
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *_args, **_kwargs: 1):
            self.env["service.desk.contract"].sudo()._cron_credits()
        self.env.invalidate_all()

    def worked_out(self, contract):
        self.wall("2026-04-01 00:05")
        contract.with_user(self.keeper).action_work_out_credits()
        return contract.with_user(self.keeper).credit_ids

    # -- How much ----------------------------------------------------------------------------------

    def test_bad_month_owes_percent_of_its_cost(self):
        """Half of the promises met, 95 % agreed: a tenth of the month's cost."""
        contract = self.contract()
        self.promise()
        credit = self.worked_out(contract)
        self.assertEqual((credit.date_from, credit.date_to), (date(2026, 3, 1), date(2026, 3, 31)))
        self.assertEqual((credit.count, credit.breached_count, credit.met_rate), (2, 1, 50.0))
        self.assertEqual((credit.cost, credit.amount, credit.state), (1000, 100, "proposed"))
        self.assertEqual(credit.currency_id, contract.company_id.currency_id)

    def test_stored_defaults_settle_no_credit(self):
        """Whoever keeps the contract has no words ready for what is worked out anew."""
        values = {"state": "waived", "note": "Forget it", "date_claimed": "2025-01-01"}
        for name, value in values.items():
            self.env["ir.default"].set("service.desk.contract.credit", name, value, user_id=self.keeper.id)
        contract = self.contract()
        self.promise()
        credit = self.worked_out(contract)
        self.assertEqual((credit.state, credit.note, credit.date_claimed), ("proposed", False, False))

    def test_month_that_was_good_enough_owes_nothing(self):
        """Exactly what was agreed is enough."""
        contract = self.contract(rules=[{"below": 50}])
        self.promise()
        self.assertFalse(self.worked_out(contract))

    def test_month_without_promises_owes_nothing(self):
        """All of nothing was met."""
        self.assertFalse(self.worked_out(self.contract()))

    def test_each_breach_owes_up_to_the_limit(self):
        """50 a breach and at most 120: three owe 120, and the credit says that it was limited."""
        contract = self.contract(rules=[{"basis": "breach", "unit": "amount", "value": 50, "cap": 120}])
        self.promise(late=3)
        credit = self.worked_out(contract)
        self.assertEqual((credit.breached_count, credit.amount, credit.is_capped), (3, 120, True))

    def test_rule_is_about_its_metric_and_priority(self):
        """A rule on responses looks at no resolution, one on critical tickets at no others."""
        rules = [{"metric": "response"}, {"priority": "1"}, {"metric": "resolution", "priority": "3", "value": 20}]
        contract = self.contract(rules=rules)
        self.promise()
        incident = contract.env["service.desk.incident"].sudo().search([("contract_id", "=", contract.id)], limit=1)
        self.assertEqual(incident.priority, "3")
        self.assertEqual(self.worked_out(contract).mapped("amount"), [200])

    def test_supplier_s_breaches_owe_the_desk(self):
        """Only what this supplier promised counts."""
        contract = self.contract("supplier", rules=[{"basis": "breach", "value": 5}])
        self.make_policy(60, kind="uc", contract_id=contract.id, company_id=contract.company_id.id)
        incident = self.incident(supplier_id=self.supplier.id)
        incident.action_take()
        self.hold(incident, self.supplier_reason)
        self.wall("2026-03-02 14:00")
        self.resume(incident)
        self.finish(incident, "2026-03-02 16:00")
        self.assertEqual(self.worked_out(contract).mapped("amount"), [50])

    def test_scorecard_tells_of_promises(self):
        """How many were in time, how long they took, how many were broken."""
        contract = self.contract()
        self.promise()
        card = contract.with_user(self.keeper)._scorecard(date(2026, 3, 1), date(2026, 3, 31))
        values = {figure["key"]: figure["value"] for figure in card["figures"]}
        self.assertEqual(
            [values[key] for key in ("resolution_met", "resolution_used", "response_met", "breached")],
            [50.0, 3.0, None, 1],
        )

    # -- Once --------------------------------------------------------------------------------------

    def test_job_proposes_a_month_once(self):
        """However often it runs; a credit that somebody threw away stays away."""
        contract = self.contract()
        self.promise()
        self.wall("2026-04-01 00:05")
        self.run_credits()
        self.run_credits()
        credit = contract.with_user(self.keeper).credit_ids
        self.assertEqual(len(credit), 1)
        credit.unlink()
        self.run_credits()
        self.assertFalse(contract.with_user(self.keeper).credit_ids)

    def test_second_credit_for_a_month_is_refused_by_the_database(self):
        """Two jobs at once cannot owe twice."""
        contract = self.contract()
        self.promise()
        credit = self.worked_out(contract).sudo()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            credit.copy()

    def test_proposed_credit_follows_and_goes(self):
        """More breaches make it more; a rule that asks for less makes it go."""
        contract = self.contract(rules=[{"basis": "breach"}])
        self.promise()
        credit = self.worked_out(contract)
        self.incident("2026-03-03 10:00", resolved="2026-03-03 15:00", requester_id=self.person.id)
        self.wall("2026-04-02 10:00")
        credit.action_recompute()
        self.assertEqual(credit.amount, 200)
        contract.credit_rule_ids.write({"basis": "month", "below": 1})
        contract.with_user(self.keeper).action_work_out_credits("2026-03-15")
        self.assertFalse(credit.exists())

    def test_claimed_credit_stays(self):
        """Whatever happens to clocks, rules and costs afterwards."""
        contract = self.contract()
        self.promise()
        credit = self.worked_out(contract)
        credit.action_claim()
        before = credit.read(["amount", "cost", "count", "rule_text", "state"])
        self.incident("2026-03-03 10:00", resolved="2026-03-03 15:00", requester_id=self.person.id)
        contract.sudo().cost_ids.amount = 5000
        contract.credit_rule_ids.value = 50
        self.assertEqual(self.worked_out(contract), credit)
        self.assertEqual(credit.read(["amount", "cost", "count", "rule_text", "state"]), before)
        with self.assertRaises(UserError):
            credit.action_recompute()
        with self.assertRaises(UserError):
            credit.unlink()
        with self.assertRaises(ValidationError):
            contract.credit_rule_ids.unlink()

    def test_month_that_is_not_over_is_refused(self):
        """Nobody knows yet what will be owed."""
        contract = self.contract().with_user(self.keeper)
        self.wall("2026-04-15 10:00")
        with self.assertRaises(UserError):
            contract.action_work_out_credits("2026-04-01")
        with self.assertRaises(UserError):
            contract.action_work_out_credits("last month")

    # -- Its life ----------------------------------------------------------------------------------

    def test_credit_is_claimed_and_settled(self):
        """With the days on which that happened, and nothing said afterwards."""
        credit = self.promised_credit()
        with self.assertRaises(UserError):
            credit.action_settle()
        credit.action_claim()
        credit.action_settle()
        self.assertEqual(credit.state, "settled")
        self.assertTrue(credit.date_claimed and credit.date_ended)
        with self.assertRaises(UserError):
            credit.note = "No"

    def test_credit_is_waived_with_a_note_only(self):
        """Money is not given away without a word."""
        credit = self.promised_credit()
        with self.assertRaises(UserError):
            credit.action_waive()
        credit.note = "They helped us in the flood."
        credit.action_waive()
        self.assertEqual(credit.state, "waived")

    def promised_credit(self):
        contract = self.contract()
        self.promise()
        return self.worked_out(contract)

    # -- Who ---------------------------------------------------------------------------------------

    def test_money_is_for_contract_managers(self):
        """Nobody else reads, counts, exports or calls, neither credits nor rules nor through the contract."""
        credit = self.promised_credit()
        contract = credit.contract_id
        for user in (self.agent, self.manager, self.employee, self.portal_a):
            mine, theirs = credit.with_user(user), contract.with_user(user)
            for action in (
                lambda mine=mine: mine.read(["amount"]),
                lambda mine=mine: mine.search([]),
                lambda mine=mine: mine._read_group([], [], ["amount:sum"]),
                lambda mine=mine: mine.rule_id.with_user(mine.env.user).search([]),
                lambda theirs=theirs: theirs.read(["credit_ids"]),
                lambda theirs=theirs: theirs.read(["credit_rule_ids"]),
                lambda theirs=theirs: theirs.action_work_out_credits(),
                lambda mine=mine: mine.action_claim(),
            ):
                with self.assertRaises(AccessError):
                    action()

    def test_figures_cannot_be_forged(self):
        """Not even by contract managers: credits come from clocks."""
        credit = self.promised_credit()
        for vals in ({"amount": 1}, {"breached_count": 9}, {"date_from": "2026-01-01"}, {"rule_text": "x"}):
            with self.assertRaises(AccessError):
                credit.write(vals)
        with self.assertRaises(AccessError):
            credit.create({"contract_id": credit.contract_id.id, "rule_id": credit.rule_id.id, "amount": 5})
        with self.assertRaises(UserError):
            credit.write({"state": "settled"})

    def test_keeper_of_another_company_sees_none(self):
        """Companies do not look into each other."""
        credit = self.promised_credit()
        company, _agent = self.make_company()
        stranger = self.make_user(
            "stranger",
            "service_desk.group_contract_manager",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        self.assertFalse(credit.with_user(stranger).search([("id", "=", credit.id)]))
        self.assertFalse(credit.rule_id.with_user(stranger).search([("id", "=", credit.rule_id.id)]))
