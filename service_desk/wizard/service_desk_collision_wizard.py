from odoo import api, fields, models


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
                (0, 0, {"kind": one.kind, "other_id": one.other_id, "words": one.words, "is_chosen": one.blocks})
                for one in change._collisions()
                if not one.is_accepted
            ]
        return values

    def action_confirm(self):
        """Accept the chosen ones, as they are now."""
        self.check_access("write")
        self.ensure_one()
        change = self.change_id
        if not change._may_accept_collisions():
            return change.action_accept_collisions(self.reason)  # says no
        change.check_access("write")
        chosen = {(line.kind, line.other_id) for line in self.line_ids if line.is_chosen}
        change._accept([one for one in change._collisions() if (one.kind, one.other_id) in chosen], self.reason)
        return {"type": "ir.actions.act_window_close"}
