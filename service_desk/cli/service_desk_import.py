"""``odoo service_desk_import``: bring the history of another desk in from the command line."""

import sys
from base64 import b64encode
from pathlib import Path

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.cli import Command
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.modules.registry import Registry
from odoo.tools import config

#: Problems shown; the rest is counted.
SHOWN_ISSUES = 20


class ServiceDeskImport(Command):
    """Load tickets that another desk's tool has exported.

    Works as the superuser, as whoever may run this may do anything with the database. Options that
    are not listed here go to Odoo's own configuration.
    """

    name = "service_desk_import"
    epilog = """
        Exit status: 0 when all tickets are in (or could be, with --dry-run), 1 when something
        keeps them out. Running it again loads nothing twice.

        odoo service_desk_import -d desk --profile servicenow --dry-run log.csv
        odoo service_desk_import -d desk --profile servicenow log.csv
    """

    def __init__(self):
        self.parser.add_argument("file", type=Path, help="a CSV file")
        self.parser.add_argument("-c", "--config", help="Odoo's configuration file")
        self.parser.add_argument("-d", "--database", help="the database")
        self.parser.add_argument(
            "--profile",
            default="servicenow",
            help="name or key of the import profile that reads the file (default: %(default)s)",
        )
        self.parser.add_argument("--company", help="name of the company that gets the tickets")
        self.parser.add_argument(
            "--dry-run", action="store_true", help="only tell what would happen"
        )
        self.parser.add_argument(
            "--leave-out-errors", action="store_true", help="load the tickets that have no errors"
        )

    def run(self, args):
        options, rest = self.parser.parse_known_args(args)
        # Odoo loads this file apart from its addon: nothing of that can be imported here.
        size = self._ask(options.file.stat).st_size
        database = self._configure(options, rest)
        try:
            with Registry(database).cursor() as cr:
                env = Environment(cr, SUPERUSER_ID, {})
                if "service.desk.import" not in env:
                    sys.exit(f"The Service Desk is not installed in the database {database}.")
                env["service.desk.import"]._check_size(size)
                data = self._ask(options.file.read_bytes)
                done = self._import(env, options, data)
        except OperationalError as error:
            sys.exit(f"The database {database} cannot be reached: {error}")
        except UserError as error:
            sys.exit(str(error))
        sys.exit(0 if done else 1)

    @staticmethod
    def _ask(file):
        """What a method of the file tells, or the end with a sentence."""
        try:
            return file()
        except OSError as error:
            sys.exit(f"{error.filename} cannot be read: {error.strerror}.")

    def _configure(self, options, rest):
        arguments = ["--no-http", *rest]
        if options.config:
            arguments += ["-c", options.config]
        if options.database:
            arguments += ["-d", options.database]
        config.parse_config(arguments, setup_logging=True)
        names = config["db_name"]
        if len(names) != 1:
            self.parser.error("name one database, with -d or in the configuration file")
        return names[0]

    # -- Import --------------------------------------------------------------------------------

    def _import(self, env, options, data):
        """Check the file, then load it; returns whether nothing is left to complain about."""
        company = self._one(
            env, "res.company", Domain("name", "=", options.company), options.company
        )
        job = env["service.desk.import"].create(
            {
                "profile_id": self._profile(env, options.profile, company).id,
                "company_id": company.id,
                "file": b64encode(data),
                "file_name": options.file.name,
                "leaves_out_errors": options.leave_out_errors,
            }
        )
        job.action_check()
        self._show_issues(job)
        stuck = job.error_count and not options.leave_out_errors
        if options.dry_run or stuck:
            self._show_summary(job)
            env.cr.rollback()
            return not stuck
        job._load_now(self._progress(job))
        self._show_summary(job)
        env.cr.commit()
        return job.state == "done"

    def _profile(self, env, word, company):
        domain = (Domain("tool", "=", word) | Domain("name", "=ilike", word)) & Domain(
            "company_id", "in", [False, company.id]
        )
        return self._one(env, "service.desk.import.profile", domain, word)

    @staticmethod
    def _one(env, model, domain, word):
        """The one record that a word on the command line means; the only one there is without it."""
        found = env[model].search(domain if word else Domain.TRUE)
        if len(found) != 1:
            names = ", ".join(env[model].search([]).mapped("name"))
            sys.exit(f"Say which {env[model]._description.lower()} it is. There are: {names}.")
        return found

    @staticmethod
    def _progress(job):
        """What the load calls after each batch: commits it and says how far it is."""

        def commit(count):
            job.env.cr.commit()
            if count:
                handled = job.loaded_count + job.existing_count + job.failed_count
                sys.stdout.write(f"{handled} of {job.ticket_count} tickets\n")
                sys.stdout.flush()
            return True

        return commit

    # -- Words ---------------------------------------------------------------------------------

    @staticmethod
    def _show_issues(job):
        for issue in job.issue_ids[:SHOWN_ISSUES]:
            place = f"line {issue.line}"
            if issue.line_count > 1:
                place += f" and {issue.line_count - 1} more"
            column = f", {issue.column}" if issue.column else ""
            value = f" [{issue.value}]" if issue.value else ""
            sys.stdout.write(f"{issue.level}: {place}{column}{value}: {issue.message}\n")
        if len(job.issue_ids) > SHOWN_ISSUES:
            sys.stdout.write(f"... and {len(job.issue_ids) - SHOWN_ISSUES} more\n")

    @staticmethod
    def _show_summary(job):
        for line in job._summary_lines():
            sys.stdout.write(f"{line}\n")
        for staged in job.staged_ids.search([("import_id", "=", job.id), ("state", "=", "failed")]):
            sys.stdout.write(f"failed: {staged.number}: {staged.message}\n")
