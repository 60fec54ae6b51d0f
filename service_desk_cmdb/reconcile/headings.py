"""Which column of a sheet is what: something of the item, an attribute of its class, a relation."""

from collections import defaultdict

from odoo.fields import Domain

from odoo.addons.service_desk.sheets.headings import plain, recognize

from ..models.service_desk_ci_source_data import COLUMNS, TELLING

#: Before the code of an attribute, and of a type of relations in both readings.
ATTRIBUTE, FORTH, BACK = "@", ">", "<"
RELATIONS = (FORTH, BACK)
#: In place of a code: a word that is another attribute in another class, found by the class of each row.
NAMED = "="
#: So many classes are named beside an attribute.
_NAMED_CLASSES = 3


def named_among(targets, attributes):
    """Those of these targets that name one of these attributes by a word that others have, too."""
    words = {plain(word) for one in attributes for word in (one.code, one.name)}
    named = ATTRIBUTE + NAMED
    return {one for one in targets if one.startswith(named) and plain(one.removeprefix(named)) in words}


class Headings:
    """What there is to be told, by the words for it."""

    def __init__(self, env):
        self.env = env
        items = env["service.desk.ci"]
        labels = items.fields_get([*COLUMNS, "number"], ["string"])
        self.labels = {name: labels[name]["string"] for name in ("number",)}
        self.labels["class"] = env._("Class")
        self.labels.update({name: labels[name]["string"] for name in COLUMNS})
        self.exact = {name: (plain(name), plain(label)) for name, label in self.labels.items()}
        self._add_attributes()
        self._add_relations()

    def _add_attributes(self):
        """A word that several attributes have in common is none of them alone: the class of a row tells which."""
        attributes = self.env["service.desk.ci.attribute"].search(Domain.TRUE)
        codes, names = defaultdict(set), {}
        for one in attributes:
            for word in (one.name, one.code):
                codes[plain(word)].add(one.code)
                names.setdefault(plain(word), word)
        labels = {ATTRIBUTE + code: self._label(some) for code, some in attributes.grouped("code").items()}
        for word in {word for word, some in codes.items() if word and len(some) > 1}:
            target = ATTRIBUTE + NAMED + names[word]
            labels[target] = self.env._("%s (as the class of the row has it)", names[word])
            self.exact[target] = (word,)
        self.labels.update(sorted(labels.items(), key=lambda one: one[1].casefold()))
        for word, some in codes.items():
            if word and len(some) == 1:
                target = ATTRIBUTE + next(iter(some))
                self.exact[target] = (*self.exact.get(target, ()), word)

    @staticmethod
    def _label(attributes):
        """The name of an attribute, and the classes that have it."""
        kinds = [*attributes.class_id[:_NAMED_CLASSES].mapped("name"), *["…"][: len(attributes) > _NAMED_CLASSES]]
        return f"{attributes[0].name} ({', '.join(kinds)})"

    def _add_relations(self):
        for one in self.env["service.desk.ci.relation.type"].search([]):
            self.labels[FORTH + one.code] = one.name
            self.exact[FORTH + one.code] = (plain(one.code), plain(one.name))
            if plain(one.reverse_name) != plain(one.name):
                self.labels[BACK + one.code] = one.reverse_name
                self.exact[BACK + one.code] = (plain(one.reverse_name),)

    def recognize(self, header, chosen=None):
        """position -> target; names and labels first, then the usual words for them.

        :param dict chosen: heading, as it is compared -> what a person said that it is, or nothing
        """
        said = self._said(header, chosen or {})
        free = ["" if place in said else name for place, name in enumerate(header)]
        places = recognize(free, {target: some for target, some in self.exact.items() if target not in said.values()})
        rest = ["" if place in places.values() else name for place, name in enumerate(free)]
        taken = {*places, *said.values()}
        words = {target: known for target, known in {**TELLING, **COLUMNS}.items() if target not in taken}
        places.update(recognize(rest, words))
        return {**said, **{place: target for target, place in places.items()}}

    def _said(self, header, chosen):
        """position -> what a person said of such a heading before, where that still is something."""
        said = {}
        for place, name in enumerate(header):
            word = plain(name)
            if word not in chosen:
                continue
            target = chosen[word]
            if not target or (target in self.labels and target not in said.values()):
                said[place] = target
        return said

    def choices(self):
        """(target, words) of all that a column may be."""
        kinds = {ATTRIBUTE: self.env._("Attribute"), FORTH: self.env._("Relation"), BACK: self.env._("Relation")}
        return [
            (target, f"{kinds[target[0]]}: {label}" if target[0] in kinds else label)
            for target, label in self.labels.items()
        ]
