"""All that keeps a row out, said at once."""

from contextlib import contextmanager
from difflib import get_close_matches

from odoo.addons.service_desk.sheets.headings import plain

from .headings import NAMED

#: So many problems are told of one row; so many classes are named, so many of those that may be meant.
MAX_PROBLEMS, NAMED_CLASSES, NEAR_CLASSES = 6, 25, 3


class Problems(list):
    """Sentences about what keeps one row out.

    :ivar set columns: of the cells that mean nothing
    :ivar bool is_lost: nobody can tell which item the row is about
    """

    def __init__(self, sentences=()):
        super().__init__(sentences)
        self.columns, self.is_lost = set(), False

    def note(self, error, column=None):
        """Remember a problem."""
        self.append(str(error))
        self.columns.add(column)

    @contextmanager
    def noted(self):
        """Go on after a problem, and remember it."""
        try:
            yield
        except ValueError as error:
            self.note(error)

    def text(self, env):
        """The first ones, and how many more there are."""
        sentences = list(dict.fromkeys(self))
        more = len(sentences) - MAX_PROBLEMS
        told = " ".join(sentences[:MAX_PROBLEMS])
        return env._("%(problems)s And %(count)s more.", problems=told, count=more) if more > 0 else told


def text_no_class(env, name, classes):
    """That there is no such class, and which may be meant."""
    names = sorted({kind.name for kind in classes}, key=str.casefold)
    near = get_close_matches(plain(name), [plain(one) for one in names], NEAR_CLASSES)
    meant = [one for one in names if plain(one) in near]
    values = {"name": name[:100], "classes": ", ".join((meant or names)[:NAMED_CLASSES])}
    more = len(names) - NAMED_CLASSES
    if meant:
        return env._("There is no class “%(name)s”. Did you mean %(classes)s?", **values)
    if more > 0:
        return env._("There is no class “%(name)s”. Classes are %(classes)s and %(count)s more.", **values, count=more)
    return env._("There is no class “%(name)s”. Classes are %(classes)s.", **values)


def text_no_attribute(env, column, kind, attributes):
    """That a class has no such attribute; or that another column tells it, too, and otherwise.

    :param dict attributes: code -> :class:`~..attribute_rules.Attribute`, of the class
    """
    name = column.removeprefix(NAMED)
    words = {plain(word) for one in attributes.values() for word in (one.code, one.name)}
    if column.startswith(NAMED) and plain(name) in words:
        return env._("Two columns tell different things of “%s”.", name)
    return env._("“%(code)s” is no attribute of the class “%(kind)s”.", code=name, kind=kind.name)
