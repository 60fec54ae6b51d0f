from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.service_desk.lifecycle import OPEN_PHASES


class ServiceDeskIncident(models.Model):
    """Incidents look for causes by the things that they are about."""

    _name = "service.desk.incident"
    _inherit = ["service.desk.incident.alert.mixin", "service.desk.incident"]

    affected_ids = fields.One2many("service.desk.affected", "incident_id", groups="service_desk.group_agent")

    @api.depends("ci_ids")
    def _compute_suspect_change_id(self):
        return super()._compute_suspect_change_id()

    def _domain_same_subject(self):
        same = super()._domain_same_subject()
        if not self.ci_ids:
            return same
        things = Domain("ci_ids", "in", self.ci_ids.ids)
        return things | same if same else things

    def _hints(self):
        problem = self._problem_of_things()
        # Said once, and there is more help in a known error.
        if not problem or problem == self.known_error_id:
            return super()._hints()
        hint = self._hint(
            "problem_of_things",
            self.env._("A problem with the same thing:"),
            problem,
            "action_link_problem_of_things",
            self.env._("Link the Problem"),
            words=", ".join((problem.ci_ids & self.ci_ids).mapped("name")[:3]),
        )
        return [*super()._hints(), hint]

    def _problem_of_things(self):
        """The last open problem about one of the things of this incident, of those that the user may read."""
        problems = self.env["service.desk.problem"]
        if self.problem_id or self.phase not in OPEN_PHASES or not self.ci_ids:
            return problems
        domain = Domain("ci_ids", "in", self.ci_ids.ids) & Domain("company_id", "=", self.company_id.id)
        # A published workaround helps at once.
        return problems.search(
            domain & Domain("phase", "in", OPEN_PHASES), order="workaround_version desc nulls last, id desc", limit=1
        )

    def action_link_problem_of_things(self):
        """Link the problem that the hint is about."""
        self.ensure_one()
        self.check_access("write")
        problem = self._problem_of_things()
        return self.write({"problem_id": problem.id}) if problem else False
