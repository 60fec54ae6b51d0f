from odoo import api, fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    service_desk_team_ids = fields.Many2many(
        "service.desk.team",
        "service_desk_team_member_rel",
        "user_id",
        "team_id",
        string="Service Desk Teams",
        context={"active_test": False},
    )
    service_desk_visible_team_ids = fields.Many2many(
        "service.desk.team",
        string="Visible Service Desk Teams",
        compute="_compute_service_desk_visible_team_ids",
        context={"active_test": False},
        help="Teams whose tickets this user may see: open ones and their own; managers all.",
    )
    service_desk_skill_ids = fields.Many2many(
        "service.desk.skill",
        "service_desk_skill_user_rel",
        "user_id",
        "skill_id",
        string="Service Desk Skills",
    )

    @api.depends("service_desk_team_ids", "group_ids")
    def _compute_service_desk_visible_team_ids(self):
        # sudo: which teams there are decides who sees what; the rule on teams must not.
        Team = self.env["service.desk.team"].sudo().with_context(active_test=False)
        teams = Team.search([("id", "!=", False)])
        open_teams = teams.filtered(lambda team: team.visibility == "open")
        for user in self:
            if user.has_group("service_desk.group_manager"):
                user.service_desk_visible_team_ids = teams
            else:
                user.service_desk_visible_team_ids = open_teams | user.sudo().service_desk_team_ids

    def write(self, vals):
        result = super().write(vals)
        if "service_desk_team_ids" in vals:
            # Who sees which tickets is cached with the record rules.
            self.env.registry.clear_cache()
        return result
