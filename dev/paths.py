"""Where things lie. Nothing outside the checkout is changed.

One exception keeps to a temporary folder: a cluster whose account may not
enter the checkout, see ``cluster``.

``SERVICE_DESK_CACHE`` may name a folder for what is fetched, so that several
checkouts fetch it once.
"""
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".dev"

VENV = STATE / "venv"
POSTGRES = STATE / "postgres"
DATA = STATE / "data"
CONFIG = STATE / "conf"
LOG = STATE / "log"
LOCKS = STATE / "locks"
SERVERS = STATE / "servers"
MAIL = STATE / "mail"

REQUIREMENTS = (ROOT / "requirements.txt", ROOT / "requirements-dev.txt")
POSTGRES_REQUIREMENTS = ROOT / "requirements-postgres.txt"


def cache():
    """The folder of everything that was fetched: packages, Odoo, the browser."""
    named = os.environ.get("SERVICE_DESK_CACHE")
    return Path(named).expanduser().resolve() if named else STATE / "cache"


def log(name):
    """A log file of that name, in a folder that exists."""
    LOG.mkdir(parents=True, exist_ok=True)
    return LOG / f"{name}.log"
