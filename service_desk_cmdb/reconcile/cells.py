"""What stands in cells, as values of configuration items."""

from datetime import date

from odoo.tools import SQL, format_date, format_datetime

from odoo.addons.service_desk.sheets.days import DayReader
from odoo.addons.service_desk.sheets.headings import plain

from .. import attribute_rules
from ..models.service_desk_ci_source_data import CHOICES, DATES, LINKS, TEXTS
from ..reconcile_rules import norm
from .headings import NAMED
from .problems import text_no_attribute

#: Column -> model, and by which of its fields a record is meant, the likeliest first.
_WAYS = {
    "owner_id": ("res.users", ("login", "email_normalized", "name")),
    "user_partner_id": ("res.partner", ("email_normalized", "ref", "name")),
    "supplier_id": ("res.partner", ("email_normalized", "ref", "name")),
    "team_id": ("service.desk.team", ("name",)),
    "location_id": ("service.desk.ci", ("number", "name")),
}
#: Attributes of these types are kept as text that no person writes so.
_MOMENTS = (attribute_rules.DATE, attribute_rules.DATETIME)
#: Model -> those that are called so, whatever the case. Of other models there are few, and all are read.
_CALLED = {
    "res.users": SQL(
        "SELECT one.id FROM res_users one JOIN res_partner person ON person.id = one.partner_id, called"
        " WHERE lower(one.login) = word OR person.email_normalized = word OR lower(trim(person.name)) = word"
    ),
    "res.partner": SQL(
        "SELECT id FROM res_partner, called WHERE email_normalized = word"
        " UNION SELECT id FROM res_partner WHERE lower(ref) IN (SELECT word FROM called)"
        " UNION SELECT id FROM res_partner WHERE lower(trim(name)) IN (SELECT word FROM called)"
    ),
    "service.desk.ci": SQL(
        "SELECT id FROM service_desk_ci, called WHERE lower(number) = word"
        " UNION SELECT id FROM service_desk_ci, called WHERE lower(trim(name)) = word"
    ),
}


class Cells:
    """Reads cells. Records that they name are looked up for many rows at once.

    :param day_order: ``dmy``, ``mdy``, or None where only days that begin with the year are clear
    :param coming: names that will be there later, so that nothing is said against them yet
    """

    def __init__(self, env, company, day_order=None, coming=frozenset()):
        self.env, self.company, self.coming = env, company, coming
        self._days = DayReader((), day_order)
        self._found, self._choices = {}, {}
        self._labels, self._names, self._shown = {}, {}, {}

    # -- Records ---------------------------------------------------------------------------------

    def look_up(self, rows):
        """Find what these rows name, one query for each column.

        :param rows: dicts of column -> text
        """
        for column in LINKS:
            keys = {norm(row[column]) for row in rows if row.get(column)}
            keys = {key for key in keys if (column, key) not in self._found}
            if keys:
                self._look_up(column, keys)

    def _look_up(self, column, keys):
        model, ways = _WAYS[column]
        found = {key: {} for key in keys}
        for record in self.env[model].search(self._domain(column) + self._domain_called(model, keys)):
            for way in ways:
                key = norm(record[way] or "")
                if key in found:
                    found[key].setdefault(way, []).append(record.id)
        for key, by_way in found.items():
            self._found[column, key] = next((by_way[way] for way in ways if way in by_way), [])

    def _domain_called(self, model, keys):
        if model not in _CALLED:
            return []
        self.env.flush_all()
        called = SQL("WITH called AS (SELECT lower(one) AS word FROM unnest(%s) one) %s", sorted(keys), _CALLED[model])
        return [("id", "in", [one for (one,) in self.env.execute_query(called)])]

    def _domain(self, column):
        """Of whom and of what it can be one."""
        if column == "owner_id":
            return [("share", "=", False), ("company_ids", "in", self.company.ids)]
        domain = [("company_id", "in", (self.company.id, False))]
        if column == "location_id":
            locations = self.env["service.desk.ci.class"].search([("code", "=", "location")])
            domain.append(("class_id", "child_of", locations.ids))
        return domain

    # -- Values ----------------------------------------------------------------------------------

    def meaning(self, column, text, kind, attributes=None):
        """The value that a cell means, as it is written; None for nothing.

        :param attributes: code -> :class:`~..attribute_rules.Attribute`, of its class
        :raise ValueError: with a sentence for the person, when it cannot be that
        """
        text = " ".join(str(text).split()) if column in TEXTS else str(text).strip()
        if not text or column in TEXTS:
            return text or None
        if column in DATES:
            return self._day(column, text)
        if column in CHOICES:
            return self._choice(column, text)
        if column in LINKS:
            return self._link(column, text)
        return self._attribute(column, text, kind, attributes or {one.code: one for one in kind._attributes()})

    def _day(self, column, text):
        values = {"column": self.label(column), "text": text[:100]}
        try:
            return self._days.parse(text[:10] if text[4:5] == "-" else text)
        except LookupError:
            sentence = self.env._("%(column)s: does “%(text)s” begin with the day or the month?", **values)
        except ValueError:
            sentence = self.env._("%(column)s: “%(text)s” is no day.", **values)
        raise ValueError(sentence)

    def _choice(self, column, text):
        if column not in self._choices:
            self._choices[column] = {plain(word): code for word, code in self._words_of_choices(column)}
        code = self._choices[column].get(plain(text))
        if not code:
            raise ValueError(self.env._("%(column)s cannot be “%(text)s”.", column=self.label(column), text=text[:100]))
        return code

    def _words_of_choices(self, column):
        """(word, code), in all languages of the desk; those of the person and the codes count most."""
        field = self.env["service.desk.ci"]._fields[column]
        langs = [code for code, _name in self.env["res.lang"].get_installed()]
        for lang in (*langs, self.env.lang):
            for code, label in field._description_selection(self.env(context={**self.env.context, "lang": lang})):
                yield label, code
        for code, _label in field._description_selection(self.env):
            yield code, code

    def _link(self, column, text):
        found = self._found.get((column, norm(text)), [])
        if len(found) == 1:
            return found[0]
        if not found and column == "location_id" and norm(text) in self.coming:
            return None
        values = {"column": self.label(column), "text": text[:100]}
        sentence = (
            self.env._("%(column)s: several are called “%(text)s”.", **values)
            if found
            else self.env._("%(column)s: nothing here is called “%(text)s”.", **values)
        )
        raise ValueError(sentence)

    def _attribute(self, column, text, kind, attributes):
        attribute = attributes.get(column)
        if not attribute:
            raise ValueError(text_no_attribute(self.env, column, kind, attributes))
        if attribute.kind == attribute_rules.DATE:
            return self._day(column, text).isoformat()
        try:
            return attribute_rules.clean(attribute, text)
        except (ValueError, TypeError, OverflowError):
            raise ValueError(
                self.env._("%(attribute)s cannot be “%(value)s”.", attribute=attribute.name, value=text[:100])
            ) from None

    # -- Words -----------------------------------------------------------------------------------

    def label(self, column, kind=None):
        """What people call a column or an attribute.

        :param kind: the class whose attribute it may be
        """
        key = column, kind.id if kind else None
        if key not in self._labels:
            field = self.env["service.desk.ci"]._fields.get(column)
            names = {one.code: one.name for one in kind._attributes()} if kind and not field else {}
            name = names.get(column, column.removeprefix(NAMED))
            self._labels[key] = field._description_string(self.env) if field else name
        return self._labels[key]

    def say(self, column, value):
        """A value as programs read it, and as it can be read in again."""
        if value is None or value is False:
            return ""
        if column in LINKS:
            return self._name(_WAYS[column][0], value)
        if column == "class_id":
            return self._name("service.desk.ci.class", value)
        return value.isoformat() if isinstance(value, date) else str(value)

    def show(self, column, value, attribute=None):
        """A value as people read it; a dash for nothing.

        :param attribute: :class:`~..attribute_rules.Attribute`, where it is one
        """
        if isinstance(value, bool):
            return self.env._("Yes") if value else self.env._("No")
        if column in CHOICES and value:
            if column not in self._shown:
                field = self.env["service.desk.ci"]._fields[column]
                self._shown[column] = dict(field._description_selection(self.env))
            return self._shown[column].get(value, value)
        if value and (isinstance(value, date) or (attribute and attribute.kind in _MOMENTS)):
            return self._show_moment(value, attribute)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return self.say(column, value) or "–"

    def _show_moment(self, value, attribute):
        """A day, or a moment, as the person who imports writes them."""
        lang = self.env.lang or self.env.user.lang
        if attribute and attribute.kind == attribute_rules.DATETIME:
            return format_datetime(self.env, value, lang_code=lang)
        return format_date(self.env, value, lang_code=lang)

    def show_changes(self, changes, kind, is_new=False, overruled=()):
        """A line for each change: before → after, or what is there when nothing was.

        :param overruled: columns of which it is told that a person's word ends
        """
        lines = []
        attributes = {one.code: one for one in kind._attributes()}
        for column, before, after in changes:
            attribute = attributes.get(column)
            was = "" if is_new else f"{self.show(column, before, attribute)} → "
            line = f"{self.label(column, kind)}: {was}{self.show(column, after, attribute)}"
            lines.append(self.env._("%s (until now a person's word)", line) if column in overruled else line)
        return lines

    def learn_names(self, changes):
        """Read the names of all records that these (column, before, after) are about, a query a model."""
        wanted = {}
        for column, *values in changes:
            if column in LINKS:
                wanted.setdefault(_WAYS[column][0], set()).update(filter(None, values))
        for model, ids in wanted.items():
            # sudo: the names of what stands on items that the user may read.
            for record in self.env[model].sudo().browse(one for one in ids if (model, one) not in self._names):
                self._names[model, record.id] = record.display_name or ""

    def _name(self, model, value):
        if (model, value) not in self._names:
            # sudo: see learn_names
            self._names[model, value] = self.env[model].sudo().browse(value).display_name or ""
        return self._names[model, value]
