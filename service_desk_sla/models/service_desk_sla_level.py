from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..clock_rules import RUNNING
from ..level_rules import Level
from ..moments import to_epoch
from ..words import labels
from .service_desk_sla_data import METRICS, REASSIGNMENTS, SUBJECT_COLUMNS

#: What decides when a level is reached. A level that is changed so begins anew from there.
REACH_FIELDS = frozenset({"policy_id", "percent", "metric"})
#: What decides when clocks are looked at because of a level.
LOOK_FIELDS = REACH_FIELDS | {"is_any_hour"}


class ServiceDeskSlaLevel(models.Model):
    """Who hears of it, and what is done, when so many percent of a promised time are used up.

    What the actions do is told by ``service.desk.sla.level.action.mixin``, what the mails say by
    ``service.desk.sla.level.letter.mixin``.
    """

    _name = "service.desk.sla.level"
    _description = "Service Level Escalation"
    _inherit = [
        "service.desk.storable.mixin",
        "service.desk.cached.mixin",
        "service.desk.boundary.mixin",
        "service.desk.export.mixin",
        "service.desk.sla.level.action.mixin",
        "service.desk.sla.level.letter.mixin",
    ]
    _order = "policy_id, percent, id"
    _check_company_auto = True
    _company_from = frozenset({"policy_id"})

    policy_id = fields.Many2one(
        "service.desk.sla.policy", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="policy_id.company_id")
    percent = fields.Integer(
        required=True,
        default=75,
        help="Of the promised time; 100 is when it is due, 150 half as much again later.",
    )
    metric = fields.Selection(METRICS, help="Empty: every clock of the policy.")
    date_since = fields.Datetime(
        string="Since",
        readonly=True,
        copy=False,
        default=lambda self: self.env.cr.now().replace(microsecond=0),
        help="What was reached before the level was made is history.",
    )
    is_any_hour = fields.Boolean(
        string="Also Outside Working Hours",
        help="Otherwise what is reached while everybody is away waits until they are back.",
    )
    # -- Who hears of it.
    notify_assignee = fields.Boolean(
        string="Assignee", help="While nobody has the ticket, the team leader hears of it."
    )
    notify_leader = fields.Boolean(string="Team Leader")
    notify_owner = fields.Boolean(string="Service Owner")
    notify_management = fields.Boolean(
        string="Management",
        help="Whoever answers for the level to which the ticket was escalated: team leader, service"
        " owner, or the manager of the desk.",
    )
    user_ids = fields.Many2many(
        "res.users",
        "service_desk_sla_level_user_rel",
        "level_id",
        "user_id",
        string="Also",
        domain="[('share', '=', False)]",
        help="They hear of the tickets that they may work on, and of no others.",
    )
    # -- What is done.
    reassign = fields.Selection(
        REASSIGNMENTS, string="Hand Over", help="Empty: it stays with its team."
    )
    team_id = fields.Many2one("service.desk.team", string="To Team", check_company=True)
    raises_level = fields.Boolean(
        string="Escalate to Management", help="As an agent would, one level up."
    )
    server_action_id = fields.Many2one(
        "ir.actions.server",
        string="Run",
        copy=False,
        groups="base.group_system",
        help="Runs with all rights, so that system administrators alone choose it. It is about"
        " tickets of one process, or about tasks; at others it is not run.",
    )
    summary = fields.Char(string="What Is Done", compute="_compute_summary")

    _percent_sane = models.Constraint(
        "CHECK(percent BETWEEN 1 AND 1000)", "A level is between 1 and 1,000 percent."
    )

    @api.depends("policy_id", "percent", "metric")
    def _compute_display_name(self):
        metrics = labels(self, "metric")
        for level in self:
            what = metrics.get(level.metric)
            level.display_name = f"{level.percent} %" + (f", {what}" if what else "")

    @api.depends(
        "notify_assignee", "notify_leader", "notify_owner", "notify_management", "user_ids",
        "reassign", "team_id", "raises_level",
    )
    def _compute_summary(self):
        names = ("notify_assignee", "notify_leader", "notify_owner", "notify_management")
        for level in self:
            told = [level._fields[name]._description_string(self.env) for name in names if level[name]]
            # sudo: names of colleagues and teams, no more.
            told += level.sudo().user_ids.mapped("name")
            parts = [self.env._("Tell: %s", ", ".join(told))] if told else []
            if level.reassign:
                team = level.sudo().team_id.name if level.reassign == "team" else self.env._("the next team")
                parts.append(self.env._("Hand over to %s", team))
            if level.raises_level:
                parts.append(level._fields["raises_level"]._description_string(self.env))
            level.summary = "; ".join(parts)

    def _is_idle(self):
        """When it is reached nobody hears of it, and nothing is done."""
        # sudo: whether an action is chosen, which only system administrators see.
        return not (self.summary or self.sudo().server_action_id)

    # -- Constraints -------------------------------------------------------------------------

    @api.constrains("reassign", "team_id")
    def _check_team(self):
        for level in self:
            if level.reassign == "team" and not level.team_id:
                raise ValidationError(self.env._("Choose the team that takes over."))

    @api.constrains("server_action_id")
    def _check_server_action(self):
        # sudo: the action was chosen by somebody who may; only its model is looked at.
        for action in self.sudo().server_action_id:
            if action.model_name not in SUBJECT_COLUMNS:
                raise ValidationError(
                    self.env._("%s is not about tickets or tasks.", action.display_name)
                )

    @api.constrains("user_ids")
    def _check_users(self):
        # sudo: people may not read every colleague's user record.
        outsiders = self.sudo().user_ids.filtered("share")
        if outsiders:
            raise ValidationError(
                self.env._(
                    "%s is not a colleague, and escalations stay inside the desk.", outsiders[0].name
                )
            )

    # -- CRUD --------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        levels = super().create(vals_list)
        levels._reaches_changed()
        return levels

    def write(self, vals):
        if REACH_FIELDS & vals.keys():
            vals = {**vals, "date_since": self.env.cr.now().replace(microsecond=0)}
        result = super().write(vals)
        if LOOK_FIELDS & vals.keys():
            self._reaches_changed()
        return result

    def _reaches_changed(self):
        """Have the clocks of the policies looked at soon, so that they know when it is their turn."""
        clocks = self.env["service.desk.sla.clock"]
        clocks.flush_model(["date_next", "policy_id", "state"])
        policies = self.policy_id.ids
        if not policies:
            return
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET date_next = %s WHERE policy_id IN %s AND state = %s"
                " AND (date_next IS NULL OR date_next > %s)",
                SQL.identifier(clocks._table),
                self.env.cr.now(),
                tuple(policies),
                RUNNING,
                self.env.cr.now(),
            )
        )
        clocks.invalidate_model(["date_next"], flush=False)

    def _as_rule(self):
        """This level as :class:`~..level_rules.Level`."""
        return Level(
            id=self.id,
            percent=self.percent,
            metric=self.metric or "",
            any_hour=self.is_any_hour,
            since=to_epoch(self.date_since) or 0,
        )
