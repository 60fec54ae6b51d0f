"""Items as others name them."""

from collections import defaultdict

from odoo.tools import SQL

from ..models.service_desk_ci_audit_data import PLACEHOLDERS
from ..models.service_desk_ci_data import GONE_STATES
from ..reconcile_rules import is_placeholder, norm

#: By what the other is meant, the likeliest first.
WAYS = ("number", "serial_number", "asset_tag", "name")


class Named:
    """Finds items by numbers, serial numbers, tags or names, for many at once."""

    def __init__(self, env, company):
        self.env, self.company = env, company

    def find(self, names):
        """name, as it is compared -> ids; a number counts more than a name, what is in use more than what is gone."""
        if not names:
            return {}
        names = {norm(name) for name in names}
        items = self.env["service.desk.ci"].search_fetch(
            [("id", "in", self._ids(sorted(names))), ("company_id", "in", (self.company.id, False))], [*WAYS, "state"]
        )
        found = defaultdict(lambda: defaultdict(list))
        for item in items:
            for place, way in enumerate(WAYS):
                key = norm(item[way] or "")
                if key in names and not is_placeholder(way, key, PLACEHOLDERS):
                    found[key][item.state in GONE_STATES, place].append(item.id)
        return {key: ranked[min(ranked)] for key, ranked in found.items()}

    def _ids(self, names):
        self.env.flush_all()
        # The database makes them small itself: its letters are not always Python's.
        wanted = SQL("(SELECT lower(one) FROM unnest(%s) one)", names)
        columns = [SQL("lower(number)")] + [SQL("lower(trim(%s))", SQL.identifier(way)) for way in WAYS[1:]]
        query = SQL(" UNION ").join(
            SQL("SELECT id FROM service_desk_ci WHERE %s IN %s", one, wanted) for one in columns
        )
        return [one for (one,) in self.env.execute_query(query)]
