from odoo import api, fields, models

from ..models.service_desk_task import HANDINGS, TAKE_BACK


class ServiceDeskTaskWizard(models.TransientModel):
    """Who ends a task that hands something over says what it was."""

    _inherit = "service.desk.task.wizard"

    handing = fields.Selection(HANDINGS, compute="_compute_handing")
    company_id = fields.Many2one("res.company", compute="_compute_handing")
    ci_ids = fields.Many2many(
        "service.desk.ci",
        "service_desk_task_wizard_ci_rel",
        "wizard_id",
        "ci_id",
        string="Items",
        compute="_compute_ci_ids",
        store=True,
        readonly=False,
        compute_sudo=False,
    )

    @api.depends("task_ids", "verb")
    def _compute_handing(self):
        for wizard in self:
            # Of several tasks at once nobody says which item belongs to which.
            task = wizard.task_ids if wizard.verb == "done" and len(wizard.task_ids) == 1 else wizard.task_ids.browse()
            wizard.handing = task.handing
            wizard.company_id = task.company_id

    @api.depends("task_ids", "verb")
    def _compute_ci_ids(self):
        """What was said before; of what is taken back all that the person has."""
        for wizard in self:
            task = wizard.task_ids if wizard.handing else wizard.task_ids.browse()
            is_open = wizard.handing == TAKE_BACK and not task.ci_ids
            wizard.ci_ids = task._items_held() if is_open else task.ci_ids

    def action_confirm(self):
        """Put on record what was handed over, and make the move."""
        if self.handing and self.ci_ids != self.task_ids.ci_ids:
            self.task_ids.write({"ci_ids": [fields.Command.set(self.ci_ids.ids)]})
        return super().action_confirm()
