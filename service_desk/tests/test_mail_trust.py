"""Whom the mail servers on the way believe."""

from odoo.tests import BaseCase

from ..mail_intake import trust
from ..mail_intake.letter import Letter
from .mail_corpus.sample import mail

OURS = "mx.desk.test"
SPF, DKIM = "spf=pass smtp.mailfrom=rita@customer.test", "dkim=pass header.d=customer.test"


def found(*results, server=""):
    values = [value.encode() for value in results]
    headers = {"Authentication_Results": values} if values else {}
    return trust.check(Letter(mail(**headers)), server)


class TestMailTrust(BaseCase):
    def test_without_findings_nothing_is_known(self):
        """No header, and one that says nothing."""
        self.assertEqual(found(), trust.UNKNOWN)
        self.assertEqual(found(f"{OURS}; none"), trust.UNKNOWN)
        self.assertEqual(found(f"{OURS}; spf=neutral; dkim=none"), trust.UNKNOWN)

    def test_dmarc_decides(self):
        """It compares the visible sender, which SPF and DKIM alone do not."""
        self.assertEqual(found(f"{OURS}; spf=fail; dkim=none; dmarc=pass"), trust.PASSED)
        self.assertEqual(found(f"{OURS}; dmarc=bestguesspass action=none"), trust.PASSED)
        self.assertEqual(found(f"{OURS}; {SPF}; {DKIM}; dmarc=fail"), trust.FAILED)

    def test_without_dmarc_one_of_two_is_enough(self):
        """Forwarding breaks SPF, lists break DKIM."""
        self.assertEqual(found(f"{OURS}; {SPF}; dmarc=none"), trust.PASSED)
        self.assertEqual(found(f"{OURS}; spf=fail smtp.mailfrom=x@list.test; {DKIM}"), trust.PASSED)
        self.assertEqual(found(f"{OURS}; dkim=fail header.d=x.test; {DKIM}"), trust.PASSED)
        self.assertEqual(found(f"{OURS}; spf=softfail"), trust.FAILED)
        self.assertEqual(found(f"{OURS}; dkim=permerror"), trust.FAILED)

    def test_domain_of_its_own_proves_nobody_elses_address(self):
        """Whoever sends from a domain passes its checks, whatever the visible sender is."""
        self.assertEqual(
            found(f"{OURS}; spf=pass smtp.mailfrom=x@evil.test; dkim=pass header.d=evil.test"), trust.UNKNOWN
        )
        self.assertEqual(found(f"{OURS}; dkim=pass header.d=notcustomer.test"), trust.UNKNOWN)
        self.assertEqual(found(f"{OURS}; dkim=pass header.d=mail.customer.test"), trust.PASSED)
        self.assertEqual(found(f"{OURS}; spf=pass"), trust.UNKNOWN)

    def test_topmost_header_counts(self):
        """The last server writes on top; what a sender wrote is further down."""
        self.assertEqual(found(f"{OURS}; dmarc=fail", "evil.test; dmarc=pass"), trust.FAILED)

    def test_named_server_alone_is_believed(self):
        """A sender can write such a header, but not in our server's name above its own."""
        self.assertEqual(found("evil.test; dmarc=pass", f"{OURS}; dmarc=fail", server=OURS), trust.FAILED)
        self.assertEqual(found("evil.test; dmarc=pass", server=OURS), trust.UNKNOWN)
        self.assertEqual(found(f"{OURS.upper()} 1; dmarc=pass", server=OURS), trust.PASSED)

    def test_comments_are_not_read(self):
        """They may hold the sender's own words."""
        self.assertEqual(found(f"{OURS}; dmarc=fail (policy says dmarc=pass)"), trust.FAILED)
        self.assertEqual(found(f"{OURS}; (dmarc=pass) spf=fail"), trust.FAILED)

    def test_words_that_are_no_findings_prove_nothing(self):
        """Properties and quotes are the sender's to choose."""
        for words in (
            "spf=fail smtp.mailfrom=dmarc=pass@evil.test",
            'spf=fail smtp.mailfrom="; dmarc=pass"@evil.test',
            "spf=fail (by (somebody; dmarc=pass) who; dmarc=pass)",
            "spf=fail (; dmarc=pass",
            'spf=fail (")"; dmarc=pass)',
        ):
            with self.subTest(words):
                self.assertNotEqual(found(f"{OURS}; {words}"), trust.PASSED)

    def test_dmarc_of_another_sender_proves_nothing(self):
        """A From that two programs read in two ways."""
        for domain, expected in (
            ("customer.test", trust.PASSED),
            ("mail.customer.test", trust.PASSED),
            ("evil.test", trust.FAILED),
        ):
            with self.subTest(domain):
                self.assertEqual(found(f"{OURS}; dmarc=pass header.from={domain}"), expected)

    def test_comments_in_comments_end(self):
        """This test ends at once."""
        deep = "(" * 40_000 + ")" * 40_000
        self.assertEqual(found(f"{OURS}; {deep} dmarc=pass"), trust.PASSED)
        self.assertEqual(found(f"{OURS}; {'(' * 40_000} dmarc=pass"), trust.UNKNOWN)

    def test_part_before_the_at_proves_nothing(self):
        """It is the sender's to choose, with blanks and quotes in it; the domain comes last."""
        for words in (
            "spf=pass smtp.mailfrom=customer.test x@evil.test",
            'spf=pass smtp.mailfrom="customer.test"@evil.test',
            "spf=pass smtp.mailfrom=customer.test\\ @evil.test",
            "spf=pass smtp.mailfrom=customer.test(x)@evil.test",
            "spf=pass smtp.mailfrom=header.d=customer.test x@evil.test",
            "dkim=pass header.i=rita@customer.test@evil.test",
        ):
            with self.subTest(words):
                self.assertNotEqual(found(f"{OURS}; {words}"), trust.PASSED)

    def test_properties_that_agree_prove_the_sender(self):
        """Servers name the domain in several ways."""
        words = "dkim=pass header.i=@mail.customer.test header.s=one header.d=customer.test header.b=aB/+="
        self.assertEqual(found(f"{OURS}; {words}"), trust.PASSED)

    def test_domain_in_its_own_letters_is_the_same_domain(self):
        """Servers write it in plain ones."""
        raw = mail(
            From="Rita <rita@büro.test>".encode(),
            Authentication_Results=f"{OURS}; dmarc=pass header.from=xn--bro-hoa.test".encode(),
        )
        self.assertEqual(trust.check(Letter(raw)), trust.PASSED)
        self.assertEqual(Letter(raw).sender, "rita@büro.test")
