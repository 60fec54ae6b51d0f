"""Everything a verb needs before Odoo can be started."""
from contextlib import contextmanager

from . import odoo_source, postgres, venv


def tools():
    """Have the packages and Odoo."""
    venv.ensure()
    venv.point_to(odoo_source.find())


@contextmanager
def ready():
    """Have a running PostgreSQL too, for as long as the block lasts; gives the server."""
    tools()
    with postgres.running() as server:
        yield server
