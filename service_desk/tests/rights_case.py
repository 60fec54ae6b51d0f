"""Calls whatever can be called over RPC as somebody who has no business there."""

import inspect

from odoo.exceptions import AccessError

from .common import ServiceDeskCase

#: Of Odoo, with checks of its own; with senseless arguments they answer something.
OF_ODOO = ("create", "default_get", "onchange", "fields_get")


class RightsCase(ServiceDeskCase):
    """The models and public methods of addons, and strangers who try them."""

    def models(self):
        """Concrete models of the addon."""
        for name in sorted(self.env.registry):
            model = self.env[name]
            if name.startswith("service.desk.") and not model._abstract:
                yield model

    def public_methods(self, model, addon):
        """Methods of an addon that any login can call over RPC."""
        for name, method in inspect.getmembers(type(model), callable):
            is_ours = (getattr(method, "__module__", None) or "").startswith(f"odoo.addons.{addon}.")
            if is_ours and not name.startswith("_") and not getattr(method, "_api_private", False):
                yield name, method

    def call_everything(self, addon, samples):
        """Call each public method of an addon as a portal user and as an employee; all must refuse.

        :param dict samples: model -> a record of somebody else; any record where none is given
        :return: how many calls there were
        """
        called = 0
        for model in self.models():
            for name, method in self.public_methods(model, addon):
                parameters = list(inspect.signature(method).parameters.values())[1:]
                required = [p for p in parameters if p.default is p.empty and p.kind < p.VAR_POSITIONAL]
                for user in (self.portal_a, self.employee):
                    records = (samples.get(model._name) or model.sudo().search([], limit=1)).with_user(user)
                    # Changing nothing is allowed to everybody.
                    if name in OF_ODOO or (name in ("write", "unlink") and not records):
                        continue
                    called += 1
                    with self.subTest(model=model._name, method=name, user=user.login):
                        self.refuses(records, name, [self.argument(p.name) for p in required])
        return called

    def argument(self, name):
        return {"vals": {"name": "x"}, "into_id": 1, "specification": {"name": {}}}.get(name, "mail")

    def refuses(self, records, name, arguments):
        try:
            with self.env.cr.savepoint():
                answer = getattr(records, name)(*arguments)
        except AccessError:
            return
        if name.startswith("action_open_") or isinstance(answer, dict):
            # Opening a window tells nothing: its records are read with the user's own rights.
            self.assertIn("type", answer)
            return
        self.assertFalse(answer, f"{name} answered {answer!r}")
