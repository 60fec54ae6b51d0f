"""A file that somebody exported or typed, as a table: CSV or XLSX, whatever it calls itself."""

from base64 import b64decode
from binascii import Error as NotBase64

from odoo.exceptions import UserError

from ..history.sheet import Sheet
from .workbook import ZIP_MARK, Workbook


class PlainTable(Sheet):
    """A CSV file that needs no profile: how it is encoded and divided is found out."""

    def _text_foreign(self, kind):
        return self.env._(
            "This is no spreadsheet that can be read but a file of the kind %(kind)s. Save or export it as XLSX or"
            " CSV.",
            kind=kind.upper(),
        )

    def _text_undivided(self):
        return self.env._(
            "This does not look like a table: no comma, semicolon, tab or vertical bar divides its lines into"
            " columns. Save it as XLSX, or as CSV with one of them."
        )


class Rows:
    """What is read of a table: the header, the rows below it, and what is wrong with single lines.

    It takes the place of a list of issues where a :class:`~..history.sheet.Sheet` reports them.
    """

    def __init__(self, table):
        self.problems = []
        self.header = table.header
        self.rows = table.rows(self)

    def error(self, line, _column, _value, message):
        self.problems.append((line, message))


def open_table(env, content, max_mb, max_rows):
    """Read a file of a binary field as a table.

    :param str content: the file in base 64
    :return: :class:`Rows` with ``header`` (texts), ``rows`` ((line, texts), all as wide as the
        header) and ``problems`` ((line, sentence))
    :raise UserError: when it is no table, or one that is too large
    """
    check_size(env, content, max_mb)
    try:
        data = b64decode(content or b"")
    except NotBase64:
        raise UserError(env._("The file did not arrive as a whole. Choose it again.")) from None
    kind = Workbook if data.startswith(ZIP_MARK) else PlainTable
    rows = Rows(kind(env, data) if kind is PlainTable else kind(env, data, max_rows))
    if len(rows.rows) + len(rows.problems) > max_rows:
        raise UserError(text_too_long(env, max_rows))
    if not any(rows.header) or not (rows.rows or rows.problems):
        raise UserError(env._("The sheet has nothing below its first line, which names the columns."))
    return rows


def check_size(env, content, max_mb):
    """:raise UserError: for a file in base 64 that would take the server's memory, before it is decoded"""
    check_bytes(env, len(content or "") * 3 // 4, max_mb)


def check_bytes(env, size, max_mb):
    """:raise UserError: for a file of so many bytes that would take the server's memory"""
    if size > max_mb * 2**20:
        raise UserError(
            env._(
                "The file has %(size)s MB; up to %(limit)s MB can be read at once. Divide it into several.",
                size=size // 2**20,
                limit=max_mb,
            )
        )


def text_too_long(env, max_rows):
    return env._("The sheet has more than %s rows. Divide it into several.", max_rows)
