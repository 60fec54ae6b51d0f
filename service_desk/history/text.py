"""From bytes to text: which encoding, which delimiter."""

import csv
import io
import re

#: (technical name, byte order mark); the longer marks first.
MARKS = (("utf-8-sig", b"\xef\xbb\xbf"), ("utf-16", b"\xff\xfe"), ("utf-16", b"\xfe\xff"))
DELIMITERS = (",", ";", "\t", "|")
#: What other programs write that people take for a CSV file: first bytes -> what it is.
FOREIGN_FILES = {
    b"PK\x03\x04": "xlsx",
    b"\xd0\xcf\x11\xe0": "xls",
    b"%PDF": "pdf",
    b"\x1f\x8b": "gz",
    b"<!DOCTYPE": "html",
    b"<html": "html",
    b"<?xml": "xml",
}
#: Lines looked at to guess the delimiter.
SAMPLE_LINES = 30
#: Characters that steer printers and terminals; line breaks and tabs are text.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def foreign_kind(data):
    """The kind of file that ``data`` is when it surely is no CSV file, else None."""
    start = data[:16]
    return next((kind for mark, kind in FOREIGN_FILES.items() if start.startswith(mark)), None)


def sniff_encoding(data):
    """The name of an encoding that reads ``data``, or None when it is no text at all."""
    for name, mark in MARKS:
        if data.startswith(mark):
            return name
    if b"\0" in data:
        return _sniff_utf16(data)
    for name in ("utf-8", "cp1252"):
        try:
            data.decode(name)
        except UnicodeDecodeError:
            continue
        return name
    return "latin-1"


def _sniff_utf16(data):
    """UTF-16 without a mark: Western text then has a zero in nearly every other byte."""
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.1:
        return "utf-16-be"
    return None


def sniff_delimiter(text):
    """The delimiter that cuts the first lines into the most cells, equally many in each."""
    best, most = None, 1
    for delimiter in DELIMITERS:
        widths = _widths(text, delimiter)
        if widths and widths[0] > most and widths.count(widths[0]) * 2 > len(widths):
            best, most = delimiter, widths[0]
    return best


def _widths(text, delimiter):
    """How many cells the first rows have with this delimiter."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = (row for row in reader if row)
        return [len(row) for row, _index in zip(rows, range(SAMPLE_LINES), strict=False)]
    except csv.Error:
        return []


def clean(text):
    """The text without control characters, with plain line breaks, and nothing around it."""
    if not text.isprintable():
        text = _CONTROLS.sub(" ", text.replace("\r\n", "\n"))
    return text.strip()


def numbered_rows(text, delimiter):
    """Yield (line on which the row starts, cells); rows without any text are left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    start = 1
    for cells in reader:
        if any(cells):
            yield start, cells
        start = reader.line_num + 1
