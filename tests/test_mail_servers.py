"""Mail both ways over real servers, while processes and connections are killed.

A served Odoo fetches with its own jobs from a mail server over IMAP and POP, and sends through it.
Whatever is killed in between: each mail becomes one ticket, each ticket has one acknowledgment.
"""

import contextlib
import email
import email.policy
import http.client
import smtplib
import socket
import sys
import time
import xmlrpc.client
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

import pytest
import served
from served import Desk, Process, free_port, wait

DATABASE = "service_desk_mail_test"
MAIL_SERVER = Path(__file__).parent / "mail_server.py"
DESK, POP = "help@desk.test", "pop@desk.test"
AGENT = "mail_agent"

#: Teams with addresses, an agent, and the way to the mail server.
SET_UP = """
domain = env["mail.alias.domain"].create({{"name": "desk.test"}})
env["res.company"].search([]).write({{"alias_domain_id": domain.id, "email": "desk@desk.test"}})
team = env.ref("service_desk.team_service_desk")
team.write({{"alias_name": "help", "alias_domain_id": domain.id}})
team.copy({{"name": "By POP", "alias_name": "pop"}})
agent = env["res.users"].with_context(no_reset_password=True).create({{
    "name": "Anna Agent", "login": "{agent}", "password": "{agent}", "email": "anna@desk.test",
    "group_ids": [(4, env.ref("service_desk.group_agent").id)]}})
team.member_ids = agent
for kind, port, user in (("imap", {imap}, "{desk}"), ("pop", {pop}, "{popbox}")):
    env["fetchmail.server"].create({{
        "name": kind, "server_type": kind, "server": "127.0.0.1", "port": port, "user": user,
        "password": "secret", "state": "done"}})
env["ir.mail_server"].create({{
    "name": "out", "smtp_host": "127.0.0.1", "smtp_port": {smtp}, "smtp_encryption": "none"}})
env.cr.commit()
"""


def query(words, *values):
    return served.query(DATABASE, words, *values)


def value(words, *values):
    return query(words, *values)[0][0]


class MailServer(Process):
    """The customers' and the desk's mail server; see ``mail_server.py``."""

    def __init__(self, folder):
        self.folder = folder / "mail"
        self.folder.mkdir()
        self.smtp, self.imap, self.pop = (free_port() for _door in range(3))
        ports = [str(port) for port in (self.smtp, self.imap, self.pop)]
        super().__init__([sys.executable, str(MAIL_SERVER), str(self.folder), *ports],
                         folder / "mail.log", lambda: all(map(listens, ports)))

    def send(self, message):
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=30) as connection:
            connection.send_message(message)

    def box(self, address):
        """The mails of an address, the oldest first."""
        paths = sorted((self.folder / address).glob("*.eml"), key=lambda path: int(path.stem))
        return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in paths]

    def unseen(self, address):
        folder = self.folder / address
        return [path for path in folder.glob("*.eml") if not path.with_suffix(".seen").exists()]

    def at_the_door(self, address):
        """Mails to an address that were handed over and not taken yet."""
        return list((self.folder / address).glob("*.draft"))

    @contextlib.contextmanager
    def held(self, what="flags"):
        """Until this ends, nobody hears that a mail was confirmed, or, with ``mails``, was taken."""
        hold = self.folder / f"hold-{what}"
        hold.touch()
        try:
            yield
        finally:
            hold.unlink(missing_ok=True)


class MailDesk(Desk):
    """The desk, with the jobs that bring mail."""

    def fetch(self):
        self.run_job("mail.ir_cron_mail_gateway_action")

    def read_again(self):
        """Read what was begun and not finished, which would be done a minute later."""
        self.query("UPDATE service_desk_inbox SET date_next = now() AT TIME ZONE 'UTC' WHERE state = 'new'")
        self.run_job("service_desk.cron_inbox")


def listens(port):
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", int(port))) == 0


# -- What there is before a test -------------------------------------------------------------------


@pytest.fixture(scope="module")
def database():
    with served.database(DATABASE, "service_desk"):
        yield DATABASE


@pytest.fixture(scope="module")
def servers(database, tmp_path_factory):
    """The desk and the mail server, as they are set up."""
    folder = tmp_path_factory.mktemp("servers")
    post, desk = MailServer(folder), MailDesk(DATABASE, folder)
    desk.script(SET_UP.format(
        agent=AGENT, imap=post.imap, pop=post.pop, smtp=post.smtp, desk=DESK, popbox=POP))
    try:
        yield post, desk
    finally:
        desk.kill()
        post.kill()


@pytest.fixture
def post(servers):
    post, desk = servers
    for process in servers:
        if not process.running:
            process.start()
    return post


@pytest.fixture
def desk(servers, post):
    return servers[1]


class Customer:
    """Somebody who writes to the desk, and has a box for what it answers."""

    def __init__(self, post):
        self.post = post
        self.address = f"{uuid4().hex[:12]}@customer.test"
        self.sent = []

    def write(self, to=DESK, subject=None, **headers):
        letter = self.letter(to, subject, **headers)
        self.post.send(letter)
        return letter

    def letter(self, to=DESK, subject=None, **headers):
        letter = EmailMessage()
        letter["From"], letter["To"] = self.address, to
        letter["Subject"] = subject or f"Printer {uuid4().hex}"
        letter["Message-ID"] = f"<{uuid4().hex}@customer.test>"
        letter["Date"] = "Mon, 02 Nov 2026 10:00:00 +0100"
        for name, content in headers.items():
            letter[name.replace("_", "-")] = content
        letter.set_content("It prints nothing.\n")
        self.sent.append(letter)
        return letter

    def got(self):
        return self.post.box(self.address)

    def tickets(self):
        return [ticket for (ticket,) in query(
            "SELECT t.id FROM service_desk_incident t JOIN res_partner p ON p.id = t.requester_id"
            " WHERE p.email = %s ORDER BY t.id", self.address)]

    def stored(self):
        return value("SELECT count(*) FROM service_desk_inbox WHERE sender = %s", self.address)

    def expect(self, tickets):
        """One ticket for each mail, one acknowledgment for the first of them, and nothing else."""
        wait(lambda: self.done() == len(self.sent), f"{len(self.sent)} mails to be done")
        wait(self.got, "the acknowledgment")
        # What would come twice gets the time to do so.
        time.sleep(2)
        subjects = query("SELECT name FROM service_desk_incident WHERE id = ANY(%s)", self.tickets())
        assert sorted(name for (name,) in subjects) == sorted(letter["Subject"] for letter in self.sent)
        assert len(self.tickets()) == tickets
        assert len(self.got()) == 1

    def done(self):
        return value("SELECT count(*) FROM service_desk_inbox WHERE sender = %s AND state = 'done'", self.address)


@pytest.fixture
def customer(post):
    return Customer(post)


# -- Tests -----------------------------------------------------------------------------------------


def test_conversation_goes_both_ways(post, desk, customer):
    """Question, acknowledgment, answer, answer to the answer: all on one ticket."""
    question = customer.write()
    desk.fetch()
    acknowledgment = wait(customer.got, "the acknowledgment")[0]
    (ticket,) = customer.tickets()
    number = value("SELECT number FROM service_desk_incident WHERE id = %s", ticket)
    assert number in acknowledgment["Subject"]
    assert acknowledgment["Auto-Submitted"].startswith("auto-")
    assert question["Message-ID"] in acknowledgment.get("References", "") + acknowledgment.get("In-Reply-To", "")

    desk.call(AGENT, "service.desk.incident", "message_post", [ticket], body="Which printer is it?",
              message_type="comment", subtype_xmlid="mail.mt_comment")
    answer = wait(lambda: customer.got()[1:], "the agent's answer")[0]
    assert DESK in answer["Reply-To"]
    assert "Which printer is it?" in answer.get_body(("plain",)).get_content()

    customer.write(to=answer["Reply-To"], subject=f"Re: {answer['Subject']}", In_Reply_To=answer["Message-ID"])
    desk.fetch()
    wait(lambda: customer.done() == 2, "the customer's answer to be read")
    assert customer.tickets() == [ticket]
    assert value("SELECT count(*) FROM mail_message WHERE model = 'service.desk.incident' AND res_id = %s"
                 " AND message_type = 'email'", ticket) == 1
    assert len(customer.got()) == 2


def test_fetch_killed_before_the_mail_is_confirmed_repeats_it_once(post, desk, customer):
    """The mail server hands the mail out again, and the desk knows it."""
    with post.held():
        customer.write()
        desk.fetch()
        wait(customer.stored, "the mail to be stored")
        desk.kill()
        # With it goes what the connection still had to do.
        post.kill()
    assert post.unseen(DESK)
    post.start()
    desk.start()
    desk.fetch()
    wait(lambda: not post.unseen(DESK), "the mail to be confirmed")
    desk.read_again()
    customer.expect(tickets=1)


def test_job_killed_in_the_middle_of_a_ticket_does_it_again(post, desk, customer):
    """What was half done is gone with the transaction; the mail is still there."""
    with contextlib.closing(served.connect(DATABASE)) as connection, connection.cursor() as cursor:
        connection.autocommit = False
        # The mail can be stored, a ticket cannot be made of it.
        cursor.execute("LOCK TABLE service_desk_incident IN SHARE ROW EXCLUSIVE MODE")
        customer.write()
        desk.fetch()
        wait(lambda: value("SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'",
                           DATABASE), "the job to be in the middle of it")
        desk.kill()
        connection.rollback()
    assert customer.tickets() == []
    assert customer.stored() == 1
    desk.start()
    desk.read_again()
    customer.expect(tickets=1)


def test_mail_server_gone_in_the_middle_is_told_and_made_up_for(post, desk, customer):
    """The account shows the error; the next fetch brings what is missing."""
    error = "SELECT error_message FROM fetchmail_server WHERE server_type = 'imap'"
    assert not value(error)
    with post.held():
        for _mail in range(3):
            customer.write()
        desk.fetch()
        wait(customer.stored, "the first mail to be stored")
        post.kill()
    wait(lambda: value(error), "the error")
    post.start()
    desk.fetch()
    wait(lambda: customer.stored() == 3, "the other mails")
    # Acknowledgments that were sent meanwhile met a server that was down: their tickets tell it.
    wait(lambda: len(customer.tickets()) == 3, "the tickets")
    # What would come twice gets the time to do so.
    time.sleep(2)
    assert len(customer.tickets()) == 3


def test_database_connections_cut_during_a_fetch_lose_nothing(post, desk, customer):
    """Whatever the job was doing, the mail server or the inbox has each mail."""
    with post.held():
        for _mail in range(2):
            customer.write()
        desk.fetch()
        wait(customer.stored, "the first mail to be stored")
        query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              " WHERE datname = %s AND pid != pg_backend_pid()", DATABASE)
    wait(desk.is_healthy, "the desk to be back")

    def arrived():
        desk.fetch()
        time.sleep(1)
        return customer.stored() == 2
    wait(arrived, "the other mail")
    desk.read_again()
    # A mail that was being sent when its connection was cut is shown as failed on its ticket.
    wait(lambda: len(customer.tickets()) == 2, "the tickets")
    time.sleep(2)
    assert len(customer.tickets()) == 2


def test_mail_that_comes_several_ways_at_once_is_one_ticket(post, desk, customer):
    """Four gateways hand it over while it is fetched."""
    letter = customer.write()
    desk.fetch()
    raw = xmlrpc.client.Binary(letter.as_bytes())
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _way: desk.call("admin", "mail.thread", "message_process", False, raw), range(4)))
    wait(lambda: not post.unseen(DESK), "the mail to be confirmed")
    customer.expect(tickets=1)


def test_answer_that_cannot_be_sent_is_seen_and_sent_later(post, desk, customer):
    """The ticket says that the mail failed; sending it again brings it once."""
    customer.write()
    desk.fetch()
    customer.expect(tickets=1)
    (ticket,) = customer.tickets()
    post.kill()
    desk.call(AGENT, "service.desk.incident", "message_post", [ticket], body="Which printer is it?",
              message_type="comment", subtype_xmlid="mail.mt_comment")
    failed = "SELECT has_mail_failure FROM service_desk_incident WHERE id = %s"
    wait(lambda: value(failed, ticket), "the failure to be seen")
    post.start()
    desk.call(AGENT, "service.desk.incident", "action_retry_mails", [ticket])
    desk.run_job("mail.ir_cron_mail_scheduler_action")
    wait(lambda: customer.got()[1:], "the answer")
    time.sleep(2)
    assert len(customer.got()) == 2
    assert not value(failed, ticket)


@pytest.mark.parametrize("by_queue", [False, True])
def test_worker_killed_while_it_sends_sends_once(post, desk, customer, by_queue):
    """The mail stays in the queue until the mail server has taken it, whoever was sending it."""
    customer.write()
    desk.fetch()
    customer.expect(tickets=1)
    (ticket,) = customer.tickets()

    def answer():
        # The connection goes with the worker.
        with contextlib.suppress(OSError, xmlrpc.client.Error, http.client.HTTPException):
            desk.call(AGENT, "service.desk.incident", "message_post", [ticket], body="Which printer is it?",
                      message_type="comment", subtype_xmlid="mail.mt_comment")

    with ThreadPoolExecutor(1) as pool:
        with post.held("mails"):
            pool.submit(answer)
            wait(lambda: post.at_the_door(customer.address), "the answer to be handed over")
            desk.kill()
            # What it has handed over goes with the mail server.
            post.kill()
        for draft in post.at_the_door(customer.address):
            draft.unlink()
    assert len(customer.got()) == 1
    post.start()
    desk.start()
    if by_queue:
        with post.held("mails"):
            desk.run_job("mail.ir_cron_mail_scheduler_action")
            wait(lambda: post.at_the_door(customer.address), "the queue to hand it over")
            desk.kill()
            post.kill()
        post.start()
        desk.start()
    desk.run_job("mail.ir_cron_mail_scheduler_action")
    wait(lambda: customer.got()[1:], "the answer")
    time.sleep(2)
    assert len(customer.got()) == 2


def test_mail_that_cannot_be_stored_stays_on_its_pop_server(post, desk, customer):
    """Odoo itself would have it deleted there."""
    query("CREATE FUNCTION mail_test_full() RETURNS trigger LANGUAGE plpgsql AS"
          " $$ BEGIN RAISE EXCEPTION 'The disk is full'; END $$;"
          " CREATE TRIGGER mail_test_full BEFORE INSERT ON service_desk_inbox"
          " FOR EACH ROW EXECUTE FUNCTION mail_test_full()")
    try:
        before = value("SELECT date FROM fetchmail_server WHERE server_type = 'pop'")
        customer.write(to=POP)
        desk.fetch()
        wait(lambda: value("SELECT date FROM fetchmail_server WHERE server_type = 'pop'") != before, "the fetch")
        assert len(post.box(POP)) == 1
        assert not customer.stored()
    finally:
        query("DROP FUNCTION mail_test_full CASCADE")
    desk.fetch()
    wait(lambda: not post.box(POP), "the mail to be fetched")
    customer.expect(tickets=1)
