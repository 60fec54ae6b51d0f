"""An invitation as a file that every calendar understands (RFC 5545). Pure Python without Odoo inside."""

#: A line is no longer than this many bytes; the rest goes on below, after a space.
MAX_BYTES = 75


def invitation(uid, stamp, start, end, summary, location="", description="", organizer="", attendees=(), version=0):
    """The text of an invitation.

    :param str uid: the same for all versions of the event, unlike that of any other
    :param stamp: when it was written, UTC; ``start`` and ``end`` likewise
    :param attendees: pairs (name, address); ``organizer`` is an address
    :param int version: counted up when the event is changed
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Service Desk//Change Advisory Board//EN",
        "METHOD:REQUEST",
        "BEGIN:VEVENT",
        f"UID:{_text(uid)}",
        f"SEQUENCE:{version}",
        f"DTSTAMP:{_moment(stamp)}",
        f"DTSTART:{_moment(start)}",
        f"DTEND:{_moment(end)}",
        f"SUMMARY:{_text(summary)}",
        *([f"LOCATION:{_text(location)}"] if location else []),
        *([f"DESCRIPTION:{_text(description)}"] if description else []),
        *([f"ORGANIZER:mailto:{_plain(organizer)}"] if organizer else []),
        *(f'ATTENDEE;CN="{_plain(name)}";RSVP=TRUE:mailto:{_plain(address)}' for name, address in attendees if address),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _fold(line))


def _moment(moment):
    return moment.strftime("%Y%m%dT%H%M%SZ")


def _text(value):
    """Text as a value: what has a meaning in the file is written as itself."""
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\n"), ("\r", "\n"), ("\n", "\\n")):
        value = value.replace(sign, written)
    return value


def _plain(value):
    """A name or address: no line, quote or other property can be smuggled in with it."""
    return "".join(char for char in value if char.isprintable() and char not in '";:,\\')


def _fold(line):
    """A long line as several, cut between characters."""
    part, size = "", 0
    for char in line:
        length = len(char.encode())
        if size + length > MAX_BYTES:
            yield part
            part, size = " ", 1
        part, size = part + char, size + length
    yield part
