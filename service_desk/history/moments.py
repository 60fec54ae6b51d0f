"""From words to moments: the order of day, month and year, and the time zone."""

import re
from datetime import datetime, timedelta

from pytz import timezone, utc

#: How the three numbers of a date stand.
DMY, MDY, YMD = "dmy", "mdy", "ymd"
ORDERS = (DMY, MDY, YMD)
#: A desk's history does not reach further.
FIRST_YEAR, LAST_YEAR = 1970, 2100

_SHAPE = re.compile(
    r"""
    (\d{1,4}) [-./] (\d{1,2}) [-./] (\d{1,4})
    (?: (?:\s+|T|,\s*) (\d{1,2}) [:.h] (\d{2}) (?: [:.] (\d{2}) (?: [.,]\d+ )? )? \s* ([ap]\.?m\.?)? )?
    \s* (Z|UTC|[+-]\d{2}:?\d{2})?
    """,
    re.VERBOSE | re.IGNORECASE,
)


class MomentReader:
    """Reads the dates of one file.

    :param str order: one of :data:`ORDERS`
    :param str pattern: a ``strptime`` pattern instead of an order
    :param str zone: name of the time zone of times that do not carry their own
    """

    def __init__(self, order=YMD, pattern=None, zone="UTC"):
        self.order = order
        self.pattern = pattern
        self.zone = timezone(zone or "UTC")
        self._known = {}

    def parse(self, text):
        """The moment in UTC, without zone information.

        :raise ValueError: when the text is no date, or not a plausible one
        """
        if text not in self._known:
            self._known[text] = self._parse(text)
        return self._known[text]

    def _parse(self, text):
        if self.pattern:
            moment, shift = datetime.strptime(text, self.pattern), None
            if moment.tzinfo:
                return moment.astimezone(utc).replace(tzinfo=None)
        else:
            moment, shift = self._parse_numbers(text)
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise ValueError(text)
        if shift is not None:
            return moment - shift
        return self.zone.localize(moment).astimezone(utc).replace(tzinfo=None)

    def _parse_numbers(self, text):
        found = _SHAPE.fullmatch(text)
        if not found:
            raise ValueError(text)
        *date, hour, minute, second, half, shift = found.groups()
        year, month, day = _in_order(date, self.order)
        hour = int(hour or 0)
        if half:
            hour = _hour_of_half(hour, half)
        moment = datetime(year, month, day, hour, int(minute or 0), int(second or 0))
        return moment, _shift(shift)


def _in_order(date, order):
    first, second, third = date
    if order == YMD:
        year, month, day = first, second, third
    elif order == DMY:
        day, month, year = first, second, third
    else:
        month, day, year = first, second, third
    if len(year) == 2:
        year = f"20{year}"
    if len(year) != 4:
        raise ValueError(date)
    return int(year), int(month), int(day)


def _hour_of_half(hour, half):
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if half[0] in "pP" else 0)


def _shift(text):
    """The offset of a time that carries its own zone, else None."""
    if not text:
        return None
    if text[0] not in "+-":
        return timedelta()
    digits = text[1:].replace(":", "")
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -shift if text[0] == "-" else shift


def fitting_orders(texts):
    """The orders by which every one of the texts can be read; several when it cannot be told."""
    return [order for order in ORDERS if _fits(texts, order)]


def _fits(texts, order):
    reader = MomentReader(order)
    try:
        for text in texts:
            reader.parse(text)
    except ValueError:
        return False
    return True


def likeliest_order(texts):
    """The order by which most of the texts can be read."""

    def readable(order):
        return sum(_fits([text], order) for text in texts)

    return max(ORDERS, key=readable)
