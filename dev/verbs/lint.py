"""Check the code without running it: ruff, pylint-odoo, XML files, Odoo's own rules."""
import os

from .. import addons, commands, desk, lint, paths, say
from ..trouble import Trouble


def add_arguments(_parser):
    """It takes none."""


def main(_options):
    desk.tools()
    if not addons.names():
        raise Trouble(f"There is no addon in {paths.ROOT}: nothing to check.")
    failed = [name for name, command, more in lint.checkers() if not _passes(name, command, more)]
    if failed:
        raise Trouble(f"These checks found something: {', '.join(failed)}.")
    say.step("No findings")


def _passes(name, command, more):
    say.step(name)
    return commands.foreground(command, cwd=paths.ROOT, env={**os.environ, **more}) == 0
