from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .. import attribute_rules
from .service_desk_ci_picture_data import ATTRIBUTE, NEED, PICTURED, RELATION


class ServiceDeskCiPictureMixin(models.AbstractModel):
    """What is known of items as plain values, to be kept and compared.

    By the names of fields and the codes of the setup, never by words: the one who takes a picture and
    the one who compares it may speak different languages, and words of the setup change.
    """

    _name = "service.desk.ci.picture.mixin"
    _description = "Picture of Configuration Items"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_pictured(self):
        """A baseline of what stands in a place would be one of everything without it."""
        # sudo: those of other companies count, too; none is shown.
        baselines = self.env["service.desk.ci.baseline"].sudo()
        place = baselines.search([("location_id", "in", self.ids), ("date", "!=", False)], limit=1).location_id
        if place:
            raise UserError(
                self.env._("A baseline was taken of what stands in %s. Retire it instead.", place.display_name)
            )

    def _pictures(self, company):
        """item -> name -> value, with a few queries for all of them.

        :param company: what others have with an item that all share is not in the picture
        """
        said, related, needs = self._pictured_attributes(), self._pictured_relations(company), self._pictured_needs()
        return {item: {**item._picture(said, company), **related[item.id], **needs[item.id]} for item in self}

    def _picture(self, said, company):
        told = {name: self._pictured(name, company) for name in PICTURED}
        return {name: value for name, value in told.items() if value not in (None, False, "", [])} | said[self.id]

    def _pictured_attributes(self):
        """id of an item -> attribute -> value, zero and no among them.

        As the database has them: to read properties one by one takes longer than all else.
        """
        self.flush_recordset(["attributes"])
        rows = self.env.execute_query(
            SQL("SELECT id, class_id, attributes FROM service_desk_ci WHERE id = ANY(%s)", self.ids)
        )
        known = {kind.id: {one.code: one for one in kind._attributes()} for kind in self.class_id}
        return {
            item: {
                f"{ATTRIBUTE}{code}": value
                for code, value in (said or {}).items()
                if code in known[kind] and attribute_rules.is_said(known[kind][code], value)
            }
            for item, kind, said in rows
        }

    def _pictured(self, name, company):
        """One field as JSON keeps it."""
        value, kind = self[name], self._fields[name].type
        if kind == "many2one":
            # sudo: names alone, as whoever reads the item sees them
            return {"id": value.id, "name": value.sudo().display_name} if value else None
        if kind == "many2many":
            # sudo: see above
            own = value.sudo().filtered(lambda one: one.company_id.id in (False, company.id))
            return [{"id": one.id, "name": one.display_name} for one in own]
        return fields.Date.to_string(value) if kind == "date" else value

    def _pictured_relations(self, company):
        """id of an item -> relation -> the items at its other end."""
        relations = self.env["service.desk.ci.relation"].search(
            [("source_id", "in", self.ids), ("company_id", "in", [False, company.id])], order="id"
        )
        found = defaultdict(dict)
        for relation in relations:
            other = {"id": relation.target_id.id, "name": relation.target_id.name}
            found[relation.source_id.id].setdefault(f"{RELATION}{relation.type_id.code}", []).append(other)
        return found

    def _pictured_needs(self):
        """id of an item -> relation -> how many of those at its other end it needs."""
        found = defaultdict(dict)
        for row in self.env["service.desk.ci.redundancy"].search([("ci_id", "in", self.ids)]):
            found[row.ci_id.id][f"{NEED}{row.type_id.code}"] = f"{row.need} {row.need_value:g}"
        return found
