from datetime import timedelta
from unittest.mock import patch

from dateutil.relativedelta import relativedelta
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .contract_case import ContractCase


@tagged("post_install", "-at_install")
class TestContractReview(ContractCase):
    def run_job(self, day):
        with freeze_time(day), patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=9e9):
            self.env["service.desk.contract"]._cron_contracts()

    def make_review(self, contract=None, user=None, **values):
        contract = contract or self.make_contract()
        return (
            self.env["service.desk.contract.review"]
            .with_user(user or self.keeper)
            .create({"contract_id": contract.id, **values})
        )

    # -- Reviews -------------------------------------------------------------------------------

    def test_review_is_planned_once_when_it_comes_near(self):
        """Two weeks before, with a to-do for whoever looks after the contract, and only one."""
        with freeze_time("2031-01-10"):
            contract = self.make_contract(date_start="2031-01-01", date_end="2033-12-31", review_months=6)
        self.assertEqual(contract.date_review, self.day("2031-07-01"))
        self.run_job("2031-06-16")
        self.assertFalse(contract.review_ids)
        for _run in range(2):
            self.run_job("2031-06-17")
        review = contract.review_ids
        self.assertEqual((len(review), review.date, review.state), (1, self.day("2031-07-01"), "planned"))
        self.assertEqual(review.activity_ids.user_id, self.keeper)
        self.assertEqual(review.activity_ids.date_deadline, review.date)

    def test_next_review_is_an_interval_after_the_last(self):
        """Held or left out; the to-do goes."""
        contract = self.make_contract(review_months=3)
        review = self.make_review(contract)
        self.assertEqual(contract.date_review, self.today)
        review.rating = "4"
        review.action_done()
        self.assertFalse(review.activity_ids)
        self.assertEqual(contract.date_review, self.today + relativedelta(months=3))
        self.assertEqual(contract.last_rating, "4")

    def test_review_that_is_held_is_rated(self):
        """And one that is left out says why."""
        review = self.make_review()
        with self.assertRaisesRegex(UserError, "Rating"):
            review.action_done()
        with self.assertRaisesRegex(UserError, "Notes"):
            review.action_cancel()

    def test_review_that_was_held_is_kept(self):
        """A planned one may go."""
        review = self.make_review(rating="1")
        review.action_done()
        with self.assertRaisesRegex(UserError, "is kept"):
            review.unlink()
        self.make_review().unlink()

    def test_second_planned_review_is_refused(self):
        """By the database, whoever plans it; the button opens the one that is there."""
        contract = self.make_contract()
        review = self.make_review(contract)
        self.assertEqual(contract.action_new_review()["res_id"], review.id)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.make_review(contract)

    def test_period_begins_with_the_last_review(self):
        """Nothing is looked at twice or left out."""
        contract = self.make_contract()
        first = self.make_review(contract, date=self.today - timedelta(days=50), rating="3")
        self.assertEqual(first.date_from, first.date - relativedelta(months=3))
        first.action_done()
        second = self.make_review(contract)
        self.assertEqual((second.date_from, second.date_to), (first.date, self.today))

    def test_reviews_are_for_contract_managers(self):
        """What was said there is not even counted for others."""
        review = self.make_review(note="They ask 77")
        for user in (self.agent, self.manager, self.employee, self.portal_a):
            theirs = review.with_user(user)
            for name, route in (
                ("search", lambda theirs=theirs: theirs.search([])),
                ("read", lambda theirs=theirs: theirs.read(["note"])),
                ("group", lambda theirs=theirs: theirs.formatted_read_group([], [], ["__count"])),
                ("done", theirs.action_done),
                ("cancel", theirs.action_cancel),
            ):
                with self.subTest(user=user.login, route=name), self.assertRaises(AccessError):
                    route()

    def test_reviews_of_other_companies_are_not_seen(self):
        """Nor are their improvements."""
        company, agent = self.make_company()
        keeper = self.make_user(
            "keeper_two", "service_desk.group_contract_manager", company_id=company.id, company_ids=company.ids
        )
        review = self.make_review(improvement_ids=[(0, 0, {"name": "Better"})])
        self.assertFalse(review.with_user(keeper).search([("id", "=", review.id)]))
        improvements = self.env["service.desk.improvement"].with_user(agent)
        self.assertFalse(improvements.search([("id", "in", review.improvement_ids.ids)]))
        with self.assertRaises(AccessError):
            self.make_review(self.make_contract(), user=keeper)

    # -- Improvements --------------------------------------------------------------------------

    def test_action_of_a_review_is_in_the_register(self):
        """With the contract it comes from, for agents too."""
        contract = self.make_contract()
        review = self.make_review(contract, improvement_ids=[(0, 0, {"name": "Better", "user_id": self.agent.id})])
        improvement = review.improvement_ids
        self.assertEqual((improvement.contract_id, improvement.company_id), (contract, contract.company_id))
        self.assertEqual(improvement.with_user(self.agent).read(["name"])[0]["name"], "Better")
        self.assertEqual(contract.with_user(self.agent).improvement_count, 1)
        with self.assertRaises(AccessError):
            improvement.with_user(self.agent).read(["review_id"])

    def improve(self, **values):
        return (
            self.env["service.desk.improvement"]
            .with_user(self.agent)
            .create({"name": "Better", "user_id": self.agent_two.id, "date_deadline": "2031-05-05", **values})
        )

    def test_responsible_has_one_todo_until_it_is_done(self):
        """It follows the deadline and the person, and goes with the end."""
        improvement = self.improve()
        self.assertEqual(improvement.activity_ids.user_id, self.agent_two)
        improvement.write({"date_deadline": "2031-06-06", "user_id": self.agent.id})
        self.assertEqual(len(improvement.activity_ids), 1)
        self.assertEqual(improvement.activity_ids.user_id, self.agent)
        self.assertEqual(improvement.activity_ids.date_deadline, self.day("2031-06-06"))
        improvement.action_done("Saved an hour a week")
        self.assertFalse(improvement.activity_ids)
        self.assertEqual((improvement.state, improvement.outcome), ("done", "Saved an hour a week"))
        self.assertEqual(improvement.date_done, self.today)
        improvement.action_reopen()
        self.assertEqual((len(improvement.activity_ids), improvement.date_done), (1, False))

    def test_dropping_needs_a_reason(self):
        """By the verb and in the form."""
        improvement = self.improve()
        for reason in ("", False, " "):
            with self.assertRaisesRegex(UserError, "Say why"):
                improvement.action_drop(reason)
        with self.assertRaisesRegex(UserError, "Outcome"):
            improvement.action_drop_with_outcome()
        improvement.action_drop("Too dear")
        self.assertEqual((improvement.state, improvement.outcome), ("dropped", "Too dear"))

    def test_requesters_have_nothing_to_do_with_improvements(self):
        """Not even when one follows it."""
        improvement = self.improve()
        improvement.message_subscribe(partner_ids=self.employee.partner_id.ids)
        message = improvement.message_post(body="x", message_type="comment", subtype_xmlid="mail.mt_comment")
        self.assertNotIn(self.employee.partner_id, message.notified_partner_ids)
        for user in (self.employee, self.portal_a):
            theirs = improvement.with_user(user)
            for name in ("action_done", "action_reopen", "action_drop_with_outcome"):
                with self.subTest(user=user.login, verb=name), self.assertRaises(AccessError):
                    getattr(theirs, name)()
            with self.assertRaises(AccessError):
                theirs.search([])

    # -- Risk ----------------------------------------------------------------------------------

    def test_risk_tier_is_dated_and_found_on_contracts(self):
        """Who assesses a supplier need not type today."""
        contract = self.make_contract()
        self.supplier.with_user(self.keeper).service_desk_risk_tier = "1"
        self.assertEqual(self.supplier.service_desk_risk_date, self.today)
        contracts = self.env["service.desk.contract"].with_user(self.keeper)
        self.assertIn(contract, contracts.search([("risk_tier", "in", ("1", "2"))]))

    def test_risk_tier_is_for_contract_managers(self):
        """Others neither read nor search it, on the partner or on the contract."""
        contract = self.make_contract()
        names = ("tier", "reason", "date", "date_next")
        for user in (self.agent, self.manager, self.employee):
            for name in names:
                with self.subTest(user=user.login, field=name), self.assertRaises(AccessError):
                    self.supplier.with_user(user).read([f"service_desk_risk_{name}"])
            with self.assertRaises(AccessError):
                self.env["res.partner"].with_user(user).search([("service_desk_risk_tier", "=", "1")])
        with self.assertRaises(AccessError):
            contract.with_user(self.agent).search([("risk_tier", "=", "1")])

    def test_next_assessment_is_reminded_of_once(self):
        """A month before, by whoever looks after the contract; a new date is a new reminder."""
        self.make_contract(date_start="2031-01-01", date_end="2033-12-31")
        supplier = self.supplier.with_user(self.keeper)
        supplier.write({"service_desk_risk_tier": "1", "service_desk_risk_date_next": "2031-07-01"})
        self.run_job("2031-05-31")
        self.assertFalse(supplier.activity_ids)
        for _run in range(2):
            self.run_job("2031-06-01")
        self.assertEqual(supplier.activity_ids.mapped("user_id"), self.keeper)
        self.assertEqual(supplier.activity_ids.mapped("date_deadline"), [self.day("2031-07-01")])
        supplier.activity_ids.unlink()
        supplier.service_desk_risk_date_next = "2032-07-01"
        self.run_job("2032-06-02")
        self.assertEqual(len(supplier.activity_ids), 1)

    def test_supplier_without_contract_is_not_assessed(self):
        """Nobody works with them any more."""
        self.supplier.write({"service_desk_risk_tier": "1", "service_desk_risk_date_next": "2031-07-01"})
        self.run_job("2031-06-20")
        self.assertFalse(self.supplier.activity_ids)
