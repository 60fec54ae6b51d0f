from odoo import models

from .service_desk_ci_baseline import PICTURED


class ServiceDeskCiPictureMixin(models.AbstractModel):
    """What is known of items as plain values, to be kept and compared."""

    _name = "service.desk.ci.picture.mixin"
    _description = "Picture of Configuration Items"

    def _pictures(self):
        """item -> label -> value, with a few queries for all of them."""
        related = self._related_words()
        labels = self.fields_get([*PICTURED, "class_id"], ["string"])
        return {item: item._picture(labels, related.get(item.id, {})) for item in self}

    def _picture(self, labels, related):
        picture = {labels["class_id"]["string"]: self.class_id.code}
        for name in PICTURED:
            value = self[name]
            picture[labels[name]["string"]] = (
                value.sudo().display_name if isinstance(value, models.BaseModel) else value
            )
        names = {one.code: one.name for one in self.class_id._attributes()}
        picture.update({names.get(code, code): value for code, value in self._values().items()})
        return {label: value for label, value in {**picture, **related}.items() if value not in (None, False, "")}

    def _related_words(self):
        """id of an item -> reading of a relation -> numbers of the items at its other end."""
        relations = self.env["service.desk.ci.relation"].search([("source_id", "in", self.ids)])
        found = {}
        for relation in relations:
            words = found.setdefault(relation.source_id.id, {})
            words.setdefault(relation.type_id.name, []).append(relation.target_id.number or relation.target_id.name)
        return found
