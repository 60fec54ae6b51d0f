from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import is_html_empty

from ..lifecycle import OPEN_PHASES


class ServiceDeskProblemWorkaroundMixin(models.AbstractModel):
    """How to live with it until it is fixed: written by the desk, told to all who wait.

    What is being written stands in ``workaround``. Publishing makes a version of it, which every
    open incident of the problem is told once. Those who are linked later are told when they are
    linked, unless an agent says otherwise.
    """

    _name = "service.desk.problem.workaround.mixin"
    _description = "Workaround of a Problem"

    workaround = fields.Html(help="What people can do until it is fixed, in words that requesters understand.")
    workaround_published = fields.Html(
        string="Published Workaround", readonly=True, copy=False, help="What requesters were told."
    )
    workaround_version = fields.Integer(readonly=True, copy=False)
    date_workaround = fields.Datetime(string="Workaround Published", readonly=True, copy=False)
    workaround_user_id = fields.Many2one(
        "res.users", string="Published By", readonly=True, copy=False, index="btree_not_null"
    )
    tells_linked = fields.Boolean(
        string="Tell Incidents Linked Later",
        default=True,
        help="Whoever is linked after the workaround was published is told when it happens.",
    )
    is_workaround_new = fields.Boolean(
        compute="_compute_is_workaround_new", help="It says something that has not been published."
    )
    is_published = fields.Boolean(compute="_compute_is_published", search="_search_is_published")
    posting_ids = fields.One2many("service.desk.problem.posting", "problem_id", string="Told", readonly=True)
    told_count = fields.Integer(compute="_compute_told_count")
    untold_count = fields.Integer(compute="_compute_told_count", help="Open incidents that do not know it yet.")

    _published_index = models.Index(
        "(company_id) WHERE workaround_version > 0 AND phase IN ('new', 'active', 'pending')"
    )

    @api.depends("workaround", "workaround_published")
    def _compute_is_workaround_new(self):
        for problem in self:
            is_said = not is_html_empty(problem.workaround)
            problem.is_workaround_new = is_said and problem.workaround != problem.workaround_published

    @api.depends("workaround_version")
    def _compute_is_published(self):
        for problem in self:
            problem.is_published = bool(problem.workaround_version)

    @api.model
    def _search_is_published(self, operator, value):
        if operator != "in":
            return NotImplemented
        told, untold = Domain("workaround_version", ">", 0), ~Domain("workaround_version", ">", 0)
        return Domain.OR([told if one else untold for one in value])

    @api.depends("posting_ids.date_posted", "workaround_version", "incident_ids.phase")
    def _compute_told_count(self):
        told = self._told_ids()
        for problem in self:
            mine = told.get(problem._origin.id, {}).get(problem.workaround_version, set())
            waiting = problem.incident_ids.filtered(lambda incident: incident.phase in OPEN_PHASES)
            problem.told_count = len(mine)
            problem.untold_count = len(set(waiting.ids) - mine) if problem.workaround_version else 0

    def _told_ids(self):
        """Problem id -> version -> ids of the incidents that were told, of those one may see."""
        told = {}
        rows = self.env["service.desk.problem.posting"]._read_group(
            [("problem_id", "in", self.ids), ("date_posted", "!=", False)],
            ["problem_id", "version"],
            ["incident_id:array_agg"],
        )
        for problem, version, ids in rows:
            told.setdefault(problem.id, {})[version] = set(ids)
        return told

    # -- Publishing ----------------------------------------------------------------------------

    def action_publish_workaround(self):
        """Tell every open incident of these problems how to live with it, each version once.

        Incidents that the user may not work on are left alone.

        :raise AccessError: unless the user works at the desk and may work on the problem
        :raise UserError: when there is no workaround, or the problem is over
        """
        self._check_may_publish()
        for problem in self:
            problem._check_publishable()
            problem._publish_version()
            problem._tell(problem._open_incidents_to_end())
        return True

    def _check_may_publish(self):
        if not self.env.su and not self.env.user.has_group("service_desk.group_agent"):
            raise AccessError(self.env._("Workarounds are published by the agents of the desk."))
        self.check_access("write")

    def _check_publishable(self):
        if self.phase not in OPEN_PHASES:
            raise UserError(self.env._("%s is over. Reopen it before you publish a workaround.", self.display_name))
        if is_html_empty(self.workaround):
            raise UserError(self.env._("%s has no workaround yet. Write down what people can do.", self.display_name))

    def _publish_version(self):
        """Make what is written the version that people are told, unless it is that already."""
        if not self.is_workaround_new:
            return
        self._write_facts(
            {
                "workaround_published": self.workaround,
                "workaround_version": self.workaround_version + 1,
                "date_workaround": self._now(),
                "workaround_user_id": self.env.uid,
            }
        )
        # sudo: what waits of a former version is outdated, whoever published that.
        former = self.env["service.desk.problem.posting"].sudo()
        former.search([("problem_id", "=", self.id), ("date_posted", "=", False)]).unlink()
        self._message_log(
            body=Markup("<p>%s</p>%s")
            % (self.env._("Workaround published, version %s:", self.workaround_version), self.workaround_published)
        )

    def _tell(self, incidents):
        """Let these incidents know the published workaround, those who do not know it yet."""
        self.ensure_one()
        if self.workaround_version:
            self.env["service.desk.problem.posting"]._queue(self, incidents)._post_soon()

    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "workaround_published",
            "workaround_version",
            "date_workaround",
            "workaround_user_id",
        }
