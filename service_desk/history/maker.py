"""Creates the records that names in a file stand for and that are not here yet.

Teams, services, categories and codes of another desk come in archived: its tickets show them, and
nobody is offered them for new work. The loader wakes the teams that open tickets need.
"""

from .finder import MODELS, person_key


class Maker:
    """Creates records for one company.

    :param finder: :class:`~.finder.Finder`
    """

    def __init__(self, finder):
        self.finder = finder
        self.env = finder.env
        self.profile = finder.profile
        self.company = finder.company

    def make(self, kind, words):
        """word -> id of a new record; words that mean the same share one."""
        maker = {"person": self._make_people, "category": self._make_categories}
        return maker[kind](words) if kind in maker else self._make_named(kind, words)

    def _make_named(self, kind, words):
        keys = {word: word.casefold() for word in words}
        extra = self._extra_values(kind)
        return self._made(self.env[MODELS[kind]], keys, lambda word: {"name": word, **extra})

    def _extra_values(self, kind):
        """What keeps a newly created record from getting in the way of the desk's own ones."""
        company = {"company_id": self.company.id, "active": False}
        return {
            # A first-line team would be a candidate for new tickets that nobody has routed.
            "team": {**company, "tier": "2"},
            "service": company,
            "code": {"process": self.profile.process, "active": False},
        }[kind]

    def _make_people(self, words):
        # Two spellings of a name with one address are one person.
        keys = {word: person_key(word)[1] or word for word in words}
        return self._made(self.env["res.partner"], keys, self._person_values)

    def _person_values(self, word):
        name, email = person_key(word)
        return {
            "name": name or email,
            "email": email or False,
            "parent_id": self.profile.organization_id.id,
            "type": "contact",
        }

    def _make_categories(self, words):
        """Categories with all that stands above them, level by level."""
        paths = {
            word: [part.strip() for part in word.split(" / ") if part.strip()] for word in words
        }
        ids = {}
        for depth in range(1, max(map(len, paths.values())) + 1):
            level = {
                _path_key(path[:depth]): path[:depth]
                for path in paths.values()
                if len(path) >= depth
            }
            here = self.finder.find("category", {" / ".join(path) for path in level.values()})
            ids |= {_path_key(name.split(" / ")): found[0] for name, found in here.items()}
            new = sorted(level.keys() - ids.keys())
            created = self.env["service.desk.category"].create(
                [self._category_values(level[key], ids) for key in new]
            )
            ids |= dict(zip(new, created.ids, strict=True))
        return {word: ids[_path_key(path)] for word, path in paths.items()}

    def _category_values(self, path, ids):
        return {
            "name": path[-1],
            "parent_id": ids.get(_path_key(path[:-1]), False),
            "company_id": self.company.id,
            "active": False,
            # Should anybody unarchive it: the portal offers what the desk has chosen for it, not all of history.
            "is_published": False,
        }

    @staticmethod
    def _made(model, keys, values_of):
        """Create one record for each distinct key, from its first word; word -> id.

        :param dict keys: word -> what makes two words the same
        :param values_of: function from a word to values for ``create``
        """
        firsts = {key: word for word, key in reversed(keys.items())}
        records = model.create([values_of(word) for word in firsts.values()])
        ids = dict(zip(firsts, records.ids, strict=True))
        return {word: ids[key] for word, key in keys.items()}


def _path_key(path):
    return tuple(part.casefold() for part in path)
