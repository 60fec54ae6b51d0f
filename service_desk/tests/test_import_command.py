"""The command line: the same import, with an exit status."""

import io
import sys
import tempfile
from argparse import Namespace
from pathlib import Path
from unittest.mock import patch

from odoo.tests import tagged

from ..cli.service_desk_import import ServiceDeskImport
from .import_case import ImportCase


@tagged("-at_install", "post_install")
class TestImportCommand(ImportCase):
    def run_command(self, text, **options):
        """Whether the command is content, and what it prints."""
        chosen = {
            "file": Path("export.csv"),
            "profile": "servicenow",
            "company": self.env.company.name,
            "dry_run": False,
            "leave_out_errors": False,
        }
        out = io.StringIO()
        # The transaction is the test's; rolling back or committing would end it.
        with (
            patch.object(self.env.cr, "commit"),
            patch.object(self.env.cr, "rollback"),
            patch.object(sys, "stdout", out),
        ):
            env = self.env(user=1)
            done = ServiceDeskImport()._import(env, Namespace(**chosen | options), text.encode())
        return done, out.getvalue()

    def test_load_prints_progress_and_summary(self):
        """And is content when all tickets are in."""
        done, printed = self.run_command(self.log(*self.life("INC0900001")))
        self.assertTrue(done)
        self.assertIn("1 of 1 tickets\n", printed)
        self.assertIn("Tickets loaded: 1 of 1.", printed)
        self.assertEqual(self.ticket("INC0900001").state, "closed")

    def test_dry_run_loads_nothing(self):
        """It only tells what would happen."""
        done, printed = self.run_command(self.log(*self.life("INC0900001")), dry_run=True)
        self.assertTrue(done)
        self.assertIn("Tickets that would be loaded: 1 of 1.", printed)
        self.assertFalse(self.ticket("INC0900001"))

    def test_errors_are_printed_with_their_line_and_nothing_is_loaded(self):
        """Unless the tickets with errors may be left out."""
        text = self.log(*self.life("INC0900001"), ("INC0900002", "Limbo", "01-02-2016 09:00"))
        done, printed = self.run_command(text)
        self.assertFalse(done)
        self.assertIn("error: line 5, incident_state [Limbo]", printed)
        self.assertFalse(self.ticket("INC0900001"))
        done, printed = self.run_command(text, leave_out_errors=True)
        self.assertTrue(done)
        self.assertTrue(self.ticket("INC0900001"))

    def test_unknown_profile_ends_with_the_list_of_profiles(self):
        """The words on the command line have to mean one profile and one company."""
        for options in ({"profile": "nonsense"}, {"company": "nonsense"}):
            with self.assertRaises(SystemExit) as ended:
                self.run_command("", **options)
            self.assertRegex(str(ended.exception), "Say which (import profile|companies) it is. There are: ")

    def test_missing_file_ends_with_a_sentence(self):
        """Before any database is touched."""
        with tempfile.TemporaryDirectory() as folder, self.assertRaises(SystemExit) as ended:
            ServiceDeskImport().run([f"{folder}/none.csv", "-d", "none"])
        self.assertIn("cannot be read: No such file", str(ended.exception))
