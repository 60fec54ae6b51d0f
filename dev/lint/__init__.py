"""What `python3 dev lint` checks, one checker a file where it is ours.

Checkers run as children in the virtual environment. ``CHECKERS`` names them
in order, quick ones first; each gets the addons and returns a command.
"""
from .. import addons, odoo_source, paths, venv

# Odoo's own pylint checkers and the ids that its runbot turns on for them.
ODOO_PLUGINS = ("_pylint_path_setup", "_odoo_checker_sql_injection", "_odoo_checker_gettext",
                "_odoo_checker_unlink_override")
ODOO_IDS = ("used-before-assignment", "undefined-variable", "eval-used", "unreachable",
            "function-redefined", "sql-injection", "missing-gettext", "gettext-variable",
            "gettext-placeholders", "gettext-repr", "raise-unlink-override")

# Rules of pylint-odoo that belong to the community it comes from, not to this
# project: its name among the authors, and its layout of readme files.
NOT_OURS = ("manifest-required-author", "missing-readme", "missing-odoo-file")


def checkers():
    """Names of the checks with the command and the extra environment of each."""
    python = str(venv.PYTHON)
    found = addons.names()
    yield "ruff", [python, "-m", "ruff", "check", "--quiet", "."], {}
    yield "names that Odoo 19 ignores or refuses", [python, "-m", "dev.lint.traps", *found], {}
    yield "XML files", [python, "-m", "dev.lint.xml_rules", *found], {}
    yield "pylint-odoo", [python, "-m", "pylint", "--rcfile=pyproject.toml",
                          f"--disable={','.join(NOT_OURS)}", *found], {}
    if _odoo_tests().is_dir():
        yield "Odoo's pylint checkers", _odoo_pylint(python, found), _odoo_pylint_environment()
        yield "Odoo's test_lint", [python, "-m", "dev.lint.odoo_rules", *found], {}


def _odoo_tests():
    """Odoo's rules for its own addons. A packaged Odoo may come without them."""
    return odoo_source.find() / "odoo" / "addons" / "test_lint" / "tests"


def _odoo_pylint(python, found):
    return [python, "-m", "pylint", "--rcfile=/dev/null", "--score=n", "--reports=n",
            "--disable=all,useless-option-value", f"--enable={','.join(ODOO_IDS)}",
            f"--load-plugins={','.join(ODOO_PLUGINS)}", *found]


def _odoo_pylint_environment():
    return {"PYTHONPATH": str(_odoo_tests()), "ADDONS_PATH": str(paths.ROOT)}
