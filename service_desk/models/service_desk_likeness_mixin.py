from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..lifecycle import OPEN_PHASES
from ..likeness import words
from .service_desk_likeness_query_mixin import TEXT_FIELDS

#: Nobody reads more of them while typing.
MAX_HINTS = 20
#: Part of the question's words that a ticket has to have while somebody is typing.
MIN_COVERED = 0.3
#: What is less alike than this shares a word by chance.
MIN_SCORE = 0.05


class ServiceDeskLikenessMixin(models.AbstractModel):
    """Finds tickets that are like one, or like a text, and tells by which words.

    Only tickets that the current user may read are found and compared: their record rules are part
    of the query. Other addons and the rest of the desk call :meth:`_like_text` and
    :meth:`_like_tickets`.
    """

    _name = "service.desk.likeness.mixin"
    _description = "Likeness of Tickets"
    _inherit = ["service.desk.likeness.query.mixin"]

    @api.model
    def _like_text(self, text, service=None, limit=5, domain=None, company=None):
        """Tickets of this process that are like a text, the most alike first.

        :param str text: may be HTML
        :param service: tickets for the same service come before others as much alike
        :param domain: only tickets that match
        :param company: only tickets of this company; else of all in which the user works now
        :return: list of ``Like``
        """
        if company:
            domain = Domain("company_id", "=", company.id) & Domain(domain or Domain.TRUE)
        found = self._like_rows(words(text), domain, limit, service=service, companies=company)
        return [like for like, _covered in found if like.score >= MIN_SCORE]

    def _like_tickets(self, limit=5, domain=None):
        """Tickets of the same company that are like this one, the most alike first."""
        self.ensure_one()
        others = Domain("id", "!=", self.id) & Domain(domain or Domain.TRUE)
        # The subject twice, as in the words that are kept of tickets.
        text = f"{self.name or ''} {self.name or ''} {self.description or ''}"
        return self._like_text(text, self.service_id, limit, others, self.company_id)

    @api.model
    @api.readonly
    def similar_open(self, text, exclude_id=False, limit=5):
        """Open tickets that have most words of ``text``, for somebody who is still typing it.

        :param str text: the subject as typed so far
        :param int exclude_id: the ticket being edited
        :param int limit: how many to return
        :return: list of ``{"id", "number", "name", "score"}``, score between 0 and 1
        """
        if type(limit) is not int or type(exclude_id or 0) is not int:
            raise UserError(self.env._("Say with whole numbers how many tickets to look for, and beside which one."))
        domain = Domain("phase", "in", OPEN_PHASES) & Domain("id", "!=", exclude_id or 0)
        found = self._like_rows(words(text), domain, min(limit, MAX_HINTS), is_typed=True)
        scores = {like.ticket_id: covered for like, covered in found if covered >= MIN_COVERED}
        tickets = self.browse(sorted(scores, key=scores.get, reverse=True))
        tickets.fetch(["number", "name"])
        return [
            {
                "id": ticket.id,
                "number": ticket.number,
                "name": ticket.name,
                "score": round(scores[ticket.id], 2),
            }
            for ticket in tickets
        ]

    def write(self, vals):
        written = super().write(vals)
        if TEXT_FIELDS & vals.keys() and self._name in self.env["service.desk.likeness"].LINE_FIELDS:
            self.env["service.desk.likeness"]._reread(self)
        return written
