"""Several people at the same moment, on real connections that really commit."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from types import SimpleNamespace

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests.common import get_db_name


@contextmanager
def connection(uid=SUPERUSER_ID):
    """An environment on a connection of its own that commits at the end, as a request does."""
    with Registry(get_db_name()).cursor() as cursor:
        yield api.Environment(cursor, uid, {})


@contextmanager
def two_agents(name):
    """Ids of two agents, ``one`` and ``two``, really stored, and put out of sight afterwards.

    :param str name: what their logins begin with
    """
    with connection() as env:
        users = env["res.users"].with_context(no_reset_password=True)
        agents = users.create(
            [
                {
                    "name": f"fault {login}",
                    "login": f"{name}_{login}",
                    "email": f"{name}_{login}@example.com",
                    "group_ids": [(6, 0, env.ref("service_desk.group_agent").ids)],
                }
                for login in ("one", "two")
            ]
        )
        ids = agents.ids
    yield SimpleNamespace(one=ids[0], two=ids[1])
    with connection() as env:
        for user in env["res.users"].browse(ids):
            user.write({"active": False, "login": f"{user.login}_{user.id}"})


def act(uid, work, refusals=UserError):
    """Do something as a request would, with the retries that a request gets.

    :param work: takes the environment
    :param refusals: exceptions that tell a person no, of which nothing is kept
    :return: "done" or the sentence of the refusal
    """
    with connection(uid) as env:
        try:
            retrying(lambda: work(env), env)
        except refusals as error:
            env.cr.rollback()
            return str(error)
        return "done"


def at_once(*calls, refusals=UserError):
    """What these (user, work) answer when they begin at the same moment, see ``act``."""
    gate = Barrier(len(calls))

    def run(call):
        gate.wait()
        return act(*call, refusals)

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
