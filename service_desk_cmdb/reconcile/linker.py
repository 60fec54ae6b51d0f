"""Relations that rows tell, when all items are there."""

from collections import defaultdict

from psycopg2 import OperationalError

from odoo.exceptions import UserError
from odoo.tools import SQL

from ..models.service_desk_ci_data import GONE_STATES
from ..models.service_desk_ci_source_data import MAX_RELATIONS
from ..reconcile_rules import norm
from .headings import FORTH

#: By what the other is meant, the likeliest first.
_WAYS = ("number", "serial_number", "asset_tag", "name")


class Linker:
    """Brings relations up to what rows say, as the person who imports."""

    def __init__(self, env, source):
        self.env, self.source = env, source
        kinds = env["service.desk.ci.relation.type"].search([])
        self._kinds = {kind.code: kind for kind in kinds}
        self.notices = defaultdict(list)

    @staticmethod
    def names(text):
        """The others in one cell: a line each, or divided by semicolons."""
        words = (" ".join(word.split()) for word in str(text).replace("\n", ";").split(";"))
        return list(dict.fromkeys(filter(None, words)))

    def link(self, told):
        """Relate items.

        :param told: pairs of the id of an item and {target: text}
        :return: id of an item -> sentences about what could not be related
        """
        told = [(one, relations) for one, relations in told if relations]
        wanted = {}
        others = self._find(
            {name for _one, relations in told for text in relations.values() for name in self.names(text)}
        )
        for one, relations in told:
            for target, text in relations.items():
                self._want(wanted, one, target, self.names(text), others)
        existing = self._existing(told)
        self._end(told, wanted, existing)
        fresh = {edge: one for edge, one in wanted.items() if edge not in existing}
        self._create(fresh)
        return self.notices

    def _want(self, wanted, one, target, names, others):
        kind = self._kinds.get(target[1:])
        if not kind:
            return
        if len(names) > MAX_RELATIONS:
            self.notices[one].append(self.env._("%(kind)s: more than %(most)s.", kind=kind.name, most=MAX_RELATIONS))
            return
        for name in names:
            other = others.get(norm(name), [])
            if len(other) != 1 or other[0] == one:
                self.notices[one].append(self._text_not_one(kind, target, name, other))
                continue
            ends = (one, other[0]) if target[0] == FORTH else (other[0], one)
            wanted[self._key(*ends, kind)] = one, ends

    @staticmethod
    def _key(first, second, kind):
        """What makes a relation the same as another; where neither end is first, it is said once."""
        ends = sorted((first, second)) if kind.is_symmetric else (first, second)
        return (*ends, kind.id)

    def _text_not_one(self, kind, target, name, other):
        reading = kind.name if target[0] == FORTH else kind.reverse_name
        if len(other) > 1:
            return self.env._("%(kind)s: several are called “%(name)s”.", kind=reading, name=name)
        if other:
            return self.env._("%(kind)s: nothing is related to itself.", kind=reading)
        return self.env._("%(kind)s: nothing here is called “%(name)s”.", kind=reading, name=name)

    # -- Items -----------------------------------------------------------------------------------

    def _find(self, names):
        """name -> ids; a number counts more than a name, what is in use more than what is gone."""
        if not names:
            return {}
        self.env.flush_all()
        wanted = SQL("(SELECT lower(one) FROM unnest(%s) one)", sorted(names))
        names = {norm(name) for name in names}
        columns = [SQL("lower(number)")] + [SQL("lower(trim(%s))", SQL.identifier(way)) for way in _WAYS[1:]]
        query = SQL(" UNION ").join(
            SQL("SELECT id FROM service_desk_ci WHERE %s IN %s", one, wanted) for one in columns
        )
        ids = [one for (one,) in self.env.execute_query(query)]
        items = self.env["service.desk.ci"].search_fetch(
            [("id", "in", ids), ("company_id", "in", (self.source.company_id.id, False))], [*_WAYS, "state"]
        )
        found = defaultdict(lambda: defaultdict(list))
        for item in items:
            for place, way in enumerate(_WAYS):
                key = norm(item[way] or "")
                if key in names:
                    found[key][item.state in GONE_STATES, place].append(item.id)
        return {key: ranked[min(ranked)] for key, ranked in found.items()}

    # -- Relations -------------------------------------------------------------------------------

    def _existing(self, told):
        """key -> relation, of these items."""
        ids = [one for one, _relations in told]
        relations = self.env["service.desk.ci.relation"].search(
            ["|", ("source_id", "in", ids), ("target_id", "in", ids)]
        )
        return {self._key(one.source_id.id, one.target_id.id, one.type_id): one for one in relations}

    def _end(self, told, wanted, existing):
        """What this source told before of an item and tells no more is over; what others told stays."""
        said = {(one, self._kinds[target[1:]].id) for one, targets in told for target in targets if target[0] == FORTH}
        over = [
            relation
            for edge, relation in existing.items()
            if edge not in wanted
            and (relation.source_id.id, relation.type_id.id) in said
            and relation.told_by == self.source.code
        ]
        self.env["service.desk.ci.relation"].union(*over).unlink()

    def _create(self, fresh):
        vals = {
            edge: {"source_id": ends[0], "target_id": ends[1], "type_id": edge[2], "told_by": self.source.code}
            for edge, (_one, ends) in fresh.items()
        }
        try:
            with self.env.cr.savepoint():
                self.env["service.desk.ci.relation"].create(list(vals.values()))
                self.env.flush_all()
        except OperationalError:
            raise
        except Exception:
            self.env.invalidate_all(flush=False)
            for edge, (one, _ends) in fresh.items():
                self._create_one(vals[edge], one)

    def _create_one(self, vals, one):
        try:
            with self.env.cr.savepoint():
                self.env["service.desk.ci.relation"].create(vals)
                self.env.flush_all()
        except OperationalError:
            raise
        except Exception as error:
            self.env.invalidate_all(flush=False)
            refusal = str(error) if isinstance(error, UserError) else self.env._("It could not be related.")
            self.notices[one].append(refusal.strip())
