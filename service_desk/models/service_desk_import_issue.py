from odoo import fields, models

from .service_desk_import_data import ISSUE_LEVELS


class ServiceDeskImportIssue(models.Model):
    """One thing that is wrong with a file, or worth knowing: where, what, and why in a sentence."""

    _name = "service.desk.import.issue"
    _description = "Import Problem"
    _order = "import_id, level, line, id"
    _rec_name = "message"
    _log_access = False

    import_id = fields.Many2one("service.desk.import", required=True, index=True, ondelete="cascade")
    level = fields.Selection(ISSUE_LEVELS, required=True)
    line = fields.Integer(help="In the file; the header is line 1.")
    line_count = fields.Integer(string="Lines Alike", help="On how many lines it is the same.")
    column = fields.Char()
    value = fields.Char()
    message = fields.Char(required=True)
