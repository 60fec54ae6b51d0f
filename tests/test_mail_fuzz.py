"""Mails that nobody thought of: headers, structures and HTML made up by hypothesis.

The same ones in each run, so that a failure can be seen again.
"""

import re
from html import escape

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import steady, uncommitted

from odoo.addons.service_desk.mail_intake import contents, courtesy, quoting, trust, verdict
from odoo.addons.service_desk.mail_intake.letter import Letter
from odoo.addons.service_desk.models.service_desk_inbox_data import DONE, HELD, IGNORED, KINDS
from odoo.addons.service_desk.tests.mail_corpus import SAMPLES

often = settings(steady, max_examples=200)
briefly = settings(steady, max_examples=60)

NAMES = (
    "From", "Sender", "To", "Cc", "Delivered-To", "Subject", "Date", "Message-ID", "In-Reply-To", "References",
    "Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "Content-ID", "MIME-Version",
    "Return-Path", "Auto-Submitted", "Precedence", "X-Auto-Response-Suppress", "List-Id",
    "Authentication-Results", "Received", "X-Else", "",
)
#: What headers are made of, in good order and in none.
WORDS = (
    "rita@customer.test", "help@desk.test", "<", ">", "@", ",", ";", ":", "=", '"', "\\", "(", ")", "[", "\r", "\n ",
    "\0", "\x7f", "é", "\udcff", "=?utf-8?q?Gr=C3=BC?=", "=?utf-8?b?R3LDvA==?=", "=?x?q?", "?=", "=?", "Re:",
    "Fwd:", "Automatic reply:", "INC0000001", "<1@customer.test>", "<2@customer.test>", "boundary=b", "boundary=",
    "charset=utf-8", "charset=utf-7", "charset=\0", "name=x.txt", "filename*=utf-8''%ff", "filename*0=a",
    "text/plain", "text/html", "text/calendar", "multipart/mixed", "multipart/alternative", "multipart/report",
    "multipart/related", "message/rfc822", "message/delivery-status", "application/ms-tnef",
    "application/pkcs7-mime", "image/png", "report-type=delivery-status", "method=REPLY", "base64",
    "quoted-printable", "x-uuencode", "8bit", "attachment", "inline", "no", "auto-replied", "bulk",
    "mx.desk.test", "dmarc=pass", "spf=fail", "dkim=pass header.d=customer.test",
    "Mon, 02 Nov 2026 10:00:00 +0100", "99", "-0000",
)
LINES = (
    b"It prints nothing.", b"", b"--b", b"--b--", b"--", b"-- ", b"> said", b"#note", b"<p>x</p>", b"<div><b>", b"&#0;",
    b"Content-Type: text/html; charset=utf-16", b"Content-Type: multipart/mixed; boundary=b", b"SGVsbG8=", b"=C3=28",
    b"\x00", b"\xff\xfe", b"\x78\x9f\x3e\x22\x01\x00", b"begin 644 x", b"end", b"BEGIN:VCALENDAR", b"METHOD:REPLY",
    b"From: rita@customer.test", b"Subject: x", b"From rita", b"---------- Forwarded message ---------",
    b"On Mon, Nov 2, 2026 at 9:00 AM Desk wrote:", b"+2AA-", b"\x1b$B",
)
TAGS = ("p", "div", "blockquote", "br", "b", "table", "tr", "td", "span", "pre", "li", "hr")
MARKS = ("", ' class="gmail_quote"', ' id="divRplyFwdMsg"', ' class="gmail_signature"', " style='x'")
SAID = (
    "It prints nothing. ", "Tray two", "#note ", "-- ", "> said", "&lt;b&gt; ", "&nbsp;",
    "On Mon, Nov 2, 2026 at 9:00 AM Desk wrote:", "---------- Forwarded message ---------",
    "From: Olaf &lt;olaf@client.test&gt;", "Subject: No paper", "Date: Mon, 2 Nov 2026", "To: help@desk.test",
)

values = st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=6).map(
    lambda words: " ".join(words).encode("utf-8", "surrogatepass")
)
headers = st.lists(st.tuples(st.sampled_from(NAMES).map(str.encode), values), max_size=12)
bodies = st.lists(st.sampled_from(LINES) | st.binary(max_size=20), max_size=15).map(b"\r\n".join)


def _written(facts):
    head, body = facts
    return b"\r\n".join(name + b": " + value for name, value in head) + b"\r\n\r\n" + body


def _enclosed(inner):
    """Parts in parts, with separators that may be one another's."""
    return st.tuples(
        headers, st.lists(inner, max_size=4), st.sampled_from([b"b", b"bb", b"", b"c"]),
        st.sampled_from([b"mixed", b"alternative", b"related", b"report", b"signed"]),
    ).map(_parts)


def _parts(facts):
    head, parts, separator, kind = facts
    content_type = (b"Content-Type", b'multipart/%s; boundary="%s"' % (kind, separator))
    body = b"".join(b"--" + separator + b"\r\n" + part + b"\r\n" for part in parts)
    return _written(([content_type, *head], body + b"--" + separator + b"--\r\n"))


mails = st.recursive(st.tuples(headers, bodies).map(_written), _enclosed, max_leaves=8)
SMALL = [sample.raw for sample in SAMPLES if len(sample.raw) < 8_000]


@st.composite
def damaged(draw):
    """A mail of the corpus, with a piece of it lost, doubled or overwritten."""
    raw = draw(st.sampled_from(SMALL))
    start = draw(st.integers(0, len(raw)))
    end = draw(st.integers(start, min(len(raw), start + 200)))
    return raw[:start] + draw(st.just(b"") | st.binary(max_size=30) | st.just(raw[start:end] * 3)) + raw[end:]


@st.composite
def markup(draw):
    """HTML as mail programs write it, and worse."""
    pieces = []
    for _piece in range(draw(st.integers(0, 12))):
        tag, mark = draw(st.sampled_from(TAGS)), draw(st.sampled_from(MARKS))
        pieces.append(draw(st.sampled_from([f"<{tag}{mark}>", f"</{tag}>", "<br>"])))
        pieces.append(draw(st.sampled_from(SAID) | st.text(max_size=10).map(escape)))
    return "".join(pieces)


any_mail = mails | damaged() | st.binary(max_size=300)


def storable(text):
    """Whether a database takes it."""
    return isinstance(text, str) and "\0" not in text and text.encode("utf-8") is not None


@often
@given(any_mail)
def test_outside_of_any_mail_is_read(raw):
    """Nothing raises, and all that is found fits into a database."""
    letter = Letter(raw)
    found = [letter.key, letter.message_id, letter.subject, letter.sender, letter.sender_name]
    found += [*letter.recipients, *letter.copied, *letter.references, *letter.enclosed_ids]
    assert all(map(storable, found))
    assert len(letter.key.encode()) < 2_700
    assert letter.date is None or letter.date.tzinfo is None
    assert trust.check(letter) in (trust.PASSED, trust.FAILED, trust.UNKNOWN)


@often
@given(any_mail)
def test_verdict_on_any_mail_is_given(raw):
    """One of those that the inbox knows."""
    assert verdict.judge(Letter(raw)).kind in dict(KINDS)


@often
@given(any_mail)
def test_inside_of_any_mail_is_read(raw):
    """Nothing raises, and all that is found fits into a database."""
    found = contents.contents_of(Letter(raw))
    assert storable(found.html)
    assert all(storable(file.name) and file.name and isinstance(file.content, bytes) for file in found.files)
    assert all(isinstance(remark, str) for remark in found.remarks)


@often
@given(any_mail)
def test_text_of_any_mail_is_taken_apart(raw):
    """New words, history, commands and forwards are looked for in whatever there is."""
    html = contents.contents_of(Letter(raw)).html
    assert isinstance(courtesy.is_thanks(quoting.new_text(html)), bool)
    assert isinstance(quoting.fold(html), str)
    quoting.take_command(html)
    found = quoting.forwarded(html)
    assert found is None or "@" in found.address


@often
@given(any_mail)
def test_key_does_not_depend_on_the_way(raw):
    """Servers on the way add headers on top; what has an id or a date stays the same mail."""
    letter, again = Letter(raw), Letter(b"Received: from a by b; Mon, 2 Nov 2026\r\n" + raw)
    if letter.message_id or letter.header("Date"):
        assert again.key == letter.key
        assert again.fingerprint == letter.fingerprint


def words_of(html):
    """The text of HTML without its spaces."""
    return "".join(lxml.html.fromstring(f"<div>{html}</div>").text_content().split())


def without_controls(html):
    return re.sub(r"[^\x20-\ud7ff\ue000-\ufffd]", "", html)


@often
@given(markup().map(without_controls))
def test_folding_keeps_all_text(html):
    """Whatever is taken for history, nothing of it is lost or doubled."""
    assert words_of(quoting.fold(html)) == words_of(html)


@often
@given(markup().map(without_controls))
def test_new_text_is_of_the_mail(html):
    """Letter by letter it stands there, in this order."""
    whole = iter(words_of(html))
    assert all(letter in whole for letter in "".join(quoting.new_text(html).split()))


@often
@given(markup().map(without_controls))
def test_taking_the_command_takes_nothing_else(html):
    """Only the first word goes."""
    is_note, rest = quoting.take_command(html)
    if not is_note:
        assert rest == html
    else:
        assert len(words_of(rest)) >= len(words_of(html)) - len("#note:")


@often
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=8), max_size=8).map(" ".join))
def test_what_senders_choose_proves_nothing(words):
    """A property that holds what looks like a finding is a property."""
    chosen = words.replace(";", "").encode("utf-8", "surrogatepass")
    for begin in (b"spf=fail smtp.mailfrom=", b"spf=fail (", b'spf=fail smtp.mailfrom="'):
        raw = b"From: rita@customer.test\r\nAuthentication-Results: mx; " + begin + chosen + b"\r\n\r\n"
        assert trust.check(Letter(raw)) != trust.PASSED


# -- Through the desk ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def inbox():
    """The inbox in a transaction of which nothing is kept."""
    with uncommitted() as env:
        env.company.service_desk_mail_limit = 0
        yield env["service.desk.inbox"]


@briefly
@given(raw=any_mail)
def test_any_mail_ends_in_a_state_with_a_reason(inbox, raw):
    """A ticket, or a line that says why there is none; whatever raises would leave it waiting."""
    row_id = inbox._store(raw)
    if row_id:
        row = inbox.browse(row_id)
        row._process_alone()
        assert row.state in (DONE, IGNORED, HELD), row.reason
        assert row.res_id if row.state == DONE else row.verdict
    assert not inbox._store(raw)
