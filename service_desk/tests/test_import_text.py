"""From bytes to text: encodings, delimiters, lines. No database is involved."""

from odoo.tests import BaseCase, tagged

from ..history import text


@tagged("-at_install", "post_install")
class TestImportText(BaseCase):
    def test_encoding_is_found_for_common_exports(self):
        """Whatever program wrote the file, its letters are read as they were meant."""
        words = "number;Name\n1;Müller – Café\n"
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"):
            data = words.encode(encoding)
            found = text.sniff_encoding(data)
            self.assertEqual(data.decode(found), words, encoding)

    def test_bytes_that_cp1252_does_not_know_are_read_as_latin(self):
        """A file with bytes outside of Windows' set is still text."""
        self.assertEqual(text.sniff_encoding(b"a;b\n\x81;\xe9\n"), "latin-1")

    def test_data_with_zeros_everywhere_is_no_text(self):
        """A picture or a program is not taken for a table."""
        self.assertIsNone(text.sniff_encoding(bytes(range(256)) * 4))

    def test_delimiter_is_found_in_spite_of_commas_in_words(self):
        """The character that cuts all lines alike wins, not the most frequent one."""
        lines = 'id;subject;text\n1;"a;b";"one, two, three, four"\n2;c;"five, six"\n'
        self.assertEqual(text.sniff_delimiter(lines), ";")
        self.assertEqual(text.sniff_delimiter(lines.replace(";", "\t")), "\t")

    def test_text_without_columns_has_no_delimiter(self):
        """Prose is no table."""
        self.assertIsNone(text.sniff_delimiter("Dear all\nthe printer works again\n"))

    def test_rows_carry_the_line_they_start_on(self):
        """Line breaks inside a cell and empty lines do not shift the numbers."""
        rows = list(text.numbered_rows('a,b\n\n"one\ntwo",x\ny,z\n', ","))
        self.assertEqual([line for line, _cells in rows], [1, 3, 5])

    def test_files_of_other_programs_are_told_apart(self):
        """A workbook, a PDF and a web page are named as what they are."""
        self.assertEqual(text.foreign_kind(b"PK\x03\x04rest"), "xlsx")
        self.assertEqual(text.foreign_kind(b"%PDF-1.7"), "pdf")
        self.assertEqual(text.foreign_kind(b"<html><body>"), "html")
        self.assertIsNone(text.foreign_kind(b"number,state"))
