import re

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

#: More words than these are not looked for; nobody types them.
MAX_WORDS = 8
#: How text is written in HTML; the ampersand last, since it stands in the others.
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


class ServiceDeskPortalSearch(models.AbstractModel):
    """Finding one's own ticket by what was written on it.

    Words are looked for in the number, the subject, the description and what the requester may
    read of the conversation. Notes are not looked at: that a word finds a ticket would tell what
    stands in them.
    """

    _name = "service.desk.portal.search"
    _description = "Service Desk Portal Search"

    @api.model
    def _domain_text(self, text, own):
        """Tickets in which every word of ``text`` stands somewhere.

        :param Domain own: whose tickets are searched; what is said is read on these alone, so that
            the cost follows the person's tickets and not those of the desk
        """
        return Domain.AND(
            Domain("number", "ilike", word) | Domain("name", "ilike", word) | self._domain_written(word, own)
            for word in text.split()[:MAX_WORDS]
        )

    @api.model
    def _domain_written(self, word, own):
        """Tickets whose description or public conversation holds the word."""

        def to_sql(tickets, alias, query):
            described = tickets._field_to_sql(alias, "description", query)
            ticket_id = SQL.identifier(alias, "id")
            said = self._said(tickets, word, own)
            return SQL("(%s OR %s IN %s)", self._holds(described, word), ticket_id, said.subselect("res_id"))

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _said(self, tickets, word, own):
        """The public messages that hold the word, among the person's own tickets."""
        own_tickets = tickets.browse()._search(own)
        # sudo: message rules want write access on the ticket, which requesters do not have; only
        # messages they may read are looked at, on tickets they may read.
        messages = self.env["mail.message"].sudo()
        query = messages._search(Domain(tickets._public_message_domain()) & Domain("res_id", "in", own_tickets))
        body = messages._field_to_sql(query.table, "body", query)
        query.add_where(self._holds(body, word))
        return query

    @api.model
    def _holds(self, html, word):
        """Whether the word stands in the text of an HTML column; tags are no words."""
        text = SQL("regexp_replace(%s, '<[^>]*>', ' ', 'g')", html)
        for entity, character in _ENTITIES:
            text = SQL("replace(%s, %s, %s)", text, entity, character)
        # What LIKE takes for a wildcard is a letter here.
        pattern = "%" + re.sub(r"([\\%_])", r"\\\1", word) + "%"
        unaccent = self.env.registry.unaccent
        return SQL("%s ILIKE %s", unaccent(text), unaccent(SQL("%s", pattern)))
