import werkzeug.exceptions

from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..models.service_desk_portal_data import MAX_SEARCH, PAGE_SIZE
from . import portal_input
from .portal_ticket import _may_use_replica

_LIST = ["/my/knowledge", "/knowledge"]
_PAGE = ["/my/knowledge/<string:number>", "/knowledge/<string:number>"]
#: Articles in front of the shelves.
MOST_READ = 6
#: A search that does not find it among so many needs other words.
MOST_FOUND = 20


class ServiceDeskPortalKnowledge(CustomerPortal):
    """What the desk has published: to search, to browse, to read.

    Open without a login as far as an admin allows it; else the way leads over the login.
    """

    # -- The gate ----------------------------------------------------------------------------

    def _knowledge(self):
        """The articles, through which every page of this file goes; where nothing is public, None."""
        articles = request.env["service.desk.article"]
        return None if articles._portal_domain().is_false() else articles

    def _knowledge_login(self):
        """The way to the page that was asked for leads over the login."""
        return request.redirect_query("/web/login", {"redirect": request.httprequest.full_path.rstrip("?")})

    def _knowledge_article(self, number):
        """The only door to an article: with the rights of the one who knocks, or 404."""
        article = request.env["service.desk.article"]._portal_article(portal_input.line(number))
        if article is None:
            response = self._knowledge_render("service_desk.portal_no_article", {}, status=404)
            response.flatten()
            werkzeug.exceptions.abort(response)
        return article

    def _knowledge_render(self, template, values, status=200):
        is_public = request.env.user._is_public()
        layout = "portal.frontend_layout" if is_public else "portal.portal_layout"
        return self._service_desk_render(
            template,
            "service_desk_knowledge",
            {"article": None, "layout": layout, "is_public": is_public, **values},
            status=status,
        )

    # -- Pages -------------------------------------------------------------------------------

    @route(_LIST, type="http", auth="public", website=True, readonly=True, methods=["GET"], sitemap=False)
    def service_desk_knowledge(self, q=None, service=None, category=None, page=1, **kw):
        articles = self._knowledge()
        if articles is None:
            return self._knowledge_login()
        text = portal_input.line(q)[:MAX_SEARCH]
        services, categories = articles._portal_shelves()
        shelf = self._shelf(services, service, "service") or self._shelf(categories, category, "category")
        values = {"q": text, "shelf": shelf, "services": services, "categories": categories, "pager": None}
        if text:
            values["cards"] = articles._portal_search(text, MOST_FOUND)
            if not values["cards"] and not kw.get("noted") and not request.env.user._is_public():
                return request.redirect_query("/my/knowledge/missed", {"q": text})
        elif shelf:
            values |= self._shelf_page(articles, shelf, portal_input.number(page, 1))
        else:
            values["cards"] = articles._portal_page([], MOST_READ)
        return self._knowledge_render("service_desk.portal_knowledge", values)

    def _shelf(self, shelves, wanted, kind):
        """The service or category that somebody chose, if there is something about it."""
        shelf = next((one for one in shelves if one["id"] == portal_input.number(wanted)), None)
        return shelf and {**shelf, "kind": kind}

    def _shelf_page(self, articles, shelf, page):
        field = {"service": "service_ids", "category": "category_id"}[shelf["kind"]]
        pager = portal_pager(
            url="/my/knowledge",
            url_args={shelf["kind"]: shelf["id"]},
            total=shelf["count"],
            page=page,
            step=PAGE_SIZE,
        )
        cards = articles._portal_page([(field, "=", shelf["id"])], PAGE_SIZE, pager["offset"])
        return {"cards": cards, "pager": pager if pager["page_count"] > 1 else None}

    @route(_PAGE, type="http", auth="public", website=True, readonly=_may_use_replica, methods=["GET"], sitemap=False)
    def service_desk_article(self, number, **kw):
        if self._knowledge() is None:
            return self._knowledge_login()
        article = self._knowledge_article(number)
        return self._knowledge_render(
            "service_desk.portal_article", {"article": article._portal_detail(), "done": kw.get("done")}
        )

    @route(
        [f"{page}/files/<int:file_id>" for page in _PAGE],
        type="http",
        auth="public",
        website=True,
        readonly=True,
        methods=["GET"],
        sitemap=False,
    )
    def service_desk_article_file(self, number, file_id, **kw):
        if self._knowledge() is None:
            return self._knowledge_login()
        article = self._knowledge_article(number)
        files = article._portal_files() | article._portal_pictures()
        file = next((file for file in files if file.id == file_id), None)
        if not file:
            raise werkzeug.exceptions.NotFound()
        return self._service_desk_file(file)

    @route("/my/knowledge/proposals", type="http", auth="user", website=True, readonly=True, methods=["GET"])
    def service_desk_proposals(self, q=None, service=None, **kw):
        """Articles for a ticket that somebody is writing, while they write it."""
        wanted = self._picked(request.env["service.desk.portal"]._services(), portal_input.number(service))
        found = request.env["service.desk.article"]._portal_proposals(portal_input.line(q)[:1000], wanted)
        return request.make_json_response([one.article._portal_card(one) for one in found])

    # -- What readers do ---------------------------------------------------------------------

    @route(
        "/my/knowledge/<string:number>/<any(vote, solved):verb>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
        methods=["GET"],
    )
    def service_desk_article_verb(self, number, verb, **kw):
        """Where the login leads after a session ended while somebody was reading."""
        return request.redirect(self._knowledge_article(number)._portal_url())

    @route("/my/knowledge/<string:number>/vote", type="http", auth="user", website=True, methods=["POST"])
    def service_desk_article_vote(self, number, helpful=None, **post):
        """Say whether it helped, or say it differently."""
        article = self._knowledge_article(number)
        if helpful in ("yes", "no"):
            article._vote(helpful == "yes")
        return request.redirect(f"{article._portal_url()}?done=vote#vote")

    @route("/my/knowledge/<string:number>/solved", type="http", auth="user", website=True, methods=["POST"])
    def service_desk_article_solved(self, number, **post):
        """Somebody was about to write a ticket and found the answer; counted once a day."""
        article = self._knowledge_article(number)
        request.env["service.desk.held.file"]._mine(portal_input.line(post.get("key"))).unlink()

        def work():
            if self._service_desk_is_first("solved", article.id):
                article._solved_it()
            article._vote(True)
            return f"{article._portal_url()}?done=solved#done"

        path, _error = self._service_desk_once(portal_input.fingerprint(article.number), work)
        return request.redirect(path or article._portal_url())

    @route("/my/knowledge/<string:number>/seen", type="http", auth="public", website=True, methods=["POST"])
    def service_desk_article_seen(self, number, **post):
        """Count a reading a day, apart from the page, which a replica may serve."""
        article = self._knowledge_article(number)
        if self._service_desk_is_first("seen", article.id):
            article._was_read()
        return request.make_response("", status=204)

    @route("/my/knowledge/missed", type="http", auth="user", website=True, methods=["GET"])
    def service_desk_missed(self, q=None, **kw):
        """Keep a search that finds nothing, and go back to its page, which writes nothing and may be loaded again.

        What finds something is nobody's business.
        """
        text = portal_input.line(q)[:MAX_SEARCH]
        if text and not request.env["service.desk.article"]._portal_search(text, 1):
            # sudo: nobody writes these but the searches themselves.
            request.env["service.desk.search.term"].sudo()._missed(text)
        return request.redirect_query("/my/knowledge", {"q": text, "noted": "1"})
