from odoo import fields, models


class ServiceDeskContinuityContact(models.Model):
    """Somebody to be called when a plan is invoked, and what for."""

    _name = "service.desk.continuity.contact"
    _description = "Contact of a Continuity Plan"
    _inherit = ["service.desk.continuity.part.mixin"]
    _order = "sequence, id"
    _rec_name = "partner_id"
    _check_company_auto = True

    _parent_field = "plan_id"

    plan_id = fields.Many2one("service.desk.continuity.plan", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    partner_id = fields.Many2one("res.partner", string="Who", required=True, index=True, check_company=True)
    role = fields.Char(string="What For")
    phone = fields.Char(related="partner_id.phone", related_sudo=False)
    email = fields.Char(related="partner_id.email", related_sudo=False)

    _once = models.UniqueIndex("(plan_id, partner_id)", "This person is in the list already.")
