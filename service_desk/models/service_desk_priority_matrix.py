from odoo import api, fields, models, tools

from .service_desk_ticket_data import DEFAULT_MATRIX, LEVELS, PRIORITIES


class ServiceDeskPriorityMatrix(models.Model):
    """One cell of the matrix that makes a priority out of impact and urgency.

    Cells without a company hold for all; a company's own cell goes before. What is missing falls
    back to the usual ITIL matrix. Editing a cell does not touch tickets that exist.
    """

    _name = "service.desk.priority.matrix"
    _description = "Priority Matrix"
    _inherit = ["service.desk.cached.mixin", "service.desk.boundary.mixin"]
    _order = "company_id, impact, urgency"

    impact = fields.Selection(LEVELS, required=True)
    urgency = fields.Selection(LEVELS, required=True)
    priority = fields.Selection(PRIORITIES, required=True)
    company_id = fields.Many2one("res.company", index=True, ondelete="cascade")

    _cell_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), impact, urgency)",
        "There is already a priority for this impact and urgency.",
    )

    @api.depends("impact", "urgency")
    def _compute_display_name(self):
        labels = dict(self._fields["impact"]._description_selection(self.env))
        for cell in self:
            cell.display_name = f"{labels.get(cell.impact, '')} × {labels.get(cell.urgency, '')}"

    @api.model
    def _priority(self, company_id, impact, urgency):
        """The priority of a ticket of that company, or False while impact or urgency is open."""
        return self._cells(company_id).get((impact, urgency), False)

    @api.model
    @tools.ormcache("company_id")
    def _cells(self, company_id):
        """(impact, urgency) -> priority as it holds for a company."""
        # sudo: the matrix decides for requesters too, who may not read it.
        cells = self.sudo().search_fetch(
            [("company_id", "in", [False, company_id])],
            ["impact", "urgency", "priority", "company_id"],
        )
        own_last = cells.sorted(lambda cell: bool(cell.company_id))
        return DEFAULT_MATRIX | {(cell.impact, cell.urgency): cell.priority for cell in own_last}
