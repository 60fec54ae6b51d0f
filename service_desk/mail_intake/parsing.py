"""Bytes to a message, by Python's parser, with an end to what a hostile mail can make it do.

That parser takes time that grows with the square of a header's length, calls itself for each level
of nesting, and makes an object of each of a million parts.
"""

import re
from email import message_from_bytes
from email._policybase import Compat32
from email.message import Message
from email.parser import BytesHeaderParser

#: Characters of a header that are read; of one with parameters, which are slow to take apart.
MAX_HEADER, MAX_PARAMETERS = 100_000, 4_000
#: Bytes in which the headers of a mail are looked for.
MAX_HEADERS = 1_000_000
#: Lines that may separate parts; beyond that the mail is a text.
MAX_SEPARATORS = 20_000
#: Lines times the parts that hold others, since each line may end any of them; and what a line costs
#: by itself.
MAX_COMPARED, COST_OF_LINE = 50_000_000, 15
BLANK_LINE = re.compile(rb"\r?\n\r?\n")
#: Brackets in the whole of a mail, as it came.
MAX_MARKS = 20_000
HOLDER = re.compile(rb"multipart/", re.IGNORECASE)
#: Beyond that a mail is built to do harm.
MAX_PARTS, MAX_DEPTH = 500, 30


class _Lenient(Compat32):
    """The modern policies raise on headers that do not follow the rules; this one shortens them."""

    def header_source_parse(self, sourcelines):
        name, value = super().header_source_parse(sourcelines)
        has_parameters = name.lower().startswith("content-")
        return name, value[: MAX_PARAMETERS if has_parameters else MAX_HEADER]


LENIENT = _Lenient()


def parsed(raw) -> Message:
    """A mail with its parts; as one text where taking it apart would take forever."""
    compared = raw.count(b"\n") * (len(HOLDER.findall(raw)) + COST_OF_LINE)
    is_built_to_harm = raw.count(b"\n--") > MAX_SEPARATORS or compared > MAX_COMPARED
    try:
        return (_whole if is_built_to_harm else message_from_bytes)(raw, policy=LENIENT)
    except RecursionError:  # parts in parts in parts
        return _whole(raw, policy=LENIENT)


def _whole(raw, policy) -> Message:
    """A mail in one piece: its headers, and all the rest as text."""
    found = BLANK_LINE.search(raw, 0, MAX_HEADERS)
    end = found.end() if found else MAX_HEADERS
    message = BytesHeaderParser(policy=policy).parsebytes(raw[:end])
    message.set_payload(raw[end:].decode("ascii", "surrogateescape"))
    return message


def is_laborious(raw) -> bool:
    """Whether a mail has more headers, marks or parts than a parser without limits should be given."""
    found = BLANK_LINE.search(raw, 0, MAX_HEADER)
    return not found or raw.count(b"<") > MAX_MARKS or raw.count(b"\n--") > MAX_PARTS * 2


def headers_of(raw) -> Message:
    """The outside of a mail, at the same price for every size."""
    return BytesHeaderParser(policy=LENIENT).parsebytes(raw[:MAX_HEADERS])


def own_parts(message):
    """The parts of a mail in their order, without those of mails that it encloses."""
    waiting, seen = [(message, 0)], 0
    while waiting and seen < MAX_PARTS:
        part, depth = waiting.pop()
        seen += 1
        yield part
        if part.is_multipart() and part.get_content_maintype() != "message" and depth < MAX_DEPTH:
            waiting.extend((child, depth + 1) for child in reversed(part.get_payload()))
