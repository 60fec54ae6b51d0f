from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize, escape_psql

from ..matching import score
from .service_desk_catalog_data import MAX_PEOPLE


class ServiceDeskCatalog(models.AbstractModel):
    """What people find in the catalog, and for whom they may order.

    Everything here looks with the rights of the person who asks.
    """

    _name = "service.desk.catalog"
    _description = "Service Catalog"

    # -- What is there -------------------------------------------------------------------------

    @api.model
    def _offered(self):
        """What the current user may order for themselves, what is ordered most in front.

        One search and one read for each table, however long the catalog is.
        """
        items = self.env["service.desk.catalog.item"]
        fields = ("name", "summary", "keywords", "icon", "price", "popularity", "delivery_hours")
        # What nobody has ordered yet has no number, which PostgreSQL would put first.
        order = "popularity desc nulls last, sequence, name, id"
        # Agents read all items; the catalog shows them what others see.
        return items.search_fetch([("is_for_me", "=", True)], [*fields, "currency_id"], order=order)

    @api.model
    def _cards(self, items):
        """Items as plain values for pages."""
        # sudo: the group under which an item stands, and whether it has a picture, belong to it.
        shelves = items.sudo()
        tops = self._top_categories(shelves.category_id)
        pictured = set(
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", items._name),
                    ("res_field", "=", "image_256"),
                    ("res_id", "in", items.ids),
                ]
            )
            .mapped("res_id")
        )
        return [
            {
                "id": item.id,
                "name": item.name,
                "summary": item.summary or "",
                "keywords": item.keywords or "",
                "icon": item.icon or "fa-cube",
                "image": item.id in pictured and f"/web/image/{item._name}/{item.id}/image_256",
                "price": item.price,
                "currency": item.currency_id,
                "days": self._delivery_days(item.delivery_hours),
                "category": tops[shelf.category_id],
                "words": f"{shelf.category_id.name or ''} {shelf.service_id.name or ''}",
                "popularity": item.popularity,
                "url": f"/my/catalog/{item.id}",
            }
            for item, shelf in zip(items, shelves, strict=True)
        ]

    @api.model
    def _top_categories(self, categories):
        """category -> (id, name) of the shelf on which it stands."""
        ids = {one: int((one.parent_path or f"{one.id}/").split("/")[0]) for one in categories}
        tops = categories.browse(set(ids.values()))
        names = {top.id: (top.id, top.name) for top in tops}
        return {categories.browse(): (0, "")} | {one: names[ids[one]] for one in categories}

    @api.model
    def _delivery_days(self, hours):
        """Working days, as people say it; 0 for none or less than a day."""
        return -(-int(hours) // 8) if hours >= 8 else 0

    @api.model
    def _search_cards(self, cards, text):
        """The cards that match, the best first; typing errors are forgiven."""
        scores = {
            card["id"]: score(
                text,
                (
                    (3.0, card["name"]),
                    (2.5, card["keywords"]),
                    (1.2, card["words"]),
                    (1.0, card["summary"]),
                ),
            )
            for card in cards
        }
        found = [card for card in cards if scores[card["id"]]]
        return sorted(found, key=lambda card: -scores[card["id"]])

    # -- For whom ----------------------------------------------------------------------------

    @api.model
    def _people_domain(self):
        """The people for whom the current user may order, and whom they may name in an answer.

        Agents everybody whom they may read, employees their colleagues, customers the people of
        their organization where an admin lets these see one another's tickets.
        """
        user = self.env.user
        me = Domain("id", "=", user.partner_id.id)
        if user.has_group("service_desk.group_agent"):
            return Domain("type", "=", "contact") & Domain("is_company", "=", False) | me
        if user._is_internal():
            logins = Domain("share", "=", False) & Domain("company_ids", "in", self.env.companies.ids)
            return Domain("user_ids", "any", logins) | me
        if self.env["service.desk.portal"]._may_see_organization():
            # sudo: a person may know their own organization.
            organization = user.partner_id.sudo().commercial_partner_id
            return Domain("commercial_partner_id", "=", organization.id) & Domain("is_company", "=", False)
        return me

    @api.model
    def _people(self, domain, limit):
        """People within :meth:`_people_domain`, with superuser rights to read their names."""
        partners = self.env["res.partner"].with_user(self.env.uid)
        if not self.env.user.has_group("service_desk.group_agent"):
            # sudo: the domain says whom they may know; logins are nothing that users may search.
            partners = partners.sudo()
        domain = Domain(domain) & self._people_domain()
        domain &= Domain("company_id", "in", [False, *self.env.companies.ids])
        return partners.search(domain, limit=limit, order="name, id").sudo()

    @api.model
    def _may_order_for(self, partner):
        """Whether the current user may order for somebody."""
        is_me = partner == self.env.user.partner_id
        return is_me or bool(self._people([("id", "=", partner.id)], 1))

    @api.model
    def _may_order_for_others(self):
        """Whether there is anybody else to order for."""
        return bool(self._people([("id", "!=", self.env.user.partner_id.id)], 1))

    @api.model
    def _find_person(self, text):
        """Who is meant by a number, an e-mail address, a name, or "name <address>".

        :return: partner or None, and what is wrong: ``not_found`` or ``not_unique``
        """
        text = (text or "").strip()
        if text.isascii() and text.isdigit() and len(text) < 10:
            found = self._people([("id", "=", int(text))], 2)
        else:
            # A name may hold commas and quotes; the address after it says who it is.
            address = email_normalize(text[text.rfind("<") :] if text.endswith(">") else text)
            domain = Domain("email_normalized", "=", address) if address else Domain.FALSE
            found = self._people(domain, 2) if address else self.env["res.partner"]
            if not found:
                found = self._people(Domain("name", "=ilike", escape_psql(text)), 2)
        if len(found) > 1:
            return None, "not_unique"
        return (found, "") if found else (None, "not_found")

    @api.model
    def _suggest_people(self, text):
        """Names and addresses of people while somebody types one."""
        text = (text or "").strip()[:100]
        if len(text) < 2:
            return []
        domain = Domain("name", "ilike", text) | Domain("email", "ilike", text)
        return [person._service_desk_words() for person in self._people(domain, MAX_PEOPLE)]

    @api.model
    def _check_beneficiary(self, partner):
        """:raise UserError: when the current user may not order for this person"""
        if not partner or not self._may_order_for(partner):
            raise UserError(self.env._("You cannot order for this person."))
