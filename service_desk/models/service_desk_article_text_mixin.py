from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import is_html_empty

from .service_desk_article_data import DESK, DRAFT_FIELDS, LIVE_FIELDS, MAX_BODY, TEXT_FIELDS


class ServiceDeskArticleTextMixin(models.AbstractModel):
    """The text of an article and its versions.

    What readers read stands in ``name``, ``body`` and so on. Once it is published it stays as it
    is: a new version is written beside it (``draft_name``, ``draft_body`` …), seen by the desk
    alone, and takes its place when it is published. Each publication is kept as a revision.
    """

    _name = "service.desk.article.text.mixin"
    _description = "Text of an Article"

    name = fields.Char(string="Title", required=True, index="trigram", tracking=True)
    symptom = fields.Html(sanitize_style=True, help="How it shows, in the words of those who meet it.")
    body = fields.Html(string="Text", sanitize_style=True)
    workaround = fields.Html(sanitize_style=True, help="What to do until it is repaired.")
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "service_desk_article_attachment_rel",
        "article_id",
        "attachment_id",
        string="Files",
        copy=False,
        groups=DESK,
    )
    draft_name = fields.Char(string="New Title", copy=False, groups=DESK)
    draft_symptom = fields.Html(string="New Symptom", copy=False, sanitize_style=True, groups=DESK)
    draft_body = fields.Html(string="New Text", copy=False, sanitize_style=True, groups=DESK)
    draft_workaround = fields.Html(string="New Workaround", copy=False, sanitize_style=True, groups=DESK)
    draft_attachment_ids = fields.Many2many(
        "ir.attachment",
        "service_desk_article_draft_attachment_rel",
        "article_id",
        "attachment_id",
        string="New Files",
        copy=False,
        groups=DESK,
    )
    change_note = fields.Char(
        string="What Changes", copy=False, groups=DESK, help="Why there is a new version; kept with it."
    )
    is_live = fields.Boolean(
        string="Readers Have It",
        readonly=True,
        copy=False,
        index=True,
        help="It is published; perhaps in an older version than the one that is being written.",
    )
    author_id = fields.Many2one(
        "res.users", string="Last Author", readonly=True, copy=False, groups=DESK, index="btree_not_null"
    )
    date_published = fields.Datetime(string="Published", readonly=True, copy=False, index=True)
    revision_ids = fields.One2many("service.desk.article.revision", "article_id", readonly=True, groups=DESK)
    revision_count = fields.Integer(compute="_compute_revision_count", groups=DESK)

    def _compute_revision_count(self):
        counts = dict(
            self.env["service.desk.article.revision"]._read_group(
                [("article_id", "in", self.ids)], ["article_id"], ["__count"]
            )
        )
        for article in self:
            article.revision_count = counts.get(article._origin, 0)

    @api.constrains(*TEXT_FIELDS, *(f"draft_{name}" for name in TEXT_FIELDS))
    def _check_length(self):
        for article in self:
            for name in (*TEXT_FIELDS, *(f"draft_{name}" for name in TEXT_FIELDS)):
                if len(article[name] or "") > MAX_BODY:
                    raise ValidationError(
                        self.env._(
                            "The text of %(article)s is too long. %(limit)s characters are possible;"
                            " put large pictures and lists into files.",
                            article=article.number,
                            limit=MAX_BODY,
                        )
                    )

    # -- CRUD --------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [{"author_id": self.env.uid, **self._without_nul(vals)} for vals in vals_list]
        articles = super().create(vals_list)
        articles._adopt_files()
        return articles

    def write(self, vals):
        vals = self._without_nul(vals)
        if set(LIVE_FIELDS + DRAFT_FIELDS) & vals.keys():
            self.check_access("write")
            vals["author_id"] = self.env.uid
        if set(LIVE_FIELDS) & vals.keys():
            self._check_not_live()
        if set(DRAFT_FIELDS) & vals.keys():
            self._check_is_draft()
        result = super().write(vals)
        if {"attachment_ids", "draft_attachment_ids"} & vals.keys():
            self._adopt_files()
        return result

    @api.model
    def _without_nul(self, vals):
        """The database knows no NUL character; nobody misses it."""
        return {name: value.replace("\0", "") if isinstance(value, str) else value for name, value in vals.items()}

    def _check_not_live(self):
        """:raise UserError: when a text that readers have would change under their eyes"""
        for article in self:
            if article.is_live:
                raise UserError(self.env._("%s is published. Write a new version of it instead.", article.display_name))
            if article.state != "draft":
                raise UserError(
                    self.env._("%s is not a draft any more. Take it back to change it.", article.display_name)
                )

    def _check_is_draft(self):
        """:raise UserError: when there is no new version that could be changed"""
        for article in self:
            if article.state != "draft" or not article.is_live:
                raise UserError(
                    self.env._("There is no new version of %s to write. Begin one first.", article.display_name)
                )

    def _adopt_files(self):
        """Files belong to their article: whoever may read it reads them, and nobody else's.

        :raise UserError: when a file of something else would be shown to this article's readers
        """
        # sudo: only asks where these files belong, and keeps those that were uploaded for this.
        for article in self.sudo():
            for file in article.attachment_ids | article.draft_attachment_ids:
                if (file.res_model, file.res_id) == (self._name, article.id):
                    continue
                is_fresh = file.res_model == self._name and not file.res_id and file.create_uid.id == self.env.uid
                if not is_fresh or file.type != "binary":
                    raise UserError(self.env._("Upload the file “%s” here; it belongs elsewhere.", file.name))
                file.res_id = article.id

    def _files_looked_at(self):
        """Files that readers have or had, and those that somebody is looking at before they do."""
        files = self.revision_ids.attachment_ids | self.filtered("is_live").attachment_ids
        for article in self.filtered(lambda one: one.state == "review"):
            files |= article.draft_attachment_ids if article.is_live else article.attachment_ids
        return files

    # -- The door ----------------------------------------------------------------------------

    def _guard_publish(self, roles):
        """Who decides publishes a text that somebody can read, and says what is new."""
        changing = self.filtered(lambda article: article._is_changing())
        changing._check_may_publish()
        changing._check_four_eyes()
        for article in changing:
            prefix = "draft_" if article.is_live else ""
            if all(is_html_empty(article[prefix + name]) for name in TEXT_FIELDS[1:]):
                raise UserError(self.env._("%s has no text yet.", article.display_name))
            if article.is_live and not (article.change_note or "").strip():
                raise UserError(self.env._("Say what changes in %s, for those who look back.", article.display_name))

    def _guard_retire(self, roles):
        self._check_may_publish()
        for article in self:
            if article.is_live and article.state != "published":
                raise UserError(
                    self.env._(
                        "A new version of %s is being written. Publish or discard it first.", article.display_name
                    )
                )

    def _is_changing(self):
        """Whether publishing it would change what readers see."""
        return not self.is_live or any(self[f"draft_{name}"] != self[name] for name in LIVE_FIELDS)

    def _door_values(self, target):
        values = super()._door_values(target)
        if target == "draft" and self.is_live and self.state == "published":
            return values | {f"draft_{name}": self._plain_value(name) for name in LIVE_FIELDS}
        if target == "published":
            return values | self._publication_values()
        if target == "retired":
            return values | {"is_live": False}
        return values

    def _publication_values(self):
        """What readers will see; the new version has taken its place then."""
        values = {"is_live": True}
        if self._is_changing():
            values["date_published"] = self._now()
            if self.is_live:
                values |= {name: self._plain_value(f"draft_{name}") for name in LIVE_FIELDS}
        emptied = dict.fromkeys(DRAFT_FIELDS, False) | {"draft_attachment_ids": ()}
        return values | emptied

    def _plain_value(self, name):
        """A value that can be written as it is; of files their ids."""
        return tuple(self[name].ids) if name.endswith("attachment_ids") else self[name]

    def _after_moves(self, sources, target):
        if target == "published":
            # Of two who publish at once, one waits here and is run again, and finds it done.
            self.flush_recordset()
            # sudo: nobody writes revisions but the door.
            self.env["service.desk.article.revision"].sudo()._keep(self)
        elif target == "retired":
            self.env["service.desk.guide"]._was_withdrawn("article_id", self)
        return super()._after_moves(sources, target)

    # -- Verbs -------------------------------------------------------------------------------

    def action_submit(self):
        """Ask the reviewer to look at it."""
        self.check_access("write")
        self.write({"state": "review"})
        self._ask_reviewers()
        return True

    def action_publish(self):
        """Show it to its readers."""
        self.check_access("write")
        return self.write({"state": "published"})

    def action_revise(self):
        """Take it back to work on it; readers keep what is published."""
        self.check_access("write")
        return self.write({"state": "draft"})

    def action_retire(self):
        """Take it from its readers; what was written is kept."""
        self.check_access("write")
        return self.write({"state": "retired"})

    def action_discard(self):
        """Drop the version that is being written; what is published stays."""
        self.check_access("write")
        for article in self:
            if not article.is_live or article.state == "published":
                raise UserError(self.env._("There is no new version of %s.", article.display_name))
        self.filtered(lambda article: article.state == "review").write({"state": "draft"})
        for article in self:
            article.write({f"draft_{name}": article._plain_value(name) for name in LIVE_FIELDS})
        self.write({"change_note": False})
        return self.write({"state": "published"})

    def _rewrite(self, values, note):
        """Publish another text in one go, as somebody who may do so.

        :param dict values: of the fields that readers see
        :param str note: what changes
        """
        self.ensure_one()
        if not self.is_live:
            self.write(values)
        else:
            if self.state == "published":
                self.action_revise()
            self.write({f"draft_{name}": value for name, value in values.items()} | {"change_note": note})
        return self.action_publish()

    def action_open_revisions(self):
        """Show what readers saw before."""
        self.check_access("write")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Revisions of %s", self.number),
            "res_model": "service.desk.article.revision",
            "view_mode": "list,form",
            "domain": [("article_id", "=", self.id)],
        }
