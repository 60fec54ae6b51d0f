from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .service_desk_access_data import SEVERITIES


class ServiceDeskEntitlementConflict(models.Model):
    """Two entitlements that one person should not hold together (segregation of duties).

    It holds both ways, whichever of the two stands first.
    """

    _name = "service.desk.entitlement.conflict"
    _description = "Conflict of Entitlements"
    _order = "entitlement_id, other_id, id"

    entitlement_id = fields.Many2one("service.desk.entitlement", required=True, ondelete="cascade", index=True)
    other_id = fields.Many2one(
        "service.desk.entitlement",
        string="Conflicts With",
        required=True,
        ondelete="cascade",
        index=True,
    )
    severity = fields.Selection(SEVERITIES, required=True, default="refuse")
    reason = fields.Char(required=True, translate=True, help="What could happen.")
    company_id = fields.Many2one(related="entitlement_id.company_id", store=True, index=True)

    _two_different = models.Constraint(
        "CHECK(entitlement_id != other_id)", "An entitlement cannot conflict with itself."
    )
    _pair_uniq = models.UniqueIndex(
        "(LEAST(entitlement_id, other_id), GREATEST(entitlement_id, other_id))",
        "This conflict is already on the list.",
    )

    @api.depends("entitlement_id", "other_id")
    def _compute_display_name(self):
        for one in self:
            one.display_name = f"{one.entitlement_id.name} ↔ {one.other_id.name}"

    @api.constrains("entitlement_id", "other_id")
    def _check_companies(self):
        for one in self:
            companies = one.entitlement_id.company_id | one.other_id.company_id
            if len(companies) > 1:
                raise ValidationError(self.env._("Nobody holds entitlements of two companies: %s.", one.display_name))

    @api.model_create_multi
    def create(self, vals_list):
        conflicts = super().create(vals_list)
        (conflicts.entitlement_id | conflicts.other_id).check_access("read")
        conflicts._tell(self.env._("must not be held together"))
        return conflicts

    def write(self, vals):
        self.check_access("write")
        result = super().write(vals)
        # Rules look at a conflict before it is written; it stays among what the user may see.
        self.check_access("write")
        (self.entitlement_id | self.other_id).check_access("read")
        self._tell(self.env._("conflict changed"))
        return result

    def unlink(self):
        self.check_access("unlink")
        self._tell(self.env._("may be held together from now on"))
        return super().unlink()

    def _tell(self, what):
        """Leave a trace on both sides: rules against fraud are not dropped quietly."""
        for one in self:
            text = f"{one.display_name}: {what} ({one.reason})"
            # sudo: a note by the current user on entitlements they may only read.
            for entitlement in (one.entitlement_id | one.other_id).sudo():
                entitlement._message_log(body=text)
