"""Mail that comes in: the desk's inbox beside Odoo's own way to a record with an alias.

Both sides do all that a mail makes them do, in one transaction without commits: the desk stores the
mail, judges it and writes the ticket; the bare model's gateway parses it and creates the record. The
bare model acknowledges nothing, so that the desk does so only where it is said. What a mail server's
connection costs is no part of it.
"""
from email.message import EmailMessage
from itertools import count

from odoo.api import SUPERUSER_ID

from odoo.addons.mail.models.mail_thread import MailThread

from .operations import operation

DOMAIN = "desk.test"
AT_ONCE = 100
TEXT = "It worked yesterday. Since this morning nothing happens when I try.\n" * 12
HTML = f"<html><body>{''.join(f'<p>{line}</p>' for line in TEXT.splitlines())}</body></html>"

numbers = count(1)


@operation("mail to a new ticket", target=1.3)
def mail_new(scene):
    deliver = _gateway(scene)
    raw = _letter(_sender(1))
    return lambda: deliver(raw)


@operation("mail to a new ticket, with acknowledgment")
def mail_acknowledged(scene):
    deliver = _gateway(scene)
    # sudo: settings are an administrator's, and made before the clock starts.
    scene.env.company.sudo().service_desk_acknowledge = True
    raw = _letter(_sender(1))
    return lambda: deliver(raw)


@operation("reply by mail", target=1.1)
def mail_reply(scene):
    deliver = _gateway(scene)
    # sudo: what to answer is prepared before the clock starts.
    ticket = scene.tickets([("state", "=", "in_progress")], limit=1).sudo()
    message = ticket.message_post(
        body="Which printer is it?", message_type="comment", subtype_xmlid="mail.mt_comment")
    raw = _letter(ticket.requester_id.email, In_Reply_To=message.message_id)
    return lambda: deliver(raw)


@operation(f"{AT_ONCE} mails to new tickets", target=1.3, share=4)
def mail_many(scene):
    deliver = _gateway(scene)
    letters = [_letter(_sender(number)) for number in range(AT_ONCE)]

    def deliver_all():
        for raw in letters:
            deliver(raw)
    return deliver_all


def _gateway(scene):
    """What hands a mail to the desk or to the bare model."""
    env = scene.env(user=SUPERUSER_ID)
    domain = env["mail.alias.domain"].create({"name": DOMAIN})
    env["res.company"].search([]).write({"alias_domain_id": domain.id, "service_desk_acknowledge": False})
    if scene.is_desk:
        env["service.desk.team"].browse(scene.pick("team", 0)).write(
            {"alias_name": "help", "alias_domain_id": domain.id})
        inbox = env["service.desk.inbox"]
        return lambda raw: inbox.browse(inbox._store(raw))._process_alone()
    env["mail.alias"].create({
        "alias_name": "help", "alias_domain_id": domain.id,
        "alias_model_id": env["ir.model"]._get_id(scene.model_name)})
    # Odoo's own method: the desk's, which asks first whose mail it is, stands in front of it.
    return lambda raw: MailThread.message_process(env["mail.thread"], None, raw)


def _sender(number):
    return f"requester{number}@example.com"


def _letter(sender, **headers):
    """A mail of usual size, in text and HTML, like no other."""
    letter = EmailMessage()
    letter["From"], letter["To"] = sender, f"help@{DOMAIN}"
    letter["Subject"] = "Printer is out of order"
    letter["Message-ID"] = f"<bench.{next(numbers)}@example.com>"
    letter["Date"] = "Mon, 02 Nov 2026 10:00:00 +0100"
    for name, value in headers.items():
        letter[name.replace("_", "-")] = value
    letter.set_content(TEXT)
    letter.add_alternative(HTML, subtype="html")
    return letter.as_bytes()
