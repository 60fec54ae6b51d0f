from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date, is_html_empty

from .service_desk_article_data import DESK, TEXT_FIELDS
from .service_desk_portal_data import INLINE_TYPES, size_label

#: Articles proposed before a ticket is sent; more are not looked at.
PROPOSED = 3
#: Those that are looked at for them: some share but a word with the question.
_LOOKED_AT = 4 * PROPOSED
_EXCERPT = 180


class ServiceDeskArticlePortalMixin(models.AbstractModel):
    """How an article looks on the portal, as plain values: a white list without anything of the desk."""

    _name = "service.desk.article.portal.mixin"
    _description = "Article on the Portal"

    # -- The gate ----------------------------------------------------------------------------

    @api.model
    def _portal_domain(self):
        """What the one who asks finds on the portal.

        Readers with a login are kept in bounds by the record rules. Without one there are no rights
        at all: the caller looks with superuser rights, and only at this.
        """
        live = Domain("is_live", "=", True)
        if not self.env.user._is_public():
            return live
        company = self.env.company
        if not company.sudo().service_desk_public_knowledge:  # sudo: a setting of the company
            return Domain.FALSE
        return live & Domain("audience", "=", "public") & Domain("company_id", "=", company.id)

    @api.model
    def _portal_articles(self):
        """The model as the one who asks may use it within :meth:`_portal_domain`."""
        # sudo: nobody without a login has rights; every search is narrowed to what is public.
        return self.sudo() if self.env.user._is_public() else self

    @api.model
    def _portal_article(self, number):
        """The one way from a number to a published article; what one may not read does not exist."""
        if not number or not number.isprintable():
            return None
        domain = self._portal_domain() & Domain("number", "in", [number, number.upper()])
        found = self._portal_articles().search(domain, order="id", limit=10)
        own = found.filtered(lambda article: article.company_id == self.env.company)
        return (own or found)[:1] or None

    # -- Lists -------------------------------------------------------------------------------

    @api.model
    def _portal_search(self, text, limit, service=None):
        """Cards of what is found, the best first."""
        found = self._portal_articles()._found(text, limit, service, self._portal_domain())
        return [one.article._portal_card(one) for one in found]

    @api.model
    def _portal_proposals(self, text, service=None):
        """Articles that may answer what somebody is about to ask the desk."""
        found = self._portal_articles()._found(text, _LOOKED_AT, service, self._portal_domain())
        kept = self._answering([one.article.id for one in found], text, service)
        return [one for one in found if one.article.id in kept][:PROPOSED]

    @api.model
    def _portal_page(self, domain, limit, offset=0):
        """Articles of the portal, those of most use first."""
        articles = self._portal_articles()
        query = articles._search(self._portal_domain() & Domain(domain), limit=limit, offset=offset)
        query.order = SQL(
            "coalesce(%s, 0) DESC, %s DESC",
            SQL.identifier(query.table, "popularity"),
            SQL.identifier(query.table, "id"),
        )
        found = articles.browse(query)
        found.fetch(["number", "lang", "kind", "translation_of_id", *TEXT_FIELDS])
        return [article._portal_card() for article in found]

    @api.model
    def _portal_shelves(self):
        """Services and categories about which there is something, with how much."""
        domain = self._portal_domain()
        articles = self._portal_articles()
        shelves = {}
        for field, known in (
            ("service_ids", self._portal_services()),
            ("category_id", self._portal_categories()),
        ):
            rows = articles._read_group(domain & Domain(field, "in", known.ids), [field], ["__count"])
            counts = {one.id: count for one, count in rows if one.id in known._ids}
            shelves[field] = [
                {"id": one.id, "name": one.name, "count": counts[one.id]} for one in known if one.id in counts
            ]
        return shelves["service_ids"], shelves["category_id"]

    @api.model
    def _portal_services(self):
        """The services by which one may look; of those without a login nobody tells."""
        if self.env.user._is_public():
            return self.env["service.desk.service"]
        return self.env["service.desk.portal"]._services()

    @api.model
    def _portal_categories(self):
        if self.env.user._is_public():
            return self.env["service.desk.category"]
        return self.env["service.desk.portal"]._categories()

    # -- Values ------------------------------------------------------------------------------

    def _portal_url(self):
        self.ensure_one()
        return f"/my/knowledge/{self.number}"

    def _portal_card(self, found=None):
        """What a list shows of one article; of one that was found with what was found."""
        self.ensure_one()
        return {
            "id": self.id,
            "number": self.number,
            "url": self._portal_url(),
            "title": found.title if found else self.name,
            "excerpt": found.excerpt if found else self._portal_excerpt(),
            "is_known_error": self.kind == "known_error",
        }

    def _portal_excerpt(self):
        """The beginning of the text."""
        text = self._excerpt_text()
        return text if len(text) <= _EXCERPT else text[:_EXCERPT].rsplit(" ", 1)[0] + " …"

    def _portal_detail(self):
        """What the page of one article shows."""
        self.ensure_one()
        urls = self._portal_picture_urls()
        shown = {
            name: self._with_pictures(name, urls) if not is_html_empty(self[name]) else False
            for name in TEXT_FIELDS[1:]
        }
        known = self._portal_services()
        return {
            **shown,
            "number": self.number,
            "name": self.name,
            "url": self._portal_url(),
            "lang": self.lang.replace("_", "-"),
            "is_known_error": self.kind == "known_error",
            "date": format_date(self.env, self.date_published),
            "services": [(one.id, one.name) for one in self.sudo().service_ids if one.id in known._ids],
            "files": [self._portal_file(file) for file in self._portal_files()],
            "translations": self._portal_translations(),
            "vote": None if self.env.user._is_public() else self._my_vote(),
            "desk_url": self.env.user.has_group(DESK) and f"/odoo/{self._name}/{self.id}",
        }

    def _portal_translations(self):
        """The same in other languages, as far as the reader may read them."""
        origin = self.translation_of_id.id or self.id
        family = Domain("id", "=", origin) | Domain("translation_of_id", "=", origin)
        others = self.search(self._portal_domain() & family & Domain("id", "!=", self.id))
        names = dict(self.env["res.lang"].get_installed())
        return [
            {"name": names.get(one.lang, one.lang), "lang": one.lang.replace("_", "-"), "url": one._portal_url()}
            for one in others
        ]

    def _portal_files(self):
        """The published files, with superuser rights to read them."""
        # sudo: rows of files are the desk's; these were published with the article.
        files = self.sudo().attachment_ids
        return files.filtered(
            lambda file: file.type == "binary" and (file.res_model, file.res_id) == (self._name, self.id)
        )

    def _portal_file(self, file):
        return {
            "name": file.name,
            "size_label": size_label(file.file_size),
            "is_image": file.mimetype in INLINE_TYPES - {"application/pdf"},
            "url": f"{self._portal_url()}/files/{file.id}",
        }
