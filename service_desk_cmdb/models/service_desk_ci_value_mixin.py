from collections.abc import Mapping

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import attribute_rules
from .service_desk_ci_data import LIVE_STATES


class ServiceDeskCiValueMixin(models.AbstractModel):
    """What is said of a configuration item by the attributes of its class.

    Values are Odoo's properties, by the codes of the attributes; what does not fit is refused here,
    whoever sends it. The definition follows from the class alone.
    """

    _name = "service.desk.ci.value.mixin"
    _description = "Values of Attributes"

    class_id = fields.Many2one("service.desk.ci.class", required=True, index=True, tracking=True, ondelete="cascade")
    attributes = fields.Properties(definition="class_id.attributes_definition", copy=True)

    @api.model
    def default_get(self, fields):
        """Values come from who writes the item: those of a client's context would pass unseen."""
        return {name: value for name, value in super().default_get(fields).items() if name != "attributes"}

    @api.model_create_multi
    def create(self, vals_list):
        kinds = self.env["service.desk.ci.class"]
        for vals in vals_list:
            if vals.get("attributes"):
                if not vals.get("class_id"):
                    raise ValidationError(self.env._("What is it? An item with attributes needs a class."))
                vals["attributes"] = self._clean_attributes(kinds.browse(vals.get("class_id")), vals["attributes"])
        return super().create(vals_list)

    def copy_data(self, default=None):
        """A copy says the same of itself, zeros too; see :meth:`_values`."""
        vals_list = super().copy_data(default)
        for item, vals in zip(self, vals_list, strict=True):
            if "attributes" in vals and "attributes" not in (default or {}):
                vals["attributes"] = item._values()
        return vals_list

    def onchange(self, values, field_names, fields_spec):
        """Show what a class says of its things as soon as it is chosen; Odoo alone shows that after saving."""
        result = super().onchange(values, field_names, fields_spec)
        if "class_id" in field_names and "attributes" in fields_spec:
            result.setdefault("value", {})["attributes"] = self._attributes_to_fill(values)
        return result

    @api.model
    def _attributes_to_fill(self, values):
        """The attributes of the class that a form has, with what the form says of them, as Odoo's forms want them."""
        kind = self.env["service.desk.ci.class"].browse(values.get("class_id") or ())
        sent = values.get("attributes") or []
        said = {one.get("name"): one.get("value") for one in sent if isinstance(one, dict)}
        return [{**one, "value": said.get(one["name"], False)} for one in kind.attributes_definition or []]

    def write(self, vals):
        if "attributes" not in vals and "class_id" not in vals:
            return super().write(vals)
        if "attributes" not in vals:
            # Another class: what both classes know of a thing stays.
            kept, were = {item: item._values() for item in self}, {item: item.class_id for item in self}
            result = super().write(vals)
            for item, same in self._known_by_class(kept).items():
                super(ServiceDeskCiValueMixin, item).write({"attributes": same})
                lost = {code: value for code, value in kept[item].items() if code not in same}
                item._log_values(lost, {}, were[item])
            return result
        kind = self.env["service.desk.ci.class"].browse(vals.get("class_id"))
        for own, items in self.grouped("class_id").items():
            told = self._clean_attributes(kind or own, vals["attributes"] or {})
            for item in items:
                before = item._values()
                stays = attribute_rules.fitting(kind._attributes(), before) if kind else before
                values = {code: value for code, value in {**stays, **told}.items() if value is not None}
                super(ServiceDeskCiValueMixin, item).write({**vals, "attributes": values})
                item._log_values(before, values, own)
        return True

    def _known_by_class(self, kept):
        """Those of these values that the class of each item knows, in the types that it says.

        :param dict kept: item -> (code -> value)
        """
        known = {kind: kind._attributes() for kind in self.class_id}
        return {
            item: attribute_rules.fitting(known.get(item.class_id, ()), values) for item, values in kept.items()
        }

    def _values(self):
        """code -> value, of what is known.

        As a mapping, Odoo tells a zero like nothing at all; among what it reads for others it is one.
        """
        self.ensure_one()
        told = self._fields["attributes"].convert_to_read(self.attributes, self)
        return {one["name"]: one["value"] for one in told if one.get("value") is not None}

    @api.model
    def _clean_attributes(self, kind, sent):
        """code -> value as it is kept, None for what is emptied.

        :param kind: the class
        :param sent: names and values, as a copy has them, too, or the list of properties that Odoo's forms send
        :raise ValidationError: for an attribute that the class does not have, or a wrong value
        """
        if isinstance(sent, list):
            # Nobody changes a class from one of its things.
            sent = {str(one.get("name")): one.get("value") for one in sent if isinstance(one, dict)}
        if not isinstance(sent, Mapping):
            raise ValidationError(self.env._("Attributes are sent as names and values."))
        known = {one.code: one for one in kind._attributes()}
        cleaned = {}
        for code, value in sent.items():
            attribute = known.get(code)
            if not attribute:
                raise ValidationError(
                    self.env._("“%(code)s” is no attribute of the class “%(kind)s”.", code=code, kind=kind.name)
                )
            try:
                cleaned[code] = attribute_rules.clean(attribute, value)
            except (ValueError, TypeError, OverflowError):
                raise ValidationError(
                    self.env._("%(attribute)s cannot be “%(value)s”.", attribute=attribute.name, value=str(value)[:100])
                ) from None
        return cleaned

    def _check_complete(self):
        """:raise ValidationError: when something in use lacks what its class requires"""
        for kind, items in self.filtered(lambda item: item.state in LIVE_STATES).grouped("class_id").items():
            required = [one for one in kind._attributes() if one.is_required]
            for item in items if required else ():
                missing = attribute_rules.missing(required, item._values())
                if missing:
                    raise ValidationError(
                        self.env._(
                            "%(item)s is in use and lacks: %(attributes)s.",
                            item=item.display_name,
                            attributes=", ".join(missing),
                        )
                    )

    def _log_values(self, before, after, kind):
        """Write down in the history which attributes have changed.

        :param kind: the class that it was of before, whose attributes go with it
        """
        names = {one.code: one.name for one in (*kind._attributes(), *self.class_id._attributes())}
        changed = [code for code in names if before.get(code) != after.get(code)]
        if changed and not self.env.context.get("tracking_disable"):
            lines = [f"{names[code]}: {before.get(code, '–')} → {after.get(code, '–')}" for code in changed]
            self._message_log(body="\n".join(lines))
