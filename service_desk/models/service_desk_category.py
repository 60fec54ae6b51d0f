from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ServiceDeskCategory(models.Model):
    """What a ticket is about, as a tree; decides the team when the service does not."""

    _name = "service.desk.category"
    _description = "Ticket Category"
    _inherit = ["service.desk.reference.mixin", "service.desk.boundary.mixin", "service.desk.unsigned.mixin"]
    _parent_store = True
    _rec_name = "complete_name"
    _order = "complete_name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(compute="_compute_complete_name", store=True, recursive=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True)
    parent_id = fields.Many2one("service.desk.category", index=True, check_company=True)
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("service.desk.category", "parent_id", string="Subcategories")
    team_id = fields.Many2one("service.desk.team", check_company=True, index="btree_not_null")
    skill_ids = fields.Many2many("service.desk.skill", string="Skills Needed")
    is_published = fields.Boolean(string="On the Portal", default=True, help="Requesters may choose it in the portal.")

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for category in self:
            parent = category.parent_id.complete_name
            category.complete_name = f"{parent} / {category.name}" if parent else category.name

    @api.constrains("parent_id")
    def _check_parent_cycle(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A category cannot stand below itself. Choose another parent."))
