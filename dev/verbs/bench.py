"""The benchmarks in tests/bench; their own arguments follow the verb.

As in: python3 dev bench -- --help
"""
from .. import commands, configuration, database, desk, paths, venv
from ..trouble import Trouble
from . import common

DATABASE = "service_desk_bench"
BENCHMARKS = paths.ROOT / "tests" / "bench"


def add_arguments(parser):
    common.add_database(parser, DATABASE)
    common.add_rest(parser, "arguments for the benchmarks")


def main(options):
    if not (BENCHMARKS / "__main__.py").exists():
        raise Trouble(f"There are no benchmarks in {BENCHMARKS}.")
    with desk.ready() as server:
        database.write_configuration(server, options.database)
        return commands.foreground(
            [str(venv.PYTHON), str(BENCHMARKS), *options.rest], cwd=paths.ROOT,
            env=configuration.environment(server, options.database))
