"""Changes that repeat: drafted ahead, once, at the company's time of day."""

from datetime import datetime, timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .change_case import ChangeCase

ZONE = "Europe/Berlin"


@tagged("post_install", "-at_install")
class TestChangeRepeat(ChangeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["service.desk.change.model"].search([]).repeat_unit = False
        cls.env.company.resource_calendar_id.tz = ZONE

    def run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("service_desk.cron_change_repeat").method_direct_trigger()
        self.env.invalidate_all()

    def make_repeating(self, **values):
        # There, where the last hour of the day begins an hour or two before it does in UTC.
        today = fields.Date.context_today(self.env["service.desk.change"].with_context(tz=ZONE))
        return self.make_model(
            **{"repeat_unit": "days", "repeat_from": today, "repeat_time": 23.99, "repeat_ahead_days": 3, **values}
        )

    def test_job_schedules_each_day_once(self):
        """Each day of the days ahead has its change; a second run makes none."""
        model = self.make_repeating(repeat_every=2)
        self.run_job()
        changes = self.env["service.desk.change"].search([("model_id", "=", model.id)])
        self.assertEqual((len(changes), set(changes.mapped("state"))), (2, {"scheduled"}))
        self.run_job()
        self.assertEqual(self.env["service.desk.change"].search_count([("model_id", "=", model.id)]), 2)

    def test_cancelled_occurrence_does_not_come_back(self):
        """Whoever calls off one day has called it off."""
        model = self.make_repeating(repeat_ahead_days=1, repeat_every=7)
        self.run_job()
        change = self.env["service.desk.change"].search([("model_id", "=", model.id)])
        change.with_user(self.agent).write({"state": "cancelled", "resolution": "<p>Holiday</p>"})
        self.run_job()
        self.assertEqual(self.env["service.desk.change"].search([("model_id", "=", model.id)]), change)

    def test_one_day_is_not_made_twice(self):
        """The database keeps two jobs from making the same day."""
        model = self.make_repeating()
        self.run_job()
        change = self.env["service.desk.change"].search([("model_id", "=", model.id)], limit=1)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.make_change(user=self.env.user, change_type="standard", model_id=model.id).sudo().write(
                {"date_repeated": change.date_repeated}
            )
            self.env.flush_all()

    def test_model_of_all_companies_repeats_in_each_with_a_desk(self):
        """Each company with agents of its own gets its change, by its own clock; others get none."""
        other, _agent = self.make_company()
        other.resource_calendar_id.tz = "Asia/Tokyo"
        idle = self.env["res.company"].create({"name": "Holding"})
        model = self.make_repeating(service_id=False, repeat_every=7, repeat_ahead_days=6, repeat_time=12)
        model.sudo().repeat_from = fields.Date.today() + timedelta(days=3)
        self.run_job()
        self.run_job()
        changes = self.env["service.desk.change"].search([("model_id", "=", model.id)])
        self.assertEqual(len(changes), len(changes.company_id))
        self.assertLessEqual(self.env.company | other, changes.company_id)
        self.assertNotIn(idle, changes.company_id)
        theirs = changes.filtered(lambda change: change.company_id == other)
        self.assertEqual(theirs.date_planned_start.hour, 3)

    def test_retired_model_makes_nothing(self):
        """Only what is in force repeats."""
        model = self.make_repeating()
        model.with_user(self.cm).action_retire()
        self.run_job()
        self.assertFalse(self.env["service.desk.change"].search([("model_id", "=", model.id)]))

    def test_what_cannot_be_scheduled_stays_a_draft(self):
        """A freeze, or whatever else speaks against a day, leaves a draft that says why."""
        model = self.make_repeating(repeat_ahead_days=1, repeat_every=7)

        def stop(_changes, _roles):
            raise UserError(self.env._("Freeze"))

        with patch.object(self.env.registry["service.desk.change"], "_guard_schedule", stop):
            self.run_job()
        change = self.env["service.desk.change"].search([("model_id", "=", model.id)])
        self.assertEqual(change.state, "draft")
        self.assertTrue(any("Freeze" in (message.body or "") for message in change.message_ids))

    def test_time_of_day_stays_over_the_switch_of_clocks(self):
        """Four in the morning is four in the morning in winter (3 UTC) and in summer (2 UTC)."""
        model = self.make_repeating(repeat_from="2026-03-27", repeat_time=4)
        moments = model._moments(datetime(2026, 3, 27, 12), 4)
        self.assertEqual([moment.hour for _day, moment in sorted(moments.items())], [3, 2, 2, 2])

    def test_bad_repetition_is_refused(self):
        """Without a first day, with an end before it, or in a mistyped year nothing repeats."""
        for values in (
            {"repeat_from": False},
            {"repeat_until": "2001-01-01"},
            {"repeat_from": "1026-01-01"},
        ):
            with self.assertRaises(ValidationError):
                self.make_repeating(**values)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.make_repeating(repeat_every=0)
