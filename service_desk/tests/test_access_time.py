"""Access for a time: extension, warning, expiry; and what a batch costs."""

from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .access_case import AccessCase

FEW, MANY = 5, 81


@tagged("post_install", "-at_install")
class TestAccessTime(AccessCase):
    def extending(self, access):
        wizard = self.env["service.desk.access.extend.wizard"].with_user(self.access_manager)
        return Form(wizard.with_context(default_access_ids=access.ids))

    def test_dialog_for_more_time_offers_a_month(self):
        """As far as the entitlement allows; two clicks keep access going."""
        access = self.ask(self.by_hand, date_end=self.in_days(5))
        access.sudo().write({"state": "active"})
        self.assertEqual(self.extending(access).date_end, access.date_end + timedelta(days=30))
        self.by_hand.max_days = 20
        dialog = self.extending(access)
        self.assertEqual(dialog.date_end.date(), self.in_days(20).date())
        dialog.save().action_confirm()
        self.assertEqual(access.date_end.date(), self.in_days(20).date())

    def test_register_of_the_past_hides_what_is_true_today(self):
        """Who had it then is shown, in the reader's way of writing dates."""
        access = self.ask(self.by_group)
        wizard = self.env["service.desk.access.register.wizard"].with_user(self.access_manager)
        action = wizard.create({"moment": self.in_days(1)}).action_confirm()
        found = self.env["service.desk.access"].with_user(self.access_manager).search(action["domain"])
        self.assertIn(access, found)
        self.assertTrue(action["context"]["service_desk_as_of"])
        self.assertNotRegex(action["display_name"], r"\d{4}-\d\d-\d\d")

    def granted(self, days=5, **values):
        return self.ask(self.by_group, date_end=self.in_days(days), **values)

    def test_expired_access_is_revoked_by_the_job(self):
        """When its time is over the group is gone and the evidence says why."""
        access = self.granted()
        self.move_end(access, -1)
        self.run_job()
        self.assertEqual(access.state, "revoked")
        self.assertNotIn(self.group, self.employee.group_ids)
        self.assertEqual(self.kinds(access)[-2:], ["expired", "revoked"])

    def test_access_without_an_end_stays(self):
        """The job leaves alone what has time left or no end."""
        endless, timed = self.ask(self.by_group), self.ask(self.by_other_group, date_end=self.in_days(30))
        self.run_job()
        self.assertEqual((endless | timed).mapped("state"), ["active", "active"])

    def test_extension_by_a_manager_counts_at_once(self):
        """An access manager gives somebody else more time."""
        access = self.granted()
        access.action_extend(self.in_days(20))
        self.assertEqual(access.date_end, self.in_days(20))
        self.assertEqual(self.kinds(access)[-1], "extended")

    def test_extension_by_the_holder_waits_for_somebody_else(self):
        """Until then the old end holds."""
        access = self.granted()
        access.with_user(self.employee).action_extend(self.in_days(20))
        self.assertEqual(access.date_end, self.in_days(5))
        self.assertEqual(access.date_end_asked, self.in_days(20))
        self.approve(access)
        self.assertEqual(access.date_end, self.in_days(20))
        self.assertFalse(access.date_end_asked)

    def test_refused_extension_changes_nothing(self):
        """The access goes on until its end."""
        access = self.granted()
        access.with_user(self.employee).action_extend(self.in_days(20))
        self.refuse(access)
        self.assertEqual((access.state, access.date_end), ("active", self.in_days(5)))

    def test_extension_is_refused_where_it_makes_no_sense(self):
        """Not earlier, not beyond the limit, not of what is over, not without a date."""
        self.by_group.max_days = 30
        access = self.granted()
        for date_end in (self.in_days(2), self.in_days(90), "soon", None, self.in_days(-3)):
            with self.subTest(date_end=date_end), self.assertRaises(UserError):
                access.action_extend(date_end)
        access.action_revoke("Moved")
        with self.assertRaises(UserError):
            access.action_extend(self.in_days(10))

    def test_strangers_extend_nothing(self):
        """Nobody but the holder, the owner and the desk."""
        access = self.granted()
        for user in (self.colleague, self.portal_a):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                access.with_user(user).action_extend(self.in_days(20))

    def test_holder_gives_back(self):
        """One's own access can always be dropped."""
        access = self.granted()
        access.with_user(self.employee).action_revoke("Done with it")
        self.assertEqual(access.state, "revoked")

    def test_revocation_needs_a_reason(self):
        """An empty reason is none."""
        access = self.granted()
        for reason in ("", "  ", None, 5):
            with self.subTest(reason=reason), self.assertRaises(UserError):
                access.action_revoke(reason)

    def test_holder_is_warned_once(self):
        """One mail a person before the end, and not again at the next run."""
        access = self.granted(days=3) | self.ask(self.by_other_group, date_end=self.in_days(4))
        access.sudo().write({"date_granted": self.in_days(-2)})
        mails = self.env["mail.mail"].search_count([])
        self.run_job()
        self.run_job()
        found = self.env["mail.mail"].search([], order="id desc", limit=1)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails + 1)
        self.assertEqual(found.recipient_ids, self.employee.partner_id)
        self.assertIn("Booking", found.body_html)
        self.assertIn("Paying", found.body_html)
        self.assertIn("/my/access", found.body_html)

    def test_job_that_is_killed_loses_no_batch_and_goes_on(self):
        """What a batch has done is committed; the next run does the rest, nothing twice."""
        accesses = self.records(self.people(5))
        accesses._provision()
        accesses.write({"date_end": self.in_days(-1)})
        job = "odoo.addons.service_desk.models.service_desk_access_time_mixin.BATCH_SIZE"
        # No time is left after the second report of progress: the first batch is done by then.
        with patch(job, 2), patch.object(type(self.env["ir.cron"]), "_commit_progress", side_effect=[1, 0]) as progress:
            self.env["service.desk.access"].sudo()._cron_time()
        self.assertEqual(progress.call_count, 2)
        self.assertEqual(accesses.mapped("state").count("revoked"), 2)
        self.run_job()
        self.assertEqual(set(accesses.mapped("state")), {"revoked"})
        for access in accesses:
            self.assertEqual(self.kinds(access).count("revoked"), 1)

    def records(self, users):
        """Records of these people that everybody has agreed to."""
        return (
            self.env["service.desk.access"]
            .sudo()
            .create(
                [
                    {
                        "partner_id": user.partner_id.id,
                        "entitlement_id": self.by_group.id,
                        "company_id": self.env.company.id,
                        "state": "granting",
                    }
                    for user in users
                ]
            )
        )

    def people(self, count):
        """So many employees."""
        values = [
            {
                "name": f"Holder {n}",
                "login": f"holder_{count}_{n}",
                "group_ids": [(6, 0, self.env.ref("base.group_user").ids)],
            }
            for n in range(count)
        ]
        return self.env["res.users"].with_context(no_reset_password=True).create(values)

    def test_grant_and_expiry_of_many_cost_as_many_queries_as_of_few(self):
        """Constant per batch: groups, states and evidence are written in one go."""

        def granting_and_expiring(count):
            accesses = self.records(self.people(count))
            granting = self.queries(accesses._provision)
            self.assertEqual(set(accesses.mapped("state")), {"active"})
            accesses.write({"date_end": self.in_days(-1)})
            expiring = self.queries(accesses._expire)
            self.assertEqual(set(accesses.mapped("state")), {"revoked"})
            self.assertFalse(self.group.user_ids & accesses.user_id)
            return granting + expiring

        self.assert_same_queries(granting_and_expiring, FEW, MANY)
