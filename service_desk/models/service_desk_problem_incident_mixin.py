from odoo import api, fields, models
from odoo.fields import Domain

from ..lifecycle import OPEN_PHASES
from .service_desk_problem_data import QUIETLY

#: Fields by which a problem begins as its incidents are, when these agree.
COMMON_FIELDS = ("service_id", "category_id", "company_id")
#: How many like incidents are offered at a time; what is less alike shares a word by chance.
MAX_LIKE, MIN_LIKENESS = 20, 0.15


class ServiceDeskProblemIncidentMixin(models.AbstractModel):
    """The incidents that a problem lies behind: how many, whose, of which services.

    Counts are of what the reader may see: the searches run with their record rules.
    """

    _name = "service.desk.problem.incident.mixin"
    _description = "Incidents of a Problem"

    incident_ids = fields.One2many("service.desk.incident", "problem_id", string="Incidents")
    incident_count = fields.Integer(string="All Incidents", compute="_compute_incident_count")
    open_incident_count = fields.Integer(string="Open Incidents", compute="_compute_incident_count")
    affected_count = fields.Integer(
        string="People Affected", compute="_compute_incident_count", help="For how many people the incidents are."
    )
    incident_services = fields.Char(
        string="By Service", compute="_compute_incident_services", help="How many incidents of which service."
    )

    @api.depends("incident_ids.phase", "incident_ids.requester_id")
    @api.depends_context("uid")
    def _compute_incident_count(self):
        figures = {
            problem.id: figure
            for problem, *figure in self.env["service.desk.incident"]._read_group(
                [("problem_id", "in", self.ids)], ["problem_id"], ["__count", "requester_id:count_distinct"]
            )
        }
        waiting = dict(
            self.env["service.desk.incident"]._read_group(
                [("problem_id", "in", self.ids), ("phase", "in", OPEN_PHASES)], ["problem_id"], ["__count"]
            )
        )
        for problem in self:
            count, people = figures.get(problem._origin.id, (0, 0))
            problem.incident_count, problem.affected_count = count, people
            problem.open_incident_count = waiting.get(problem._origin, 0)

    @api.depends("incident_ids.service_id")
    @api.depends_context("uid", "lang")
    def _compute_incident_services(self):
        by_problem = {}
        for problem, service, count in self.env["service.desk.incident"]._read_group(
            [("problem_id", "in", self.ids)], ["problem_id", "service_id"], ["__count"]
        ):
            by_problem.setdefault(problem.id, []).append((-count, service.display_name or self.env._("No service")))
        for problem in self:
            counted = sorted(by_problem.get(problem._origin.id, ()))
            problem.incident_services = ", ".join(f"{name} ({-count})" for count, name in counted)

    # -- Making and linking ----------------------------------------------------------------------

    @api.model
    def _begin_from(self, incidents):
        """What a new problem behind these incidents begins with; the oldest one speaks for all."""
        first = incidents.sorted("id")[:1]
        values = {"name": first.name, "description": first.description}
        # What one of them must not tell, the problem must not tell.
        values |= incidents._walls_to_keep()
        for name in COMMON_FIELDS:
            found = incidents[name]
            if len(found) == 1:
                values[name] = found.id
        values["impact"] = min(incidents.mapped("impact"), default="2")
        values["urgency"] = min(incidents.mapped("urgency"), default="2")
        return values

    def _link(self, incidents, tells=None):
        """Put these incidents behind this problem; the user must be able to work on all of them.

        :param tells: whether their requesters are told the published workaround; as the problem
            says when None
        """
        self.ensure_one()
        incidents.check_access("write")
        fresh = incidents.filtered(lambda incident: incident.problem_id != self)
        fresh.with_context(**{QUIETLY: tells is not None}).write({"problem_id": self.id})
        if tells:
            self._tell(fresh.filtered(lambda incident: incident.phase in OPEN_PHASES))

    def _like_incidents(self, limit=MAX_LIKE):
        """Incidents that may belong here: like the problem, or like one of its incidents.

        :return: list of ``Like``, of incidents that belong to no problem, the most alike first
        """
        self.ensure_one()
        domain = (
            Domain("problem_id", "=", False)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("merged_into_id", "=", False)
            & Domain("state", "!=", "cancelled")
        )
        samples = self.env["service.desk.incident"].search([("problem_id", "=", self.id)], limit=1, order="id desc")
        best = {}
        for ticket in (self, *samples):
            text = f"{ticket.name or ''} {ticket.description or ''}"
            for like in self.env["service.desk.incident"]._like_text(text, self.service_id, limit, domain):
                if like.score >= max(MIN_LIKENESS, best[like.ticket_id].score if like.ticket_id in best else 0):
                    best[like.ticket_id] = like
        return sorted(best.values(), key=lambda like: (-like.score, like.ticket_id))[:limit]

    def _open_incidents_to_end(self):
        """The open incidents of these problems that the user may end."""
        waiting = self.env["service.desk.incident"].search(
            [("problem_id", "in", self.ids), ("phase", "in", OPEN_PHASES)]
        )
        return waiting._filtered_access("write")

    def _open_incidents_left(self):
        """The numbers of the open incidents that the user may not end; nothing else of them is told."""
        # sudo: only numbers leave this method.
        waiting = (
            self.env["service.desk.incident"]
            .sudo()
            .search([("problem_id", "in", self.ids), ("phase", "in", OPEN_PHASES)])
        )
        return sorted((waiting - self._open_incidents_to_end().sudo()).mapped("number"))

    # -- Verbs -------------------------------------------------------------------------------

    def action_open_incidents(self):
        """Show the incidents of this problem."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Incidents of %s", self.number),
            "res_model": "service.desk.incident",
            "view_mode": "list,kanban,form",
            "domain": [("problem_id", "=", self.id)],
            "context": {"default_problem_id": self.id},
        }

    def action_link_more(self):
        """Open the dialog that offers incidents like this problem."""
        self.check_access("write")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Link More Incidents"),
            "res_model": "service.desk.problem.link.wizard",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_problem_id": self.id},
        }

    def _move_belongings(self, target):
        """The incidents of a double follow it to the problem that it is merged into."""
        if target._name == self._name:
            # As superuser: none is left behind, not even one that the user who merges does not see.
            incidents = self.env["service.desk.incident"].search([("problem_id", "=", self.id)])
            incidents.with_context(**{QUIETLY: True}).write({"problem_id": target.id})
        return super()._move_belongings(target)
