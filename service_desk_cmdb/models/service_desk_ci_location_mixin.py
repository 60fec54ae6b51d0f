from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class ServiceDeskCiLocationMixin(models.AbstractModel):
    """Where a thing stands is one field of it, and what stands in a place is read from there."""

    _name = "service.desk.ci.location.mixin"
    _description = "Location of Configuration Items"

    location_id = fields.Many2one(
        "service.desk.ci",
        tracking=True,
        check_company=True,
        index="btree_not_null",
        domain="['|', ('class_id.code', '=', 'location'), ('class_id.parent_id.code', '=', 'location'),"
        " ('id', '!=', id)]",
        help="Where it stands.",
    )
    located_count = fields.Integer(string="Stand Here", compute="_compute_located_count")

    def write(self, vals):
        result = super().write(vals)
        # Nothing stands yet in what is new.
        if vals.get("location_id") and self._has_cycle("location_id"):
            raise ValidationError(self.env._("A place does not stand in itself, nor in what stands in it."))
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_stood_in(self):
        """Where things stand is not forgotten with the place."""
        # sudo: things that the user cannot see stand there, too; none of them is named.
        found = self.sudo().search([("location_id", "in", self.ids), ("id", "not in", self.ids)], limit=1)
        if found:
            place = found.location_id.display_name
            raise UserError(self.env._("Things stand in %s. Say first where they stand now.", place))

    def _compute_located_count(self):
        """What the reader may see of what stands in each; one query for all."""
        groups = self._read_group([("location_id", "in", self._origin.ids)], ["location_id"], ["__count"])
        counts = {place.id: count for place, count in groups}
        for place in self:
            place.located_count = counts.get(place._origin.id, 0)

    def action_open_located(self):
        """Show what stands in these places."""
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk_cmdb.service_desk_ci_action")
        context = {"default_location_id": self[:1].id}
        return {**action, "domain": [("location_id", "in", self.ids)], "context": context}
