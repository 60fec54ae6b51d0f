"""Where measuring takes place: a filled database, and the two models that stand beside each other."""
from contextlib import contextmanager
from dataclasses import dataclass

from odoo.api import Environment
from odoo.modules.registry import Registry

from . import people

BARE, DESK = "bench.bare", "service.desk.incident"
MODELS = {"bare": BARE, "desk": DESK}


@dataclass(frozen=True)
class Ground:
    """A database with ``scale`` tickets of each kind."""

    registry: Registry
    scale: int

    @contextmanager
    def scene(self, side, login):
        """A transaction of one user on one of the two models; nothing of it is kept."""
        with self.registry.cursor() as cr:
            uid = Environment(cr, 1, {})["res.users"].search([("login", "=", login)]).id
            companies = Environment(cr, uid, {})["res.users"].browse(uid).company_ids.ids
            # A new transaction has an empty cache; rules and rights stay cached by process, as
            # in a server that has been up for a while.
            cr.rollback()
            context = {"lang": "en_US", "tz": "Europe/Vienna", "uid": uid,
                       "allowed_company_ids": companies[:1]}
            try:
                yield Scene(Environment(cr, uid, context), MODELS[side], self.scale)
            finally:
                cr.rollback()
                # What was cached of things that are gone now.
                self.registry.reset_changes()


@dataclass(frozen=True)
class Scene:
    """What an operation sees: an environment, and the model it is about."""

    env: Environment
    model_name: str
    scale: int

    @property
    def model(self):
        return self.env[self.model_name]

    @property
    def is_desk(self):
        return self.model_name == DESK

    def tickets(self, domain, limit=None):
        """Tickets this user sees, found with a cache of their own."""
        return self.model.browse(self.model.search(domain, limit=limit, order="id desc").ids)

    def pick(self, kind, number):
        """The id of one of the things a new ticket points at."""
        ids = people.ids(self.env, kind, bare=not self.is_desk)
        return ids[number % len(ids)]
