"""Odoo's configuration, one file and one data folder for each database.

Databases must not share a data folder: each keeps its attachments and the
sessions of its users there.
"""
import configparser
import io
import os

from . import files, paths, ports

# Long imports and updates by hand may take their time.
SECONDS_OF_A_REQUEST = 1800


def path(database):
    return paths.CONFIG / f"{database}.conf"


def write(server, database, unaccent, port=ports.DEFAULT, mail_port=None):
    """Write the file for a database and return where it lies."""
    data = paths.DATA / database
    data.mkdir(parents=True, exist_ok=True)
    options = {
        "addons_path": str(paths.ROOT), "data_dir": str(data), "db_name": database,
        "dbfilter": f"^{database}$", "list_db": "False", "unaccent": str(unaccent),
        "http_interface": ports.HOST, "http_port": str(port), "workers": "0",
        "max_cron_threads": "1", "limit_time_real": str(SECONDS_OF_A_REQUEST),
        **server.options()}
    if mail_port:
        options |= {"smtp_server": ports.HOST, "smtp_port": str(mail_port)}
    parser = configparser.RawConfigParser()
    parser["options"] = options
    text = io.StringIO()
    parser.write(text)
    files.write_whole(path(database), text.getvalue())
    path(database).chmod(0o600)
    return path(database)


def environment(server, database, *folders):
    """The variables under which a child finds Odoo, its configuration and PostgreSQL."""
    searched = [*map(str, folders), str(paths.VENV / "bin")]
    if server.programs:
        searched.append(str(server.programs))
    return {**os.environ, **server.environment(), "ODOO_RC": str(path(database)),
            "PATH": os.pathsep.join([*searched, os.environ.get("PATH", os.defpath)])}
