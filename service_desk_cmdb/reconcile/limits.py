"""What types of relations allow, reckoned before anything is written."""

from collections import Counter


class Limits:
    """Refuses what the start would refuse: other classes, and more relations than there may be. What was first counts.

    :param kinds: types of relations
    :param coming: :class:`~.coming.Coming`
    """

    def __init__(self, env, kinds, coming):
        self.env, self._coming = env, coming
        self._kinds = {kind.id: kind for kind in kinds}
        self._there, self._moved = {}, Counter()
        self._classes, self._lines = {}, {}

    def refuse(self, fresh, ended, names):
        """Say of relations why they cannot be; the others are counted as if they were there.

        :param fresh: (first, second, type) of each, in their order
        :param ended: those that are over
        :param dict names: id -> name
        :return: (first, second, type) -> sentence
        """
        refused = {}
        self._load(fresh)
        self._learn_classes(fresh)
        for edge in ended:
            self._move(edge, -1)
        for edge in fresh:
            text = self._text_classes(edge, names) or self._text_numbers(edge, names)
            if text:
                refused[edge] = text
            else:
                self._move(edge, 1)
        return refused

    # -- Classes -----------------------------------------------------------------------------------

    def _text_classes(self, edge, names):
        kind = self._kinds[edge[2]]
        for one, classes in zip(edge, (kind.source_class_ids, kind.target_class_ids), strict=False):
            if classes and not set(classes.ids) & self._line(self._classes[one]):
                own = self.env["service.desk.ci.class"].browse(self._classes[one])
                return self.env["service.desk.ci.relation"]._text_class(names[one], own, kind)
        return ""

    def _learn_classes(self, edges):
        """Of which classes they are, or will be."""
        ids = {end for edge in edges for end in edge[:2]} - self._classes.keys()
        self._classes.update({one: self._coming.kinds[one] for one in ids if self._coming.kinds.get(one)})
        items = self.env["service.desk.ci"].browse(ids - self._classes.keys())
        self._classes.update({item.id: item.class_id.id for item in items})

    def _line(self, kind):
        if kind not in self._lines:
            # sudo: setup of the whole desk
            self._lines[kind] = set(self.env["service.desk.ci.class"].sudo().browse(kind)._lineage().ids)
        return self._lines[kind]

    # -- Numbers -----------------------------------------------------------------------------------

    def _text_numbers(self, edge, names):
        kind = self._kinds[edge[2]]
        for key, (end, most) in zip(self._keys(edge), kind._most_at_ends().items(), strict=True):
            if most and self._there.get(key, 0) + self._moved[key] >= most:
                return self.env["service.desk.ci.relation"]._text_number(names[key[2]], kind, end, most)
        return ""

    def _keys(self, edge):
        """What is counted, at both ends; where neither is first, both ends count alike."""
        kind = self._kinds[edge[2]]
        return [(kind.id, not kind.is_symmetric and place, edge[place]) for place in (0, 1)]

    def _move(self, edge, by):
        for key in self._keys(edge):
            self._moved[key] += by

    def _load(self, edges):
        """Count the relations that are there, of what has not been asked before."""
        for kind in self._kinds.values():
            if not (kind.source_max or kind.target_max):
                continue
            keys = {key for edge in edges if edge[2] == kind.id for key in self._keys(edge)} - self._there.keys()
            if keys:
                self._there.update(dict.fromkeys(keys, 0))
                self._count(kind, {key[2] for key in keys if key[2] > 0})

    def _count(self, kind, ids):
        # sudo: those that somebody cannot see count, too; none is shown.
        relations = self.env["service.desk.ci.relation"].sudo()
        for place, end in enumerate(("source_id", "target_id")):
            domain = [(end, "in", list(ids)), ("type_id", "=", kind.id)]
            for item, count in relations._read_group(domain, [end], ["__count"]):
                key = (kind.id, not kind.is_symmetric and place, item.id)
                if key in self._there:
                    self._there[key] += count
