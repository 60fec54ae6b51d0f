from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from .approval_case import ApprovalCase


@tagged("post_install", "-at_install")
class TestApprovalClock(ApprovalCase):
    """Reminders, the end of the time, and the mails."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What demo data has asked for is mailed elsewhere.
        cls.env["service.desk.approval.decision"].search([]).mail = False
        cls.env["service.desk.approval.delegation"].search([]).is_announced = True

    def run_clock(self):
        with self.enter_registry_test_mode():
            self.env.ref("service_desk.cron_approval_clock").method_direct_trigger()
        self.env.invalidate_all()

    def run_mails(self):
        before = self.env["mail.mail"].search([], order="id desc", limit=1).id or 0
        with self.enter_registry_test_mode():
            self.env.ref("service_desk.cron_approval_mails").method_direct_trigger()
        self.env.invalidate_all()
        return self.env["mail.mail"].search([("id", ">", before)])

    def make_late(self, approval, **values):
        past = fields.Datetime.now() - timedelta(hours=1)
        approval.write({"date_due": past, **values})

    def make_approval(self, *steps, **values):
        return self.steps(self.make_waiting(self.make_policy(*steps, **values)))

    def test_step_has_the_time_that_policy_and_step_say(self):
        """Hours of the step count before those of the policy."""
        steps = self.make_approval({"users": self.ann, "expiry_hours": 5}, expiry_hours=9)
        self.assertEqual(steps.date_due - steps.date_start, timedelta(hours=5))
        self.assertEqual(steps.date_reminder - steps.date_start, timedelta(hours=24))

    def test_expiry_refuses_with_a_word(self):
        """What nobody decided in time is declined, and the requester reads why."""
        approval = self.make_approval({"users": self.ann, "expiry_hours": 5})
        self.run_clock()
        self.assertEqual(approval.state, "pending")
        self.make_late(approval)
        self.run_clock()
        self.assertEqual((approval.state, approval.request_id.state), ("expired", "rejected"))
        self.assertIn("Nobody decided in time", approval.request_id.resolution)

    def test_expiry_asks_others_once(self):
        """The silent lose their seats, votes stand, others get as much time; then it is over."""
        approval = self.make_approval(
            {
                "users": self.ann | self.bob,
                "expiry_hours": 5,
                "on_expiry": "fallback",
                "fallback_user_ids": [(6, 0, self.cid.ids)],
            }
        )
        self.approve(approval, self.ann)
        self.make_late(approval)
        self.run_clock()
        self.assertEqual(approval.decision_ids.approver_id, self.ann | self.cid)
        self.assertGreater(approval.date_due, fields.Datetime.now())
        self.make_late(approval)
        self.run_clock()
        self.assertEqual(approval.state, "expired")

    def test_one_that_cannot_go_on_stops_no_other(self):
        """An approval whose subject fails stays; the others end."""
        broken = self.make_approval({"users": self.ann, "expiry_hours": 5})
        other = self.make_approval({"users": self.ann, "expiry_hours": 5})
        (broken | other).write({"date_due": fields.Datetime.now() - timedelta(hours=1)})
        requests = type(self.env["service.desk.request"])
        refused = requests._approval_refused

        def fail(request, reason):
            if request == broken.request_id:
                raise ValueError("no")
            return refused(request, reason)

        logger = "odoo.addons.service_desk.models.service_desk_approval_clock_mixin"
        with patch.object(requests, "_approval_refused", fail), self.assertLogs(logger):
            self.run_clock()
        self.assertEqual((broken.state, other.state), ("pending", "expired"))

    def test_reminder_goes_to_the_silent(self):
        """Who has not decided is mailed again, in turns."""
        approval = self.make_approval({"users": self.ann | self.bob})
        self.assertEqual(len(self.run_mails()), 2)
        self.approve(approval, self.ann)
        approval.date_reminder = fields.Datetime.now() - timedelta(hours=1)
        self.run_clock()
        mails = self.run_mails()
        self.assertEqual(mails.recipient_ids, self.bob.partner_id)
        self.assertIn("Still waiting", mails.subject)
        self.assertGreater(approval.date_reminder, fields.Datetime.now())
        self.run_clock()
        self.assertFalse(self.run_mails())

    def test_mail_shows_what_is_asked_and_decides_nothing(self):
        """It says what is wanted, escaped, and its only address is the page."""
        policy = self.make_policy({"users": self.ann})
        request = self.make_waiting(policy, name="A <script>", description="<p>For the lab</p>")
        mail = self.run_mails()
        approval = self.steps(request)
        self.assertIn(request.number, mail.subject)
        self.assertIn("A &lt;script&gt;", mail.body_html)
        self.assertIn("For the lab", mail.body_html)
        self.assertIn(f"/my/approvals/{approval.id}", mail.body_html)
        self.assertNotIn("token", mail.body_html)
        self.assertIn("auto-generated", mail.headers)

    def test_confidential_mail_names_the_number_alone(self):
        """What a confidential request is about stays on the page."""
        self.make_waiting(self.make_policy({"users": self.ann}), name="Secret matter", is_confidential=True)
        mail = self.run_mails()
        self.assertNotIn("Secret", mail.body_html + mail.subject)

    def test_mail_speaks_the_approvers_language(self):
        """The frame's words and the template are the approver's."""
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref("service_desk.mail_template_approval_asked")
        template.with_context(lang="fr_FR").subject = "Merci de décider {{ object.approval_id.number }}"
        self.ann.lang = "fr_FR"
        self.make_waiting(self.make_policy({"users": self.ann | self.bob}))
        mails = self.run_mails().sorted(lambda mail: mail.recipient_ids == self.ann.partner_id)
        self.assertIn("Please approve", mails[0].subject)
        self.assertIn("Merci", mails[1].subject)

    def test_broken_template_stops_nobody(self):
        """A mistake of an admin in the template costs the mail, not the approval."""
        template = self.env.ref("service_desk.mail_template_approval_asked")
        # A field that an update has taken away; a typing error is refused when it is saved.
        query = "UPDATE mail_template SET subject = jsonb_build_object('en_US', %s) WHERE id = %s"
        self.env.cr.execute(query, ["{{ object.nothing }}", template.id])
        template.invalidate_recordset()
        approval = self.make_approval({"users": self.ann})
        with self.assertLogs("odoo.addons.service_desk.models.service_desk_approval_decision_letter_mixin"):
            self.assertFalse(self.run_mails())
        self.approve(approval, self.ann)
        self.assertEqual(approval.state, "approved")

    def test_delegate_hears_of_what_waits_when_it_begins(self):
        """From the first day on, once; who is away is not asked again by it."""
        self.make_approval({"users": self.ann})
        self.run_mails()
        self.env["service.desk.approval.delegation"].create(
            {
                "user_id": self.ann.id,
                "delegate_id": self.bob.id,
                "date_from": fields.Date.today(),
                "date_to": fields.Date.today() + timedelta(days=1),
            }
        )
        self.run_clock()
        mail = self.run_mails()
        self.assertEqual(mail.recipient_ids, self.bob.partner_id)
        self.assertIn("in place of", mail.body_html)
        self.run_clock()
        self.assertFalse(self.run_mails())
