from odoo import fields, models


class ServiceDeskImprovement(models.Model):
    """What a service review found to be done better."""

    _inherit = "service.desk.improvement"

    sla_review_id = fields.Many2one(
        "service.desk.sla.review",
        string="Service Review",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        groups="service_desk.group_manager",
    )
