from odoo import api, fields, models

from .service_desk_ci_source_data import OUTCOMES, READ, ROW_STATES


class ServiceDeskCiImportRow(models.Model):
    """One row of a sheet: what was read, what would change, what became of it."""

    _name = "service.desk.ci.import.row"
    _description = "Row of a Sheet of Items"
    _inherit = ["service.desk.handless.mixin", "service.desk.export.mixin"]
    _order = "import_id desc, line, id"

    import_id = fields.Many2one("service.desk.ci.import", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="import_id.company_id", store=True, index=True)
    line = fields.Integer(string="Row", readonly=True, aggregator=None, help="In the sheet; the headings are row 1.")
    rank = fields.Integer(readonly=True, aggregator=None, help="Locations come first: others stand in them.")
    texts = fields.Json(readonly=True, help="What it says, by what its columns are.")
    label = fields.Char(string="Says", readonly=True)
    state = fields.Selection(ROW_STATES, required=True, default=READ, readonly=True)
    outcome = fields.Selection(OUTCOMES, readonly=True)
    changes = fields.Text(string="What Changes", readonly=True)
    message = fields.Char(readonly=True)
    has_notice = fields.Boolean(string="With a Notice", readonly=True)
    ci_id = fields.Many2one(
        "service.desk.ci", string="Item", readonly=True, index="btree_not_null", ondelete="set null"
    )

    _turn_idx = models.Index("(import_id, state, rank, line)")

    @api.depends("line", "label")
    def _compute_display_name(self):
        for row in self:
            row.display_name = self.env._("Row %(line)s: %(name)s", line=row.line, name=row.label or "")

    @api.model
    def _text_hands(self):
        return self.env._("Rows of an import come from its sheet.")
