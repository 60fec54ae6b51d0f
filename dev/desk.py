"""Everything a verb needs before Odoo can be started."""
from contextlib import contextmanager

from . import odoo_source, postgres, venv


@contextmanager
def ready():
    """Packages, Odoo and a running PostgreSQL; gives the server."""
    venv.ensure()
    venv.point_to(odoo_source.find())
    with postgres.running() as server:
        yield server
