from odoo import api, models
from odoo.fields import Command


class ServiceDeskPortal(models.AbstractModel):
    """People report the items that they have in hand."""

    _inherit = "service.desk.portal"

    @api.model
    def _device_choices(self):
        return super()._device_choices() + [(item._key_in_hand(), item._name_in_hand()) for item in self._own_items()]

    @api.model
    def _device_values(self, key):
        item = next((one for one in self._own_items() if one._key_in_hand() == key), None)
        if not item:
            return super()._device_values(key)
        service = item.service_ids if len(item.service_ids) == 1 else item.service_ids.browse()
        return {"ci_ids": [Command.set(item.ids)], "company_id": item.company_id.id, "service_id": service.id}

    @api.model
    def _own_items(self):
        """What the user has, of companies where their tickets can be; with superuser rights."""
        # sudo: people may not read items; of those that they have, a key and the name that they know leave.
        items = self.env["service.desk.ci"].sudo()._used_by(self.env.user.partner_id)
        return items.filtered(lambda item: item.company_id in (item.company_id.browse(), *self.env.user.company_ids))
