from odoo import api, fields, models
from odoo.fields import Domain


class ServiceDeskCiExpiryMixin(models.AbstractModel):
    """Certificates, domains, whatever has a day on which it ends: by the attribute ``date_expiry``."""

    _name = "service.desk.ci.expiry.mixin"
    _description = "Items That Expire"
    _inherit = ["service.desk.ci.value.mixin", "service.desk.expiry.mixin"]

    _expiry_field = "date_expiry"

    date_expiry = fields.Date(
        string="Expires On",
        compute="_compute_date_expiry",
        store=True,
        precompute=True,
        index="btree_not_null",
        readonly=True,
    )

    @api.depends("attributes")
    def _compute_date_expiry(self):
        for kind, items in self.grouped("class_id").items():
            # To read properties takes long; few classes have this one.
            ends = kind._tells_expiry() if kind else False
            for item in items:
                item.date_expiry = ends and dict(item.attributes).get("date_expiry") or False

    @api.model
    def _domain_expiring(self):
        return super()._domain_expiring() & Domain("state", "not in", ("retired", "disposed"))
