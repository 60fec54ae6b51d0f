"""Odd mails, made in code, each with what the desk must make of it.

- ``sample``: how a mail is described and built
- ``charsets``, ``headers``, ``structure``: what people's programs send, well and badly
- ``machines``, ``notices``: what no person wrote
- ``wrapped``: winmail.dat, S/MIME, PGP
- ``history``: replies, forwards and signatures
"""

from . import charsets, headers, history, machines, notices, structure, wrapped

SAMPLES = [
    *charsets.SAMPLES,
    *headers.SAMPLES,
    *structure.SAMPLES,
    *machines.SAMPLES,
    *notices.SAMPLES,
    *wrapped.SAMPLES,
    *history.SAMPLES,
]
