from werkzeug.urls import url_encode

from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.service_desk_portal_data import (
    KIND_FILTERS,
    MAX_SEARCH,
    PAGE_SIZE,
    SORTS,
    STATE_FILTERS,
    WHOSE_FILTERS,
    translated,
)
from . import portal_input


class ServiceDeskPortalTickets(CustomerPortal):
    """The list of one's tickets."""

    @route("/my/tickets", type="http", auth="user", website=True, readonly=True, methods=["GET"])
    def service_desk_tickets(self, **kw):
        portal = request.env["service.desk.portal"]
        may_see_organization = portal._may_see_organization()
        query = self._tickets_query(kw, may_see_organization)
        domain = portal._domain(query["state"], query["whose"], query["q"])
        total = portal._count(domain, query["kind"])
        last = max((total - 1) // PAGE_SIZE + 1, 1)
        page = min(max(portal_input.number(kw.get("page"), 1), 1), last)
        tickets = portal._page(
            domain, query["kind"], query["sort"], PAGE_SIZE, (page - 1) * PAGE_SIZE
        )
        return self._service_desk_render(
            "service_desk.portal_tickets",
            "service_desk_tickets",
            {
                "tickets": [ticket._portal_summary() for ticket in tickets],
                "query": query,
                "is_filtered": bool(query["q"]) or query["kind"] != "all",
                # What is not as usual must not hide on a small screen.
                "is_folded_out": any(
                    query[name] != next(iter(words))
                    for name, words in (
                        ("kind", KIND_FILTERS),
                        ("whose", WHOSE_FILTERS),
                        ("sort", SORTS),
                    )
                ),
                "total": total,
                "page": page,
                "last": last,
                "list_url": lambda **changes: self._tickets_url(query, **changes),
                "states": self._words(STATE_FILTERS),
                "kinds": self._words(KIND_FILTERS),
                "whose": self._words(WHOSE_FILTERS) if may_see_organization else {},
                "sorts": self._words(SORTS),
            },
        )

    def _tickets_query(self, kw, may_see_organization):
        """What the address asks for; unknown words mean the usual."""
        whose = WHOSE_FILTERS if may_see_organization else ["mine"]
        return {
            "q": portal_input.line(kw.get("q"))[:MAX_SEARCH],
            "state": portal_input.choice(kw.get("state"), STATE_FILTERS),
            "kind": portal_input.choice(kw.get("kind"), KIND_FILTERS),
            "whose": portal_input.choice(kw.get("whose"), whose),
            "sort": portal_input.choice(kw.get("sort"), SORTS),
        }

    def _tickets_url(self, query, **changes):
        """The address of the list as it is, with some of its words changed."""
        words = {name: value for name, value in {**query, **changes}.items() if value}
        return f"/my/tickets?{url_encode(words)}"

    def _words(self, labels):
        return {name: translated(request.env, label) for name, label in labels.items()}
