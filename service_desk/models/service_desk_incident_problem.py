from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..lifecycle import OPEN_PHASES
from .service_desk_problem_data import QUIETLY

#: Less alike is chance; a known error that is offered wrongly is a wrong answer to somebody.
MIN_LIKENESS = 0.3


class ServiceDeskIncident(models.Model):
    """What an incident has to do with problems: it belongs to one, or looks as if it did."""

    _inherit = "service.desk.incident"

    problem_state = fields.Selection(
        related="problem_id.state", string="Problem's State", groups="service_desk.group_agent"
    )
    suggestion_ids = fields.Many2many(
        "service.desk.problem.suggestion",
        "service_desk_problem_suggestion_incident_rel",
        "incident_id",
        "suggestion_id",
        copy=False,
        groups="service_desk.group_agent",
    )
    known_error_id = fields.Many2one(
        "service.desk.problem",
        compute="_compute_known_error_id",
        groups="service_desk.group_agent",
        help="The known error that this looks like, whose workaround may help.",
    )
    known_error_reason = fields.Char(compute="_compute_known_error_id", groups="service_desk.group_agent")

    @api.depends("name", "description", "service_id", "problem_id", "phase")
    @api.depends_context("uid")
    def _compute_known_error_id(self):
        """The published known error that it is most like, of those that the user may read.

        For one ticket on the screen; nothing is looked for where nothing is published.
        """
        published = Domain("workaround_version", ">", 0) & Domain("phase", "in", OPEN_PHASES)
        problems = self.env["service.desk.problem"]
        lost = self.filtered(lambda incident: not incident.problem_id and incident.phase in OPEN_PHASES)
        is_any = bool(lost) and bool(problems.search_count(published, limit=1))
        for incident in self:
            like = incident._like_known_error(published) if is_any and incident in lost else None
            incident.known_error_id = like.ticket_id if like else False
            incident.known_error_reason = ", ".join(like.words) if like else False

    def _like_known_error(self, published):
        text = f"{self.name or ''} {self.description or ''}"
        ours = published & Domain("company_id", "=", self.company_id.id)
        found = self.env["service.desk.problem"]._like_text(text, self.service_id, limit=1, domain=ours)
        return next((like for like in found if like.score >= MIN_LIKENESS), None)

    def _hints(self):
        problem = self.known_error_id
        if not problem:
            return super()._hints()
        hint = self._hint(
            "known_error",
            self.env._("Known error?"),
            problem,
            "action_apply_workaround",
            self.env._("Apply the Workaround"),
            words=self.known_error_reason or "",
            confirm=self.env._(
                "This incident is linked to the known error, and its requester gets the published workaround."
            ),
        )
        return [*super()._hints(), hint]

    # -- CRUD --------------------------------------------------------------------------------

    @api.model
    def _link_fields(self):
        return super()._link_fields() | {"problem_id"}

    @api.model_create_multi
    def create(self, vals_list):
        incidents = super().create(vals_list)
        linked = incidents.browse(
            incident.id for incident, vals in zip(incidents, vals_list, strict=True) if vals.get("problem_id")
        )
        linked._after_link()
        return incidents

    def write(self, vals):
        if "problem_id" not in vals:
            return super().write(vals)
        # sudo: which of them are linked already decides about a message alone.
        fresh = self.sudo().filtered(lambda incident: incident.problem_id.id != vals["problem_id"])
        result = super().write(vals)
        if vals["problem_id"]:
            self.browse(fresh.ids)._after_link()
        return result

    def _after_link(self):
        """Tell who has just been linked what helps, where the problem says so."""
        if self.env.context.get(QUIETLY):
            return
        for problem, incidents in self.grouped("problem_id").items():
            if problem.tells_linked and problem.workaround_version and problem.phase in OPEN_PHASES:
                waiting = incidents.filtered(lambda incident: incident.phase in OPEN_PHASES)
                problem._tell(waiting._filtered_access("write"))

    # -- Verbs -------------------------------------------------------------------------------

    def action_apply_workaround(self):
        """Link this incident to the known error that it looks like, and tell the requester what helps."""
        self.ensure_one()
        if not self.env.user.has_group("service_desk.group_agent"):
            raise AccessError(self.env._("Workarounds are sent by the agents of the desk."))
        self.check_access("write")
        problem = self.known_error_id
        if problem:
            problem._link(self, tells=True)
        return True

    def action_open_problem(self):
        """Show the problem that lies behind it."""
        self.ensure_one()
        return self.problem_id._get_records_action()

    def action_create_problem(self):
        """Open the dialog that makes a problem of these incidents."""
        return self._open_dialog("service.desk.problem.wizard", self.env._("Create a Problem"), is_new=True)

    def action_link_problem(self):
        """Open the dialog that links these incidents to a problem that is known."""
        return self._open_dialog("service.desk.problem.wizard", self.env._("Link to a Problem"), is_new=False)

    # -- Helpers -----------------------------------------------------------------------------

    def _post_workaround(self, workaround):
        """Tell the requester, in their language, how to live with it; the desk's answer."""
        texts = self._requester_text().env
        intro = texts._("We know of this trouble and work on its cause. Until it is solved, this helps:")
        self.message_post(
            body=Markup("<p>%s</p>%s") % (intro, Markup(workaround)),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def _move_belongings(self, target):
        """A double takes its problem along to the ticket it is merged into."""
        if target._name == self._name and self.problem_id and not target.problem_id:
            target.with_context(**{QUIETLY: True}).problem_id = self.problem_id
        return super()._move_belongings(target)
