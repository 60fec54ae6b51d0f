"""Puts what pictures of items say into the words of who reads."""

from odoo.fields import Domain
from odoo.tools import format_date, format_datetime

from ..attribute_rules import BOOLEAN, DATE, DATETIME
from ..impact_rules import PERCENT
from .service_desk_ci_data import NEEDS
from .service_desk_ci_picture_data import ATTRIBUTE, NEED, PICTURED, RELATION


class PictureWords:
    """Names of what is said, and values, by the setup as it is now; what it no longer knows is told by its code.

    Two classes may mean different things by one code: who knows of which class a thing is, says its attributes.
    """

    def __init__(self, env):
        self.env = env
        self._fields = env["service.desk.ci"].fields_get(PICTURED, ["string", "type", "selection"])
        kinds = env["service.desk.ci.relation.type"].with_context(active_test=False).search(Domain.TRUE)
        self._kinds = {kind.code: kind.name for kind in kinds}
        self._attributes = {one.code: one for one in env["service.desk.ci.attribute"].search(Domain.TRUE)}
        self._needs = dict(env["service.desk.ci.redundancy"]._fields["need"]._description_selection(env))

    def label(self, name, attributes=None):
        """What is said of a thing.

        :param attributes: code -> attribute, of its class
        """
        code = name.partition(":")[2]
        if name.startswith(ATTRIBUTE):
            attribute = self._attribute_of(name, attributes)
            return attribute.name if attribute else code
        if name.startswith(RELATION):
            return self._kinds.get(code, code)
        if name.startswith(NEED):
            return self.env._("Redundancy of “%s”", self._kinds.get(code, code))
        return self._fields.get(name, {}).get("string", name)

    def value(self, name, value, attributes=None):
        """What is said, as text; False for nothing.

        :param attributes: code -> attribute, of its class
        """
        attribute = self._attribute_of(name, attributes)
        if value is None:
            return False
        if isinstance(value, bool) or (attribute and attribute.kind == BOOLEAN):
            return self.env._("Yes") if value else self.env._("No")
        if isinstance(value, list):
            return ", ".join(one["name"] for one in value)
        if isinstance(value, dict):
            return value["name"]
        if name.startswith(NEED):
            return self._need(value)
        return self._attribute(attribute, value) if attribute else self._field(name, value)

    def _attribute_of(self, name, attributes):
        code = name.partition(":")[2]
        return {**self._attributes, **(attributes or {})}.get(code) if name.startswith(ATTRIBUTE) else None

    def _need(self, value):
        need, _blank, number = value.partition(" ")
        if need not in dict(NEEDS[1:]):
            return self._needs.get(need, need)
        return f"{self._needs[need]}: {number}{' %' if need == PERCENT else ''}"

    def _attribute(self, attribute, value):
        if attribute.kind == DATE:
            return format_date(self.env, value)
        if attribute.kind == DATETIME:
            return format_datetime(self.env, value)
        text = str(value).removesuffix(".0") if isinstance(value, float) else str(value)
        return f"{text} {attribute.unit}" if attribute.unit else text

    def _field(self, name, value):
        field = self._fields.get(name, {})
        if field.get("type") == "date":
            return format_date(self.env, value)
        return dict(field.get("selection") or ()).get(value, str(value))
