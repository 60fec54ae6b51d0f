from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.service_desk_announcement_data import AUDIENCES
from ..models.service_desk_major_data import HIGH_IMPACT
from ..models.service_desk_ticket_data import LEVELS


class ServiceDeskMajorDeclareWizard(models.TransientModel):
    """Declare a major incident: who leads, who is told how often, what the banner says."""

    _name = "service.desk.major.declare.wizard"
    _description = "Declare a Major Incident"

    major_id = fields.Many2one("service.desk.major", required=True, ondelete="cascade")
    reason = fields.Text(related="major_id.reason", related_sudo=False)
    is_confidential = fields.Boolean(related="major_id.incident_id.is_confidential", related_sudo=False)
    commander_id = fields.Many2one(
        "res.users",
        required=True,
        default=lambda self: self.env.user,
        domain=lambda self: [("all_group_ids", "in", self.env.ref("service_desk.group_agent").ids)],
    )
    communicator_id = fields.Many2one(
        "res.users",
        string="Communications",
        domain=lambda self: [("all_group_ids", "in", self.env.ref("service_desk.group_agent").ids)],
        help="Tells people how it goes; the commander, if nobody.",
    )
    date_started = fields.Datetime(
        string="Began",
        compute="_compute_from_major",
        compute_sudo=False,
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    impact = fields.Selection(
        LEVELS,
        compute="_compute_from_major",
        compute_sudo=False,
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    is_raised = fields.Boolean(compute="_compute_is_raised")
    plan_id = fields.Many2one(
        "service.desk.communication.plan",
        string="Communication Plan",
        compute="_compute_from_major",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    unreached = fields.Char(compute="_compute_unreached", help="Who of the plan gets no mail.")
    has_banner = fields.Boolean(string="Show a banner", default=True)
    title = fields.Char(compute="_compute_from_major", compute_sudo=False, store=True, readonly=False, precompute=True)
    body = fields.Html(string="Text")
    audience = fields.Selection(AUDIENCES, required=True, default="all")

    @api.depends("major_id")
    def _compute_from_major(self):
        for wizard in self:
            major, incident = wizard.major_id, wizard.major_id.incident_id
            wizard.date_started = major.date_started
            wizard.impact = incident.impact
            wizard.plan_id = wizard.env["service.desk.communication.plan"]._plan_for(incident)
            # The subject of a ticket is not written for everybody, that of a confidential one for nobody.
            service = not incident.is_confidential and incident.service_id
            wizard.title = wizard.env._("Disruption: %s", service.name) if service else False

    @api.depends("impact")
    def _compute_is_raised(self):
        for wizard in self:
            wizard.is_raised = wizard.impact == HIGH_IMPACT and wizard.major_id.incident_id.priority != "1"

    @api.depends("plan_id")
    def _compute_unreached(self):
        for wizard in self:
            # sudo: names of the plan's lines, which the one who declares has chosen.
            lines = wizard.sudo().plan_id.line_ids.filtered(lambda line: not line._has_mail())
            wizard.unreached = ", ".join(lines.mapped("name"))

    def action_confirm(self):
        """Declare it, and show it."""
        major = self.major_id
        major._check_is_manager()
        if self.has_banner and not (self.title or "").strip():
            raise UserError(self.env._("Give the banner a title, in words for those who will read it."))
        if major.incident_id.impact != self.impact:
            major.incident_id.impact = self.impact
        banner = {"name": self.title, "body": self.body, "audience": self.audience} if self.has_banner else None
        values = {
            "commander_id": self.commander_id.id,
            "plan_id": self.plan_id.id,
        }
        # The dialog knows no parts of seconds: what looks the same was not changed.
        if self.date_started != (major.date_started or self.date_started).replace(microsecond=0):
            values["date_started"] = self.date_started
        if self.communicator_id:
            values["member_ids"] = [(0, 0, {"user_id": self.communicator_id.id, "role": "communications"})]
        major._declare(values, banner)
        return {"type": "ir.actions.act_window_close"}
