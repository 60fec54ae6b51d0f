from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lifecycle import OPEN_PHASES


class ServiceDeskFamilyMixin(models.AbstractModel):
    """Parents and children of the same process.

    The host declares ``parent_id`` and ``child_ids``.
    """

    _name = "service.desk.family.mixin"
    _description = "Parent and Child Tickets"

    child_count = fields.Integer(compute="_compute_child_count")

    @api.depends("child_ids")
    def _compute_child_count(self):
        for ticket in self:
            ticket.child_count = len(ticket.child_ids)

    @api.constrains("parent_id")
    def _check_parent_cycle(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A ticket cannot be its own parent, not even by way of others."))

    def _open_descendants(self):
        """Children, their children and so on that somebody still has to work on."""
        return self.search(
            [
                ("id", "child_of", self.ids),
                ("id", "not in", self.ids),
                ("phase", "in", OPEN_PHASES),
            ]
        )

    def action_open_new_child(self):
        """Open the form of a new child that begins with what parent and child have in common."""
        self.ensure_one()
        common = ("service_id", "category_id", "impact", "urgency", "is_confidential")
        defaults = {
            f"default_{name}": self[name].id if self._fields[name].relational else self[name]
            for name in (*common, "company_id")
        }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Child of %s", self.number),
            "res_model": self._name,
            "view_mode": "form",
            "context": {**defaults, "default_parent_id": self.id, "default_requester_id": False},
        }

    def action_open_children(self):
        """Show the children of this ticket."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Children of %s", self.number),
            "res_model": self._name,
            "view_mode": "list,form",
            "domain": [("parent_id", "=", self.id)],
            "context": {"default_parent_id": self.id},
        }
