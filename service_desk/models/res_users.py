from dataclasses import dataclass

from odoo import api, fields, models, tools

#: What may end somebody's right to approve: the login, the kind of user, the companies.
_DECIDING_FIELDS = frozenset({"active", "group_ids", "company_ids", "role"})


@dataclass(frozen=True)
class Walls:
    """Where a user stands before the walls around tickets, as ids; the record rules in Python."""

    partner_id: int
    company_ids: frozenset
    is_agent: bool
    #: The user's organization, if its people see one another's tickets.
    shared_id: int | bool
    visible_team_ids: frozenset
    own_team_ids: frozenset

    def let_in(self, ticket):
        """Whether the user may know the subject of a ticket."""
        if ticket.company_id and ticket.company_id.id not in self.company_ids:
            return False
        if self.partner_id in (ticket.requester_id.id, ticket.submitted_by_id.id):
            return True
        if not self.is_agent and (not self.shared_id or ticket.customer_id.id != self.shared_id):
            return False
        return self._open_team(ticket.team_id.id, ticket.is_confidential)

    def let_in_task(self, task):
        """Whether the user may know the name of a task: as its team, or as that of its ticket."""
        if not self.is_agent or task.company_id.id not in self.company_ids:
            return False
        ticket_team_id = task.ticket_team_id.id
        return self._open_team(task.team_id.id, task.is_confidential) or bool(
            ticket_team_id and self._open_team(ticket_team_id, task.is_confidential)
        )

    def _open_team(self, team_id, is_confidential):
        if is_confidential:
            return team_id in self.own_team_ids
        return not team_id or team_id in self.visible_team_ids


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

    service_desk_mail_rhythm = fields.Selection(related="partner_id.service_desk_mail_rhythm", readonly=False)

    @property
    def SELF_READABLE_FIELDS(self):
        return [*super().SELF_READABLE_FIELDS, "service_desk_mail_rhythm"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return [*super().SELF_WRITEABLE_FIELDS, "service_desk_mail_rhythm"]

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

    @tools.ormcache("self.id")
    def _service_desk_walls(self):
        """Where this user stands before the tickets' walls.

        Remembered and forgotten together with the record rules, which ask the same.
        """
        # sudo: only ids, which decide about the user's own rights.
        user = self.sudo()
        organization = user.partner_id.commercial_partner_id
        return Walls(
            partner_id=user.partner_id.id,
            company_ids=frozenset(user.company_ids.ids),
            is_agent=user.has_group("service_desk.group_agent"),
            shared_id=organization.service_desk_share_tickets and organization.id,
            visible_team_ids=frozenset(user.service_desk_visible_team_ids.ids),
            own_team_ids=frozenset(user.service_desk_team_ids.ids),
        )

    # -- Where people arrive -----------------------------------------------------------------

    def _lands_on_desk(self):
        """Whether this agent's day begins in the desk."""
        # sudo: a setting that holds for the user.
        is_wanted = self.company_id.sudo().service_desk_agents_land
        return is_wanted and self.has_group("service_desk.group_agent")

    def _lands_on_desk_portal(self):
        """Whether this customer comes for the desk."""
        # sudo: called while somebody logs in, before they have rights of their own.
        user = self.sudo()
        return user._is_portal() and user.company_id.service_desk_portal_lands

    def write(self, vals):
        result = super().write(vals)
        if "service_desk_team_ids" in vals:
            # Who sees which tickets is cached with the record rules.
            self.env.registry.clear_cache()
        if _DECIDING_FIELDS & vals.keys():
            # What waits for somebody who may no longer decide goes on without them.
            self.env["service.desk.approval"]._on_users_changed(self)
            self.env["service.desk.access.review.line"]._on_users_changed(self)
        return result
