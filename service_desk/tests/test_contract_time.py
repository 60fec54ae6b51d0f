"""What happens to contracts as time goes by: reminders once a term, renewal, the end."""

from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .contract_case import ContractCase

END = "2031-12-31"


@tagged("post_install", "-at_install")
class TestContractTime(ContractCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper_two = cls.make_user("test_keeper_two", "service_desk.group_contract_manager")

    def contract(self, **values):
        """One that lasts from 2031 on, with three months' notice."""
        with freeze_time("2031-01-01"):
            return self.make_contract(
                **{
                    "date_start": "2031-01-01",
                    "date_end": END,
                    "notice_number": 3,
                    "renewal": "tacit",
                    "renewal_months": 12,
                    **values,
                },
            ).with_env(self.env)

    def run_job(self, day):
        """Run the job as of a day; returns the mails it left."""
        before = self.env["mail.mail"].search([])
        with freeze_time(day), patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=9e9):
            self.env["service.desk.contract"]._cron_contracts()
        return self.env["mail.mail"].search([]) - before

    def sent(self, contract):
        """(kind, days) of the reminders that were sent."""
        return sorted((alert.kind, alert.days) for alert in contract.alert_ids if not alert.is_skipped)

    # -- Reminders -----------------------------------------------------------------------------

    def test_reminder_comes_once_on_its_day(self):
        """Not before, and not again, however often the job runs."""
        contract = self.contract(end_alert_days="")
        self.assertFalse(self.run_job("2031-07-01"))
        mails = self.run_job("2031-07-02")
        self.assertEqual(self.sent(contract), [("notice", 90)])
        self.assertEqual(len(contract.activity_ids), 1)
        self.assertEqual(contract.activity_ids.user_id, self.keeper)
        self.assertEqual(contract.activity_ids.date_deadline, self.day("2031-09-30"))
        recipients = mails.recipient_ids
        self.assertLessEqual((self.keeper | self.keeper_two).partner_id, recipients)
        self.assertFalse(recipients & (self.agent | self.manager | self.employee).partner_id)
        self.assertEqual(len(mails.filtered(lambda mail: self.keeper.partner_id in mail.recipient_ids)), 1)
        for day in ("2031-07-02", "2031-07-03", "2031-08-30"):
            self.assertFalse(self.run_job(day))
        self.assertTrue(self.run_job("2031-08-31"))
        self.assertEqual(self.sent(contract), [("notice", 30), ("notice", 90)])

    def test_decision_settles_the_reminder(self):
        """Whoever renews it or gives notice; nobody has to decide it any more."""
        renewed, left = self.contract(renewal="explicit"), self.contract()
        self.run_job("2031-12-02")
        self.assertEqual((len(renewed.activity_ids), len(left.activity_ids)), (1, 1))
        own = left.activity_schedule(user_id=self.keeper.id, summary="Write to them", automated=False)
        with freeze_time("2031-12-03"):
            renewed.with_user(self.keeper_two).action_renew("2032-12-31", "")
            left.with_user(self.keeper_two).action_give_notice("Too dear")
        self.assertFalse(renewed.activity_ids)
        self.assertEqual(left.activity_ids, own)

    def test_reminders_of_the_end_and_of_notice_are_apart(self):
        """Each has its own days before."""
        contract = self.contract(notice_alert_days="10", end_alert_days="40, 5", renewal="explicit", notice_number=1)
        self.assertEqual(contract.date_notice, self.day("2031-11-30"))
        self.run_job("2031-11-20")
        self.run_job("2031-11-21")
        self.assertEqual(self.sent(contract), [("end", 40), ("notice", 10)])
        self.run_job("2031-12-26")
        self.assertEqual(self.sent(contract), [("end", 5), ("end", 40), ("notice", 10)])

    def test_late_start_sends_only_the_nearest(self):
        """Who writes down a contract shortly before notice is due is told once, not three times."""
        contract = self.contract(notice_alert_days="120, 90, 60, 30", end_alert_days="")
        self.assertTrue(self.run_job("2031-08-15"))
        self.assertEqual(self.sent(contract), [("notice", 60)])
        self.assertEqual(len(contract.activity_ids), 1)
        self.assertFalse(self.run_job("2031-08-16"))
        self.assertTrue(self.run_job("2031-08-31"))
        self.assertEqual(self.sent(contract), [("notice", 30), ("notice", 60)])

    def test_missed_day_is_not_reminded_of_afterwards(self):
        """Once notice cannot be given any more, nobody is told to give it."""
        contract = self.contract(end_alert_days="")
        self.assertFalse(self.run_job("2031-10-01"))
        self.assertFalse(contract.alert_ids)

    def test_next_term_is_reminded_of_again(self):
        """Reminders are once per term, not once per contract."""
        contract = self.contract(end_alert_days="")
        self.run_job("2031-07-02")
        self.run_job("2032-01-01")
        self.assertTrue(self.run_job("2032-07-02"))
        self.assertEqual(len(contract.alert_ids.term_id), 2)

    def test_ended_contracts_and_drafts_are_quiet(self):
        """Neither is a contract for which notice was given told to give it."""
        self.contract(state="draft")
        self.contract().write({"state": "ended", "end_reason": "x"})
        noticed = self.contract(end_alert_days="")
        noticed.write({"state": "notice", "end_reason": "x"})
        self.assertFalse(self.run_job("2031-07-02"))

    def test_corrected_end_is_reminded_of_at_the_right_time(self):
        """What was sent too early, for a mistyped end, is sent again for the right one."""
        contract = self.contract(end_alert_days="30", renewal="none", notice_number=0)
        self.run_job("2031-12-15")
        self.assertEqual(self.sent(contract), [("end", 30)])
        with freeze_time("2031-12-15"):
            contract.date_end = "2032-12-31"
        self.assertFalse(self.run_job("2031-12-16"))
        self.assertTrue(self.run_job("2032-12-01"))

    def test_second_reminder_is_refused_by_the_database(self):
        """Whatever two jobs at once decide, the key lets one of them through."""
        contract = self.contract()
        self.run_job("2031-07-02")
        values = {"term_id": contract.term_id.id, "kind": "notice", "days": 90, "date": "2031-07-02"}
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["service.desk.contract.alert"].create(values)

    def test_failing_reminder_leaves_no_trace_and_stops_no_other(self):
        """A contract whose reminder cannot be sent keeps no row of one; the next contract is handled."""
        broken, fine = self.contract(), self.contract()
        model = type(broken)
        activity = model._alert_activity

        def fails(record, kind):
            if record == broken:
                raise ValueError("no")
            return activity(record, kind)

        with (
            patch.object(model, "_alert_activity", fails),
            mute_logger("odoo.addons.service_desk.models.service_desk_batch_mixin"),
        ):
            self.run_job("2031-07-02")
        self.assertFalse(broken.alert_ids)
        self.assertTrue(fine.alert_ids)
        self.run_job("2031-07-02")
        self.assertTrue(broken.alert_ids)

    def test_nonsense_days_are_refused(self):
        """With a sentence that says what to write."""
        for text in ("soon", "90; 30", "-5", "9999"):
            with self.subTest(text=text), self.assertRaisesRegex(ValidationError, "numbers of days"):
                self.make_contract(end_alert_days=text)

    # -- Renewal and end -----------------------------------------------------------------------

    def test_tacit_renewal_begins_the_next_term_once(self):
        """The day after the end, for the agreed length, never two."""
        contract = self.contract()
        self.run_job(END)
        self.assertEqual(len(contract.term_ids), 1)
        for _run in range(3):
            self.run_job("2032-01-01")
        self.assertEqual(len(contract.term_ids), 2)
        term = contract.term_id
        self.assertEqual((term.date_from, term.date_to), (self.day("2032-01-01"), self.day("2032-12-31")))
        self.assertEqual((term.origin, contract.state, contract.date_end), ("tacit", "active", term.date_to))

    def test_same_term_cannot_begin_twice(self):
        """Two jobs at once are stopped by the key."""
        contract = self.contract()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            contract._begin_term(contract.date_start, contract.date_end, "tacit")

    def test_years_without_the_job_are_made_up_for(self):
        """Each term that was not written down gets its row."""
        contract = self.contract()
        self.run_job("2034-05-05")
        self.assertEqual(len(contract.term_ids), 4)
        self.assertEqual(contract.date_end, self.day("2034-12-31"))

    def test_explicit_and_fixed_contracts_end(self):
        """With a reason that says why."""
        explicit, fixed = self.contract(renewal="explicit"), self.contract(renewal="none")
        self.run_job("2032-01-01")
        self.assertEqual(explicit.mapped("state") + fixed.mapped("state"), ["ended", "ended"])
        self.assertEqual(explicit.end_reason, "It was not renewed.")
        self.assertEqual(fixed.end_reason, "Its term was over.")
        self.assertEqual(fixed.date_ended, self.day("2032-01-01"))

    def test_notice_ends_it_with_the_term(self):
        """A contract for which notice was given does not go on."""
        contract = self.contract()
        with freeze_time("2031-09-30"):
            contract.with_user(self.keeper).action_give_notice("Too dear")
        self.assertEqual((contract.state, contract.date_end), ("notice", self.day(END)))
        self.run_job("2032-01-01")
        self.assertEqual((contract.state, contract.end_reason), ("ended", "Too dear"))
        self.assertEqual(len(contract.term_ids), 1)

    def test_late_notice_ends_it_one_term_later(self):
        """After the last day for notice a tacit contract has renewed itself already."""
        contract = self.contract()
        with freeze_time("2031-10-01"):
            contract.with_user(self.keeper).action_give_notice("Too dear")
        self.assertEqual((contract.state, contract.date_end), ("notice", self.day("2032-12-31")))
        self.assertEqual(contract.term_ids.sorted("date_from").mapped("origin"), ["initial", "tacit"])
        self.run_job("2032-01-01")
        self.assertEqual((contract.state, len(contract.term_ids)), ("notice", 2))
        self.run_job("2033-01-01")
        self.assertEqual(contract.state, "ended")

    def test_contract_without_an_end_gets_one_by_notice(self):
        """It lasts for the length of notice."""
        contract = self.contract(renewal="none", date_end=False)
        with freeze_time("2031-05-15"):
            contract.with_user(self.keeper).action_give_notice("Moved")
        self.assertEqual(contract.date_end, self.day("2031-08-15"))
        self.assertEqual(contract.term_id.date_to, contract.date_end)

    def test_coverage_ends_with_the_last_day(self):
        """Coverage follows the dates, also while the job is late."""
        contract = self.contract(kind="customer", renewal="none")
        key = (self.env.company.id, self.customer.id, False)
        with freeze_time("2032-01-01"):
            self.assertFalse(contract._covering([key]))
        with freeze_time(END):
            self.assertEqual(contract._covering([key])[key], contract)

    def test_job_says_nothing_where_nothing_is_due(self):
        """A day like any other changes nothing."""
        contract = self.contract()
        self.assertFalse(self.run_job("2031-02-02"))
        self.assertEqual((contract.state, len(contract.term_ids)), ("active", 1))
        self.assertFalse(contract.alert_ids or contract.activity_ids)
