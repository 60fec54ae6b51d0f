"""Odoo's own command line with this project's configuration.

As in: python3 dev odoo -- -u service_desk --stop-after-init
       python3 dev odoo -d other -- i18n export service_desk
"""
from .. import commands, configuration, database, desk, paths, venv
from . import common


def add_arguments(parser):
    common.add_database(parser)
    common.add_rest(parser, "arguments for Odoo")


def main(options):
    arguments = options.rest
    name = _named_database(arguments) or options.database
    with desk.ready() as server:
        database.write_configuration(server, name)
        return commands.foreground(venv.odoo(*arguments), cwd=paths.ROOT,
                                   env=configuration.environment(server, name))


def _named_database(arguments):
    """A database named among Odoo's own arguments; it needs its own data folder too."""
    for position, argument in enumerate(arguments):
        if argument in ("-d", "--database"):
            return (arguments[position + 1:] or [None])[0]
        if argument.startswith("--database="):
            return argument.split("=", 1)[1]
    return None
