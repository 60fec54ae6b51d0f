"""Relations that rows tell, when all items are there."""

from collections import defaultdict

from odoo.exceptions import UserError

from ..models.service_desk_ci_source_data import MAX_RELATIONS
from ..reconcile_rules import norm
from .headings import BACK, FORTH
from .named import Named


class Linker:
    """Brings relations up to what rows say, as the person who imports.

    What rows of one import say of an item counts together, in both readings. A relation is over when its
    source told it before and nothing tells it any more; those of people and of other sources stay.

    :param others: called with ids of items; gives pairs (id, {target: text}) of all rows of the import
        about them
    """

    def __init__(self, env, source, others=None):
        self.env, self.source, self._others = env, source, others
        self._named = Named(env, source.company_id)
        self._kinds = {kind.code: kind for kind in env["service.desk.ci.relation.type"].search([])}
        self.notices = defaultdict(list)
        #: ids of the items whose rows make relations, or end them.
        self.changed = set()
        self._unclear = set()

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
        wanted, existing = self._wanted(told, self.notices), self._existing(told)
        self._end(self._over(told, wanted, existing), {one for one, _relations in told})
        self._claim([relation for edge, relation in existing.items() if edge in wanted])
        fresh = {edge: one for edge, one in wanted.items() if edge not in existing}
        self._create(list(self._without_circles(fresh, existing).items()))
        return self.notices

    # -- What is told --------------------------------------------------------------------------------

    def _wanted(self, told, notices):
        """(first, second, type) -> the item whose row tells it."""
        wanted = {}
        cells = [
            (one, target, self.names(text))
            for one, relations in told
            for target, text in relations.items()
            if target[1:] in self._kinds
        ]
        others = self._find({name for _one, _target, names in cells for name in names})
        for one, target, names in cells:
            kind = self._kinds[target[1:]]
            if len(names) > MAX_RELATIONS:
                notices[one].append(self.env._("%(kind)s: more than %(most)s.", kind=kind.name, most=MAX_RELATIONS))
                self._unclear.add((one, target))
                continue
            for name in names:
                other = others.get(norm(name), [])
                if len(other) != 1 or other[0] == one:
                    notices[one].append(self._text_not_one(kind, target, name, other))
                    self._unclear.add((one, target))
                    continue
                ends = (one, other[0]) if target[0] == FORTH else (other[0], one)
                wanted.setdefault(self._edge(*ends, kind), one)
        return wanted

    @staticmethod
    def _edge(first, second, kind):
        """What makes a relation the same as another; where neither end is first, it is said once."""
        ends = sorted((first, second)) if kind.is_symmetric else (first, second)
        return (*ends, kind.id)

    def _find(self, names):
        """name, as it is compared -> ids of what may be meant."""
        return self._named.find(names)

    def _text_not_one(self, kind, target, name, other):
        reading = kind.name if target[0] == FORTH else kind.reverse_name
        if len(other) > 1:
            return self.env._("%(kind)s: several are called “%(name)s”.", kind=reading, name=name)
        if other:
            return self.env._("%(kind)s: nothing is related to itself.", kind=reading)
        return self.env._("%(kind)s: nothing here is called “%(name)s”.", kind=reading, name=name)

    def _without_circles(self, fresh, existing):
        """Of what can be a part of one other alone, neither is a part of the other; the first word counts."""
        single = {kind.id: kind for kind in self._kinds.values() if kind.target_max == 1}
        kept = {}
        for edge, one in fresh.items():
            first, second, kind = edge
            back = (second, first, kind)
            if kind in single and (back in existing or back in kept):
                names = self._names_of((first, second))
                self.notices[one].append(
                    self.env._(
                        "“%(first)s %(kind)s %(second)s” contradicts “%(second)s %(kind)s %(first)s”.",
                        first=names[first],
                        second=names[second],
                        kind=single[kind].name,
                    )
                )
            else:
                kept[edge] = one
        return kept

    def _names_of(self, ids):
        """id -> what people call it."""
        return {item.id: item.display_name for item in self.env["service.desk.ci"].browse(ids)}

    # -- What is there -------------------------------------------------------------------------------

    def _existing(self, told):
        """(first, second, type) -> relation, of these items."""
        ids = [one for one, _relations in told if one > 0]
        relations = self.env["service.desk.ci.relation"].search_fetch(
            ["|", ("source_id", "in", ids), ("target_id", "in", ids)],
            ["source_id", "target_id", "type_id", "told_by"],
        )
        return {self._edge(one.source_id.id, one.target_id.id, one.type_id): one for one in relations}

    def _over(self, told, wanted, existing):
        """Those of the relations that exist which this source told, and which nothing tells any more."""
        said = {(one, target) for one, relations in told for target in relations} - self._unclear
        over = {}
        for edge, relation in existing.items():
            if (
                said & self._words_of(edge, relation.type_id)
                and edge not in wanted
                and self.source.code in relation._told_codes()
            ):
                over[edge] = relation
        if over and self._others:
            elsewhere = self._others({end for edge in over for end in edge[:2]})
            for edge in self._wanted(elsewhere, defaultdict(list)):
                over.pop(edge, None)
        return over

    @staticmethod
    def _words_of(edge, kind):
        """(item, target) of all cells that may tell a relation."""
        ways = {(edge[0], FORTH + kind.code), (edge[1], BACK + kind.code)}
        return ways | ({(edge[0], BACK + kind.code), (edge[1], FORTH + kind.code)} if kind.is_symmetric else set())

    # -- Writing -------------------------------------------------------------------------------------

    def _ended(self, over):
        """Those of relations that nobody else tells: (first, second, type) -> relation."""
        return {edge: one for edge, one in over.items() if one._told_codes() == {self.source.code}}

    @staticmethod
    def _teller(edge, ids):
        """The item whose row ends a relation by saying nothing of it."""
        return edge[0] if edge[0] in ids else edge[1]

    def _end(self, over, ids):
        """Nobody tells these any more, or other sources alone."""
        # The import has a record of its own; the histories tell what people do.
        relations = self.env["service.desk.ci.relation"].with_context(tracking_disable=True)
        ended = self._ended(over)
        alone = relations.union(*ended.values())
        self.changed |= {self._teller(edge, ids) for edge in ended}
        for _told_by, some in (relations.union(*over.values()) - alone).grouped("told_by").items():
            some.write({"told_by": ",".join(sorted(some[0]._told_codes() - {self.source.code}))})
        alone.unlink()

    def _claim(self, relations):
        """Remember that this source tells them, too. Those of people stay theirs."""
        relations = self.env["service.desk.ci.relation"].union(*relations)
        for told_by, some in relations.grouped("told_by").items():
            codes = some[0]._told_codes()
            if told_by and self.source.code not in codes:
                some.write({"told_by": ",".join(sorted(codes | {self.source.code}))})

    def _create(self, fresh):
        """All at once; where one is refused, the others all the same."""
        self.env["service.desk.batch.mixin"]._try_together(fresh, self._insert, self._refuse)

    def _refuse(self, fresh, error):
        refusal = str(error) if isinstance(error, UserError) else self.env._("It could not be related.")
        self.notices[fresh[0][1]].append(refusal.strip())

    def _insert(self, fresh):
        self.env["service.desk.ci.relation"]._insert([edge for edge, _one in fresh], self.source.code)
        self.changed |= {one for _edge, one in fresh}
