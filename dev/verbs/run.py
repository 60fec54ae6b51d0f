"""Serve the desk with demo data, making whatever is missing first.

Ctrl-C stops it. The second time it starts in seconds.
"""
from .. import (
    commands,
    configuration,
    database,
    desk,
    paths,
    ports,
    postbox,
    say,
    servers,
    sql,
    venv,
)
from ..trouble import Trouble
from . import common

# The people of the demo data. Each one's password is the login.
LOGINS = {
    "agent": "works on tickets",
    "manager": "leads the desk",
    "admin": "sets everything up",
    "employee": "asks for help",
    "portal": "a customer, on the portal",
}


def add_arguments(parser):
    common.add_database(parser)
    common.add_fresh(parser)
    parser.add_argument("--port", type=int, metavar="N",
                        help=f"serve on this port (default: the first free one from {ports.DEFAULT})")


def main(options):
    name = options.database
    running = servers.serving().get(name)
    if running:
        raise Trouble(f"This checkout serves {name} already, on http://{ports.HOST}:"
                      f"{running['port']}: `python3 dev stop` stops it.")
    port = ports.for_desk(options.port)
    with desk.ready() as server:
        database.prepare(server, name, fresh=options.fresh)
        mail_port = ports.any_free()
        database.write_configuration(server, name, port=port, mail_port=mail_port)
        _lead_links_here(server, name, port)
        _welcome(port, taken=port != (options.port or ports.DEFAULT))
        with servers.noted(name, port), postbox.opened(venv.PYTHON, mail_port, paths.MAIL):
            return commands.foreground(
                venv.odoo("-d", name), cwd=paths.ROOT,
                env=configuration.environment(server, name))


def _lead_links_here(server, name, port):
    """Links in mails name the port that is served; Odoo assumes its own until an admin signs in."""
    sql.rows(server, name,
             "UPDATE ir_config_parameter SET value = %s WHERE key = 'web.base.url'",
             f"http://{ports.HOST}:{port}")


def _welcome(port, taken):
    say.step("Serving the desk. Ctrl-C stops it.")
    if taken:
        say.detail(f"port {ports.DEFAULT} is taken by another program: this is the next free one")
    say.detail("")
    say.detail(f"http://{ports.HOST}:{port}")
    say.detail("")
    for login, meaning in LOGINS.items():
        say.detail(f"{login:<10} password {login:<10} {meaning}")
    say.detail("")
    say.detail(f"Mails it sends are kept in {paths.MAIL.relative_to(paths.ROOT)}, none is delivered.")
    say.detail("")
