import logging
from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

from ..clusters import case, clusters

_logger = logging.getLogger(__name__)

STATES = [("open", "Open"), ("dismissed", "Dismissed"), ("done", "Became a Problem")]
#: Incidents opened that many days ago at most are looked at ...
WINDOW_DAYS = 30
#: ... and are alike when they are not more than that many days apart.
DAYS_APART = 14
#: Incidents that are compared in one go, the newest of a company.
MAX_CASES = 4000


class ServiceDeskProblemSuggestion(models.Model):
    """Incidents that look as if the same thing lay behind them, which nobody has made a problem of.

    Found by a job. A suggestion never mixes what different people may see: confidential incidents
    are left out, those of a restricted team are compared with each other alone, and the team is the
    suggestion's wall. Its name consists of words that most of its incidents have. What was
    dismissed stays so and takes in what comes later for the same reason.
    """

    _name = "service.desk.problem.suggestion"
    _description = "Suggested Problem"
    _inherit = ["service.desk.export.mixin"]
    _order = "size desc, id desc"

    name = fields.Char(string="What They Share", required=True, readonly=True)
    state = fields.Selection(STATES, required=True, default="open", readonly=True, index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    team_id = fields.Many2one(
        "service.desk.team",
        string="Restricted to",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="The restricted team whose incidents these are; empty when every agent sees them.",
    )
    service_id = fields.Many2one("service.desk.service", readonly=True, ondelete="set null")
    category_id = fields.Many2one("service.desk.category", readonly=True, ondelete="set null")
    incident_ids = fields.Many2many(
        "service.desk.incident",
        "service_desk_problem_suggestion_incident_rel",
        "suggestion_id",
        "incident_id",
        string="Incidents",
        readonly=True,
    )
    size = fields.Integer(readonly=True, help="How many there were when they were last counted; for the order.")
    date_last = fields.Datetime(string="Last One", readonly=True)
    incident_count = fields.Integer(string="Incidents Found", compute="_compute_incident_count")
    affected_count = fields.Integer(string="People Affected", compute="_compute_incident_count")
    problem_id = fields.Many2one("service.desk.problem", readonly=True, index="btree_not_null", ondelete="set null")
    decided_by_id = fields.Many2one("res.users", readonly=True)

    @api.depends("incident_ids")
    @api.depends_context("uid")
    def _compute_incident_count(self):
        """Of the incidents that the user may see, whatever has become of their walls since."""
        figures = {
            suggestion.id: figure
            for suggestion, *figure in self.env["service.desk.incident"]._read_group(
                [("suggestion_ids", "in", self.ids)], ["suggestion_ids"], ["__count", "requester_id:count_distinct"]
            )
        }
        for suggestion in self:
            suggestion.incident_count, suggestion.affected_count = figures.get(suggestion.id, (0, 0))

    # -- Finding them --------------------------------------------------------------------------

    @api.model
    def _cron_suggest(self):
        """Look for clusters, a company at a time; a run that was killed begins anew without harm.

        A company for which that fails stops no other.
        """
        companies = self.env["res.company"].search(Domain.TRUE)
        self.env["ir.cron"]._commit_progress(remaining=len(companies))
        for company in companies:
            try:
                with self.env.cr.savepoint():
                    self._suggest(company)
            except Exception:
                _logger.exception("No suggestions for company %s; tried again with the next run.", company.id)
            if not self.env["ir.cron"]._commit_progress(1):
                return

    @api.model
    def _suggest(self, company):
        """Bring the suggestions of a company up to date."""
        seen = self.browse()
        for team, incidents in self._comparable(company).items():
            for cluster in clusters([self._case(one) for one in incidents], DAYS_APART):
                seen |= self._keep(company, team, incidents.browse(cluster.ids), cluster.words)
        # Nobody has decided about these, and there is nothing to decide any more.
        self.search([("company_id", "=", company.id), ("state", "=", "open"), ("id", "not in", seen.ids)]).unlink()

    @api.model
    def _comparable(self, company):
        """Restricted team, or an empty one -> incidents that all who see it may see."""
        incidents = self.env["service.desk.incident"].search_fetch(
            Domain("company_id", "=", company.id)
            & Domain("date_opened", ">=", self.env.cr.now() - timedelta(days=WINDOW_DAYS))
            & Domain("problem_id", "=", False)
            & Domain("merged_into_id", "=", False)
            & Domain("state", "!=", "cancelled")
            & Domain("is_confidential", "=", False),
            ["name", "date_opened", "service_id", "category_id", "team_id"],
            order="id desc",
            limit=MAX_CASES,
        )
        return incidents.grouped(lambda one: one.team_id.filtered(lambda team: team.visibility == "restricted"))

    @api.model
    def _case(self, incident):
        day = incident.date_opened.toordinal()
        return case(incident.id, day, incident.name, incident.service_id.id, incident.category_id.id)

    @api.model
    def _keep(self, company, team, incidents, words):
        """Write a cluster down, where it belongs if it was found before.

        What was decided is about a cluster of which most was known then: new trouble is not
        swallowed because somebody has dismissed a little of it.
        """
        before = self.search(
            [
                ("company_id", "=", company.id),
                # Its words are for those who see these incidents, whatever it consisted of before.
                ("team_id", "=", team.id),
                ("incident_ids", "in", incidents.ids),
            ]
        )
        shared = Counter({one: len(one.incident_ids & incidents) for one in before})
        before = before.filtered(lambda one: one.state == "open" or shared[one] * 2 > len(incidents))
        suggestion = max(before, key=lambda one: (shared[one], one.state != "open", -one.id), default=self.browse())
        values = self._values(incidents, words)
        if not suggestion:
            return self.create({**values, "company_id": company.id, "team_id": team.id})
        if suggestion.state == "open":
            suggestion.write(values)
        else:
            suggestion.write({"incident_ids": [Command.link(key) for key in incidents.ids]})
        return suggestion

    @api.model
    def _values(self, incidents, words):
        services, categories = incidents.service_id, incidents.category_id
        is_same_service = len(services) == 1 and all(one.service_id for one in incidents)
        is_same_category = len(categories) == 1 and all(one.category_id for one in incidents)
        return {
            "name": ", ".join(words) or self.env._("Like incidents"),
            "service_id": services.id if is_same_service else False,
            "category_id": categories.id if is_same_category else False,
            "incident_ids": [Command.set(incidents.ids)],
            "size": len(incidents),
            "date_last": max(incidents.mapped("date_opened")),
        }

    # -- Verbs -------------------------------------------------------------------------------

    def action_create_problem(self):
        """Make a problem of these incidents, and open it.

        :raise UserError: when somebody was faster, or none of the incidents can be linked any more
        """
        self._check_may_decide()
        self.ensure_one()
        incidents = self._free_incidents()
        if not incidents:
            raise UserError(self.env._("None of these incidents is left for you to link."))
        problem = self.env["service.desk.problem"].create(self.env["service.desk.problem"]._begin_from(incidents))
        problem._link(incidents)
        self._decide("done", problem)
        return problem._get_records_action()

    def action_dismiss(self):
        """They have nothing to do with each other: suggest it no more."""
        self._check_may_decide()
        self._decide("dismissed")
        return True

    def action_restore(self):
        """Suggest it again."""
        self._check_may_decide(("dismissed",))
        self._decide("open")
        return True

    def action_open_incidents(self):
        """Show the incidents."""
        self.check_access("read")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "service.desk.incident",
            "view_mode": "list,form",
            "domain": [("suggestion_ids", "in", self.ids)],
        }

    def _free_incidents(self):
        """Those that belong to no problem and that the user may work on."""
        free = self.env["service.desk.incident"].search(
            [("suggestion_ids", "in", self.ids), ("problem_id", "=", False)]
        )
        return free._filtered_access("write")

    def _check_may_decide(self, states=("open",)):
        """:raise AccessError: unless the user works at the desk and sees these
        :raise UserError: when somebody has decided meanwhile
        """
        if not self.env.su and not self.env.user.has_group("service_desk.group_agent"):
            raise AccessError(self.env._("Suggestions are for the agents of the desk."))
        self.check_access("read")
        if self.try_lock_for_update(allow_referencing=True) != self:
            raise UserError(self.env._("A colleague is deciding about this at the moment."))
        self.invalidate_recordset(["state"])
        for suggestion in self:
            if suggestion.state not in states:
                raise UserError(self.env._("A colleague has decided about “%s” already.", suggestion.name))

    def _decide(self, state, problem=None):
        # sudo: nobody writes suggestions by hand; the right to decide was checked.
        self.sudo().write(
            {"state": state, "decided_by_id": self.env.uid, "problem_id": problem.id if problem else False}
        )
