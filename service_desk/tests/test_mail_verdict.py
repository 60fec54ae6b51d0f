"""Who wrote a mail: a person or a machine. The corpus holds the formats; this is about the rules."""

from odoo.tests import BaseCase

from ..mail_intake import verdict
from ..mail_intake.letter import Letter
from ..models.service_desk_inbox_data import KINDS, SIGNS
from .mail_corpus.sample import mail


def kind(**headers):
    return verdict.judge(Letter(mail(**headers))).kind


class TestMailVerdict(BaseCase):
    def test_plain_mail_is_a_persons(self):
        """And needs no reason."""
        judged = verdict.judge(Letter(mail()))
        self.assertTrue(judged.is_human)
        self.assertEqual(judged.sign, "")

    def test_our_own_mail_is_known_before_anything_else(self):
        """Also when it looks like a machine's."""
        judged = verdict.judge(Letter(mail(Precedence="bulk")), is_ours=lambda letter: True)
        self.assertEqual(judged.kind, verdict.OWN)
        self.assertTrue(judged.sign)

    def test_every_kind_but_a_persons_comes_with_a_reason(self):
        """An admin reads by which sign it was known."""
        for told, sign, _holds in verdict.SIGNS:
            self.assertIn(told, dict(KINDS))
            self.assertIn(sign, SIGNS)

    def test_report_wins_over_what_else_it_says(self):
        """A bounce that declares itself automatic is still a bounce."""
        self.assertEqual(
            kind(From="MAILER-DAEMON@x.test", Auto_Submitted="auto-replied", Precedence="bulk"), verdict.BOUNCE
        )

    def test_words_in_headers_are_read_in_any_case(self):
        """Comments and spaces do not matter either."""
        self.assertEqual(kind(Auto_Submitted=" Auto-Replied ; owner=x"), verdict.AUTO_REPLY)
        self.assertEqual(kind(Precedence="BULK"), verdict.LIST)
        self.assertEqual(kind(X_Auto_Response_Suppress="DR, Oof"), verdict.AUTO_REPLY)
        self.assertEqual(kind(X_Auto_Response_Suppress="DR, RN"), verdict.HUMAN)
        self.assertEqual(kind(Auto_Submitted="No"), verdict.HUMAN)

    def test_names_that_only_resemble_a_mailer_are_people(self):
        """Whose name holds the word."""
        for sender in ("bounceco@x.test", "trampoline.bounce@x.test", "mailerdaemon.fan@x.test", "post@master.test"):
            with self.subTest(sender):
                self.assertEqual(kind(From=sender), verdict.HUMAN)

    def test_addresses_that_read_nothing_get_no_answer(self):
        """Mailers and robots, in the ways they are written."""
        for address in (
            "",
            "mailer-daemon@x.test",
            "bounce+a=b@x.test",
            "noreply@x.test",
            "no-reply@x.test",
            "do-not-reply@x.test",
            "donotreply@x.test",
            "shop-noreply@x.test",
            "noreply-calendar@x.test",
        ):
            with self.subTest(address):
                self.assertFalse(verdict.reads_answers(address))
        for address in ("rita@x.test", "norbert.eply@x.test", "replyall@x.test"):
            with self.subTest(address):
                self.assertTrue(verdict.reads_answers(address))
