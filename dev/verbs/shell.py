"""A Python prompt inside Odoo, with `env` at hand.

It works on the database as it is; `python3 dev run` makes it.
"""
from .. import commands, configuration, database, desk, paths, venv
from ..trouble import Trouble
from . import common


def add_arguments(parser):
    common.add_database(parser)
    common.add_rest(parser, "more arguments for Odoo's shell")


def main(options):
    name = options.database
    with desk.ready() as server:
        if database.note(server, name) is None:
            raise Trouble(f"There is no database {name}: `python3 dev run` makes one.")
        database.write_configuration(server, name)
        return commands.foreground(
            venv.odoo("shell", "-d", name, "--no-http", *options.rest),
            cwd=paths.ROOT, env=configuration.environment(server, name))
