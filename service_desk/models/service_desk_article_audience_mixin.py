from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from .service_desk_article_data import AUDIENCES, DESK, GUARDED_WHEN_LIVE


class ServiceDeskArticleAudienceMixin(models.AbstractModel):
    """Who reads an article, and who decides so."""

    _name = "service.desk.article.audience.mixin"
    _description = "Readers of an Article"
    _inherit = ["service.desk.audience.mixin"]

    audience = fields.Selection(
        AUDIENCES,
        required=True,
        default="internal",
        tracking=True,
        help="Who reads it once it is published. The desk reads it all the time.",
    )
    audience_team_ids = fields.Many2many(
        "service.desk.team",
        "service_desk_article_team_rel",
        "article_id",
        "team_id",
        string="Teams That Read It",
        groups=DESK,
        help="Their members alone, the owner and the desk's managers read it.",
    )

    may_publish = fields.Boolean(
        compute="_compute_may_publish", help="Whether the one who asks decides what readers see."
    )
    needs_other_eyes = fields.Boolean(
        compute="_compute_needs_other_eyes", groups=DESK, help="Its author asks, and somebody else has to publish it."
    )
    is_within_walls = fields.Boolean(
        compute="_compute_is_within_walls",
        search="_search_is_within_walls",
        help="Whether it is not kept by teams of which the one who asks is none.",
    )

    @api.depends_context("uid")
    @api.depends("team_id", "reviewer_id")
    def _compute_may_publish(self):
        for article in self:
            article.may_publish = article._may_publish()

    @api.depends("author_id", "company_id")
    @api.depends_context("uid")
    def _compute_needs_other_eyes(self):
        for article in self:
            article.needs_other_eyes = article._needs_other_eyes()

    @api.depends_context("uid")
    def _compute_is_within_walls(self):
        # sudo: the rule on articles asks this.
        within = self.sudo().filtered_domain(self._domain_within_walls())
        for article in self:
            article.is_within_walls = article in within

    @api.model
    def _search_is_within_walls(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._domain_within_walls()
        return domain if True in value else ~domain

    @api.model
    def _domain_within_walls(self):
        """Articles that no team keeps from the current user."""
        if self._is_manager():
            return Domain.TRUE
        teams = Domain("audience_team_ids", "in", self.env.user.service_desk_team_ids.ids)
        return Domain("audience", "!=", "teams") | teams | Domain("owner_id", "=", self.env.uid)

    @api.constrains("audience", "company_id")
    def _check_public(self):
        for article in self:
            # sudo: a setting that holds for everybody of the company.
            if article.audience == "public" and not article.company_id.sudo().service_desk_public_knowledge:
                raise ValidationError(
                    self.env._(
                        "Articles are shown without a login only where an administrator allows it, in the settings."
                    )
                )

    @api.constrains("audience", "audience_team_ids")
    def _check_audience_teams(self):
        for article in self:
            if article.audience == "teams" and not article.audience_team_ids:
                raise ValidationError(self.env._("Choose the teams that read %s.", article.display_name))

    # -- Who reads it ------------------------------------------------------------------------

    @api.model
    def _domain_for(self, person):
        here = Domain("company_id", "in", person.companies.ids)
        return super()._domain_for(person) & here & Domain("is_live", "=", True)

    @api.model
    def _domain_audience(self, person):
        domain = super()._domain_audience(person) | Domain("audience", "=", "public")
        if person.user and person.user.has_group(DESK):
            teams = Domain("audience_team_ids", "in", person.user.service_desk_team_ids.ids)
            return domain | Domain("audience", "=", "desk") | (Domain("audience", "=", "teams") & teams)
        return domain | (Domain("audience", "=", "contract") & self._domain_contract(person))

    @api.model
    def _domain_contract(self, person):
        """Articles about what a contract of the person's organization covers, or about no service."""
        services = self.env["service.desk.service"].sudo()  # sudo: only whether there is one
        covered = services.with_context(active_test=False).search(services._domain_covered_for(person))
        if not covered:
            return Domain.FALSE
        return Domain("service_ids", "=", False) | Domain("service_ids", "in", covered.ids)

    # -- Who decides so ----------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        articles = super().create(vals_list)
        # What was made, not what was asked for: a reviewer may come from the context, too.
        for article in articles:
            self._check_names_no_self({"reviewer_id": article.sudo().reviewer_id.id})  # sudo: only who it is
        return articles

    def write(self, vals):
        self._check_names_no_self(vals)
        # What other addons narrow it down by decides about readers, too.
        guarded = GUARDED_WHEN_LIVE | self._audience_fields().keys()
        if not self.env.su and guarded & vals.keys():
            self.filtered("is_live")._check_may_publish()
        return super().write(vals)

    @api.model
    def _check_names_no_self(self, vals):
        """:raise AccessError: when an agent would make themselves the reviewer"""
        if not self.env.su and vals.get("reviewer_id") == self.env.uid and not self._is_manager():
            raise AccessError(self.env._("Ask somebody else to review it."))

    @api.model
    def _is_manager(self):
        return self.env.user.has_group("service_desk.group_manager")

    def _check_may_publish(self):
        """:raise AccessError: unless the user decides what readers of these articles see"""
        for article in self:
            if not article._may_publish():
                raise AccessError(
                    self.env._(
                        "What readers of %(article)s see is decided by managers of the desk, its reviewer"
                        " and its team's leader.",
                        article=article.display_name,
                    )
                )

    def _may_publish(self):
        """Whether the current user decides what readers see."""
        self.ensure_one()
        # sudo: only whether it is the current user.
        article = self.sudo()
        return self.env.su or self._is_manager() or self.env.user in (article.reviewer_id | article.team_id.leader_id)

    def _needs_other_eyes(self):
        """Whether somebody else than the current user, who wrote it, has to publish it."""
        # sudo: a setting that holds for everybody of the company.
        is_asked = self.company_id.sudo().service_desk_article_four_eyes
        return is_asked and not self.env.su and self.author_id == self.env.user

    def _check_four_eyes(self):
        """:raise UserError: when the author would publish alone where that is not wanted"""
        for article in self:
            if article._needs_other_eyes():
                raise UserError(
                    self.env._(
                        "You wrote what would be published in %s. Somebody else has to look at it and publish it.",
                        article.display_name,
                    )
                )
