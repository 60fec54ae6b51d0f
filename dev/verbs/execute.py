"""Any program, with the environment, Odoo and PostgreSQL in reach.

As in: python3 dev exec -- psql service_desk
       python3 dev exec -d other -- python script.py
"""
from .. import commands, configuration, database, desk
from ..trouble import Trouble
from . import common


def add_arguments(parser):
    common.add_database(parser)
    common.add_rest(parser, "the program and its arguments")


def main(options):
    command = options.rest
    if not command:
        raise Trouble("Name a program to run, as in: python3 dev exec -- psql service_desk")
    with desk.ready() as server:
        database.write_configuration(server, options.database)
        environment = configuration.environment(server, options.database)
        return commands.foreground(["env", *command], env=environment)
