from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import is_html_empty

from ..lifecycle import OPEN_PHASES
from ..models.service_desk_change_data import GOOD_OUTCOMES


class ServiceDeskResolveWizard(models.TransientModel):
    """Resolving a problem offers its incidents: chosen ones end with their own words."""

    _inherit = "service.desk.resolve.wizard"

    root_cause = fields.Html(compute="_compute_root_cause", compute_sudo=False, store=True, readonly=False)
    change_text = fields.Char(compute="_compute_change_text", help="The change that is not done yet.")
    change_waiver = fields.Char(string="Resolve All the Same, Because")
    incident_line_ids = fields.One2many(
        "service.desk.resolve.wizard.incident",
        "wizard_id",
        string="Open Incidents",
        compute="_compute_incident_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    left_text = fields.Char(compute="_compute_left_text")
    incident_resolution = fields.Html(
        string="Answer to the Requesters",
        default=lambda self: self._default_incident_resolution(),
    )
    incident_code_id = fields.Many2one(
        "service.desk.resolution.code",
        string="How They Ended",
        domain="[('process', 'in', [False, 'service.desk.incident'])]",
        default=lambda self: self.env.ref("service_desk.resolution_code_solved", raise_if_not_found=False),
    )

    @api.model
    def _default_incident_resolution(self):
        text = self.env._("The cause of your trouble has been removed. Please tell us if it comes back.")
        return Markup("<p>%s</p>") % text

    def _problems(self):
        """The problems that this dialog resolves, if it is about problems."""
        tickets = self._tickets() if self.res_model == "service.desk.problem" else ()
        return self.env["service.desk.problem"].browse(one.id for one in tickets)

    @api.model
    def default_get(self, fields):
        """What the change did is the fix of its problem, as far as the user may read it."""
        values = super().default_get(fields)
        is_open = "resolution" in fields and not values.get("resolution")
        if is_open and values.get("res_model") == "service.desk.problem":
            problems = self.new(values)._problems()
            change = problems.change_id._filtered_access("read") if len(problems) == 1 else None
            if change and change.phase not in OPEN_PHASES and change.outcome in GOOD_OUTCOMES:
                values["resolution"] = change.resolution
        return values

    @api.depends("res_model", "res_ids")
    def _compute_root_cause(self):
        for wizard in self:
            problems = wizard._problems()
            wizard.root_cause = len(problems) == 1 and problems.root_cause

    @api.depends("res_model", "res_ids")
    def _compute_change_text(self):
        for wizard in self:
            waiting = wizard._problems().filtered("waits_for_change")
            # sudo: that a change is not done is no secret of it; its number names it.
            wizard.change_text = ", ".join(waiting.sudo().change_id.mapped("number"))

    @api.depends("res_model", "res_ids")
    def _compute_incident_line_ids(self):
        for wizard in self:
            wizard.incident_line_ids = [Command.clear()] + [
                Command.create({"incident_id": incident.id}) for incident in wizard._problems()._open_incidents_to_end()
            ]

    @api.depends("res_model", "res_ids")
    def _compute_left_text(self):
        for wizard in self:
            left = wizard._problems()._open_incidents_left()
            text = self.env._("These stay open, since you may not work on them: %s", ", ".join(left))
            wizard.left_text = text if left else False

    def action_confirm(self):
        """Resolve the problems, then their chosen incidents; each person hears of it once."""
        problems = self._problems()
        if not problems:
            return super().action_confirm()
        problems.check_access("write")
        # What a colleague has resolved or walled meanwhile stays as it is.
        incidents = self.incident_line_ids.filtered("is_chosen").incident_id & problems._open_incidents_to_end()
        if incidents and is_html_empty(self.incident_resolution):
            raise UserError(self.env._("Write what the requesters of the incidents are told."))
        waiver = {"change_waiver": self.change_waiver} if self.change_waiver else {}
        cause = {} if is_html_empty(self.root_cause) or len(problems) > 1 else {"root_cause": self.root_cause}
        if waiver or cause:
            problems.write({**waiver, **cause})
        result = super().action_confirm()
        incidents.with_context(service_desk_notify=True).write(
            {
                "state": "resolved",
                "resolution": self.incident_resolution,
                "resolution_code_id": self.incident_code_id.id,
            }
        )
        return result


class ServiceDeskResolveWizardIncident(models.TransientModel):
    """An open incident that may be resolved together with its problem."""

    _name = "service.desk.resolve.wizard.incident"
    _description = "Incident to Resolve"

    wizard_id = fields.Many2one("service.desk.resolve.wizard", required=True, ondelete="cascade")
    incident_id = fields.Many2one("service.desk.incident", required=True, ondelete="cascade")
    requester_id = fields.Many2one(related="incident_id.requester_id", related_sudo=False)
    team_id = fields.Many2one(related="incident_id.team_id", related_sudo=False)
    is_chosen = fields.Boolean(string="Resolve", default=True)
