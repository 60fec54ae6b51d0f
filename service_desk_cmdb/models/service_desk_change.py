from odoo import fields, models


class ServiceDeskChange(models.Model):
    """Changes touch things, so that two of them may be in each other's way."""

    _inherit = "service.desk.change"

    #: What it works on was planned, and agreed to.
    _takes_items_along = False

    affected_ids = fields.One2many("service.desk.affected", "change_id", groups="service_desk.group_agent")

    def _touched(self):
        touched = super()._touched()
        # sudo: what is worked on is a fact, see service.desk.collision
        return {
            change: keys | {("service.desk.ci", one) for one in change.sudo().ci_ids.ids}
            for change, keys in touched.items()
        }
