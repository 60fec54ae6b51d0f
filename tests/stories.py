"""Stories that hypothesis makes up, told to a desk that forgets each of them."""

from contextlib import closing, contextmanager

from hypothesis import HealthCheck, settings

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests.common import get_db_name

#: The same stories in each run, so that a failure can be seen again.
steady = settings(derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))


@contextmanager
def uncommitted(**context):
    """An environment in a transaction that is never committed."""
    with Registry(get_db_name()).cursor() as cursor:
        try:
            yield api.Environment(cursor, SUPERUSER_ID, context)
        finally:
            cursor.rollback()


@contextmanager
def undone(env):
    """All that happens inside is forgotten at its end."""
    try:
        with closing(env.cr.savepoint()):
            yield
            env.flush_all()
    finally:
        env.invalidate_all()
        env.registry.clear_cache()
