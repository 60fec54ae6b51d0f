from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .service_desk_article_data import (
    ARTICLE_FACTS,
    ARTICLE_KINDS,
    ARTICLE_LIFECYCLE,
    ARTICLE_STATES,
    DESK,
    MAX_TITLE,
    TEXT_FIELDS,
)


class ServiceDeskArticle(models.Model):
    """Something the desk knows: how a thing is done, or a known error and the way around it.

    Requesters read what is published to them and nothing else. Divided by subject: who reads it,
    its text and versions, and its reviews have mixins of their own.
    """

    _name = "service.desk.article"
    _description = "Knowledge Article"
    _inherit = [
        "service.desk.export.mixin",
        "service.desk.boundary.mixin",
        "service.desk.facts.mixin",
        "service.desk.article.portal.mixin",
        "service.desk.article.picture.mixin",
        "service.desk.article.count.mixin",
        "service.desk.article.search.mixin",
        "service.desk.article.audience.mixin",
        "service.desk.article.review.mixin",
        "service.desk.article.text.mixin",
        "service.desk.storable.mixin",
        "service.desk.unsigned.mixin",
        "service.desk.lifecycle.mixin",
        "service.desk.number.mixin",
        "service.desk.discreet.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_published desc nulls first, id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True

    _lifecycle = ARTICLE_LIFECYCLE
    _facts = ARTICLE_FACTS
    _number_code = "service.desk.article"

    kind = fields.Selection(ARTICLE_KINDS, required=True, default="article", index=True, tracking=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    state = fields.Selection(
        ARTICLE_STATES, required=True, default="draft", copy=False, index=True, tracking=True, group_expand=True
    )
    owner_id = fields.Many2one(
        "res.users",
        default=lambda self: self._default_owner_id(),
        index="btree_not_null",
        tracking=True,
        check_company=True,
        groups=DESK,
        domain=lambda self: [("all_group_ids", "in", self.env.ref(DESK).ids)],
        help="Keeps it right, and is asked to look at it again when its review is due.",
    )
    team_id = fields.Many2one(
        "service.desk.team",
        index="btree_not_null",
        check_company=True,
        groups=DESK,
        help="Its leader may publish it.",
    )
    reviewer_id = fields.Many2one(
        "res.users",
        tracking=True,
        check_company=True,
        groups=DESK,
        domain=lambda self: [("all_group_ids", "in", self.env.ref(DESK).ids)],
        help="Looks at it before it is published, and may publish it. Nobody names themselves.",
    )
    service_ids = fields.Many2many(
        "service.desk.service",
        "service_desk_article_service_rel",
        "article_id",
        "service_id",
        string="Services",
        check_company=True,
    )
    category_id = fields.Many2one("service.desk.category", check_company=True, index="btree_not_null")
    tag_ids = fields.Many2many("service.desk.tag", string="Tags", groups=DESK)
    problem_id = fields.Many2one(
        "service.desk.problem",
        copy=False,
        index="btree_not_null",
        check_company=True,
        ondelete="set null",
        groups=DESK,
        help="The problem of which this known error tells.",
    )
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        required=True,
        default=lambda self: self.env.lang or self.env["res.lang"].get_installed()[0][0],
        index=True,
    )
    translation_of_id = fields.Many2one(
        "service.desk.article",
        index="btree_not_null",
        copy=False,
        check_company=True,
        ondelete="restrict",
        domain="[('id', '!=', id), ('translation_of_id', '=', False), ('lang', '!=', lang)]",
        help="The article that says the same in another language.",
    )
    translation_ids = fields.One2many("service.desk.article", "translation_of_id", string="Translations")

    # What the desk plans to do is its own business; readers could see it from here.
    activity_state = fields.Selection(groups=DESK)
    activity_user_id = fields.Many2one(groups=DESK)
    activity_type_id = fields.Many2one(groups=DESK)
    activity_type_icon = fields.Char(groups=DESK)
    activity_date_deadline = fields.Date(groups=DESK)
    activity_summary = fields.Char(groups=DESK)

    _name_sane = models.Constraint(
        f"CHECK(length(trim(name)) BETWEEN 1 AND {MAX_TITLE})",
        f"Give the article a title, of {MAX_TITLE} characters at most.",
    )
    _one_per_language = models.UniqueIndex(
        "(translation_of_id, lang) WHERE translation_of_id IS NOT NULL",
        "There is a translation into this language already.",
    )

    @api.model
    def _default_owner_id(self):
        """Who writes it down; software has no article of its own."""
        return self.env.user if self.env.user.has_group(DESK) else False

    @api.depends("number", "name", "audience", "audience_team_ids", "is_live")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_display_name(self):
        """Number and title; the number alone for those who may not read the article.

        The names of linked records are read with superuser rights, so that the step of a guide, a
        translation or a problem would tell its title to people for whom it is not.
        """
        told = self if self.env.user._is_superuser() else self.sudo(False)._filtered_access("read")
        for article in self:
            label = f"{article.number or ''} {article.name or ''}".strip()
            article.display_name = label if article.id in told._ids or not article._origin else article.number

    # -- Checks ------------------------------------------------------------------------------

    @api.constrains("translation_of_id", "lang")
    def _check_translation(self):
        for article in self:
            origin = article.translation_of_id
            if origin and (origin == article or origin.translation_of_id or article.translation_ids):
                raise ValidationError(self.env._("A translation belongs to an article that is no translation itself."))
            family = origin | origin.translation_ids if origin else article | article.translation_ids
            if len(set(family.mapped("lang"))) < len(family):
                raise ValidationError(
                    self.env._("%s exists in this language already.", (origin or article).display_name)
                )

    @api.constrains("owner_id", "reviewer_id")
    def _check_people(self):
        # sudo: asks for the role of colleagues.
        for user in self.sudo().owner_id | self.sudo().reviewer_id:
            if not user.has_group(DESK):
                raise ValidationError(self.env._("%s has no role in the service desk.", user.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unpublished(self):
        for article in self:
            if article.revision_ids:
                raise UserError(self.env._("%s was published and is kept. Retire it instead.", article.display_name))

    def copy_data(self, default=None):
        return [
            {**vals, "name": self.env._("%s (copy)", article.name)[:MAX_TITLE]}
            for article, vals in zip(self, super().copy_data(default), strict=True)
        ]

    # -- Making one --------------------------------------------------------------------------

    @api.model
    def _draft_from(self, record, values):
        """A draft about a ticket or anything else, with a pointer to where it comes from.

        :param record: what it is drawn from; may be empty
        :param dict values: of the article
        """
        if record and record._name == "service.desk.problem":
            values = {"problem_id": record.id, **values}
        article = self.create(values)
        if record:
            article._take_pictures(record)
            article._remember_origin(record)
        return article

    def action_open_translate(self):
        """Begin a translation of this article."""
        self.check_access("write")
        self.ensure_one()
        origin = self.translation_of_id or self
        taken = (origin | origin.translation_ids).mapped("lang")
        free = [code for code, _name in self.env["res.lang"].get_installed() if code not in taken]
        if not free:
            raise UserError(self.env._("%s exists in every language that is installed.", origin.display_name))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Translation of %s", origin.display_name),
            "res_model": self._name,
            "view_mode": "form",
            "context": {
                "default_translation_of_id": origin.id,
                "default_lang": free[0],
                **{f"default_{name}": origin[name] for name in (*TEXT_FIELDS, "kind", "audience")},
                "default_category_id": origin.category_id.id,
                "default_team_id": origin.team_id.id,
                "default_service_ids": origin.service_ids.ids,
                "default_audience_team_ids": origin.audience_team_ids.ids,
            },
        }
