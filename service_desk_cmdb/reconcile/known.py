"""The items that rows may be about, read for many rows at once."""

from odoo.tools import SQL

from odoo.addons.service_desk.sheets.headings import plain

from .. import attribute_rules, reconcile_rules
from ..models.service_desk_ci_audit_data import PLACEHOLDERS
from ..models.service_desk_ci_source_data import COLUMNS, LINKS, TEXTS
from ..reconcile_rules import DEFAULT_KEYS, NUMBER, Index, Thing
from .headings import NAMED

_INDEXED = ("serial_number", "asset_tag", "name")


class Known:
    """What is known, and joined by what rows before have told."""

    def __init__(self, env, source):
        self.env, self.source = env, source
        self.index = Index((), PLACEHOLDERS)
        self.things = {}
        self._keys, self._words, self._attributes, self._states = {}, {}, {}, {}
        self._lines, self._said, self._codes = {}, {}, {}

    # -- Setup -----------------------------------------------------------------------------------

    def keys(self, kind):
        if not kind:
            return DEFAULT_KEYS
        if kind.id not in self._keys:
            self._keys[kind.id] = self.env["service.desk.ci.identifier"]._keys_for(kind)
        return self._keys[kind.id]

    def words(self, kind):
        """column -> whose word counts, see ``service.desk.ci.precedence``."""
        if kind.id not in self._words:
            self._words[kind.id] = self.env["service.desk.ci.precedence"]._words_for(kind, self.source)
        return self._words[kind.id]

    def attributes(self, kind):
        if kind.id not in self._attributes:
            self._attributes[kind.id] = {one.code: one for one in kind._attributes()}
        return self._attributes[kind.id]

    def states(self, kind):
        """Codes of the states that things of a class can have; empty means all."""
        if kind.id not in self._states:
            self._states[kind.id] = kind._states()
        return self._states[kind.id]

    def _line(self, kind_id):
        """ids of a class and of all above it."""
        if kind_id not in self._lines:
            kind = self.env["service.desk.ci.class"].browse(kind_id)
            self._lines[kind_id] = frozenset(kind.sudo()._lineage().ids)  # sudo: setup of the whole desk
        return self._lines[kind_id]

    def resolved(self, kind, texts):
        """The same, with what is told by a word under the code that the class has for it.

        A code counts more than a name. What the class does not have, or another column tells already, stays.
        """
        if not kind or not any(column.startswith(NAMED) for column in texts):
            return texts
        codes, resolved = self._codes_of(kind), {}
        for column, text in texts.items():
            code = codes.get(plain(column)) if column.startswith(NAMED) else None
            if not code or texts.get(code, text) != text:
                code = column
            resolved[code] = text
        return resolved

    def _codes_of(self, kind):
        """Word -> code of the attribute that it is in a class; the narrower says it anew."""
        if kind.id not in self._codes:
            own = self.attributes(kind).values()
            named = {plain(one.name): one.code for one in own}
            self._codes[kind.id] = {**named, **{plain(one.code): one.code for one in own}}
        return self._codes[kind.id]

    def keyed(self, kind, texts):
        """What a row is known by, as things have it: 0042 of a number is 42."""
        attributes = self.attributes(kind) if kind else {}
        keyed = dict(texts)
        for code in {column for key in self.keys(kind) for column in key} & texts.keys() & attributes.keys():
            try:
                keyed[code] = str(attribute_rules.clean(attributes[code], texts[code]))
            except (ValueError, TypeError, OverflowError):
                continue
        return keyed

    # -- Loading ---------------------------------------------------------------------------------

    def load(self, rows, kinds):
        """Read the items that any of these rows may be about."""
        columns = {column for kind in kinds for key in self.keys(kind) for column in key}
        columns |= {column for key in DEFAULT_KEYS for column in key}
        self._widen(columns)
        ids = self._find_ids(rows) - self.things.keys()
        items = self.env["service.desk.ci"].search_fetch(
            [("id", "in", list(ids)), ("company_id", "in", (self.source.company_id.id, False))],
            [*COLUMNS, NUMBER, "class_id", "value_sources"],
        )
        attributes = self._read_attributes(items)
        for item in items:
            thing = self._as_thing(item, attributes[item.id])
            self.things[item.id] = thing
            self.index.add(thing)

    def _widen(self, columns):
        """Another class has other keys: what is known already is found by them, too."""
        if columns <= self.index.columns:
            return
        self.index = Index(columns | self.index.columns, PLACEHOLDERS)
        for thing in self.things.values():
            self.index.add(thing)

    def _find_ids(self, rows):
        """ids of items that have one of the values by which rows are known."""
        queries = []
        for column in sorted(self.index.columns):
            texts = {" ".join(str(row[column]).split()) for row in rows if self.index.value(column, row) is not None}
            if texts:
                queries.append(self._find_query(column, sorted(texts)))
        if not queries:
            return set()
        self.env.flush_all()
        return {one for (one,) in self.env.execute_query(SQL(" UNION ").join(queries))}

    @staticmethod
    def _find_query(column, texts):
        """As the indexes of the table have it. The database makes letters small itself: its are not always Python's."""
        if column == NUMBER or column in TEXTS:
            kept = SQL("lower(number)") if column == NUMBER else SQL("lower(trim(%s))", SQL.identifier(column))
            wanted = SQL("(SELECT lower(one) FROM unnest(%s) one)", texts)
            return SQL("SELECT id FROM service_desk_ci WHERE %s IN %s", kept, wanted)
        return SQL(
            "SELECT item.id FROM service_desk_ci item, unnest(%s) one"
            " WHERE lower(item.attributes::text)::jsonb @> lower(one)::jsonb",
            [part for text in texts for part in attribute_rules.parts(column, text)],
        )

    def _read_attributes(self, items):
        """id -> {code: value}. As the database has them: to read properties one by one takes longer than all else."""
        if not items:
            return {}
        rows = self.env.execute_query(SQL("SELECT id, attributes FROM service_desk_ci WHERE id = ANY(%s)", items.ids))
        return dict(rows)

    def _as_thing(self, item, attributes):
        codes = self.attributes(item.class_id)
        values = {code: value for code, value in (attributes or {}).items() if code in codes and value is not None}
        for column in (*COLUMNS, NUMBER):
            value = item[column]
            value = value.id if column in LINKS else value
            if value:
                values[column] = value
        return Thing(item.id, item.class_id.id, values, dict(item.value_sources or {}))

    # -- Asking ----------------------------------------------------------------------------------

    def identify(self, kind, texts):
        """See :meth:`~..reconcile_rules.Index.identify`; a thing of a wider or narrower class can be meant."""

        def fits(thing):
            return not kind or kind.id in self._line(thing.kind) or thing.kind in self._line(kind.id)

        return self.index.identify(self.keys(kind), texts, fits)

    def remember(self, earlier):
        """What rows of earlier batches of the same run said: id of an item -> {column: text}."""
        for one, texts in earlier.items():
            if one in self.things:
                thing = self.things[one]
                kind = self.env["service.desk.ci.class"].browse(thing.kind)
                self._note(thing, self.resolved(kind, texts))

    def said_of(self, thing):
        """column -> text as it is compared, of all rows of this run about a thing."""
        return self._said.get(id(thing), {})

    def settle(self, thing, kind, texts):
        """A row goes in.

        :return: whether it is about something that was not known before
        """
        is_new = thing.id is None and id(thing) not in self._said
        thing.kind = kind.id
        self._note(thing, texts)
        self.index.add(thing)
        self._keep(thing)
        return is_new

    def _note(self, thing, texts):
        said = self._said.setdefault(id(thing), {})
        said.update({column: reconcile_rules.norm(text) for column, text in texts.items()})

    def _keep(self, thing):
        # New things are kept as well: their place in memory stands for them until they have an id.
        self.things[thing.id or -id(thing)] = thing
