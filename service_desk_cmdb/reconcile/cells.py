"""What stands in cells, as values of configuration items."""

from datetime import date

from odoo.addons.service_desk.sheets.days import DayReader
from odoo.addons.service_desk.sheets.headings import plain

from .. import attribute_rules
from ..models.service_desk_ci_source_data import CHOICES, DATES, LINKS, MAX_TEXT, TEXTS
from ..reconcile_rules import norm

#: Column -> model, and by which of its fields a record is meant, the likeliest first.
_WAYS = {
    "owner_id": ("res.users", ("login", "email_normalized", "name"), [("share", "=", False)]),
    "user_partner_id": ("res.partner", ("email_normalized", "ref", "name"), []),
    "supplier_id": ("res.partner", ("email_normalized", "ref", "name"), []),
    "team_id": ("service.desk.team", ("name",), []),
    "location_id": ("service.desk.ci", ("number", "name"), [("class_id.code", "=", "location")]),
}


class Cells:
    """Reads cells. Records that they name are looked up for many rows at once.

    :param day_order: ``dmy``, ``mdy``, or None where only days that begin with the year are clear
    :param coming: names that will be there later, so that nothing is said against them yet
    """

    def __init__(self, env, company, day_order=None, coming=frozenset()):
        self.env, self.company, self.coming = env, company, coming
        self._days = DayReader((), day_order)
        self._found = {}
        self._choices = {}

    # -- Records ---------------------------------------------------------------------------------

    def look_up(self, rows):
        """Find what these rows name, one query for each column.

        :param rows: dicts of column -> text
        """
        for column in LINKS:
            texts = {norm(row[column]): row[column] for row in rows if row.get(column)}
            texts = {key: text for key, text in texts.items() if (column, key) not in self._found}
            if texts:
                self._look_up(column, texts)

    def _look_up(self, column, texts):
        model, ways, domain = _WAYS[column]
        words = list({*texts.values(), *texts})
        ors = ["|"] * (len(ways) - 1) + [(way, "in", words) for way in ways]
        records = self.env[model].search(domain + self._domain_company(model) + ors)
        found = {key: {} for key in texts}
        for record in records:
            for way in ways:
                key = norm(record[way] or "")
                if key in found:
                    found[key].setdefault(way, []).append(record.id)
        for key, by_way in found.items():
            self._found[column, key] = next((by_way[way] for way in ways if way in by_way), [])

    def _domain_company(self, model):
        if model == "res.users":
            return [("company_ids", "in", self.company.ids)]
        return [("company_id", "in", (self.company.id, False))]

    # -- Values ----------------------------------------------------------------------------------

    def meaning(self, column, text, kind, attributes=None):
        """The value that a cell means, as it is written; None for nothing.

        :param attributes: code -> :class:`~..attribute_rules.Attribute`, of its class
        :raise ValueError: with a sentence for the person, when it cannot be that
        """
        text = " ".join(str(text).split()) if column in TEXTS else str(text).strip()
        if not text:
            return None
        if len(text) > MAX_TEXT:
            raise ValueError(
                self.env._(
                    "%(column)s: up to %(count)s characters of text are possible.",
                    column=self.label(column),
                    count=MAX_TEXT,
                )
            )
        if column in TEXTS:
            return text
        if column in DATES:
            return self._day(column, text)
        if column in CHOICES:
            return self._choice(column, text, kind)
        if column in LINKS:
            return self._link(column, text)
        return self._attribute(column, text, kind, attributes or {one.code: one for one in kind._attributes()})

    def label(self, column):
        field = self.env["service.desk.ci"]._fields.get(column)
        return field._description_string(self.env) if field else column

    def _day(self, column, text):
        try:
            return self._days.parse(text[:10] if text[4:5] == "-" else text)
        except LookupError:
            sentence = self.env._(
                "%(column)s: does “%(text)s” begin with the day or the month?", column=self.label(column), text=text
            )
        except ValueError:
            sentence = self.env._("%(column)s: “%(text)s” is no day.", column=self.label(column), text=text)
        raise ValueError(sentence)

    def _choice(self, column, text, kind):
        if column not in self._choices:
            choices = self.env["service.desk.ci"]._fields[column]._description_selection(self.env)
            self._choices[column] = {plain(word): code for code, label in choices for word in (label, code)}
        code = self._choices[column].get(plain(text))
        if not code or (column == "state" and kind._states() and code not in kind._states()):
            raise ValueError(self.env._("%(column)s cannot be “%(text)s”.", column=self.label(column), text=text))
        return code

    def _link(self, column, text):
        found = self._found.get((column, norm(text)), [])
        if len(found) == 1:
            return found[0]
        if not found and column == "location_id" and norm(text) in self.coming:
            return None
        sentence = (
            self.env._("%(column)s: several are called “%(text)s”.", column=self.label(column), text=text)
            if found
            else self.env._("%(column)s: nothing here is called “%(text)s”.", column=self.label(column), text=text)
        )
        raise ValueError(sentence)

    def _attribute(self, column, text, kind, attributes):
        attribute = attributes.get(column)
        if not attribute:
            raise ValueError(
                self.env._("“%(code)s” is no attribute of the class “%(kind)s”.", code=column, kind=kind.name)
            )
        if attribute.kind == attribute_rules.DATE:
            return self._day(column, text).isoformat()
        try:
            return attribute_rules.clean(attribute, text)
        except (ValueError, TypeError, OverflowError):
            raise ValueError(
                self.env._("%(attribute)s cannot be “%(value)s”.", attribute=attribute.name, value=text[:100])
            ) from None

    # -- Words -----------------------------------------------------------------------------------

    def say(self, column, value):
        """A value as people read it."""
        if value is None or value is False:
            return ""
        if column in LINKS:
            record = self.env[_WAYS[column][0]].browse(value)
            # sudo: the name of what stands on an item that the user may read.
            return record.sudo().display_name or ""
        if column == "class_id":
            return self.env["service.desk.ci.class"].browse(value).name
        if isinstance(value, date):
            return value.isoformat()
        return str(value)
