"""Reviews: who is asked, who may decide, what happens at the deadline, what many lines cost."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .access_case import AccessCase

FEW, MANY = 5, 81


@tagged("post_install", "-at_install")
class TestAccessReview(AccessCase):
    def make_review(self, **values):
        return (
            self.env["service.desk.access.review"]
            .with_user(self.access_manager)
            .create({"name": "Spring", "date_deadline": self.in_days(10), **values})
        )

    def opened(self, **values):
        review = self.make_review(entitlement_ids=[(6, 0, (self.by_group | self.by_other_group).ids)], **values)
        review.action_open()
        return review

    def line(self, review, user):
        return review.sudo().line_ids.filtered(lambda line: line.partner_id == user.partner_id)

    def carry_out(self):
        with self.enter_registry_test_mode():
            self.env.ref("service_desk.cron_access_review").method_direct_trigger()
        self.env.invalidate_all()

    def test_owner_is_asked_where_nobody_else_is(self):
        """A line for each active access, before the owner, who gets a mail."""
        self.ask(self.by_group)
        mails = self.env["mail.mail"].search_count([])
        line = self.line(self.opened(), self.employee)
        self.assertEqual(line.reviewer_ids, self.owner)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails + 1)
        mail = self.env["mail.mail"].search([], order="id desc", limit=1)
        self.assertIn(f"/my/reviews/{line.review_id.id}", mail.body_html)

    def test_reviewers_are_asked_before_the_owner(self):
        """Named reviewers decide."""
        self.by_group.reviewer_ids = self.colleague
        self.ask(self.by_group)
        self.assertEqual(self.line(self.opened(), self.employee).reviewer_ids, self.colleague)

    def test_holder_never_reviews_themself(self):
        """The owner's own access is for the access managers, a reviewer's for the owner."""
        self.by_group.reviewer_ids = self.employee
        self.ask(self.by_group)
        self.ask(self.by_group, holder=self.owner)
        review = self.opened()
        self.assertEqual(self.line(review, self.employee).reviewer_ids, self.owner)
        self.assertEqual(self.line(review, self.owner).reviewer_ids, self.employee)
        self.by_group.reviewer_ids = False
        review = self.opened()
        self.assertFalse(self.line(review, self.owner).reviewer_ids)
        with self.assertRaises(AccessError):
            self.line(review, self.owner).with_user(self.owner).action_keep()

    def test_reviewer_who_leaves_is_replaced(self):
        """By the owner, who is written to; where that is the holder by the access managers."""
        self.by_group.reviewer_ids = self.colleague
        self.ask(self.by_group)
        self.ask(self.by_group, holder=self.owner)
        review = self.opened()
        self.colleague.active = False
        self.assertEqual(self.line(review, self.employee).reviewer_ids, self.owner)
        self.assertFalse(self.line(review, self.owner).reviewer_ids)
        mail = self.env["mail.mail"].search([], order="id desc", limit=1)
        self.assertEqual(mail.recipient_ids, self.owner.partner_id)
        self.line(review, self.employee).with_user(self.owner).action_keep("Still there")
        self.line(review, self.owner).with_user(self.access_manager).action_keep("Still there")

    def test_reviewers_who_remain_go_on(self):
        """Nobody else is bothered, what was decided stands."""
        self.by_group.reviewer_ids = self.colleague | self.access_manager
        self.ask(self.by_group)
        self.ask(self.by_group, holder=self.owner)
        review = self.opened()
        self.line(review, self.owner).with_user(self.colleague).action_keep("Still there")
        self.colleague.active = False
        self.assertEqual(self.line(review, self.employee).reviewer_ids, self.access_manager)
        decided = self.line(review, self.owner)
        self.assertEqual((decided.decision, decided.decided_by_id), ("keep", self.colleague))

    def test_owner_who_leaves_leaves_it_to_the_access_managers(self):
        """Nothing waits for somebody who is gone."""
        self.ask(self.by_group)
        line = self.line(self.opened(), self.employee)
        self.owner.active = False
        self.assertFalse(line.with_context(active_test=False).reviewer_ids)
        line.with_user(self.access_manager).action_revoke("Moved")
        self.assertEqual(line.decision, "revoke")

    def test_access_manager_does_not_decide_about_their_own(self):
        """Whatever the role: somebody else."""
        self.make_user("test_second", "service_desk.group_access_manager")
        access = self.ask(self.by_group, user=self.agent, holder=self.access_manager)
        self.approve(access)
        line = self.line(self.opened(), self.access_manager)
        with self.assertRaises(AccessError):
            line.with_user(self.access_manager).action_keep()

    def test_kept_access_stays_with_evidence(self):
        """The job writes who said so."""
        access = self.ask(self.by_group)
        self.line(self.opened(), self.employee).with_user(self.owner).action_keep("Still there")
        self.carry_out()
        proof = access.sudo().evidence_ids[-1]
        self.assertEqual((access.state, proof.kind, proof.actor_id), ("active", "reviewed", self.owner))

    def test_revoked_access_is_taken_away_by_the_job(self):
        """The group is gone afterwards."""
        access = self.ask(self.by_group)
        self.line(self.opened(), self.employee).with_user(self.owner).action_revoke("Moved")
        self.assertEqual(access.state, "active")
        self.carry_out()
        self.assertEqual(access.state, "revoked")
        self.assertNotIn(self.group, self.employee.group_ids)

    def test_evidence_names_the_review_that_decided(self):
        """Of two that end together each speaks of its own."""
        self.ask(self.by_group)
        self.ask(self.by_other_group)
        spring = self.make_review(entitlement_ids=[(6, 0, self.by_group.ids)])
        autumn = self.make_review(name="Autumn", entitlement_ids=[(6, 0, self.by_other_group.ids)])
        for review in spring, autumn:
            review.action_open()
            review.sudo().line_ids.with_user(self.owner).action_keep()
        self.carry_out()
        for review in spring, autumn:
            access = review.sudo().line_ids.access_id
            said = access.evidence_ids.filtered(lambda one: one.kind == "reviewed")
            self.assertIn(review.name, said.detail)

    def test_decision_can_be_changed_until_it_is_carried_out(self):
        """A slip of the finger is no tragedy, for an hour."""
        access = self.ask(self.by_group)
        line = self.line(self.opened(), self.employee).with_user(self.owner)
        line.action_revoke()
        line.action_keep()
        self.carry_out()
        self.assertEqual(access.state, "active")
        with self.assertRaises(UserError):
            line.action_revoke()

    def test_undecided_lines_are_revoked_at_the_deadline(self):
        """Silence revokes, and the evidence says that nobody decided."""
        access = self.ask(self.by_group)
        kept = self.ask(self.by_other_group)
        review = self.opened()
        lines = review.sudo().line_ids
        lines.filtered(lambda line: line.access_id == kept).with_user(self.owner).action_keep()
        review.sudo().date_deadline = self.in_days(-1)
        self.carry_out()
        self.assertEqual((access.state, kept.state), ("revoked", "active"))
        self.assertIn("deadline", access.sudo().evidence_ids.filtered(lambda one: one.kind == "reviewed").detail)
        with self.assertRaises(UserError):
            lines[0].with_user(self.owner).action_keep()

    def test_sign_off_needs_all_decisions(self):
        """An access manager signs when nothing is open."""
        self.ask(self.by_group)
        review = self.opened()
        with self.assertRaises(UserError):
            review.action_sign_off()
        review.sudo().line_ids.with_user(self.owner).action_keep()
        review.action_sign_off("Complete")
        self.assertEqual((review.state, review.signed_by_id), ("closed", self.access_manager))

    def test_reviewers_are_reminded_once(self):
        """Before the deadline, those who still have something to decide."""
        self.ask(self.by_group)
        review = self.opened(date_deadline=self.in_days(2))
        mails = self.env["mail.mail"].search_count([])
        self.carry_out()
        self.carry_out()
        self.assertTrue(review.date_reminded)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails + 1)

    def test_review_that_cannot_be_reminded_of_stops_no_other(self):
        """What another one leaves undecided is revoked at its deadline all the same."""
        self.ask(self.by_group)
        broken, ended = self.opened(date_deadline=self.in_days(1)), self.opened()
        ended.sudo().date_deadline = self.in_days(-1)
        reviews = type(broken)
        log = "odoo.addons.service_desk.models.service_desk_batch_mixin"
        fails = patch.object(reviews, "_ask_reviewers", side_effect=ValueError("no"))
        with fails, self.assertLogs(log, "ERROR"):
            self.carry_out()
        self.assertFalse(broken.date_reminded)
        self.assertTrue(self.line(ended, self.employee).is_by_deadline)
        self.carry_out()
        self.assertTrue(broken.date_reminded)

    def test_strangers_decide_nothing(self):
        """Neither see nor decide; nobody writes lines or states."""
        self.ask(self.by_group)
        review = self.opened()
        line = self.line(review, self.employee)
        for user in (self.employee, self.colleague, self.portal_a, self.agent, self.manager):
            with self.subTest(user=user.login):
                self.assertFalse(self.env["service.desk.access.review.line"].with_user(user).search([]))
                with self.assertRaises(AccessError):
                    line.with_user(user).action_keep()
        for user in (self.owner, self.access_manager, self.admin_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                line.with_user(user).write({"decision": "keep"})
        with self.assertRaises(AccessError):
            self.make_review().write({"state": "open"})
        with self.assertRaises(UserError):
            review.write({"date_deadline": self.in_days(100)})
        with self.assertRaises(AccessError):
            review.write({"signed_by_id": self.owner.id})

    def test_scope_narrows_the_lines(self):
        """System, entitlement and risk."""
        self.by_group.risk = "high"
        self.ask(self.by_group)
        self.ask(self.by_other_group)
        review = self.make_review(
            min_risk="medium", entitlement_ids=[(6, 0, (self.by_group | self.by_other_group).ids)]
        )
        review.action_open()
        self.assertEqual(review.line_ids.entitlement_id, self.by_group)

    def holders(self, count):
        partners = self.env["res.partner"].create([{"name": f"Holder {n}"} for n in range(count)])
        entitlement = self.make_entitlement(f"Key {count}")
        return entitlement, self.env["service.desk.access"].sudo().create(
            [
                {
                    "partner_id": partner.id,
                    "entitlement_id": entitlement.id,
                    "company_id": self.env.company.id,
                    "state": "active",
                    "date_granted": self.in_days(-1),
                }
                for partner in partners
            ]
        )

    def test_many_lines_cost_as_many_queries_as_few(self):
        """Opening, deciding, the deadline and carrying out, each constant in the number of lines."""

        def reviewing(count):
            entitlement, accesses = self.holders(count)
            review = self.make_review(entitlement_ids=[(6, 0, entitlement.ids)])
            opening = self.queries(review.action_open)
            # As a page or a list gives them: by their ids.
            lines = review.line_ids.browse(review.sudo().line_ids.ids).with_user(self.owner)
            self.assertEqual(len(lines), count)
            deciding = self.queries(lines.action_revoke)
            carrying = self.queries(lines.sudo()._carry_out)
            self.assertEqual(set(accesses.mapped("state")), {"revoking"})
            return opening + deciding + carrying

        self.assert_same_queries(reviewing, FEW, MANY)
