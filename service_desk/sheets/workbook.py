"""An XLSX file as a table, and everything that a file from outside may be instead of one."""

import io
from datetime import date, datetime, time
from zipfile import ZipFile

from odoo.exceptions import UserError

from ..history.sheet import MAX_COLUMNS, Sheet

ZIP_MARK = b"PK\x03\x04"
#: Parts of the file when unpacked, all together; a few thousand rows take a tenth of it. Where many
#: rows are expected, so many bytes a row: a dozen columns of texts that are never the same.
MAX_UNPACKED, MAX_UNPACKED_ROW = 48 * 2**20, 1500
MAX_PARTS = 2000
#: No spreadsheet program writes more into a cell; one text that stands in a million of them costs hours.
MAX_CELL = 32_767
#: Nobody's spreadsheet program writes these; entities in them multiply without end.
DECLARATIONS = ("<!DOCTYPE", "<!ENTITY")


class Workbook(Sheet):
    """Header and rows of the first visible sheet that holds something; formulas count as their results.

    :param int max_rows: rows read at most, one more to tell that there are more
    :raise UserError: when it is no workbook, or one that was made to do harm
    """

    def __init__(self, env, data, max_rows):
        self.env = env
        self.encoding = self.delimiter = None
        self.misfits = []
        self._check_parts(data, max(MAX_UNPACKED, max_rows * MAX_UNPACKED_ROW))
        table = self._read_table(data, max_rows)
        self._rows = iter(table)
        self.header = self._read_header()
        self._rows = iter([(line, self._fit(cells)) for line, cells in table[1:]])

    def _fit(self, cells):
        """Cells as many as the header has; what stands beside it is not read."""
        width = len(self.header)
        return (cells + [""] * width)[:width]

    def _check_parts(self, data, most):
        """Look into the parts before a library unfolds them all in memory."""
        try:
            with ZipFile(io.BytesIO(data)) as parts:
                infos = parts.infolist()
                is_large = len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > most
                texts = [info for info in infos if info.filename.lower().endswith((".xml", ".rels"))]
                is_declaring = not is_large and any(_is_declaring(parts.read(info)) for info in texts)
        except Exception as error:
            # Archives are broken in many ways, and each method of compression has its own errors.
            raise UserError(self._text_unreadable()) from error
        if is_large:
            raise UserError(self.env._("The workbook holds far more than a list. Copy the list into a new, empty one."))
        if is_declaring:
            raise UserError(self._text_unreadable())

    def _read_table(self, data, max_rows):
        # Loaded when needed: it takes a while, and most servers read no workbook all day.
        from openpyxl import load_workbook

        try:
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            tables = (self._sheet_rows(sheet, max_rows) for sheet in sheets)
            return next((table for table in tables if table), [])
        except Exception as error:
            # A broken file fails in any of a hundred places of the library.
            raise UserError(self._text_unreadable()) from error

    @staticmethod
    def _sheet_rows(sheet, max_rows):
        """(number of the row, texts) of the rows that hold something; what it says of its own size is not believed."""
        sheet.reset_dimensions()
        rows = []
        limits = {"max_row": 2 * max_rows + 1000, "max_col": MAX_COLUMNS + 1}
        for line, values in enumerate(sheet.iter_rows(values_only=True, **limits), 1):
            cells = [as_text(value) for value in values]
            while cells and not cells[-1].strip():
                cells.pop()
            if cells:
                rows.append((line, cells))
            if len(rows) > max_rows + 1:
                break
        return rows

    def _text_unreadable(self):
        return self.env._(
            "The file cannot be read as a workbook. Open it in a spreadsheet program and save it as XLSX or CSV."
        )


def as_text(value):
    """A cell as somebody would type it; days as 2026-01-31 whatever they look like in the sheet.

    :raise ValueError: for more than a cell can hold
    """
    if value is None:
        return ""
    if isinstance(value, str):
        if len(value) > MAX_CELL:
            raise ValueError("A cell holds more than a spreadsheet program writes.")
        return value
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _is_declaring(part):
    return any(
        word.encode(encoding) in part for word in DECLARATIONS for encoding in ("ascii", "utf-16-le", "utf-16-be")
    )
