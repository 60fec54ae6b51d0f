from odoo import api, fields, models
from odoo.fields import Domain

from .service_desk_ci_data import GONE_STATES


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
        return super()._domain_expiring() & Domain("state", "not in", GONE_STATES)

    def _after_moves(self, sources, target):
        result = super()._after_moves(sources, target)
        told = self.filtered("reminded_of") if target in GONE_STATES else None
        if told:
            # sudo: the owner's to-do ends, whoever retires the item; should it come back, it is told again.
            told.sudo().activity_unlink(["mail.mail_activity_data_todo"])
            told.sudo().reminded_of = False  # sudo: see above
        return result
