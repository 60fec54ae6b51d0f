from odoo import api, models


class ServiceDeskCollision(models.AbstractModel):
    """Changes collide where their things rely on each other."""

    _inherit = "service.desk.collision"

    @api.model
    def _related(self, keys):
        related = super()._related(keys)
        items = self.env["service.desk.ci"].sudo()  # sudo: a failure knows no walls
        starts = {one for name, one in keys if name == "service.desk.ci"}
        walked = items._related_to(starts)
        everything = items.browse(starts.union(*walked.values()))
        relying = everything.service_ids._relying_on_each()
        served = {
            item.id: {("service.desk.service", one) for own in item.service_ids.ids for one in relying[own]}
            for item in everything
        }
        for start in starts:
            found = walked.get(start, ())
            services = served[start].union(*(served[one] for one in found))
            related["service.desk.ci", start] = {("service.desk.ci", one) for one in found} | services
            # Who works on the service is told of it as well as who works on the item.
            for service in services & keys:
                related[service] = related.get(service, set()) | {("service.desk.ci", start)}
        return related

    @api.model
    def _relying(self, keys):
        items = self.env["service.desk.ci"]
        return super()._relying(keys) + items._relying_among(
            [one for name, one in keys if name == "service.desk.ci"],
            [one for name, one in keys if name == "service.desk.service"],
        )
