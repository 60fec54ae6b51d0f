"""Columns of queries that are written by hand. Nothing here looks at records."""

from odoo.tools import SQL


def named(columns):
    """What a SELECT lists, by a dict of name -> expression."""
    return SQL(", ").join(SQL("%s AS %s", sql, SQL.identifier(name)) for name, sql in columns.items())
