import re
from collections import Counter

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import remove_accents

from ..lifecycle import OPEN_PHASES

#: Shorter words say little about a subject.
MIN_WORD_LENGTH = 4
#: Words looked at; a longer subject does not make the search slower.
MAX_WORDS = 8
#: Candidates compared; the newest ones when more share a word.
MAX_CANDIDATES = 200
#: Nobody reads more of them while typing.
MAX_RESULTS = 20
#: Part of the words that must be shared; one of four is chance.
MIN_SCORE = 0.3


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
        :param int limit: how many to return, ``MAX_RESULTS`` at most
        :return: list of ``{"id", "number", "name", "score"}``, score between 0 and 1
        """
        wanted = self._significant_words(text) if isinstance(text, str) else set()
        if not wanted:
            return []
        # Without PostgreSQL's unaccent the database tells "Büro" from "buro": look for both.
        spellings = wanted | set(re.findall(rf"\w{{{MIN_WORD_LENGTH},}}", (text or "").lower()))
        domain = Domain("phase", "in", OPEN_PHASES) & Domain.OR(
            Domain("name", "ilike", word) for word in sorted(spellings)[: 2 * MAX_WORDS]
        )
        if exclude_id:
            domain &= Domain("id", "!=", exclude_id)
        candidates = self.search_fetch(
            domain, ["number", "name"], order="id desc", limit=MAX_CANDIDATES
        )
        names = {ticket: self._plain(ticket.name) for ticket in candidates}
        scores = Counter(
            {ticket: sum(word in name for word in wanted) for ticket, name in names.items()}
        )
        return [
            {
                "id": ticket.id,
                "number": ticket.number,
                "name": ticket.name,
                "score": round(score / len(wanted), 2),
            }
            for ticket, score in scores.most_common(max(0, min(limit, MAX_RESULTS)))
            if score / len(wanted) >= MIN_SCORE
        ]

    @api.model
    def _significant_words(self, text):
        words = re.findall(r"\w+", self._plain(text))
        distinct = dict.fromkeys(word for word in words if len(word) >= MIN_WORD_LENGTH)
        return set(list(distinct)[:MAX_WORDS])

    @api.model
    def _plain(self, text):
        """Lower case without accents, so that spellings of a word compare as one."""
        return remove_accents((text or "").lower())
