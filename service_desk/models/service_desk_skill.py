from odoo import fields, models


class ServiceDeskSkill(models.Model):
    """Something a colleague knows well, asked for by categories and services."""

    _name = "service.desk.skill"
    _description = "Service Desk Skill"
    _order = "name"

    name = fields.Char(required=True, translate=True)
    user_ids = fields.Many2many(
        "res.users",
        "service_desk_skill_user_rel",
        "skill_id",
        "user_id",
        string="People",
        domain="[('share', '=', False)]",
    )

    _name_uniq = models.Constraint("UNIQUE(name)", "There is already a skill of this name.")
