"""Service reviews that contracts ask for."""

from datetime import date
from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.service_desk.tests.contract_case import ContractCase

from .achievement_case import AchievementCase


@tagged("post_install", "-at_install")
class TestContractReview(AchievementCase, ContractCase):
    def contract(self, kind="customer", **values):
        values = {"sla_review_months": 1, "date_start": "2025-01-15", "date_end": False, **values}
        return self.make_contract(kind, **values)

    def run_reviews(self):
        """The job, as the scheduler runs it."""
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *_args, **_kwargs: 1):
            self.env["service.desk.contract"].sudo()._cron_draft_sla_reviews()

    def reviews(self, contract):
        return self.env["service.desk.sla.review"].with_user(self.manager).search([("contract_id", "=", contract.id)])

    def test_month_that_is_over_is_drafted_once(self):
        """However often the job runs, and also when the draft was thrown away."""
        contract = self.contract()
        self.incident(resolved="2026-03-02 15:00", requester_id=self.person.id)
        self.wall("2026-04-01 00:05")
        self.run_reviews()
        self.run_reviews()
        review = self.reviews(contract)
        self.assertEqual((review.date_from, review.date_to), (date(2026, 3, 1), date(2026, 3, 31)))
        self.assertEqual(review.period, "month")
        self.assertEqual((review.state, review.count, review.breached_count), ("draft", 1, 1))
        review.unlink()
        self.run_reviews()
        self.assertFalse(self.reviews(contract))
        self.wall("2026-05-01 00:05")
        self.run_reviews()
        self.assertEqual(self.reviews(contract).date_from, date(2026, 4, 1))

    def test_keeper_is_asked_to_look_through_the_draft(self):
        """Figures alone are no review: whoever looks after the contract finds it among the to-dos."""
        contract = self.contract()
        self.wall("2026-04-01 00:05")
        self.run_reviews()
        self.run_reviews()
        todo = contract.activity_ids.filtered(lambda one: "service review" in (one.summary or ""))
        self.assertEqual((len(todo), todo.user_id), (1, self.keeper))

    def test_midnight_is_that_of_the_company(self):
        """At 23:30 in Brussels the month is not over, though no other clock in the world matters."""
        contract = self.contract()
        self.wall("2026-03-31 23:30")
        self.run_reviews()
        self.assertEqual(self.reviews(contract).date_from, date(2026, 2, 1))

    def test_quarter_is_drafted_when_it_is_over(self):
        """Every three months of the calendar."""
        contract = self.contract(sla_review_months=3)
        self.wall("2026-03-15 10:00")
        self.run_reviews()
        review = self.reviews(contract)
        self.assertEqual((review.date_from, review.period), (date(2025, 10, 1), "quarter"))

    def test_no_review_of_a_time_before_the_contract(self):
        """Nor of one that is a draft, or asks for none."""
        early = self.contract(date_start="2026-03-10")
        none = self.contract(sla_review_months=0)
        draft = self.contract(state="draft")
        self.wall("2026-03-20 10:00")
        self.run_reviews()
        self.assertFalse(self.reviews(early) or self.reviews(none) or self.reviews(draft))

    def test_supplier_s_review_counts_what_the_supplier_promised(self):
        """Only while it was theirs, and nothing of what the desk promised."""
        contract = self.contract("supplier")
        self.make_policy(60, kind="uc", contract_id=contract.id, company_id=contract.company_id.id)
        incident = self.incident(supplier_id=self.supplier.id)
        incident.action_take()
        self.hold(incident, self.supplier_reason)
        self.wall("2026-03-02 14:00")
        self.resume(incident)
        self.finish(incident, "2026-03-02 14:30")
        self.wall("2026-04-01 00:05")
        self.run_reviews()
        line = self.reviews(contract).line_ids
        self.assertEqual((line.kind, line.count, line.breached_count, line.used_hours), ("uc", 1, 1, 4.0))

    def test_months_follow_the_calendar(self):
        """Five months would be another period each year."""
        with self.assertRaises(ValidationError):
            self.contract(sla_review_months=5)
