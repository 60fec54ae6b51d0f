from odoo import api, fields, models
from odoo.exceptions import UserError


class ServiceDeskCollisionWizard(models.TransientModel):
    """A change manager looks at what is in the way of a change and accepts it, or some of it."""

    _name = "service.desk.collision.wizard"
    _description = "Accept Collisions"

    change_id = fields.Many2one("service.desk.change", required=True, readonly=True, ondelete="cascade")
    reason = fields.Text(required=True)
    line_ids = fields.One2many("service.desk.collision.wizard.line", "wizard_id", string="Collisions")

    @api.model
    def default_get(self, fields):
        """One line a collision that is not accepted yet; those that stop it are chosen."""
        values = super().default_get(fields)
        change = self.env["service.desk.change"].browse(values.get("change_id")).exists()
        if change:
            change.check_access("read")
            values["line_ids"] = [
                (0, 0, {"key": one.key, "kind": one.kind, "words": one.words, "is_chosen": one.blocks})
                for one in change._collisions()
                if not one.is_accepted and not one.is_draft
            ]
        return values

    def action_confirm(self):
        """Accept the chosen ones, which must still be what was read."""
        self.check_access("write")
        self.ensure_one()
        change = self.change_id
        if not change._may_accept_collisions():
            return change.action_accept_collisions(self.reason)  # says no
        change.check_access("write")
        chosen = {line.key for line in self.line_ids if line.is_chosen}
        found = [one for one in change._collisions() if one.key in chosen and not one.is_accepted]
        if len(found) < len(chosen):
            raise UserError(self.env._("What is in the way has changed meanwhile. Please look at it again."))
        change._accept(found, self.reason)
        return {"type": "ir.actions.act_window_close"}
