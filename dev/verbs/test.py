"""Run the whole suite, or what pytest's arguments name, making what is missing first.

As in: python3 dev test
       python3 dev test -k escalation
       python3 dev test service_desk/tests/test_incident.py -n 0 --pdb
"""
import os

from .. import (
    addons,
    alertmanager,
    browser,
    commands,
    configuration,
    database,
    desk,
    locks,
    paths,
    say,
    venv,
)
from ..trouble import Trouble
from . import common

DATABASE = "service_desk_test"
NOTHING_COLLECTED = 5

# Each worker copies the database and loads the desk for itself, which pays
# off for the whole suite and not for a file of it.
MOST_WORKERS = 4


def add_arguments(parser):
    common.add_database(parser, DATABASE)
    common.add_fresh(parser)
    common.add_rest(parser, "arguments for pytest; paths among them replace the whole suite")


def main(options):
    name, arguments = options.database, options.rest
    with desk.ready() as server:
        folders = [_browser(), alertmanager.ensure()]
        # Tests in parallel copy the database, and nobody may use it then.
        with locks.exclusive(f"tests-{name}", f"its tests use the database {name}"):
            database.prepare(server, name, fresh=options.fresh, is_disposable=True)
            say.step("Testing")
            environment = configuration.environment(server, name, *filter(None, folders))
            code = commands.foreground(
                _command(name, arguments, parallel=server.programs is not None), cwd=paths.ROOT,
                env={**environment, **browser.environment()})
    if code == NOTHING_COLLECTED:
        raise Trouble("No test was run: nothing that was named holds a test.")
    return code


def _browser():
    """Have a browser and the driver that Odoo steers it with."""
    if not venv.check("websocket"):
        raise Trouble("The virtual environment lacks websocket-client: remove .dev/venv.")
    return browser.ensure()


def _command(name, arguments, parallel):
    named = [argument for argument in arguments if _is_path(argument)]
    # In the order given: the few that take long come first, else they would be waited for at the end.
    spread = ["-n", str(_workers()), "--dist", "loadscope", "--no-loadscope-reorder"]
    workers = [] if named or not parallel else spread
    return [str(venv.PYTHON), "-m", "pytest", "-p", "dev.pytest_plugin",
            f"--odoo-database={name}", "--odoo-http", *workers,
            *arguments, *([] if named else _everything())]


def _is_path(argument):
    return not argument.startswith("-") and (paths.ROOT / argument.split("::")[0]).exists()


def _everything():
    """Every folder of tests in the checkout: those of no single addon, which take longest, then each addon's."""
    folders = [paths.ROOT / "tests", *(paths.ROOT / name / "tests" for name in addons.names())]
    return [str(folder.relative_to(paths.ROOT)) for folder in folders if folder.is_dir()]


def _workers():
    return min(len(os.sched_getaffinity(0)), MOST_WORKERS)
