from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .service_desk_major_data import MAJOR_LIFECYCLE, MAJOR_STATES


class ServiceDeskMajor(models.Model):
    """An incident that many people wait for, and how it is led: a commander, a team, a timeline.

    Beside the incident, not a state of it: the incident is worked and resolved as any other. Who
    may see the incident may see this; any agent proposes, a manager declares, the commander and the
    team run it.
    """

    _name = "service.desk.major"
    _description = "Major Incident"
    _inherit = [
        "service.desk.major.run.mixin",
        "service.desk.major.family.mixin",
        "service.desk.major.screen.mixin",
        "service.desk.major.update.mixin",
        "service.desk.major.timeline.mixin",
        "service.desk.major.figures.mixin",
        "service.desk.storable.mixin",
        "service.desk.export.mixin",
        "service.desk.facts.mixin",
        "service.desk.lifecycle.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["incident_id.number", "incident_id.name"]
    _check_company_auto = True

    _lifecycle = MAJOR_LIFECYCLE
    _facts = frozenset(
        {
            "date_proposed",
            "proposed_by_id",
            "date_declared",
            "declared_by_id",
            "date_stood_down",
            "date_reviewed",
            "date_restored",
            "announcement_id",
        }
    )

    incident_id = fields.Many2one("service.desk.incident", required=True, index=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="incident_id.company_id", store=True, index=True)
    state = fields.Selection(
        MAJOR_STATES, required=True, default="proposed", copy=False, index=True, tracking=True, group_expand=True
    )
    reason = fields.Text(string="Why It Is Major", tracking=True)
    decline_reason = fields.Char(string="Why It Was Declined", tracking=True)
    stand_down_reason = fields.Char(string="Why It Was Stood Down", tracking=True)
    commander_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        tracking=True,
        domain=lambda self: [("all_group_ids", "in", self.env.ref("service_desk.group_agent").ids)],
        help="Leads until it is over: decides, and keeps everybody's back free.",
    )
    member_ids = fields.One2many("service.desk.major.member", "major_id", string="Team")
    bridge = fields.Char(string="Where the Team Meets", help="A room, a link or a phone number.")
    date_started = fields.Datetime(
        string="Began", tracking=True, help="When the trouble began, as far as known; the figures count from here."
    )
    proposed_by_id = fields.Many2one("res.users", readonly=True, default=lambda self: self.env.uid)
    date_proposed = fields.Datetime(string="Proposed On", readonly=True, default=lambda self: self._now())
    declared_by_id = fields.Many2one("res.users", readonly=True)
    date_declared = fields.Datetime(string="Declared On", readonly=True)
    date_stood_down = fields.Datetime(string="Stood Down On", readonly=True)
    date_reviewed = fields.Datetime(string="Reviewed On", readonly=True)
    announcement_id = fields.Many2one(
        "service.desk.announcement", string="Banner", readonly=True, index="btree_not_null", ondelete="set null"
    )
    subscriber_count = fields.Integer(related="announcement_id.subscriber_count")
    what_happened = fields.Html(help="What was seen, what the cause was, what ended it.")
    went_well = fields.Html()
    went_badly = fields.Html()
    improvement_ids = fields.One2many("service.desk.improvement", "major_id", string="Actions")

    # What is read of the incident, with the reader's own rights.
    incident_state = fields.Selection(related="incident_id.state", string="State of the Incident", related_sudo=False)
    incident_phase = fields.Selection(related="incident_id.phase", string="Phase of the Incident", related_sudo=False)
    incident_resolution = fields.Html(related="incident_id.resolution", string="Resolution", related_sudo=False)
    priority = fields.Selection(related="incident_id.priority", related_sudo=False)
    service_id = fields.Many2one(related="incident_id.service_id", related_sudo=False)

    _incident_uniq = models.UniqueIndex("(incident_id)", "This incident was proposed already.")

    @api.depends("incident_id.display_name")
    @api.depends_context("uid")
    def _compute_display_name(self):
        for major in self:
            major.display_name = major.incident_id.display_name

    # -- CRUD ----------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        incidents = self.env["service.desk.incident"].browse([vals.get("incident_id") for vals in vals_list])
        incidents.check_access("read")
        started = {incident.id: incident.date_opened for incident in incidents}
        vals_list = [{"date_started": started[vals["incident_id"]], **vals} for vals in vals_list]
        majors = super().create(vals_list)
        majors._check_modest()
        # What is loaded in a later state, with its history, has nothing to tell.
        majors._mark_incidents()
        majors.filtered(lambda major: major.state == "proposed")._log_proposal()
        return majors

    def _log_proposal(self):
        for major in self:
            major._log_event("proposed", major._text_move(None, "proposed"))

    def _check_modest(self):
        """Looks at what was made, since a client's context sets fields as well as its values do.

        :raise AccessError: when somebody who proposes chooses who will lead, themselves for instance
        """
        is_manager = self.env.su or self.env.user.has_group("service_desk.group_manager")
        # sudo: only whether there is anybody.
        if not is_manager and any(one.commander_id or one.member_ids or one.briefing_ids for one in self.sudo()):
            raise AccessError(self.env._("Who declares a major incident chooses who leads it."))

    def write(self, vals):
        if "incident_id" in vals:
            raise UserError(self.env._("What was proposed stays with its incident."))
        leaders = {major: major.commander_id for major in self} if "commander_id" in vals else {}
        result = super().write(vals)
        for major, former in leaders.items():
            if former and major.commander_id and former != major.commander_id:
                major._log_event("team", self.env._("%s takes command.", major.commander_id.name))
        return result

    @api.constrains("commander_id")
    def _check_commander(self):
        self._check_can_help([(major, major.commander_id) for major in self if major.commander_id])

    @api.model
    def _check_can_help(self, pairs):
        """:raise ValidationError: when somebody of the team could not even open the incident"""
        for major, user in pairs:
            # sudo: only the rights of a colleague are looked up.
            if not major.sudo().incident_id._may_hear(user.id, "write"):
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot work on %(incident)s: it is behind the wall of a team.",
                        user=user.name,
                        incident=major.incident_id.number,
                    )
                )

    # -- The door ------------------------------------------------------------------------------

    def _door_values(self, target):
        now = self._now()
        values = super()._door_values(target)
        if target == "declared":
            values |= {"date_stood_down": False, "stand_down_reason": False, "decline_reason": False}
            if not self.date_declared:
                values |= {"date_declared": now, "declared_by_id": self.env.uid}
        elif target == "stood_down":
            values |= {"date_stood_down": self.date_stood_down or now, "date_reviewed": False}
        elif target == "reviewed":
            values["date_reviewed"] = now
        elif target == "proposed":
            values["decline_reason"] = False
        return values

    def _after_moves(self, sources, target):
        """The incident shows it, the timeline tells it."""
        for major in self:
            major._log_event(target, major._text_move(sources.get(major.id), target))
        self._mark_incidents()
        self._follow_move(sources, target)
        return super()._after_moves(sources, target)

    def _mark_incidents(self):
        """Lists and forms of incidents show how far it is."""
        for state, majors in self.grouped("state").items():
            # sudo: who proposes or declares may not work on the incident; this is a fact about it.
            majors.sudo().incident_id._write_facts({"major_state": state})
        self.env.registry.clear_cache()

    def _text_move(self, source, target):
        if target == "proposed":
            return self.reason or self.env._("Proposed")
        if target == "declined":
            return self.decline_reason
        if target == "declared":
            if source == "stood_down":
                return self.env._("It came back.")
            return self.env._("%s takes command.", self.commander_id.name)
        if target == "stood_down":
            if source == "reviewed":
                return self.env._("The review is opened again.")
            return self.stand_down_reason or self.env._("The service works again.")
        return self.env._("The review is done.")
