from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .service_desk_team_data import ASSIGNMENT_METHODS, TIERS, VISIBILITIES


class ServiceDeskTeam(models.Model):
    """A group of people who work tickets together: first line, specialists, a supplier's desk.

    A restricted team is a wall: only its members and the desk's managers see its tickets.
    """

    _name = "service.desk.team"
    _description = "Service Desk Team"
    _inherit = [
        "service.desk.cached.mixin",
        "mail.thread",
        "service.desk.reference.mixin",
        "service.desk.boundary.mixin",
    ]
    _order = "sequence, name, id"
    _check_company_auto = True
    #: Who sees which tickets is cached with the record rules.
    _cached_fields = frozenset({"visibility", "member_ids", "company_id"})

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    company_id = fields.Many2one("res.company", index=True, help="Leave empty for a team that serves all companies.")
    tier = fields.Selection(TIERS, required=True, default="1", tracking=True)
    leader_id = fields.Many2one(
        "res.users",
        tracking=True,
        domain="[('share', '=', False)]",
        help="First to hear of a hierarchic escalation; may override priorities.",
    )
    member_ids = fields.Many2many(
        "res.users",
        "service_desk_team_member_rel",
        "team_id",
        "user_id",
        string="Members",
        domain="[('share', '=', False)]",
    )
    escalation_team_id = fields.Many2one(
        "service.desk.team",
        string="Escalates To",
        check_company=True,
        index="btree_not_null",
        help="Where tickets go that this team cannot solve.",
    )
    supplier_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        help="The company behind a team of the supplier tier.",
    )
    resource_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Hours",
        check_company=True,
        help="Empty means the company's working hours.",
    )
    assignment_method = fields.Selection(
        ASSIGNMENT_METHODS,
        required=True,
        default="manual",
        help="Who gets a ticket that reaches the team without an assignee.",
    )
    last_assigned_id = fields.Many2one(
        "res.users", readonly=True, copy=False, help="Whose turn it was last (round robin)."
    )
    visibility = fields.Selection(VISIBILITIES, required=True, default="open", tracking=True)
    is_confidential = fields.Boolean(
        string="Confidential Tickets",
        help="Tickets that reach this team become confidential: team and requester only.",
    )
    open_count = fields.Integer(compute="_compute_open_count", string="Open Tickets")
    unassigned_count = fields.Integer(compute="_compute_open_count", string="Unassigned Tickets")
    hides_work = fields.Boolean(compute="_compute_hides_work", help="Its members alone see and count its tickets.")

    @api.constrains("escalation_team_id")
    def _check_escalation_cycle(self):
        if self._has_cycle("escalation_team_id"):
            raise ValidationError(self.env._("Teams would escalate to each other in a circle. Choose another team."))

    @api.depends_context("uid")
    @api.depends("visibility", "is_confidential")
    def _compute_hides_work(self):
        mine, visible = self.env.user.service_desk_team_ids, self.env.user.service_desk_visible_team_ids
        for team in self:
            team.hides_work = team not in mine and (team.is_confidential or team not in visible)

    def _compute_open_count(self):
        queue = self.env["service.desk.work"]
        work = queue._read_group(
            queue._domain_tickets() & Domain("team_id", "in", self.ids),
            ["team_id", "user_id"],
            ["__count"],
        )
        totals, unassigned = {}, {}
        for team, user, count in work:
            totals[team.id] = totals.get(team.id, 0) + count
            if not user:
                unassigned[team.id] = count
        for team in self:
            team.open_count = totals.get(team.id, 0)
            team.unassigned_count = unassigned.get(team.id, 0)

    @api.model
    @api.readonly
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Where a ticket is escalated, offer the team's own target first, then the tiers above.

        The dialog puts the ids of the tickets' team into the context.
        """
        ids = self.env.context.get("service_desk_escalates_from")
        if not isinstance(ids, list) or not ids or not all(type(one) is int for one in ids):
            return super().name_search(name, domain, operator, limit)
        found = super().name_search(name, domain, operator, None)
        former = self.browse(ids).exists()
        tiers = {team.id: team.tier for team in self.browse(row[0] for row in found)}
        targets = former.escalation_team_id.ids
        highest = max(former.mapped("tier"), default="")
        found.sort(key=lambda row: (row[0] not in targets, tiers[row[0]] <= highest, tiers[row[0]]))
        return found[:limit]

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        teams._seat_leaders()
        return teams

    def write(self, vals):
        result = super().write(vals)
        if "leader_id" in vals:
            self._seat_leaders()
        return result

    def _seat_leaders(self):
        """A leader is a member of the team, else the wall would keep them out of it."""
        for team in self:
            if team.leader_id and team.leader_id not in team.member_ids:
                team.member_ids += team.leader_id

    def _working_calendar(self, company):
        """The calendar by which this team counts working days.

        :param company: whose calendar holds when the team has none, or when ``self`` is empty
        """
        return self.resource_calendar_id or company.resource_calendar_id

    def action_open_work(self):
        """Open the queue with this team's work."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk.service_desk_work_action")
        return {
            **action,
            "domain": [("team_id", "=", self.id)],
            "context": {},
            "display_name": self.name,
        }
