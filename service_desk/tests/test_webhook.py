"""Calls to other systems: where they may go, how they are signed, and who wastes their time in vain."""

import json
import socket
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest.mock import patch

from odoo.tests import BaseCase

from ..webhook import addresses, payload, sender, signing
from ..webhook.errors import ForbiddenAddress, WebhookError

PUBLIC = "93.184.216.34"


class _Receiver(BaseHTTPRequestHandler):
    """Keeps what it is told, and answers as its server was told to."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.calls.append((self.path, dict(self.headers), body))
        self.server.behave(self)

    def log_message(self, *_args):
        pass

    def answer(self, status, text=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


@contextmanager
def receiver(behave=lambda handler: handler.answer(200, b"welcome")):
    """A server on this machine; what ``behave`` does with a handler is its answer."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Receiver)
    server.daemon_threads = True
    server.calls, server.behave = [], behave
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def call(server, path="/hook", timeout=5, **options):
    url = f"http://127.0.0.1:{server.server_port}{path}"
    options = {"allow_private": True, "secret": "s3cret", "key": "k-1", **options}
    return sender.send(url, b'{"a": 1}', timeout=timeout, **options)


@contextmanager
def names(**known):
    """A resolver that answers these names, one list of addresses after the other."""
    real = socket.getaddrinfo

    def look_up(host, port, *args, **kwargs):
        if host not in known:
            return real(host, port, *args, **kwargs)
        answers = known[host]
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        return [entry for one in found for entry in real(one, port, *args, **kwargs)]

    with patch.object(socket, "getaddrinfo", look_up):
        yield


class TestWebhookSender(BaseCase):
    def test_call_is_signed_and_carries_its_key(self):
        """A receiver can compute the same signature from timestamp and body."""
        with receiver() as server:
            answer = call(server, "/hook?x=1")
        [(path, headers, body)] = server.calls
        expected = signing.signature("s3cret", body, int(headers["X-Service-Desk-Timestamp"]))
        self.assertEqual((path, json.loads(body)), ("/hook?x=1", {"a": 1}))
        self.assertEqual(headers["X-Service-Desk-Signature"], f"sha256={expected}")
        self.assertEqual((headers["Idempotency-Key"], headers["X-Service-Desk-Key"]), ("k-1", "k-1"))
        self.assertAlmostEqual(int(headers["X-Service-Desk-Timestamp"]), time.time(), delta=5)
        self.assertEqual((answer.status, answer.text), (200, "welcome"))

    def test_signature_is_that_of_everybody_else(self):
        """Computed once with openssl: a change here would lock out every receiver."""
        self.assertEqual(
            signing.signature("key", b'{"a": 1}', 1700000000),
            "17e36a190ee125a4782d21867ffdf5712238dc71b452ba98254537bfdb4f3a77",
        )

    def test_other_secret_or_time_gives_another_signature(self):
        """Neither can be swapped under a body."""
        first = signing.signature("a", b"x", 1)
        self.assertNotIn(first, (signing.signature("b", b"x", 1), signing.signature("a", b"x", 2)))

    def test_redirect_is_not_followed(self):
        """Whatever it leads to, also to ourselves."""
        for status in (301, 302, 303, 307, 308):
            with (
                self.subTest(status=status),
                receiver(lambda handler, status=status: handler.answer(status, Location="/else")) as server,
            ):
                with self.assertRaisesRegex(WebhookError, "elsewhere"):
                    call(server)
                self.assertEqual([path for path, _headers, _body in server.calls], ["/hook"])

    def test_refusal_is_told_with_its_words(self):
        """Each answer that is no success is a failure."""
        for status in (400, 401, 404, 429, 500, 503):
            with (
                self.subTest(status=status),
                receiver(lambda handler, status=status: handler.answer(status, b"no \0 room")) as server,
                self.assertRaisesRegex(WebhookError, f"{status}: no  room"),
            ):
                call(server)

    def test_huge_answer_is_read_in_part(self):
        """A few thousand characters are enough."""

        def flood(handler):
            handler.send_response(200)
            handler.send_header("Content-Length", str(10**10))
            handler.end_headers()
            try:
                while True:
                    handler.wfile.write(b"x" * 65536)
            except OSError:
                return

        with receiver(flood) as server:
            self.assertEqual(len(call(server).text), sender.MAX_ANSWER)

    def assert_hangs_up(self, behave):
        begin = time.monotonic()
        with receiver(behave) as server, self.assertRaisesRegex(WebhookError, "in time"):
            call(server, timeout=0.7)
        self.assertLess(time.monotonic() - begin, 3)

    def test_answer_that_never_comes_is_not_waited_for(self):
        """The time is that of the whole call."""
        self.assert_hangs_up(lambda _handler: time.sleep(1.5))

    def test_answer_that_drips_is_not_waited_for(self):
        """A byte now and then does not prolong it: neither in the headers nor in the text."""

        def drip(handler, head):
            try:
                handler.wfile.write(head)
                for _byte in range(20):
                    handler.wfile.write(b"x")
                    handler.wfile.flush()
                    time.sleep(0.1)
            except OSError:
                return

        for head in (b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n"):
            with self.subTest(head=head):
                self.assert_hangs_up(lambda handler, head=head: drip(handler, head))

    def test_nonsense_is_a_failure_with_words(self):
        """Whatever comes back, nothing but WebhookError is raised."""
        for junk in (b"", b"\r\n" * 99, b"SSH-2.0-x\r\n", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500):
            with (
                self.subTest(junk=junk[:9]),
                receiver(lambda handler, junk=junk: handler.wfile.write(junk) and handler.connection.close()) as server,
                self.assertRaises(WebhookError),
            ):
                call(server, timeout=1)

    def test_port_that_nobody_serves_is_a_failure_with_words(self):
        """And not a traceback."""
        with receiver() as server:
            pass
        with self.assertRaisesRegex(WebhookError, "refused"):
            call(server)

    def test_proxies_of_the_environment_are_not_used(self):
        """They would connect to whatever they like."""
        with patch.dict("os.environ", {"HTTP_PROXY": "http://127.0.0.1:9"}), receiver() as server:
            self.assertEqual(call(server).status, 200)

    def test_call_that_is_too_large_is_not_made(self):
        """Nobody would read it."""
        with self.assertRaises(WebhookError):
            sender.send("https://x.test", b"x" * 2**21, secret="s", key="k", timeout=1)

    def test_certificate_that_nobody_vouches_for_is_refused(self):
        """A signed call is not for whoever sits in between."""
        with receiver() as server:
            url = f"https://127.0.0.1:{server.server_port}/"
            with self.assertRaises(WebhookError):
                sender.send(url, b"{}", secret="s", key="k", timeout=2, allow_private=True)
            self.assertFalse(server.calls)


class TestWebhookAddresses(BaseCase):
    def assert_refused(self, url, **options):
        with self.assertRaises(ForbiddenAddress, msg=url):
            addresses.resolve(addresses.parse(url), 5, **options)

    def test_addresses_of_the_own_network_are_refused(self):
        """However they are written."""
        for host in (
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0x7f.0.0.1",
            "0177.0.0.1",
            "017700000001",
            "0.0.0.0",
            "0",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "100.64.0.1",
            "169.254.169.254",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "192.0.0.8",
            "localhost",
            "LOCALHOST",
            "[::1]",
            "[::]",
            "[0:0:0:0:0:0:0:1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[::ffff:10.0.0.1]",
            "[::127.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[64:ff9b::10.0.0.1]",
            "[2002:7f00:1::]",
            "[2002:a00:1::1]",
            "[fc00::1]",
            "[fd12::1]",
            "[fe80::1]",
            "[fec0::1]",
            "[ff02::1]",
            "[2001:db8::1]",
            "[2001:0:7f00:1::]",
            "[fd00:ec2::254]",
        ):
            with self.subTest(host=host):
                self.assert_refused(f"http://{host}/")

    def test_addresses_of_the_world_are_called(self):
        """What is public passes."""
        for host in (PUBLIC, "8.8.8.8", "[2606:4700:4700::1111]", "[::ffff:8.8.8.8]", "[64:ff9b::808:808]"):
            with self.subTest(host=host):
                self.assertTrue(addresses.resolve(addresses.parse(f"https://{host}/"), 5))

    def test_own_network_can_be_allowed_but_not_all_of_it(self):
        """Cloud metadata, multicast and nowhere stay closed."""
        for host in ("127.0.0.1", "10.0.0.1", "[::1]", "[fd12::1]", "[::ffff:127.0.0.1]"):
            with self.subTest(host=host):
                self.assertTrue(addresses.resolve(addresses.parse(f"http://{host}/"), 5, True))
        for host in (
            "169.254.169.254",
            "[::ffff:169.254.169.254]",
            "[fe80::1]",
            "[fd00:ec2::254]",
            "100.100.100.200",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "[64:ff9b::a9fe:a9fe]",
            "[2002:a9fe:a9fe::]",
        ):
            with self.subTest(host=host):
                self.assert_refused(f"http://{host}/", allow_private=True)

    def test_one_bad_address_of_a_name_is_enough(self):
        """Nobody can hope that the other one is taken."""
        with names(**{"both.test": [[PUBLIC, "10.0.0.1"]]}):
            self.assert_refused("https://both.test/")

    def test_name_is_looked_up_once(self):
        """A name server that says something else the second time is not asked."""
        tried = []

        def connect(address, *_args):
            tried.append(address)
            raise ConnectionRefusedError("refused")

        with (
            names(**{"rebind.test": [[PUBLIC], ["127.0.0.1"]]}),
            patch.object(socket, "create_connection", connect),
            self.assertRaises(WebhookError),
        ):
            sender.send("http://rebind.test/", b"{}", secret="s", key="k", timeout=2)
        self.assertEqual(tried, [(PUBLIC, 80)])

    def test_connection_goes_to_the_address_and_the_name_to_the_server(self):
        """Virtual hosts and certificates are found by the name."""
        with names(**{"pinned.test": [["127.0.0.1"], [PUBLIC]]}), receiver() as server:
            url = f"http://pinned.test:{server.server_port}/x"
            sender.send(url, b"{}", secret="s", key="k", timeout=3, allow_private=True)
        [(_path, headers, _body)] = server.calls
        self.assertEqual(headers["Host"], f"pinned.test:{server.server_port}")

    def test_other_forms_of_address_are_refused(self):
        """Other protocols, names in the address, and what programs read differently."""
        for url in (
            "",
            "ftp://x.test/",
            "file:///etc/passwd",
            "gopher://x.test/",
            "javascript:alert(1)",
            "//x.test/",
            "https://",
            "https:///x",
            "https://user@x.test/",
            "https://u:p@x.test/",
            "https://@x.test/",
            "https://x.test:0/",
            "https://x.test:99999/",
            "https://x.test:abc/",
            "https://x test/",
            "https://x.test/\r\nHost: y",
            "https://x.test\\@y.test/",
            "https://x.test/\x00",
            "https://[::1",
            "https://[fe80::1%25eth0]/",
            "https://ex\u00e4mple.test/",
            "https://x.test/" + "a" * 3000,
        ):
            with self.subTest(url=url), self.assertRaises(ForbiddenAddress):
                addresses.parse(url)

    def test_unknown_name_is_a_failure_with_words(self):
        """Also one that takes too long to look up."""
        with self.assertRaisesRegex(WebhookError, "not known"):
            addresses.resolve(addresses.parse("https://nowhere.invalid/"), 20)
        with (
            patch.object(socket, "getaddrinfo", lambda *_a, **_k: time.sleep(2)),
            self.assertRaisesRegex(WebhookError, "in time"),
        ):
            addresses.resolve(addresses.parse("https://slow.test/"), 0.1)


class TestWebhookPayload(BaseCase):
    def test_places_are_filled_with_facts(self):
        """Alone they keep their type, inside a text they become words."""
        facts = {"answers": {"n": 3, "yes": True, "many": ["a", "b"], "text": '"{{answers.n}}'}}
        for template, expected in (
            ("{{answers.n}}", 3),
            ("{{ answers.yes }}", True),
            ("{{answers.many}}", ["a", "b"]),
            ("is {{answers.yes}}: {{answers.many}}", "is yes: a, b"),
            ("{{answers.none}}", None),
            ("x{{answers.none.deeper}}y", "xy"),
            ("{{answers.text}}", '"{{answers.n}}'),
            ({"k": ["{{answers.n}}", 5, None]}, {"k": [3, 5, None]}),
        ):
            with self.subTest(template=template):
                self.assertEqual(payload.fill(template, facts), expected)
