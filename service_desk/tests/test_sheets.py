"""Tables that people bring along: CSV or XLSX, headings, days."""

import io
import zipfile
from base64 import b64encode
from datetime import date, datetime

from openpyxl import Workbook

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from ..sheets import open_table
from ..sheets.days import DayReader
from ..sheets.headings import plain, recognize

ROWS = [["Name", "Since"], ["Eva Müller", "2026-01-31"], ["=1+1", ""]]


#: openpyxl would cut the text when it writes.
LONG_CELL = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>'
    f'<row r="2"><c r="A2" t="inlineStr"><is><t>{"x" * 40_000}</t></is></c></row></sheetData></worksheet>'
)


def book_of(rows, **sheets):
    """An XLSX file with these rows; more sheets by name."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for name, values in sheets.items():
        sheet = book.create_sheet(name)
        for row in values:
            sheet.append(row)
    return saved(book)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(data, name, content):
    """The same file with another part in it, or one replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info))
        new.writestr(name, content)
    return out.getvalue()


@tagged("-at_install", "post_install")
class TestSheets(TransactionCase):
    def table(self, data, max_mb=1, max_rows=50):
        return open_table(self.env, b64encode(data), max_mb, max_rows)

    def assertRefused(self, data, sentence, **limits):
        with self.assertRaisesRegex(UserError, sentence):
            self.table(data, **limits)

    def test_csv_and_workbook_give_the_same_table(self):
        """Whichever way somebody saved it: the header, the rows and their numbers."""
        text = "\n".join(";".join(row) for row in ROWS)
        for data in (text.encode("cp1252"), text.encode("utf-16"), book_of([*ROWS[:2], ["'=1+1"]])):
            table = self.table(data)
            self.assertEqual(table.header, ["Name", "Since"])
            self.assertEqual([line for line, _cells in table.rows], [2, 3])
            self.assertEqual(table.rows[0][1], ["Eva Müller", "2026-01-31"])
            self.assertEqual(table.rows[1][1][0].lstrip("'"), "=1+1")

    def test_cells_of_a_workbook_are_texts(self):
        """Days, whole numbers, results of formulas: as somebody would type them."""
        rows = [["Day", "Moment", "Number", "Part", "Yes", "Sum"]]
        rows.append([date(2026, 1, 31), datetime(2026, 1, 31, 8, 30), 7.0, 7.5, True, "=1+1"])
        self.assertEqual(
            self.table(book_of(rows)).rows[0][1], ["2026-01-31", "2026-01-31 08:30:00", "7", "7.5", "True", ""]
        )

    def test_rows_are_numbered_as_in_the_sheet(self):
        """Empty rows count, and what stands beside the header is not read."""
        table = self.table(
            book_of([["Name", None, "Mail"], [], ["Eva", None, None, "remark"], [], ["Jan", "x", "j@x"]])
        )
        self.assertEqual(table.rows, [(3, ["Eva", "", ""]), (5, ["Jan", "x", "j@x"])])

    def test_first_visible_sheet_with_something_in_it_is_read(self):
        """Lists to choose from stand on hidden sheets, and empty ones are left over."""
        book = Workbook()
        book.active.sheet_state = "hidden"
        book.active.append(["hidden"])
        book.create_sheet("Empty")
        people = book.create_sheet("People")
        people.append(["Name", "Mail"])
        people.append(["Eva", "e@x"])
        self.assertEqual(self.table(saved(book)).header, ["Name", "Mail"])

    def test_what_is_no_table_gets_a_sentence(self):
        """Other files, broken ones, empty ones."""
        self.assertRefused(b"", "empty")
        self.assertRefused(b"%PDF-1.7 what", "kind PDF.*XLSX or CSV")
        self.assertRefused(b"\xd0\xcf\x11\xe0 old", "kind XLS")
        self.assertRefused(b"only words\nand more", "does not look like a table")
        self.assertRefused(b"Name;Mail\n", "nothing below")
        self.assertRefused(book_of([]), "nothing below|empty")
        self.assertRefused(book_of([["Name"], ["Eva"]])[:-200], "cannot be read as a workbook")
        self.assertRefused(b"PK\x03\x04" + bytes(500), "cannot be read as a workbook")
        self.assertRefused(with_part(book_of(ROWS), "xl/workbook.xml", "<workbook/>"), "cannot be read|nothing below")
        self.assertRefused(book_of([["Name", "Name"], ["Eva", "Jan"]]), "more than one column with the name Name")

    def test_too_much_gets_a_sentence(self):
        """Megabytes, rows, columns."""
        self.assertRefused(bytes(2**21), "2 MB; up to 1 MB")
        self.assertRefused(book_of([["Name"], *[["Eva"]] * 60]), "more than 50 rows")
        self.assertRefused(b"a;b\n" + b"1;2\n" * 60, "more than 50 rows")
        self.assertRefused(book_of([list(range(1500)), ["x"]]), "columns")

    def test_files_made_to_do_harm_are_refused(self):
        """Archives that unfold without end, entities, texts longer than any cell."""
        self.assertRefused(with_part(book_of(ROWS), "xl/big.xml", bytes(60 * 2**20)), "far more than a list")
        bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><sst>&a;</sst>'
        self.assertRefused(with_part(book_of(ROWS), "xl/sharedStrings.xml", bomb), "cannot be read")
        self.assertRefused(with_part(book_of(ROWS), "xl/sharedStrings.xml", bomb.encode("utf-16-le")), "cannot be read")
        # One such text that a million cells point at would be looked at a million times.
        long = with_part(book_of(ROWS), "xl/worksheets/sheet1.xml", LONG_CELL)
        self.assertRefused(long, "cannot be read")

    def test_file_that_is_no_base64_gets_a_sentence(self):
        with self.assertRaisesRegex(UserError, "as a whole"):
            open_table(self.env, "not base64 !!", 1, 50)

    def test_size_that_a_sheet_claims_is_not_believed(self):
        sheet = (
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            '<dimension ref="A1:XFD1048576"/><sheetData>'
            '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>'
            '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row></sheetData></worksheet>'
        )
        self.assertRefused(with_part(book_of(ROWS), "xl/worksheets/sheet1.xml", sheet), "nothing below")

    def test_headings_are_recognized_in_spite_of_case_and_accents(self):
        """Each column is one thing, and the likeliest word wins."""
        known = {"name": ("fullname", "name"), "mail": ("email", "mail"), "other": ("name",)}
        self.assertEqual(recognize(["E-Mail", "Náme", "Full_Name"], known), {"name": 2, "mail": 0, "other": 1})
        self.assertEqual(plain("Prénom / Überschrift"), "prenomuberschrift")
        self.assertEqual(plain("Имя"), "имя")

    def test_days_are_read_as_the_others_of_the_sheet_tell(self):
        """One that can be read in one way only decides for all; nonsense decides nothing."""
        day = date(2026, 2, 1)
        self.assertEqual(DayReader(["01/02/2026", "31/01/2026", "soon"]).parse("01/02/2026"), day)
        self.assertEqual(DayReader(["02/01/2026", "01/31/2026"]).parse("02/01/2026"), day)
        self.assertEqual(DayReader(["01/02/2026"], "dmy").parse("01/02/2026"), day)
        self.assertEqual(DayReader(["01/02/2026"]).parse("2026-02-01"), day)
        self.assertEqual(DayReader(["02.02.26"]).parse("02.02.26"), date(2026, 2, 2))

    def test_days_that_could_be_two_are_not_guessed(self):
        """A person says which; what is no day is one in no order."""
        reader = DayReader(["01/02/2026", "2026-01-31", "soon"])
        with self.assertRaises(LookupError):
            reader.parse("01/02/2026")
        for text in ("soon", "31/31/2026", "2026-02-30", "46054"):
            with self.assertRaises(ValueError):
                reader.parse(text)
