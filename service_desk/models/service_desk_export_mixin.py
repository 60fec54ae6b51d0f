from odoo import models

#: With these a spreadsheet program takes a text for a formula. Odoo sees to some of them, in CSV files.
FORMULA_STARTS = ("=", "{=", "@", "\t", "\r")


class ServiceDeskExportMixin(models.AbstractModel):
    """Rows whose texts come from anybody who asks for help, and are opened in a spreadsheet.

    A subject like ``=HYPERLINK(…)`` is kept and shown as it was written. In an exported file it
    would work on the computer of whoever opens that, so there it stands behind an apostrophe.
    """

    _name = "service.desk.export.mixin"
    _description = "Safe Export"

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        rows = super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        return [[_as_text(cell) for cell in row] for row in rows]


def _as_text(cell):
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
