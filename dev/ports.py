"""Choosing a TCP port on the loopback address."""
import socket

from .trouble import Trouble

HOST = "127.0.0.1"
DEFAULT = 8069
TRIED_AFTER_DEFAULT = 50


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def any_free():
    """A port that the system picked, for servers whose number nobody types."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def for_desk(wanted=None):
    """The port to serve on: the one asked for, else the first free one from 8069."""
    if wanted is not None:
        if is_free(wanted):
            return wanted
        raise Trouble(f"Port {wanted} is taken on {HOST}: stop what listens there, or name "
                      "another one with --port.")
    for port in range(DEFAULT, DEFAULT + TRIED_AFTER_DEFAULT):
        if is_free(port):
            return port
    raise Trouble(f"No port from {DEFAULT} to {DEFAULT + TRIED_AFTER_DEFAULT - 1} is free on "
                  f"{HOST}: name one with --port.")
