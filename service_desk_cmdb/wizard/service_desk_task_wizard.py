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
    left_text = fields.Char(compute="_compute_left_text", help="What the person has and does not give back.")

    @api.depends("task_ids", "verb")
    def _compute_handing(self):
        for wizard in self:
            # Of several tasks at once nobody says which item belongs to which.
            task = wizard.task_ids if wizard.verb == "done" and len(wizard.task_ids) == 1 else wizard.task_ids.browse()
            wizard.handing = task.handing
            wizard.company_id = task.company_id

    @api.depends("task_ids", "verb")
    def _compute_ci_ids(self):
        """What was said before; of what is taken back what is asked for and the task may name."""
        for wizard in self:
            task = wizard.task_ids if wizard.handing else wizard.task_ids.browse()
            is_open = wizard.handing == TAKE_BACK and not task.ci_ids
            wizard.ci_ids = task._items_asked().filtered(task._may_take) if is_open else task.ci_ids

    @api.depends("ci_ids", "task_ids", "verb")
    def _compute_left_text(self):
        """Said before the task is done: what is left out stays on record with the person."""
        for wizard in self:
            items = wizard.ci_ids._origin
            left = wizard.task_ids._items_asked() - items if wizard.handing == TAKE_BACK else items.browse()
            wizard.left_text = bool(left) and self.env._(
                "Not given back: %(things)s. It stays on record with %(person)s.",
                things=", ".join(left.mapped("display_name")),
                # sudo: the name of whoever the task is about.
                person=left.sudo().user_partner_id[:1].name,
            )

    def action_confirm(self):
        """Put on record what was handed over, and make the move."""
        if self.handing and self.ci_ids != self.task_ids.ci_ids:
            self.task_ids.write({"ci_ids": [fields.Command.set(self.ci_ids.ids)]})
        return super().action_confirm()
