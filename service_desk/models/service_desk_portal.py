from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..lifecycle import DONE, PENDING
from .service_desk_portal_data import MODEL_OF_KIND, PHASE_ORDER, PHASES_OF_FILTER

#: How the list is sorted: order -> (what by, direction, direction in time among equals).
_SORT_COLUMNS = {
    "newest": ("date_opened", SQL("DESC"), SQL("DESC")),
    "oldest": ("date_opened", SQL("ASC"), SQL("ASC")),
    "status": ("phase", SQL("ASC"), SQL("DESC")),
    "subject": ("name", SQL("ASC"), SQL("DESC")),
}


class ServiceDeskPortal(models.AbstractModel):
    """What people find on the portal, over all kinds of tickets.

    Every search here runs with the record rules of the person who asks, never as superuser, and
    agents get no more than requesters: the portal is about what is theirs.
    """

    _name = "service.desk.portal"
    _description = "Service Desk Portal"
    _inherit = ["service.desk.portal.search"]

    # -- The gate ----------------------------------------------------------------------------

    @api.model
    def _ticket(self, number, company_id=False):
        """The one way from a number to a ticket; what one may not see does not exist.

        :param str number: as people type it, in any case
        :param int company_id: which one is meant when two companies gave the same number
        :return: the ticket with the user's own rights, or None
        """
        if not number or not number.isprintable():
            return None
        found = []
        for model in MODEL_OF_KIND.values():
            domain = Domain("number", "in", [number, number.upper()])
            found += self.env[model].search(domain, order="id", limit=10)
        own = (company_id, self.env.company.id)
        found.sort(
            key=lambda ticket: (
                ticket.company_id.id != own[0],
                not ticket._is_asking(),
                ticket.company_id.id != own[1],
            )
        )
        return found[0] if found else None

    # -- Lists -------------------------------------------------------------------------------

    @api.model
    def _may_see_organization(self):
        """Whether an admin lets the people of this organization see one another's tickets."""
        partner = self.env.user.partner_id
        # sudo: a person may know what holds for their own organization.
        organization = partner.sudo().commercial_partner_id
        return organization != partner and organization.service_desk_share_tickets

    @api.model
    def _domain(self, state="open", whose="mine", text=""):
        """What the person looks for; the record rules are added by the search."""
        partner = self.env.user.partner_id
        if whose == "organization" and self._may_see_organization():
            domain = Domain("customer_id", "=", partner.commercial_partner_id.id)
        else:
            domain = Domain("requester_id", "=", partner.id) | Domain("submitted_by_id", "=", partner.id)
        if text:
            domain &= self._domain_text(text, domain)
        if state == "answer":
            domain &= self._domain_needs_answer()
        elif state in PHASES_OF_FILTER:
            domain &= Domain("phase", "in", PHASES_OF_FILTER[state])
        return domain

    @api.model
    def _domain_needs_answer(self):
        """Tickets that go on only when the requester says something: a question, or "solved?"."""
        # sudo: requesters may not read the reasons, the portal only asks for whom they wait.
        reasons = self.env["service.desk.pending.reason"].sudo().with_context(active_test=False)
        waiting = reasons.search([("waits_for", "=", "requester")])
        return Domain("phase", "=", DONE) | (
            Domain("phase", "=", PENDING) & Domain("pending_reason_id", "in", waiting.ids)
        )

    @api.model
    def _count(self, domain, kind="all"):
        return sum(self.env[model].search_count(domain) for model in self._models(kind))

    @api.model
    def _page(self, domain, kind="all", sort="newest", limit=20, offset=0):
        """One page of tickets of all kinds in one order, in a constant number of queries.

        :return: list of tickets
        """
        branches = [self._branch(model, domain, sort, limit + offset) for model in self._models(kind)]
        _field, direction, tie = _SORT_COLUMNS[sort]
        rows = self.env.execute_query(
            SQL(
                "SELECT model, id FROM (%(branches)s) tickets"
                " ORDER BY key %(direction)s, opened %(tie)s, id %(tie)s, model"
                " LIMIT %(limit)s OFFSET %(offset)s",
                branches=SQL(" UNION ALL ").join(branches),
                direction=direction,
                tie=tie,
                limit=limit,
                offset=offset,
            )
        )
        ids = {model: [row[1] for row in rows if row[0] == model] for model in self._models(kind)}
        # One read per kind for the whole page.
        records = {
            (model, ticket.id): ticket
            for model, model_ids in ids.items()
            for ticket in self.env[model].browse(model_ids)
        }
        return [records[row] for row in rows]

    @api.model
    def _branch(self, model, domain, sort, limit):
        """The first rows of one process, under the user's rules."""
        records = self.env[model]
        query = records._search(domain)
        field, direction, tie = _SORT_COLUMNS[sort]
        key = records._field_to_sql(query.table, field, query)
        if field == "phase":
            key = SQL("array_position(%s::varchar[], %s)", list(PHASE_ORDER), key)
        opened = records._field_to_sql(query.table, "date_opened", query)
        number = SQL.identifier(query.table, "id")
        query.order = SQL("%s %s, %s %s, %s %s", key, direction, opened, tie, number, tie)
        query.limit = limit
        return SQL(
            "(%s)",
            query.select(
                SQL("%s AS model", model),
                SQL("%s AS id", number),
                SQL("%s AS key", key),
                SQL("%s AS opened", opened),
            ),
        )

    @api.model
    def _models(self, kind):
        return [MODEL_OF_KIND[kind]] if kind in MODEL_OF_KIND else list(MODEL_OF_KIND.values())

    # -- What can be chosen ------------------------------------------------------------------

    @api.model
    def _services(self):
        """The services this person may report something about."""
        # Agents see all services, but on the portal they are people like everybody.
        return self.env["service.desk.service"].search([("is_for_me", "=", True)])

    @api.model
    def _categories(self):
        return self.env["service.desk.category"].search([("is_published", "=", True)])

    @api.model
    def _device_choices(self):
        """What the person has in hand and may report: list of (key, name), as they read them.

        Empty in here. Extended, together with :meth:`_device_values`, by what keeps such things, with a
        constant number of queries.
        """
        return []

    @api.model
    def _device_values(self, key):
        """Values of a ticket about one of the :meth:`_device_choices`, looked up anew.

        A ``service_id`` in there is a proposal: it counts when the person may choose that service and
        chose none. A ``company_id`` is the only company whose ticket it can be.

        :return: dict, empty when the person does not have such a thing
        """
        return {}

    @api.model
    def _category_options(self):
        """The published categories as (id, name with its depth shown), parents before children.

        The stored full name is in one language only, so the tree is read again in the reader's.
        """
        categories = self._categories()
        children = categories.grouped(
            lambda category: category.parent_id if category.parent_id in categories else False
        )

        def walk(parent, depth):
            for category in children.get(parent, categories.browse()).sorted("name"):
                yield category.id, "\N{EM SPACE}" * depth + category.name
                yield from walk(category, depth + 1)

        return list(walk(False, 0))
