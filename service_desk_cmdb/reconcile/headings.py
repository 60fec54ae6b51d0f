"""Which column of a sheet is what: something of the item, an attribute of its class, a relation."""

from odoo.addons.service_desk.sheets.headings import plain, recognize

from ..models.service_desk_ci_source_data import COLUMNS, TELLING

#: Before the code of an attribute, and of a type of relations in both readings.
ATTRIBUTE, FORTH, BACK = "@", ">", "<"
RELATIONS = (FORTH, BACK)


class Headings:
    """What there is to be told, by the words for it.

    :param kind: the class of a whole sheet; its attributes come before those of others
    """

    def __init__(self, env, kind=None):
        self.env = env
        items = env["service.desk.ci"]
        labels = items.fields_get([*COLUMNS, "number"], ["string"])
        self.labels = {name: labels[name]["string"] for name in ("number",)}
        self.labels["class"] = env._("Class")
        self.labels.update({name: labels[name]["string"] for name in COLUMNS})
        self.exact = {name: (plain(name), plain(label)) for name, label in self.labels.items()}
        self._add_attributes(kind)
        self._add_relations()

    def _add_attributes(self, kind):
        mine = kind._lineage() if kind else self.env["service.desk.ci.class"]
        attributes = self.env["service.desk.ci.attribute"].search([])
        for one in attributes.sorted(lambda one: (one.class_id not in mine, one.id)):
            target = ATTRIBUTE + one.code
            self.labels.setdefault(target, one.name)
            self.exact[target] = (*self.exact.get(target, ()), plain(one.code), plain(one.name))

    def _add_relations(self):
        for one in self.env["service.desk.ci.relation.type"].search([]):
            self.labels[FORTH + one.code], self.labels[BACK + one.code] = one.name, one.reverse_name
            self.exact[FORTH + one.code] = (plain(one.code), plain(one.name))
            self.exact[BACK + one.code] = (plain(one.reverse_name),)

    def recognize(self, header):
        """position -> target; names and labels first, then the usual words for them."""
        places = recognize(header, self.exact)
        rest = ["" if place in places.values() else name for place, name in enumerate(header)]
        words = {target: known for target, known in {**TELLING, **COLUMNS}.items() if target not in places}
        places.update(recognize(rest, words))
        return {place: target for target, place in places.items()}

    def choices(self):
        """(target, words) of all that a column may be."""
        kinds = {ATTRIBUTE: self.env._("Attribute"), FORTH: self.env._("Relation"), BACK: self.env._("Relation")}
        return [
            (target, f"{kinds[target[0]]}: {label}" if target[0] in kinds else label)
            for target, label in self.labels.items()
        ]
