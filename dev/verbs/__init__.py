"""The verbs of ``python3 dev``: one file each, with what it says in ``--help``.

A verb is a module with a docstring, ``add_arguments(parser)`` and
``main(options)``, which returns an exit code or nothing.
"""
from . import bench, clean, execute, lint, odoo, run, shell, stop, test

VERBS = {
    "run": run,
    "test": test,
    "lint": lint,
    "odoo": odoo,
    "shell": shell,
    "exec": execute,
    "bench": bench,
    "stop": stop,
    "clean": clean,
}
