"""Days as people type them. Pure Python without Odoo inside."""

import re

from ..history.moments import DMY, MDY, YMD, MomentReader

#: Days that begin with the year can be read in one way only.
_PLAIN = re.compile(r"\d{4}[-/.].*")
_ORDERS = (DMY, MDY)


class DayReader:
    """Reads the days of one sheet.

    2026-01-31 means the same everywhere. Others may begin with the day or the month; the rest of the
    sheet tells, or a person does.

    :param texts: all days of the sheet
    :param str order: ``auto``, ``dmy`` or ``mdy``
    """

    def __init__(self, texts, order="auto"):
        self.order = order if order != "auto" else self._find_order(texts)

    @staticmethod
    def _find_order(texts):
        """The order by which all can be read that can be read; None when several give other days."""
        others = [text for text in texts if text and not _PLAIN.fullmatch(text)]
        readings = {order: {text: _read(text, order) for text in others} for order in _ORDERS}
        readable = {text for text in others if any(readings[order][text] for order in _ORDERS)}
        fitting = [order for order in _ORDERS if all(readings[order][text] for text in readable)]
        if not fitting:
            return max(_ORDERS, key=lambda order: sum(bool(readings[order][text]) for text in readable))
        first = readings[fitting[0]]
        alike = all(readings[order] == first for order in fitting)
        return fitting[0] if alike else None

    def parse(self, text):
        """The day that a text means.

        :raise LookupError: when it cannot be told whether the day or the month comes first
        :raise ValueError: when it is none
        """
        if _PLAIN.fullmatch(text):
            day = _read(text, YMD)
        elif self.order:
            day = _read(text, self.order)
        elif any(_read(text, order) for order in _ORDERS):
            raise LookupError(text)
        else:
            day = None
        if not day:
            raise ValueError(text)
        return day


def _read(text, order):
    try:
        return MomentReader(order).parse(text).date()
    except ValueError:
        return None
