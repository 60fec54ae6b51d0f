from odoo import api, fields, models
from odoo.exceptions import AccessError


class ServiceDeskAccessPackage(models.Model):
    """What a role brings: entitlements that everybody in it is given, and loses with it.

    All packages that match a person count together. Whoever shapes one hands out what is in it, so
    that they must be allowed to hand out each entitlement.
    """

    _name = "service.desk.access.package"
    _description = "Access Package"
    _inherit = ["service.desk.journey.match.mixin", "mail.thread"]
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    sequence = fields.Integer(default=10)
    department_ids = fields.Many2many(relation="service_desk_access_package_department_rel")
    job_ids = fields.Many2many(relation="service_desk_access_package_job_rel")
    location_ids = fields.Many2many(relation="service_desk_access_package_location_rel")
    entitlement_ids = fields.Many2many(
        "service.desk.entitlement",
        "service_desk_access_package_entitlement_rel",
        "package_id",
        "entitlement_id",
        string="Entitlements",
        check_company=True,
        tracking=True,
    )
    entitlement_names = fields.Char(
        string="Access", compute="_compute_entitlement_names", help="For HR, who know what a role brings by name alone."
    )
    note = fields.Text(translate=True)

    @api.depends("entitlement_ids.name")
    def _compute_entitlement_names(self):
        for package in self:
            # sudo: the names of what a visible package brings.
            package.entitlement_names = ", ".join(package.sudo().entitlement_ids.mapped("name"))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_company_access(vals)
        packages = super().create(vals_list)
        packages._check_may_hand_out()
        return packages

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() - {"name", "sequence", "note"}:
            self._check_may_hand_out()
        return result

    def _check_may_hand_out(self):
        """:raise AccessError: for an entitlement that the current user may not hand out"""
        if self.env.su and self.env.user._is_superuser():
            return
        # sudo: looks at what others hold only to decide.
        for entitlement in self.sudo().entitlement_ids:
            if not entitlement._provisioning()._may_hand_out(entitlement, self.env.user):
                raise AccessError(
                    self.env._("You cannot give “%s” to people: you do not hold what it hands out.", entitlement.name)
                )

    @api.model
    def _entitlements_for(self, facts):
        """What a person with these facts is given by their role."""
        # sudo: packages decide for everybody, also where the one who starts a journey cannot see them.
        return self.sudo()._matching(facts).entitlement_ids.filtered("active")
