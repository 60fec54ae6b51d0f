import re
from collections import Counter

from odoo import api, models
from odoo.fields import Domain

from ..lifecycle import OPEN_PHASES

#: Shorter words say little about a subject.
MIN_WORD_LENGTH = 4
#: Words looked at; a longer subject does not make the search slower.
MAX_WORDS = 8
#: Candidates compared; the newest ones when more share a word.
MAX_CANDIDATES = 200


class ServiceDeskSimilarityMixin(models.AbstractModel):
    """Finds open tickets that look like the one somebody is writing."""

    _name = "service.desk.similarity.mixin"
    _description = "Similar Tickets"

    @api.model
    @api.readonly
    def similar_open(self, text, exclude_id=False, limit=5):
        """Open tickets whose subject shares words with ``text``, most words in common first.

        What the user may not see is not found: the search runs with their record rules.

        :param str text: the subject as typed so far
        :param int exclude_id: the ticket being edited
        :param int limit: how many to return, 20 at most
        :return: list of ``{"id", "number", "name", "score"}``, score between 0 and 1
        """
        wanted = self._significant_words(text)
        if not wanted:
            return []
        domain = Domain("phase", "in", OPEN_PHASES) & Domain.OR(
            Domain("name", "ilike", word) for word in wanted
        )
        if exclude_id:
            domain &= Domain("id", "!=", exclude_id)
        candidates = self.search_fetch(
            domain, ["number", "name"], order="id desc", limit=MAX_CANDIDATES
        )
        scores = Counter(
            {ticket: len(wanted & self._significant_words(ticket.name)) for ticket in candidates}
        )
        return [
            {
                "id": ticket.id,
                "number": ticket.number,
                "name": ticket.name,
                "score": round(score / len(wanted), 2),
            }
            for ticket, score in scores.most_common(min(limit, 20))
            if score
        ]

    @api.model
    def _significant_words(self, text):
        words = re.findall(r"\w+", (text or "").lower())
        distinct = dict.fromkeys(word for word in words if len(word) >= MIN_WORD_LENGTH)
        return set(list(distinct)[:MAX_WORDS])
