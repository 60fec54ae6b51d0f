"""What Odoo does not do by itself when the addon comes or goes."""


def uninstall_hook(env):
    """Forget what jobs have written down of themselves: no name in the data says that it is the addon's."""
    env["ir.config_parameter"].search([("key", "=like", r"service\_desk\_cmdb.%")]).unlink()
