"""The job that reads the inbox: tries again, gives up in sight, and loses nothing."""

from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.exceptions import UserError

from ..models import service_desk_inbox_job_mixin
from ..models.service_desk_inbox_data import KEEP_DAYS
from .inbox_case import InboxCase, letter


class TestInboxJob(InboxCase):
    def store(self, **facts):
        return self.inbox.browse(self.inbox._store(letter(**facts)))

    def test_job_reads_what_waits(self):
        """The cron turns all mails that are due into tickets."""
        rows = self.store() | self.store()
        with self.enter_registry_test_mode():
            self.env.ref("service_desk.cron_inbox").method_direct_trigger()
        rows.invalidate_recordset()
        self.assertEqual(rows.mapped("state"), ["done", "done"])

    def test_claimed_mail_is_not_due_again_at_once(self):
        """Two jobs never read the same mail; one that died leaves it to the next."""
        row = self.store()
        self.assertIn(row, self.inbox._claim())
        self.assertNotIn(row, self.inbox._claim())
        self.assertEqual(row.attempts, 1)
        self.assertGreater(row.date_next, self.env.cr.now())

    def test_mail_that_fails_waits_with_its_reason(self):
        """What went wrong is written down, and it is tried again."""
        row = self.store()
        row.attempts = 1
        row._note_failure(ValueError("no such thing"))
        self.assertEqual(row.state, "new")
        self.assertIn("no such thing", row.reason)

    def test_collision_is_tried_again_at_once(self):
        """Whoever worked on the same ticket at the same moment is done by then."""
        row = self.store()
        tries = []

        def collide_once(row):
            tries.append(row)
            if len(tries) == 1:
                raise SerializationFailure("somebody was faster")

        with (
            patch.object(self.registry["service.desk.inbox"], "_process_mail", collide_once),
            patch.object(self.env.cr, "rollback"),
        ):
            row._process_alone()
        self.assertEqual(len(tries), 2)
        self.assertFalse(row.reason)

    def test_mail_that_fails_again_and_again_is_shown(self):
        """After the last attempt it stands in the inbox as failed, and can be tried again."""
        row = self.store()
        row.attempts = 5
        row._note_failure(ValueError("no such thing"))
        self.assertEqual(row.state, "failed")
        row.with_user(self.manager).action_retry()
        row._process_alone()
        self.assertEqual(row.state, "done")

    def test_mail_that_kills_the_server_is_given_up(self):
        """A row that was claimed so often and never ended is not read for ever."""
        row = self.store()
        row.write({"attempts": 5, "date_next": self.env.cr.now()})
        self.inbox._give_up()
        self.assertEqual(row.state, "failed")

    def test_old_originals_go_and_their_keys_stay(self):
        """A mail that comes back after months is still known; what waits for somebody is kept whole."""
        old, failed, fresh = self.arrive(Message_ID="<old@customer.test>"), self.store(), self.arrive()
        failed.state = "failed"
        self.age(old | failed, days=KEEP_DAYS + 1)
        self.inbox._gc_originals()
        self.assertEqual([bool(row.raw) for row in (old, failed, fresh)], [False, True, True])
        self.assertFalse(self.inbox._store(letter(Message_ID="<old@customer.test>")))

    def test_more_originals_than_go_at_once_go_all(self):
        """A busy desk gets more mails in a day than one clean-up deletes."""
        rows = self.arrive() | self.arrive() | self.arrive()
        self.age(rows, days=KEEP_DAYS + 1)
        with patch.object(service_desk_inbox_job_mixin, "CLEAN_AT_ONCE", 2):
            self.assertEqual(self.inbox._gc_originals(), (2, True))
            self.assertEqual(self.inbox._gc_originals(), (1, False))
        self.assertFalse(any(rows.mapped("raw")))

    def test_clean_up_leaves_the_part_without_a_table_alone(self):
        """Odoo's daily clean-up calls each part that an inbox is made of."""
        self.assertEqual(self.env["service.desk.inbox.job.mixin"]._gc_originals(), (0, False))

    def test_mail_that_is_done_is_not_done_again(self):
        """Reading a row twice makes one ticket."""
        row = self.store()
        row._process_alone()
        with patch.object(self.registry["service.desk.inbox"], "_open") as opened:
            row._process_alone()
        opened.assert_not_called()


class TestInboxRights(InboxCase):
    def test_inbox_is_for_managers(self):
        """Agents and requesters read nothing of what arrives."""
        row = self.arrive()
        self.assertEqual(row.with_user(self.manager).subject, "The printer is broken")
        for user in (self.agent, self.employee, self.portal_a):
            with self.subTest(user=user.login):
                self.assertFalse(row.with_user(user).has_access("read"))

    def test_overview_announces_mails_to_those_who_may_decide(self):
        """Managers see that something waits for them; agents have no inbox."""
        overview = self.env["service.desk.overview"]
        before = overview.with_user(self.manager).get_overview()["held_mails"]
        self.arrive(Authentication_Results="mx; dmarc=fail")
        self.assertEqual(overview.with_user(self.manager).get_overview()["held_mails"], before + 1)
        self.assertEqual(overview.with_user(self.agent).get_overview()["held_mails"], 0)

    def test_nobody_edits_the_inbox(self):
        """Managers decide by buttons; they write nothing, administrators neither."""
        row = self.arrive()
        for user in (self.manager, self.admin_user):
            for operation in ("create", "write", "unlink"):
                with self.subTest(user=user.login, operation=operation):
                    self.assertFalse(row.with_user(user).has_access(operation))

    def test_agents_release_nothing(self):
        """The decision is the managers'."""
        row = self.arrive(Precedence="bulk")
        for verb in ("action_release", "action_retry", "action_dismiss"):
            with self.subTest(verb=verb), self.assertRaises(Exception):  # noqa: B017 - either says no
                getattr(row.with_user(self.agent), verb)()
        self.assertEqual(row.state, "ignored")

    def test_manager_of_another_company_reads_nothing(self):
        """Mail belongs to the company of its team."""
        self.team_one.company_id = self.env.company
        row = self.arrive()
        company, _agent = self.make_company()
        other = self.make_user(
            "other_manager",
            "service_desk.group_manager",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        self.assertFalse(row.with_user(other).has_access("read"))

    def test_mail_of_a_confidential_ticket_is_for_its_team(self):
        """Managers outside the team read it neither on the ticket nor in the inbox."""
        self.team_one.is_confidential = True
        held = self.arrive(Authentication_Results="mx; dmarc=fail")
        self.team_one.is_confidential = False
        done = self.arrive()
        self.ticket_of(done).is_confidential = True
        self.team_one.is_confidential = True
        rows = held | done
        for row in rows:
            self.assertFalse(row.with_user(self.manager).has_access("read"))
        self.assertFalse(self.inbox.with_user(self.manager).search([("id", "in", rows.ids)]))
        self.team_one.member_ids += self.manager
        self.assertEqual(self.inbox.with_user(self.manager).search([("id", "in", rows.ids)]), rows)
        self.assertTrue(done.with_user(self.manager).subject)

    def test_released_machine_is_taken_for_a_person(self):
        """What was set aside can be let in: some robots are customers."""
        row = self.arrive(Auto_Submitted="auto-generated")
        self.assertEqual(row.state, "ignored")
        row.with_user(self.manager).action_release()
        row._process_alone()
        self.assertEqual(row.state, "done")
        self.assertEqual(self.ticket_of(row).name, "The printer is broken")

    def test_dismissed_mail_says_by_whom(self):
        """It is out of the way, and makes nothing."""
        self.team_one.unknown_sender = "hold"
        row = self.arrive("new@customer.test")
        waiting = self.inbox._count_open()
        row.with_user(self.manager).action_dismiss()
        self.assertEqual(row.state, "ignored")
        self.assertIn(self.manager.name, row.reason)
        self.assertEqual(self.inbox._count_open(), waiting - 1)

    def test_done_mail_is_not_released_again(self):
        """A mail that became a ticket does not become another."""
        row = self.arrive()
        with self.assertRaises(UserError):
            row.with_user(self.manager).action_release()

    def test_no_login_hands_mails_to_the_desk(self):
        """message_process is public; for the desk's mail only the gateway may call it."""
        for user in (self.agent, self.manager, self.employee, self.portal_a):
            with self.subTest(user=user.login), self.assertRaises(Exception):  # noqa: B017
                self.env["mail.thread"].with_user(user).message_process(None, letter())
        self.assertFalse(self.inbox.search([("sender", "=", "rita@customer.test")]))
