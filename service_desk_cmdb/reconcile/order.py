"""In which order rows go in: locations first, the outermost before what stands in them."""

from odoo.addons.service_desk.sheets.headings import plain

from ..models.service_desk_ci_source_data import RANK_OTHERS
from ..reconcile_rules import levels, norm


class Order:
    """Puts rows in order.

    :param rows: dicts of target -> text
    :param kind: the class of rows that name none
    """

    def __init__(self, env, rows, kind=None):
        self._words = self._words_of_locations(env)
        self._default = bool(kind) and plain(kind.code) in self._words
        self._parents = {
            norm(row["name"]): norm(row.get("location_id") or "")
            for row in rows
            if row.get("name") and self._is_location(row)
        }
        self._levels = levels(self._parents)
        self.ranks = [self._rank(row) for row in rows]
        self._places = sorted(range(len(rows)), key=lambda place: (self.ranks[place], place))
        self.rows = [rows[place] for place in self._places]

    @staticmethod
    def _words_of_locations(env):
        """Words for locations and narrower classes of them."""
        locations = env["service.desk.ci.class"].search([("code", "=", "location")])
        kinds = locations.search([("id", "child_of", locations.ids)])
        return {plain(word) for one in kinds for word in (one.name, one.code, one.complete_name)}

    def _is_location(self, row):
        return plain(row["class"]) in self._words if row.get("class") else self._default

    def _rank(self, row):
        if not self._is_location(row):
            return RANK_OTHERS
        return min(self._levels.get(norm(row.get("name") or ""), 0), RANK_OTHERS - 1)

    def names(self):
        """Names of the locations: what will be there when others refer to it."""
        return frozenset(self._parents)

    def batches(self, most):
        """The rows in order, so many at once, and those of one rank alone."""
        start = 0
        while start < len(self.rows):
            rank = self.ranks[self._places[start]]
            end = start
            while end < len(self.rows) and end - start < most and self.ranks[self._places[end]] == rank:
                end += 1
            yield self.rows[start:end]
            start = end

    def restore(self, answers):
        """Answers to rows in order, as the rows came."""
        return [answer for _place, answer in sorted(zip(self._places, answers, strict=True), key=lambda one: one[0])]
