from odoo import api, models


class ServiceDeskCollision(models.AbstractModel):
    """Changes collide where their things rely on each other."""

    _inherit = "service.desk.collision"

    @api.model
    def _related(self, keys):
        related = super()._related(keys)
        items = self.env["service.desk.ci"].sudo()  # sudo: a failure knows no walls
        for start, found in items._related_to({one for name, one in keys if name == "service.desk.ci"}).items():
            services = items.browse([start, *found]).service_ids
            related["service.desk.ci", start] = {("service.desk.ci", one) for one in found} | {
                ("service.desk.service", one) for one in services.ids
            }
        return related
