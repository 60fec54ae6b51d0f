"""What no person wrote: reports of mail servers, receipts, calendars, lists, monitoring.

None of it makes a ticket, but for what a person sends in because they do not understand it.
"""

from .sample import DESK, RITA, Sample, attached, html, joined, mail, multipart, part

LOST = mail(b"Dear Rita, ...", From=DESK, To=RITA, Subject="INC0000001: received", Message_ID="<lost@desk.test>")
STATUS = (
    "Reporting-MTA: dns; mx.customer.test\r\n\r\n"
    "Final-Recipient: rfc822; rita@customer.test\r\nAction: failed\r\nStatus: 5.1.1\r\n"
)
REPORT = "; report-type=delivery-status"
SERVER = "MAILER-DAEMON@mx.customer.test (Mail Delivery System)"


def _report(subject, sender, *more, words="The address does not exist.", **headers):
    parts = part(words), part(STATUS, "message/delivery-status"), part(LOST, "message/rfc822"), *more
    return multipart("report", *parts, parameters=REPORT, From=sender, Subject=subject, **headers)


def _within(raw):
    """A mail of several parts, to be part of another."""
    return raw.replace(b"=_frontier", b"=_inner")


def _bounce(name, raw):
    return Sample(f"bounce of {name}", raw, state="ignored", kind="bounce")


def _machine(name, kind, raw):
    return Sample(name, raw, state="ignored", kind=kind)


def _receipt(name, kind, words):
    facts = part(
        f"Final-Recipient: rfc822; rita@customer.test\r\nDisposition: {kind}", "message/disposition-notification"
    )
    return _machine(
        f"receipt: {name}",
        "bounce",
        multipart(
            "report", part(words), facts, parameters="; report-type=disposition-notification", Subject=f"Read: {name}"
        ),
    )


def _calendar(name, method, subject):
    event = f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    return _machine(
        name,
        "calendar",
        multipart(
            "alternative",
            part("Rita has accepted."),
            part(event, f"text/calendar; charset=utf-8; method={method}"),
            Subject=subject,
        ),
    )


BOUNCES = [
    _bounce(
        "Postfix",
        _report("Undelivered Mail Returned to Sender", SERVER, Auto_Submitted="auto-replied", Return_Path="<>"),
    ),
    _bounce(
        "Exchange Online",
        _report(
            "Undeliverable: INC0000001",
            "Microsoft Outlook <MicrosoftExchange329e71ec88ae@customer.test>",
            Return_Path="<>",
            X_MS_Exchange_Message_Is_Ndr="",
        ),
    ),
    _bounce("Exchange in German", _report("Unzustellbar: INC0000001", "postmaster@customer.test")),
    _bounce(
        "Gmail",
        _report(
            "Delivery Status Notification (Failure)",
            "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
            X_Failed_Recipients="rita@customer.test",
            Auto_Submitted="auto-replied",
        ),
    ),
    _bounce(
        "Exim",
        mail(
            b"This message was created automatically by mail delivery software.\r\n\r\n  rita@customer.test\r\n",
            From="Mail Delivery System <Mailer-Daemon@mx.customer.test>",
            Auto_Submitted="auto-replied",
            Subject="Mail delivery failed: returning message to sender",
            X_Failed_Recipients="rita@customer.test",
        ),
    ),
    _bounce(
        "qmail",
        mail(
            b"Hi. This is the qmail-send program at mx.customer.test.\r\nI'm afraid I wasn't able to deliver",
            From="MAILER-DAEMON@mx.customer.test",
            Subject="failure notice",
            Return_Path="<>",
        ),
    ),
    _bounce(
        "qmail under another name",
        mail(b"Hi. This is the qmail-send program.", From="mailer@mx.customer.test", Subject="failure notice"),
    ),
    _bounce(
        "Yahoo, without the lost mail",
        mail(
            b"Sorry, we were unable to deliver your message to the following address.",
            From="MAILER-DAEMON@yahoo.com",
            Subject="Failure Notice",
        ),
    ),
    _bounce(
        "GMX, without the lost mail",
        mail(
            b"This message was created automatically by mail delivery software.",
            From="GMX Mailer Daemon <mailer-daemon@gmx.net>",
            Subject="Mail delivery failed: returning message to sender",
        ),
    ),
    _bounce("Sendmail", _report("Returned mail: see transcript for details", "Mail Delivery Subsystem <md@x.test>")),
    _bounce("a delayed mail", _report("Delayed Mail (still being retried)", SERVER)),
    _bounce(
        "a spam complaint",
        multipart(
            "report",
            part("This is an abuse report."),
            part("Feedback-Type: abuse", "message/feedback-report"),
            part(LOST, "message/rfc822"),
            parameters="; report-type=feedback-report",
            From="fbl@provider.test",
        ),
    ),
    _bounce("nobody", mail(From="Server <server@customer.test>", Return_Path="<>")),
]

RECEIPTS = [
    _receipt("read", "manual-action/MDN-sent-manually; displayed", "Your message was read."),
    _receipt("deleted unread", "automatic-action/MDN-sent-automatically; deleted", "It was deleted."),
]

CALENDARS = [
    _calendar("an accepted invitation", "REPLY", "Accepted: Review"),
    _calendar("a new time for a meeting", "COUNTER", "New Time Proposed: Review"),
    _calendar("a meeting that is off", "CANCEL", "Canceled: Review"),
    _machine(
        "an accepted invitation that names its method inside",
        "calendar",
        multipart("mixed", part("Yes"), part("BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR", "text/calendar")),
    ),
]

LISTS = [
    _machine(
        "a mailing list",
        "list",
        mail(List_Id="<users.lists.test>", Precedence="list", List_Post="<mailto:users@lists.test>"),
    ),
    _machine(
        "a newsletter",
        "list",
        html(
            "<p>New prices!</p>",
            From="News <news@shop.test>",
            List_Unsubscribe="<https://shop.test/u>",
            List_Unsubscribe_Post="List-Unsubscribe=One-Click",
        ),
    ),
    _machine("bulk mail", "list", mail(Precedence="bulk")),
    _machine("a campaign", "list", mail(X_Campaign_ID="42")),
]

OWN = [
    _machine("our own acknowledgment, forwarded back", "own", mail(From=f"Service Desk <{DESK}>")),
    _machine("our own mail from catchall", "own", mail(From="catchall@desk.test")),
]

#: Machines that nobody forbids to ask; what declares itself automatic is let in by Odoo's list of
#: allowed senders.
MONITORING = [
    Sample(
        "an alert of Nagios",
        mail(
            b"***** Nagios *****\r\nNotification Type: PROBLEM\r\n",
            From="nagios@monitor.test",
            Subject="** PROBLEM Service Alert: db1/disk is CRITICAL **",
        ),
        title="** PROBLEM Service Alert: db1/disk is CRITICAL **",
        requester="nagios@monitor.test",
    ),
    Sample(
        "an alert from an address that reads nothing",
        mail(b"Instance i-1 is down", From="AWS Notifications <no-reply@sns.amazonaws.test>", Subject="ALARM: cpu"),
        title="ALARM: cpu",
    ),
    _machine(
        "an alert that declares itself automatic",
        "auto",
        mail(From="zabbix@monitor.test", Auto_Submitted="auto-generated", Subject="Problem: db1 is down"),
    ),
    _machine(
        "a job's output",
        "auto",
        mail(
            From="root@server.test (Cron Daemon)",
            Subject="Cron <root@server> backup",
            Auto_Submitted="auto-generated",
            Precedence="bulk",
            X_Cron_Env="<SHELL=/bin/sh>",
        ),
    ),
]

#: What people send in, and what looks like a machine's.
PEOPLE = [
    Sample(
        "a bounce that somebody sends in as a file",
        multipart(
            "mixed",
            part("What does this mean?"),
            part(_within(_report("Undeliverable: Offer", "postmaster@customer.test")), "message/rfc822"),
            Subject="FW: Undeliverable: Offer",
        ),
        title="Undeliverable: Offer",
        says=("What does this mean?",),
        files=("Undeliverable: Offer.eml",),
    ),
    Sample(
        "an answered invitation that somebody sends in as a file",
        multipart("mixed", part("Outlook sends these all day."), part(_within(CALENDARS[0].raw), "message/rfc822")),
        says=("all day",),
    ),
    Sample(
        "a complaint about bounces",
        mail(Subject="Undeliverable mails to all customers"),
        title="Undeliverable mails to all customers",
    ),
    Sample(
        "a complaint about delivery",
        mail(Subject="Mail delivery failed several times today"),
        title="Mail delivery failed several times today",
    ),
    Sample("a parcel", mail(Subject="Delivery delayed by two days"), title="Delivery delayed by two days"),
    Sample(
        "a mail that went through a relay of a cloud",
        mail(Feedback_ID="1.eu-west-1.abc=:AmazonSES", X_SES_Outgoing="2026.11.02"),
        requester="rita@customer.test",
    ),
    Sample("a mail that says that it is not automatic", mail(Auto_Submitted="no")),
    Sample("a mail of high priority", mail(X_Priority="1", Importance="High", Precedence="special-delivery")),
    Sample("a mail that asks for a receipt", mail(Disposition_Notification_To=RITA, Return_Receipt_To=RITA)),
    Sample(
        "a mail with a log of a mail server",
        multipart("mixed", part("See the log."), attached("mailer-daemon.log", b"x")),
        files=("mailer-daemon.log",),
    ),
    Sample(
        "a report of another kind",
        mail(joined(part("Numbers of October.")), Content_Type='multipart/report; boundary="=_frontier"'),
        says=("Numbers",),
    ),
]

SAMPLES = [*BOUNCES, *RECEIPTS, *CALENDARS, *LISTS, *OWN, *MONITORING, *PEOPLE]
