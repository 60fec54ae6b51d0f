from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .license_case import LicenseCase


@tagged("post_install", "-at_install")
class TestExpiry(LicenseCase):
    """What ends is told in time: certificates, domains, purchases of licenses."""

    def run_job(self, model):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 99):
            model.sudo()._cron_remind()

    def make_certificate(self, days):
        end = fields.Date.today() + timedelta(days=days)
        certificate = self.env.ref("service_desk_cmdb.ci_class_certificate")
        return self.make_ci(
            "Certificate",
            certificate,
            owner_id=self.keeper.id,
            attributes={"common_name": "a.example.com", "date_expiry": fields.Date.to_string(end)},
        )

    def test_owner_is_reminded_once_for_each_number_of_days(self):
        """60, 30 and 7 days before, whatever runs in between; who was away hears the last word alone."""
        certificate = self.make_certificate(25)
        items = self.env["service.desk.ci"]
        for _run in range(2):
            self.run_job(items)
        self.assertEqual(len(certificate.activity_ids), 1)
        self.assertEqual(certificate.activity_ids.user_id, self.keeper)
        end = fields.Date.today() + timedelta(days=5)
        certificate.attributes = {"date_expiry": fields.Date.to_string(end)}
        self.assertEqual(certificate.date_expiry, end)
        self.run_job(items)
        self.assertEqual(len(certificate.activity_ids), 2)

    def test_day_follows_what_the_class_says(self):
        """A text by the name of the day is none, a day is one as soon as it is one, and goes with its attribute."""
        kinds = self.env["service.desk.ci.class"].with_user(self.keeper)
        said = [Command.create({"name": "Ends", "code": "date_expiry"})]
        kind = kinds.create({"name": "Paper", "code": "paper", "attribute_ids": said})
        soon = self.make_ci("Paper", kind, attributes={"date_expiry": "soon"})
        self.assertFalse(soon.date_expiry)
        soon.attributes = {"date_expiry": "2031-01-02"}
        self.assertFalse(soon.date_expiry)
        kind.attribute_ids.kind = "date"
        self.assertEqual(fields.Date.to_string(soon.date_expiry), "2031-01-02")
        kind.attribute_ids.unlink()
        self.assertFalse(soon.date_expiry)

    def test_nobody_is_reminded_of_what_is_far_or_retired(self):
        """Nor of what ended long ago."""
        far, old, gone = self.make_certificate(90), self.make_certificate(-30), self.make_certificate(5)
        gone.state = "retired"
        self.run_job(self.env["service.desk.ci"])
        self.assertFalse((far | old | gone).activity_ids)

    def test_reminder_goes_with_what_is_retired(self):
        """And comes back with it."""
        certificate = self.make_certificate(5)
        self.run_job(self.env["service.desk.ci"])
        self.assertEqual(len(certificate.activity_ids), 1)
        certificate.state = "retired"
        self.assertFalse(certificate.activity_ids)
        certificate.state = "in_use"
        self.run_job(self.env["service.desk.ci"])
        self.assertEqual(len(certificate.activity_ids), 1)

    def test_purchases_that_end_are_told(self):
        """To the owner of the license, on the license."""
        product = self.make_license(0)
        product.right_ids = [
            Command.create(
                {"quantity": 5, "date_start": "2020-01-01", "date_end": fields.Date.today() + timedelta(days=6)}
            )
        ]
        self.run_job(self.env["service.desk.license.right"])
        self.assertEqual(product.activity_ids.user_id, self.keeper)

    def test_renewed_purchases_are_not_told(self):
        """Who has renewed wants no more of it."""
        product = self.make_license(0)
        product.right_ids = [
            Command.create(
                {"quantity": 5, "date_start": "2020-01-01", "date_end": fields.Date.today() + timedelta(days=6)}
            )
        ]
        product.right_ids.action_renew()
        self.run_job(self.env["service.desk.license.right"])
        self.assertFalse(product.activity_ids)

    def test_purchases_that_ended_with_their_contract_are_not_told(self):
        """They count for nothing already."""
        contract = self.env["service.desk.contract"].create({"name": "Office", "partner_id": self.make_people(1).id})
        product = self.make_license(0)
        soon = fields.Date.today() + timedelta(days=6)
        values = {"quantity": 5, "date_start": "2020-01-01", "date_end": soon, "contract_id": contract.id}
        product.right_ids = [Command.create(values)]
        contract.sudo().write({"state": "active"})
        contract.sudo().write({"state": "ended", "end_reason": "Too expensive"})
        self.run_job(self.env["service.desk.license.right"])
        self.assertFalse(product.activity_ids)

    def test_archived_licenses_are_not_told(self):
        """Nobody looks after them any more."""
        product = self.make_license(0)
        soon = fields.Date.today() + timedelta(days=6)
        product.right_ids = [Command.create({"quantity": 5, "date_start": "2020-01-01", "date_end": soon})]
        product.active = False
        self.run_job(self.env["service.desk.license.right"])
        self.assertFalse(product.activity_ids)
        product.active = True
        self.run_job(self.env["service.desk.license.right"])
        self.assertTrue(product.activity_ids)

    def test_one_that_cannot_be_told_stops_no_other(self):
        """An owner who sees no items, one who is gone, none at all: somebody hears of each."""
        ends = [self.make_certificate(6) for _one in range(4)]
        self.team_two.leader_id = self.agent_two
        ends[3].write({"owner_id": False, "team_id": self.team_two.id})
        ends[0].owner_id = self.employee
        ends[1].owner_id = self.agent
        self.agent.active = False
        ends[2].owner_id = False
        self.run_job(self.env["service.desk.ci"])
        told = [one.activity_ids.user_id for one in ends]
        self.assertEqual((told[0], told[3]), (self.employee, self.agent_two))
        for keeper in told[1:3]:
            self.assertTrue(keeper.active)
            self.assertTrue(keeper.has_group("service_desk_cmdb.group_configuration_manager"))

    def test_days_that_are_none_are_refused(self):
        """With a sentence."""
        with self.assertRaises(ValidationError):
            self.make_ci("Host", remind_days="soon")
        with self.assertRaises(ValidationError):
            self.make_ci("Host", remind_days="9" * 5000)
