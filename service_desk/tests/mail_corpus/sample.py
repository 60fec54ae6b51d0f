"""How a mail of the corpus is described and built."""

from base64 import encodebytes
from dataclasses import dataclass
from hashlib import sha256

RITA, DESK = "Rita Requester <rita@customer.test>", "help@desk.test"


@dataclass(frozen=True)
class Sample:
    """A mail, and the right decision on it. What is None is not looked at."""

    name: str
    raw: bytes
    state: str = "done"
    kind: str = "human"
    title: str | None = None
    #: address of the requester
    requester: str | None = None
    #: words that the ticket's description holds, and such that it does not
    says: tuple = ()
    lacks: tuple = ()
    #: names of its files, in their order
    files: tuple | None = None


def mail(body=b"It prints nothing.\r\n", without=(), **headers):
    """A mail as bytes: a good one, but for what is said of it.

    :param body: ``bytes`` after the blank line
    :param without: names of headers to leave out
    :param headers: by their names with underscores, text, bytes as they are, or a list of them
    """
    known = {
        "From": RITA,
        "To": DESK,
        "Subject": "The printer is broken",
        "Date": "Mon, 02 Nov 2026 10:00:00 +0100",
        "MIME-Version": "1.0",
    }
    known.update({name.replace("_", "-"): value for name, value in headers.items()})
    if "Message-ID" not in known:
        facts = repr((sorted(known.items(), key=str), without, body[:100_000])).encode()
        known["Message-ID"] = f"<{sha256(facts).hexdigest()[:24]}@customer.test>"
    lines = []
    for name, values in known.items():
        if name not in without:
            for value in values if isinstance(values, list) else [values]:
                lines.append(name.encode() + b": " + _bytes(value))
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def part(content, kind="text/plain; charset=utf-8", **headers):
    """A part of a mail: its headers, a blank line, its content."""
    known = {"Content-Type": kind, **{name.replace("_", "-"): v for name, v in headers.items()}}
    lines = [name.encode() + b": " + _bytes(value) for name, value in known.items()]
    return b"\r\n".join(lines) + b"\r\n\r\n" + _bytes(content)


def attached(name, content, kind="application/octet-stream"):
    """A file as a part."""
    return part(
        encodebytes(content),
        f'{kind}; name="{name}"',
        Content_Disposition=f'attachment; filename="{name}"',
        Content_Transfer_Encoding="base64",
    )


def joined(*parts, boundary=b"=_frontier"):
    """Parts one after another, with what separates them."""
    middle = b"".join(b"--" + boundary + b"\r\n" + one + b"\r\n" for one in parts)
    return middle + b"--" + boundary + b"--\r\n"


def multi(kind, *parts, boundary="=_frontier", parameters=""):
    """Several parts as one, to put into another."""
    body = joined(*parts, boundary=boundary.encode())
    return part(body, f'multipart/{kind}; boundary="{boundary}"{parameters}')


def multipart(kind, *parts, parameters="", **headers):
    """A mail of several parts."""
    return mail(joined(*parts), Content_Type=f'multipart/{kind}; boundary="=_frontier"{parameters}', **headers)


def html(text, **headers):
    """A mail in HTML."""
    return mail(text.encode(), Content_Type="text/html; charset=utf-8", **headers)


def _bytes(value):
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogateescape")
