from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.service_desk_portal_data import MAX_SEARCH
from . import portal_input

#: So many of the most ordered items stand in front.
POPULAR = 4
#: Up to so many items stand together; more are divided by category.
SMALL = 24


class ServiceDeskPortalCatalog(CustomerPortal):
    """What can be ordered: one page to browse and search."""

    @route("/my/catalog", type="http", auth="user", website=True, readonly=True, methods=["GET"])
    def service_desk_catalog(self, **kw):
        catalog = request.env["service.desk.catalog"]
        cards = catalog._cards(catalog._offered())
        text = portal_input.line(kw.get("q"))[:MAX_SEARCH]
        shelves = self._shelves(cards)
        wanted = portal_input.number(kw.get("category"), -1)
        chosen = next((shelf for shelf in shelves if shelf["id"] == wanted and not text), None)
        found = catalog._search_cards(cards, text) if text else chosen["cards"] if chosen else None
        popular = [card for card in cards if card["popularity"]][:POPULAR]
        return self._service_desk_render(
            "service_desk.portal_catalog",
            "service_desk_catalog",
            {
                "q": text,
                "chosen": chosen,
                "shelves": shelves,
                "found": found,
                "popular": popular if len(cards) > POPULAR else [],
                "everything": cards,
                "is_small": len(cards) <= SMALL,
                "total": len(cards),
                "cart_count": len(request.env["service.desk.cart.line"]._mine()),
            },
        )

    def _shelves(self, cards):
        """The cards by category, the fullest first; what stands nowhere comes last."""
        by_shelf = {}
        for card in cards:
            by_shelf.setdefault(card["category"], []).append(card)
        shelves = [
            {"id": shelf_id, "name": name or request.env._("Other"), "cards": theirs}
            for (shelf_id, name), theirs in by_shelf.items()
        ]
        return sorted(shelves, key=lambda shelf: (not shelf["id"], -len(shelf["cards"]), shelf["name"]))

    @route(
        "/my/catalog/people", type="http", auth="user", website=True, readonly=True, methods=["GET"]
    )
    def service_desk_people(self, q=None, **kw):
        """Suggestions while somebody types a name; nobody but those one may order for."""
        people = request.env["service.desk.catalog"]._suggest_people(portal_input.line(q))
        return request.make_json_response(people)
