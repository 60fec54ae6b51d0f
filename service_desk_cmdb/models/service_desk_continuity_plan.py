from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .. import continuity_rules
from .service_desk_continuity_data import APPROVED, RETIRED


class ServiceDeskContinuityPlan(models.Model):
    """What is done, by whom and in which order, to bring services back after something grave.

    Divided by subject: drills, invocation.
    """

    _name = "service.desk.continuity.plan"
    _description = "Continuity Plan"
    _inherit = [
        "service.desk.continuity.drill.mixin",
        "service.desk.continuity.invoke.mixin",
        "service.desk.continuity.document.mixin",
        "service.desk.number.mixin",
    ]
    _order = "name, id"
    _rec_names_search = ["name", "number"]

    _number_code = "service.desk.continuity.plan"
    _contents = frozenset(
        {"name", "company_id", "service_ids", "ci_ids", "scenario", "article_ids", "step_ids", "contact_ids"}
    )

    name = fields.Char(required=True, tracking=True, index="trigram")
    service_ids = fields.Many2many(
        "service.desk.service",
        "service_desk_continuity_plan_service_rel",
        "plan_id",
        "service_id",
        string="Services",
        check_company=True,
        help="What it brings back.",
    )
    ci_ids = fields.Many2many(
        "service.desk.ci",
        "service_desk_continuity_plan_ci_rel",
        "plan_id",
        "ci_id",
        string="Items",
        check_company=True,
        domain="[('state', 'not in', ('retired', 'disposed'))]",
        help="Things it brings back or does without.",
    )
    scenario = fields.Html(help="What must have happened for it to be invoked.")
    article_ids = fields.Many2many(
        "service.desk.article",
        "service_desk_continuity_plan_article_rel",
        "plan_id",
        "article_id",
        string="Articles",
        check_company=True,
        help="Knowledge that is needed for it. Other documents are attached below.",
    )
    step_ids = fields.One2many("service.desk.continuity.plan.step", "plan_id", string="Steps", copy=True)
    contact_ids = fields.One2many("service.desk.continuity.contact", "plan_id", string="Contacts", copy=True)
    planned_hours = fields.Float(string="Takes (Hours)", compute="_compute_hours")
    rto_hours = fields.Float(
        string="Wanted RTO (Hours)", compute="_compute_hours", help="The shortest of what its services are promised."
    )
    has_rto = fields.Boolean(compute="_compute_hours")
    warning = fields.Char(compute="_compute_warning")

    @api.depends("number", "name", "company_id")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """Its name; the number alone for people of other companies."""
        for one in self:
            one.display_name = (one._is_of_user() and one.name) or one.number or ""

    @api.depends("step_ids.minutes", "step_ids.is_together", "step_ids.sequence", "service_ids", "company_id")
    def _compute_hours(self):
        known = self._analyses_in_force()
        for one in self:
            one.planned_hours = max(one._step_ends().values(), default=0) / 60
            one.has_rto, one.rto_hours = one._wanted_hours(one.company_id, known)

    def _analyses_in_force(self):
        return self.env["service.desk.continuity.analysis"].search(
            [("service_id", "in", self.service_ids.ids), ("state", "=", APPROVED)]
        )

    def _wanted_hours(self, company, known):
        """(whether its services are promised anything in a company, the shortest of these promises).

        :param company: empty means what any company is promised
        :param known: analyses that may say so; that of the company itself has the last word
        """
        known = known.filtered(
            lambda one: one.service_id in self.service_ids._origin
            and (not company or one.company_id.id in (False, company.id))
        ).sorted(lambda one: bool(one.company_id))
        promises = {(one.service_id, not company and one.company_id): one.rto_hours for one in known}
        return bool(promises), min(promises.values(), default=0)

    def _step_ends(self):
        """step -> minutes after which it is over."""
        steps = self.step_ids.sorted(lambda step: (step.sequence, step._origin.id or 0))
        return continuity_rules.ends((step, step.is_together, step.minutes) for step in steps)

    @api.depends(
        "planned_hours",
        "rto_hours",
        "contact_ids.phone",
        "step_ids.team_id.active",
        "step_ids.user_id.active",
        "step_ids.name",
    )
    def _compute_warning(self):
        for one in self:
            one.warning = " ".join(one._warnings()) or False

    def _warnings(self):
        found = []
        if self.has_rto and self.planned_hours > self.rto_hours:
            found.append(
                self.env._(
                    "Its steps take %(planned)s h, wanted are %(rto)s h.",
                    planned=f"{self.planned_hours:.3g}",
                    rto=f"{self.rto_hours:.3g}",
                )
            )
        nobody = self.step_ids.filtered(lambda step: not any(who.active for who in step._who()))
        if nobody:
            found.append(self.env._("Nobody is named for: %s.", ", ".join(step.name or "" for step in nobody)))
        silent = self.contact_ids.filtered(lambda contact: contact.partner_id and not contact.phone)
        if silent:
            found.append(self.env._("No phone number of: %s.", ", ".join(silent.partner_id.mapped("name"))))
        return found

    # -- CRUD ------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        plans = super().create(vals_list)
        # What is loaded as approved closes gaps from the beginning.
        approved = plans.filtered(lambda one: one.state == APPROVED)
        if approved:
            self.env["service.desk.continuity.analysis"]._look_around(approved.service_ids, approved.ci_ids)
        return plans

    def write(self, vals):
        former = (self.service_ids, self.ci_ids) if vals.keys() & {"service_ids", "ci_ids"} else ()
        result = super().write(vals)
        if former:
            # What is not in it any more has no plan from now on, also while it is revised.
            services, things = former
            analyses = self.env["service.desk.continuity.analysis"]
            analyses._look_around(services | self.service_ids, things | self.ci_ids)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_practiced(self):
        """A plan that was practiced is kept with what was found; drills that lie ahead go with it."""
        for one in self:
            if one.drill_ids.filtered(lambda drill: drill.state == "done"):
                raise UserError(self.env._("%s was practiced. Retire it instead.", one.display_name))
        self.drill_ids.unlink()

    # -- The door --------------------------------------------------------------------------------

    def _guard_approval(self, roles):
        """It says what it brings back, and how."""
        result = super()._guard_approval(roles)
        for one in self:
            if not (one.service_ids or one.ci_ids):
                raise UserError(self.env._("Say what %s brings back: services or items.", one.name))
            if not one.step_ids:
                raise UserError(self.env._("%s has no steps.", one.name))
        return result

    def _after_moves(self, sources, target):
        result = super()._after_moves(sources, target)
        if target == RETIRED:
            # sudo: the owner's to-do ends, whoever retires the plan.
            self.sudo()._clear_drill_todo()
        self.env["service.desk.continuity.analysis"]._look_around(self.service_ids, self.ci_ids)
        return result

    def copy_data(self, default=None):
        return [
            {**vals, "name": self.env._("%s (copy)", one.name)}
            for one, vals in zip(self, super().copy_data(default), strict=True)
        ]

    # -- Words -----------------------------------------------------------------------------------

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Where a major incident asks, plans of what it affects come first."""
        major = self.env["service.desk.major"].browse(self.env.context.get("service_desk_plan_for_major") or ())
        if not major:
            return super().name_search(name, domain, operator, limit)
        first = Domain("id", "in", self._fitting(major).ids)
        given = Domain(domain or Domain.TRUE)
        found = super().name_search(name, given & first, operator, limit)
        left = limit and limit - len(found)
        return found if left == 0 else found + super().name_search(name, given & ~first, operator, left)
