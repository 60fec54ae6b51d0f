"""The words of tickets know the company they are of, so that each looks among its own."""

from odoo.tools import SQL
from odoo.tools.sql import table_exists

PROCESSES = ("incident", "request", "problem", "change")


def migrate(cr, version):
    """Note the company of each row; without the old indexes, which are made anew with it."""
    if not table_exists(cr, "service_desk_likeness"):
        return
    cr.execute("ALTER TABLE service_desk_likeness ADD COLUMN IF NOT EXISTS company_id integer")
    for process in PROCESSES:
        cr.execute(SQL("DROP INDEX IF EXISTS %s", SQL.identifier(f"service_desk_likeness_{process}_id_words")))
    for process in PROCESSES:
        cr.execute(
            SQL(
                """
                UPDATE service_desk_likeness row
                   SET company_id = ticket.company_id
                  FROM %(table)s ticket
                 WHERE row.%(column)s = ticket.id
                """,
                table=SQL.identifier(f"service_desk_{process}"),
                column=SQL.identifier(f"{process}_id"),
            )
        )
