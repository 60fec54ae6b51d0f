"""Makes one call, within a time that nobody on the other side can stretch.

Built on ``http.client`` rather than on a library that follows redirects, reads proxies from the
environment, or looks a name up once more when it connects.
"""

import http.client
import socket
import ssl
import threading
import time
from dataclasses import dataclass

from . import addresses, signing
from .errors import WebhookError

#: Bytes read of an answer; the rest stays where it is.
MAX_ANSWER = 64 * 1024
#: Bytes of the largest call.
MAX_BODY = 1024 * 1024
USER_AGENT = "Odoo-Service-Desk"


@dataclass(frozen=True)
class Answer:
    """What came back.

    :param status: of HTTP, always one that means success
    :param text: as much of the answer as was read
    """

    status: int
    text: str


class _PinnedConnection(http.client.HTTPConnection):
    """A connection over a socket that is there already."""

    def __init__(self, sock):
        super().__init__("pinned")
        self.sock = sock

    def connect(self):
        raise WebhookError("The other side closed the connection.")


class _Watchdog:
    """Hangs up when the time is over, however busy the other side keeps us."""

    def __init__(self, seconds):
        self.deadline = time.monotonic() + seconds
        self.is_over = False
        self._timer = None

    @property
    def left(self):
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise WebhookError("There was no answer in time.")
        return left

    def guard(self, sock):
        self.stop()
        self._timer = threading.Timer(self.left, self._hang_up, [sock])
        self._timer.daemon = True
        self._timer.start()

    def _hang_up(self, sock):
        self.is_over = True
        try:
            # That of the plain socket: it wakes up a reader, whatever TLS makes of it.
            socket.socket.shutdown(sock, socket.SHUT_RDWR)
        except OSError:
            return

    def stop(self):
        if self._timer:
            self._timer.cancel()


def send(url, body: bytes, *, secret, key, timeout, allow_private=False, context=None) -> Answer:
    """Call ``url`` with a signed body of JSON.

    :param str key: the same in all attempts of one piece of work
    :param float timeout: seconds for everything together, from the name to the last byte
    :param context: TLS settings of a caller who has its own
    :raise WebhookError: unless the other side answers in time that all is well
    """
    if len(body) > MAX_BODY:
        raise WebhookError("This is more than a webhook can carry.")
    target = addresses.parse(url)
    watchdog = _Watchdog(timeout)
    found = addresses.resolve(target, watchdog.left, allow_private)
    headers = {
        "Host": target.host_header,
        "User-Agent": USER_AGENT,
        "Content-Type": "application/json",
        "Accept": "application/json, text/plain",
        "Connection": "close",
        **signing.headers(secret, body, key, int(time.time())),
    }
    sock = None
    try:
        sock = _connect(target, found, watchdog)
        if target.scheme == "https":
            sock = _secure(sock, target, watchdog, context)
        return _exchange(sock, target, body, headers, watchdog)
    except (OSError, http.client.HTTPException) as error:
        if watchdog.is_over or isinstance(error, TimeoutError):
            raise WebhookError("There was no answer in time.") from error
        raise WebhookError(f"The call failed: {error or type(error).__name__}") from error
    finally:
        watchdog.stop()
        if sock:
            sock.close()


def _connect(target, found, watchdog):
    """A connection to the first of the checked addresses that answers."""
    problem = None
    for address in found:
        try:
            sock = socket.create_connection((address, target.port), watchdog.left)
        except OSError as error:
            problem = error
            continue
        watchdog.guard(sock)
        return sock
    raise problem


def _secure(sock, target, watchdog, context):
    context = context or ssl.create_default_context()
    secured = context.wrap_socket(
        sock, server_hostname=target.host, do_handshake_on_connect=False
    )
    watchdog.guard(secured)
    secured.do_handshake()
    return secured


def _exchange(sock, target, body, headers, watchdog):
    connection = _PinnedConnection(sock)
    connection.putrequest("POST", target.path, skip_host=True, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    response = connection.getresponse()
    text = response.read(MAX_ANSWER).decode("utf-8", "replace").replace("\0", "")
    if watchdog.is_over:
        # What was hung up on looks like an answer that has ended.
        raise TimeoutError
    if 300 <= response.status < 400:
        raise WebhookError("The answer sends us elsewhere. Enter the final address.")
    if not 200 <= response.status < 300:
        raise WebhookError(f"The answer was {response.status}: {text[:300] or response.reason}")
    return Answer(response.status, text)
