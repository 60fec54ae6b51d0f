from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ServiceDeskLicenseRight(models.Model):
    """So many pieces of a license that were bought, or come with a contract, for some time."""

    _name = "service.desk.license.right"
    _description = "Owned Licenses"
    _inherit = ["service.desk.expiry.mixin"]
    _order = "date_start desc, id desc"
    _check_company_auto = True

    license_id = fields.Many2one("service.desk.license", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="license_id.company_id", store=True, index=True)
    quantity = fields.Integer(required=True, default=1)
    date_start = fields.Date(string="From", required=True, default=fields.Date.context_today)
    date_end = fields.Date(string="Until", help="The last day. Empty means for ever.", index="btree_not_null")
    contract_id = fields.Many2one("service.desk.contract", check_company=True, index="btree_not_null")
    reference = fields.Char(help="Order, invoice or certificate.")

    _quantity_sane = models.Constraint("CHECK(quantity > 0)", "At least one piece.")
    _in_order = models.Constraint("CHECK(date_end IS NULL OR date_end >= date_start)", "It ends before it begins.")

    @api.depends("license_id.name", "quantity")
    def _compute_display_name(self):
        for one in self:
            one.display_name = f"{one.license_id.name}: {one.quantity}"

    @api.constrains("date_start", "date_end")
    def _check_days(self):
        for one in self:
            if one.date_end and one.date_end < one.date_start:
                raise ValidationError(self.env._("%s: it ends before it begins.", one.display_name))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # Rules look at the row; its license must not be one of others.
            self.env["service.desk.license"].browse(vals.get("license_id")).check_access("write")
        return super().create(vals_list)

    def write(self, vals):
        if "license_id" in vals:
            self.env["service.desk.license"].browse(vals["license_id"]).check_access("write")
        return super().write(vals)

    def _is_valid(self, day):
        return self.date_start <= day and (not self.date_end or self.date_end >= day)

    # -- Expiry ----------------------------------------------------------------------------------

    def _expiry_date(self):
        return self.date_end

    def _expiry_host(self):
        return self.license_id
