from odoo import api, fields, models
from odoo.tools import SQL

from .service_desk_ci_source_data import CHANGED, OUTCOMES, READ, ROW_STATES, UNCHANGED


class ServiceDeskCiImportRow(models.Model):
    """One row of a sheet: what was read, what would change, what became of it."""

    _name = "service.desk.ci.import.row"
    _description = "Row of a Sheet of Items"
    _inherit = ["service.desk.handless.mixin", "service.desk.export.mixin"]
    _order = "import_id desc, line, id"

    import_id = fields.Many2one("service.desk.ci.import", required=True, readonly=True, index=True, ondelete="cascade")
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

    class_id = fields.Many2one(
        "service.desk.ci.class", readonly=True, ondelete="set null", help="Of which class the item is, or will be."
    )
    class_name = fields.Char(string="Name of the Class", related="class_id.name")
    twin = fields.Integer(readonly=True, aggregator=None, help="The first row about the same new item.")

    _turn_idx = models.Index("(import_id, state, rank, line)")

    @api.depends("line", "label")
    def _compute_display_name(self):
        for row in self:
            row.display_name = self.env._("Row %(line)s: %(name)s", line=row.line, name=row.label or "")

    def _linked(self, state, notices, has_changed):
        """What is written down of a row whose relations were looked at.

        :param notices: sentences about what cannot be related
        """
        return {
            "state": state,
            "outcome": CHANGED if has_changed and self.outcome == UNCHANGED else self.outcome,
            "changes": self.changes,
            "message": " ".join(dict.fromkeys(notices)) or self.message,
            "has_notice": bool(notices),
            "ci_id": self.ci_id.id,
            "class_id": self.class_id.id,
            "twin": self.twin,
        }

    def _item(self):
        """The id of the item that the row is about; one below zero for a new one."""
        return self.ci_id.id or -(self.twin or self.line)

    @api.model
    def _note(self, verdicts):
        """Write down what was found out about rows, by SQL: nothing follows from it, and they are many.

        :param dict verdicts: row -> dict of ``state``, ``outcome``, ``changes``, ``message``, ``has_notice``,
            ``ci_id``, ``class_id``, ``twin``
        """
        names = ("state", "outcome", "changes", "message", "has_notice", "ci_id", "class_id", "twin")
        query = SQL(
            """
            UPDATE service_desk_ci_import_row kept
               SET state = told.state, outcome = told.outcome, changes = told.changes, message = told.message,
                   has_notice = told.has_notice, ci_id = told.ci_id, class_id = told.class_id, twin = told.twin
              FROM unnest(%s, %s::text[], %s::text[], %s::text[], %s::text[], %s::bool[], %s::int[], %s::int[],
                          %s::int[])
                   AS told(id, state, outcome, changes, message, has_notice, ci_id, class_id, twin)
             WHERE kept.id = told.id
            """,
            [row.id for row in verdicts],
            *([verdict.get(name) or None for verdict in verdicts.values()] for name in names),
        )
        self.env.flush_all()
        self.env.cr.execute(query)
        self.invalidate_model(names, flush=False)
        self.env["service.desk.ci.import"].invalidate_model(flush=False)

    @api.model
    def _text_hands(self):
        return self.env._("Rows of an import come from its sheet.")
