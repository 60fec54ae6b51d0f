from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

from . import portal_input

#: Lines on one page; what is decided at once is what was seen.
PAGE = 50


class ServiceDeskPortalAccessReview(CustomerPortal):
    """Deciding who keeps their access, for owners and reviewers without a role in the desk."""

    @route("/my/reviews", type="http", auth="user", website=True, readonly=True, methods=["GET"])
    def service_desk_reviews(self, **kw):
        reviews = request.env["service.desk.access.review.line"]._portal_reviews()
        return self._service_desk_render("service_desk.portal_reviews", "service_desk_reviews", {"reviews": reviews})

    @route(
        "/my/reviews/<int:review_id>",
        type="http",
        auth="user",
        website=True,
        readonly=lambda *_args: "done" not in request.httprequest.args,
        methods=["GET"],
    )
    def service_desk_review(self, review_id, **kw):
        return self._service_desk_review_page(review_id, kw)

    def _service_desk_review_page(self, review_id, kw, status=200, **values):
        Line = request.env["service.desk.access.review.line"]
        review = next((one for one in Line._portal_reviews() if one["id"] == review_id), None)
        if review is None:
            self._service_desk_nothing()
        show = portal_input.choice(kw.get("show"), ("open", "all"))
        domain = Line._portal_domain(review_id)
        if show == "open":
            domain = [*domain, ("decision", "=", False)]
        total = Line.search_count(domain)
        last = max((total - 1) // PAGE + 1, 1)
        page = min(max(portal_input.number(kw.get("page"), 1), 1), last)
        lines = Line.search(domain, limit=PAGE, offset=(page - 1) * PAGE)
        return self._service_desk_render(
            "service_desk.portal_review",
            "service_desk_review",
            {
                "review": review,
                "lines": lines._portal_lines(),
                "show": show,
                "page": page,
                "last": last,
                "total": total,
                "done": portal_input.number(kw.get("done")),
                "chosen": set(),
                "comment": "",
                **values,
            },
            status=status,
        )

    @route("/my/reviews/<int:review_id>", type="http", auth="user", website=True, methods=["POST"])
    def service_desk_review_decide(self, review_id, **post):
        form = request.httprequest.form
        chosen = {portal_input.number(value) for value in form.getlist("line")} - {0}
        comment = portal_input.line(form.get("comment"))[:500]
        Line = request.env["service.desk.access.review.line"]
        lines = Line.search([*Line._portal_domain(review_id), ("id", "in", list(chosen)[: 2 * PAGE])])
        verb = form.get("decision")

        def work():
            if verb not in ("keep", "revoke"):
                raise UserError(request.env._("Choose keep or revoke."))
            if not lines:
                raise UserError(request.env._("Choose at least one line."))
            getattr(lines, f"action_{verb}")(comment)
            return f"/my/reviews/{review_id}?done={len(lines)}#done"

        path, error = self._service_desk_once(portal_input.fingerprint(sorted(lines.ids), verb, comment), work)
        if error:
            return self._service_desk_review_page(
                review_id, form, status=422, errors={"form": error}, chosen=set(lines.ids), comment=comment
            )
        return request.redirect(path)
