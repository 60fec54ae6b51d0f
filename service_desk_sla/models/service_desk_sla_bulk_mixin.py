import json

from odoo import api, models
from odoo.tools import SQL


class ServiceDeskSlaBulkMixin(models.AbstractModel):
    """Different values for many rows in one statement: what clocks show, on them and on tickets."""

    _name = "service.desk.sla.bulk.mixin"
    _description = "Many Rows at Once"

    @api.model
    def _update_rows(self, model, rows, names):
        """Write different values to many rows in one statement.

        :param model: whose rows
        :param rows: dicts with ``id`` and the fields
        :param names: the fields, all of the same rows
        """
        records = model.browse([row["id"] for row in rows])
        records.flush_recordset(names)
        given = [
            {"id": row["id"], **{name: self._plain(model, name, row[name]) for name in names}}
            for row in rows
        ]
        self.env.cr.execute(self._sql_update(model, names, json.dumps(given, default=str)))
        records.invalidate_recordset(names, flush=False)
        records.modified(names)

    @api.model
    def _sql_update(self, model, names, given):
        """The statement that writes rows given as JSON."""
        pairs, columns = [], []
        for name in names:
            column = SQL.identifier(name)
            pairs.append(SQL("%s = %s", column, SQL.identifier("v", name)))
            columns.append(SQL("%s %s", column, SQL(model._fields[name].column_type[1])))
        return SQL(
            "UPDATE %(table)s t SET %(pairs)s"
            " FROM jsonb_to_recordset(%(rows)s::jsonb) AS v(id int, %(columns)s)"
            " WHERE t.id = v.id",
            table=SQL.identifier(model._table),
            pairs=SQL(", ").join(pairs),
            columns=SQL(", ").join(columns),
            rows=given,
        )

    @staticmethod
    def _plain(model, name, value):
        """A value as JSON has it: nothing for Odoo's False, except where False is meant."""
        is_empty = value is False and model._fields[name].type != "boolean"
        return None if is_empty else value
