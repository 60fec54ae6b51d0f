"""A file as a table: header, rows, line numbers, and a sentence for everything it is not."""

import csv
from collections import Counter
from sys import intern

from odoo.exceptions import UserError

from . import text as texts

#: A description may be long, longer than Python's csv module expects.
MAX_CELL = 2**24
#: No desk exports more; a file that has them is something else.
MAX_COLUMNS = 1000


class Sheet:
    """Header and rows of a CSV file.

    :param env: for sentences in the user's language
    :param bytes data: the file
    :param str encoding: ``auto`` or the name of an encoding
    :param str delimiter: ``auto`` or a character
    :raise UserError: when the file is empty, no text, or no table
    """

    def __init__(self, env, data, encoding="auto", delimiter="auto"):
        self.env = env
        self._check_kind(data)
        self.encoding = self._choose_encoding(data, encoding)
        text = self._decode(data, self.encoding)
        self.delimiter = self._choose_delimiter(text, delimiter)
        csv.field_size_limit(MAX_CELL)
        self._rows = texts.numbered_rows(text, self.delimiter)
        self.header = self._read_header()
        #: Rows that have not as many cells as the header.
        self.misfits = []

    def rows(self, issues):
        """All rows below the header as (line, cells); rows of another width become errors.

        :raise UserError: when the table cannot be read on
        """
        width = len(self.header)
        rows = []
        for line, cells in self._read():
            if len(cells) != width:
                issues.error(line, "", "", self._text_width(len(cells)))
                self.misfits.append(cells)
                continue
            # The same words come again and again; one copy of each is enough.
            rows.append((line, [intern(texts.clean(cell)) for cell in cells]))
        return rows

    # -- Bytes ---------------------------------------------------------------------------------

    def _check_kind(self, data):
        if not data.strip():
            raise UserError(self.env._("The file is empty."))
        kind = texts.foreign_kind(data)
        if kind:
            raise UserError(self._text_foreign(kind))

    def _text_foreign(self, kind):
        return self.env._(
            "This is not a CSV file but one of the kind %(kind)s. Open it in the program it"
            " comes from and save or export it as CSV.",
            kind=kind.upper(),
        )

    def _choose_encoding(self, data, wanted):
        if wanted != "auto":
            # A mark at the start belongs to the encoding, not to the first column's name.
            return "utf-8-sig" if wanted == "utf-8" else wanted
        encoding = texts.sniff_encoding(data)
        if not encoding:
            raise UserError(self.env._("This is not a CSV file: it holds data that are not text."))
        return encoding

    def _decode(self, data, encoding):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            raise UserError(
                self.env._(
                    "The file is not encoded as %(encoding)s: line %(line)s cannot be read. Choose"
                    " another encoding in the profile, or let it find out.",
                    encoding=encoding,
                    line=data.count(b"\n", 0, error.start) + 1,
                )
            ) from error
        if "\0" in text:
            raise UserError(
                self.env._(
                    "Read as %(encoding)s, the file holds characters that are not text. Choose"
                    " another encoding in the profile, or let it find out.",
                    encoding=encoding,
                )
            )
        return text

    # -- Table ---------------------------------------------------------------------------------

    def _choose_delimiter(self, text, wanted):
        if wanted != "auto":
            return wanted
        delimiter = texts.sniff_delimiter(text)
        if not delimiter:
            raise UserError(self._text_undivided())
        return delimiter

    def _text_undivided(self):
        return self.env._(
            "This does not look like a CSV file: no comma, semicolon, tab or vertical bar"
            " divides its lines into columns. If it has another form, say so in the profile."
        )

    def _read_header(self):
        header = [texts.clean(cell) for _line, cells in self._read(1) for cell in cells]
        if len(header) > MAX_COLUMNS:
            raise UserError(
                self.env._(
                    "The first line has %(count)s columns, %(limit)s are possible. It may not be the"
                    " header, or the lines are not divided as expected.",
                    count=len(header),
                    limit=MAX_COLUMNS,
                )
            )
        doubles = sorted(name for name, count in Counter(header).items() if name and count > 1)
        if doubles:
            raise UserError(
                self.env._(
                    "The file has more than one column with the name %s.", ", ".join(doubles)
                )
            )
        return header

    def _read(self, limit=None):
        """Rows as they come, with a sentence where the csv module gives up."""
        line = 0
        while limit is None or limit > 0:
            try:
                line, cells = next(self._rows)
            except StopIteration:
                return
            except csv.Error as error:
                raise UserError(
                    self.env._(
                        "The file cannot be read as CSV after line %(line)s: %(error)s.",
                        line=line,
                        error=error,
                    )
                ) from error
            yield line, cells
            limit = limit and limit - 1

    def _text_width(self, width):
        return self.env._(
            "The line has %(found)s cells, the header has %(expected)s. A delimiter or a quotation"
            " mark inside a text may be the cause.",
            found=width,
            expected=len(self.header),
        )
