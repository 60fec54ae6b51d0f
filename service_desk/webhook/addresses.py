"""Where a call may go.

A name is looked up once, every address it has is judged, and the connection is made to one of those
very addresses: a name server that answers differently the second time gains nothing.
"""

import ipaddress
import re
import socket
import threading
from dataclasses import dataclass
from urllib.parse import urlsplit

from .errors import ForbiddenAddress, WebhookError

PORTS = {"http": 80, "https": 443}
MAX_URL = 2000
#: Where clouds keep the keys of a machine, besides the link-local address that is refused anyhow.
METADATA = frozenset(map(ipaddress.ip_address, ("fd00:ec2::254", "100.100.100.200", "192.0.0.192")))
#: Not for everybody either, whatever the Python at hand knows of them.
OWN_NETWORKS = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "fec0::/10")))
#: IPv6 addresses that lead to an IPv4 address inside them: its place, in bits from the right.
EMBEDDED = (
    (ipaddress.ip_network("64:ff9b::/96"), 0),
    (ipaddress.ip_network("2002::/16"), 80),
    (ipaddress.ip_network("::/96"), 0),
)


@dataclass(frozen=True)
class Target:
    """An address that was typed, taken apart once and for all."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def host_header(self):
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == PORTS[self.scheme] else f"{name}:{self.port}"


def parse(url: str) -> Target:
    """Take an address apart.

    :raise ForbiddenAddress: when it is not plainly http or https to a host
    """
    if not url or len(url) > MAX_URL or re.search(r"[\s\x00-\x20\\\x7f]", url) or not url.isascii():
        raise ForbiddenAddress("This is no web address of plain characters.")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ForbiddenAddress("This is no web address.") from error
    if parts.scheme not in PORTS:
        raise ForbiddenAddress("The address must begin with https:// or http://.")
    if parts.username is not None or parts.password is not None:
        raise ForbiddenAddress("Names and passwords have no place in the address.")
    if not host or "%" in host or port == 0:
        raise ForbiddenAddress("The address has no host that can be called.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port or PORTS[parts.scheme], path)


def resolve(target: Target, seconds: float, allow_private: bool = False) -> list[str]:
    """The addresses of the host, all of them checked.

    :raise ForbiddenAddress: when one of them is not for us
    :raise WebhookError: when there is none, or nobody says so in time
    """
    found = _look_up(target, seconds)
    for address in found:
        check(address, allow_private)
    return found


def check_literal(target: Target, allow_private: bool = False) -> None:
    """What can be told of a target without asking for its name: nothing, unless it is an IP address.

    :raise ForbiddenAddress: when it is one that calls may not go to
    """
    try:
        ipaddress.ip_address(target.host)
    except ValueError:
        return
    check(target.host, allow_private)


def check(address: str, allow_private: bool = False) -> None:
    """:raise ForbiddenAddress: unless calls may go to this IP address"""
    for ip in _readings(ipaddress.ip_address(address.partition("%")[0])):
        if ip in METADATA or _is_never_callable(ip):
            raise ForbiddenAddress(f"{address} is no address that can be called.")
        is_public = ip.is_global and not any(ip in network for network in OWN_NETWORKS)
        if not allow_private and not is_public:
            raise ForbiddenAddress(f"{address} is inside the own network.")


def _is_never_callable(ip):
    is_reserved = ip.is_reserved and not ip.is_loopback
    return ip.is_link_local or ip.is_multicast or ip.is_unspecified or is_reserved


def _readings(ip):
    """What an address may mean on the way: itself, or the IPv4 address in it."""
    if ip.version == 4:
        return [ip]
    if ip.ipv4_mapped:
        return [ip.ipv4_mapped]
    if ip.teredo:
        return [ip, *ip.teredo]
    if ip.is_loopback or ip.is_unspecified:
        return [ip]
    for network, shift in EMBEDDED:
        if ip in network:
            # What the inner address is decides; the outer one is a way to it.
            return [ipaddress.IPv4Address((int(ip) >> shift) & 0xFFFFFFFF)]
    return [ip]


def _look_up(target, seconds):
    """Ask the resolver, which knows no time limit, in a thread that is left behind if need be."""
    answer = []

    def ask():
        try:
            answer.append(socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answer.append(error)

    thread = threading.Thread(target=ask, name="webhook-resolver", daemon=True)
    thread.start()
    thread.join(seconds)
    if not answer:
        raise WebhookError(f"The name {target.host} could not be looked up in time.")
    if isinstance(answer[0], Exception):
        raise WebhookError(f"The name {target.host} is not known: {answer[0]}")
    return list(dict.fromkeys(entry[4][0] for entry in answer[0]))
