from odoo import SUPERUSER_ID, api, models


class ServiceDeskLinkMixin(models.AbstractModel):
    """Tickets that point at others: nobody links one to what they may not open.

    Neither by value nor by a default in the context of a client. The link would tell that there is
    such a ticket, and make it follow what happens to one that others never see.
    """

    _name = "service.desk.link.mixin"
    _description = "Links to Other Tickets"

    @api.model
    def _link_fields(self):
        """Names of the fields that people link tickets with. Extend."""
        return {"parent_id"}

    @api.model
    def default_get(self, fields):
        """What the user may not open is no default."""
        values = super().default_get(fields)
        for name in self._link_fields() & values.keys():
            # Superuser or not: a conversion creates as superuser, in the context of its caller.
            linked = self._linked_by(name, [values]).sudo(self.env.uid == SUPERUSER_ID)
            if not linked.has_access("read"):
                del values[name]
        return values

    @api.model_create_multi
    def create(self, vals_list):
        self._check_links(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_links([vals])
        return super().write(vals)

    @api.model
    def _check_links(self, vals_list):
        """:raise AccessError: for the id of a ticket that the user may not open"""
        for name in self._link_fields():
            linked = self._linked_by(name, vals_list)
            if linked:
                linked.check_access("read")

    @api.model
    def _linked_by(self, name, vals_list):
        ids = {vals[name] for vals in vals_list if vals.get(name)}
        return self.env[self._fields[name].comodel_name].browse(ids)
